"""The name plates of a meeting: who sits at the table, in the order of protocol."""

from dataclasses import dataclass

from coprodesk.domain.attendance import Presence, Reply
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries.attendance import RollLine, expected_roll, roll
from coprodesk.queries.papers import Letterhead, MeetingFacts, letterhead, meeting_facts, visible_meeting
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class PlateLine:
    """One plate; `name` is « Mme Claire ABRISSEL », empty when only the institution is known."""

    name: str
    function: str
    institution: str


@dataclass(frozen=True, slots=True)
class NamePlates:
    """The plates of a meeting, the chair's first, guests last."""

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    plates: tuple[PlateLine, ...]


def name_plates(store: Store, meeting_id: int, audience: Audience) -> NamePlates:
    """Return the plates of those who came; before the roll call, of those who announced themselves.

    While nobody answered, everyone convened has one; the town's own seats and guests always have, unless they
    excused themselves. Raises Refusal as `visible_meeting`, or when nobody is to sit there.
    """
    row = visible_meeting(store, meeting_id, audience)
    lines = roll(store, meeting_id)
    chairs = {
        one["id"]
        for one in store.rows(
            "SELECT n.id FROM institution n JOIN member_kind k ON k.id = n.member_kind_id "
            "WHERE k.code = 'chair'"
        )
    }
    if any(not line.guest for line in lines):
        answered = any(line.counted and not line.guest and line.reply is not Reply.NONE for line in lines)
        found = [(line.institution_id, _seated(line)) for line in lines if _sits(line, answered=answered)]
    else:
        found = [
            (seat.institution_id, PlateLine(seat.person_label, seat.function_label, seat.institution_label))
            for seat in expected_roll(store, meeting_id)
        ]
        found += [(line.institution_id, _seated(line)) for line in lines if _sits(line, answered=False)]
    found.sort(key=lambda one: one[0] not in chairs)
    plates = tuple(plate for _id, plate in found if plate.name or plate.institution)
    if not plates:
        raise Refusal(
            _("Personne n’est attendu à cette réunion. Rien n’a été imprimé. Convoquez-la d’abord.")
        )
    return NamePlates(letterhead(store), meeting_facts(store, row), audience.level, plates)


def _sits(line: RollLine, *, answered: bool) -> bool:
    """Tell whether somebody sits, or is to sit, for this line."""
    if line.presence is not Presence.UNKNOWN:
        return line.presence in (Presence.PRESENT, Presence.REPRESENTED)
    if line.reply is Reply.NONE:
        return line.guest or not line.counted or not answered
    return line.reply is not Reply.EXCUSED


def _seated(line: RollLine) -> PlateLine:
    """Return the plate of who sits there: the delegate where one is sent."""
    sent = line.presence is Presence.REPRESENTED or (
        line.presence is Presence.UNKNOWN and line.reply is Reply.SENDS
    )
    if sent:
        return PlateLine(line.delegate, line.delegate_function if line.delegate else "", line.institution)
    return PlateLine(line.person, line.function, line.institution)

"""The suggestions of an agenda as a list with ticks: what an item took up, what is still suggested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coprodesk.domain.agenda import Role
from coprodesk.domain.i18n import _
from coprodesk.queries.agenda import AgendaRow, references_in
from coprodesk.queries.carry_over import Suggestion, SuggestionKind

Key = tuple[SuggestionKind, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One suggestion: `item` is the item of the agenda that took it up, None while it is not ticked."""

    key: Key
    title: str
    reason: str
    late: bool
    suggestion: Suggestion | None
    item: AgendaRow | None

    @property
    def follows(self) -> bool:
        """Tell whether the follow-up item takes it up with all the others: it is not taken off alone."""
        return self.item is not None and self.item.role is Role.FOLLOW_UP


def key_of(one: Suggestion) -> Key:
    """Return what names a suggestion: a commitment by its reference, the others by what they continue."""
    return one.kind, one.reference or str(one.target_id)


def taken_up(item: AgendaRow, known: Mapping[Key, Suggestion]) -> tuple[Key, ...]:
    """Return the suggestions that an item took up, as its own columns and those `known` before tell."""
    followed = item.references if item.role is Role.FOLLOW_UP else references_in(item.title)
    keys = [(SuggestionKind.COMMITMENT, reference) for reference in followed]
    proposed = (SuggestionKind.PROPOSAL, str(item.topic_id))
    returned = (SuggestionKind.TOPIC, str(item.topic_id))
    if item.approves_id is not None:
        keys.append((SuggestionKind.APPROVAL, str(item.approves_id)))
    elif proposed in known:
        keys.append(proposed)
    elif item.put_off_before or returned in known:
        keys.append(returned)
    return tuple(keys)


def lines(
    items: Sequence[AgendaRow], suggested: Sequence[Suggestion], known: Mapping[Key, Suggestion]
) -> list[Line]:
    """Return what was taken up and what is still suggested, in an order that ticking does not change.

    `known` holds the suggestions seen since the meeting was opened: their words stay once they are ticked.
    """
    found: dict[Key, Line] = {}
    for item in items:
        for key in taken_up(item, known):
            before = known.get(key)
            place = _("au point {n}").format(n=item.number)
            reason = f"{before.reason}, {place}" if before is not None else place
            late = bool(before and before.late)
            found[key] = Line(key, _title(before, item, key), reason, late, before, item)
    for one in suggested:
        key = key_of(one)
        found.setdefault(key, Line(key, _name(one), one.reason, one.late, one, None))
    order = list(SuggestionKind)
    return sorted(found.values(), key=lambda line: (order.index(line.key[0]), _rank(line), line.key[1]))


def _name(one: Suggestion) -> str:
    if one.kind is SuggestionKind.COMMITMENT:
        return _("{lead} · {reference}").format(lead=one.lead or one.title, reference=one.reference)
    return one.title


def _title(before: Suggestion | None, item: AgendaRow, key: Key) -> str:
    if before is not None:
        return _name(before)
    return key[1] if key[0] is SuggestionKind.COMMITMENT else item.title


def _rank(line: Line) -> str:
    return line.suggestion.lead if line.suggestion is not None else ""

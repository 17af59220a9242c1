"""The whole draft agenda of a meeting, before it is written: what stands, what is approved, what returns."""

from collections.abc import Sequence
from dataclasses import dataclass

from coprodesk.domain.agenda import Role
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _, on_paper
from coprodesk.queries.carry_over import Suggestion, SuggestionKind
from coprodesk.queries.due_commitments import Sitting
from coprodesk.queries.templates import TemplateItemRow, template_items
from coprodesk.queries.topics import turn_key
from coprodesk.store import Store

_APPROVAL_MINUTES = 5
_FOLLOW_UP_MINUTES = 15
_TOPIC_MINUTES = 10


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One item to be written on an agenda."""

    title: str
    minutes: int
    level: Level
    section: str = ""
    role: Role = Role.NONE
    topic_id: int | None = None
    reporter_id: int | None = None
    approves_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Standing:
    """The topics of a series that a standing item continues: by folded title, and by role of their item."""

    by_title: dict[str, int]
    by_role: dict[Role, int]

    def titled(self, title: str) -> int | None:
        """Return the topic last discussed under a title, whatever its capitals and accents."""
        return self.by_title.get(fold(title))


def draft(
    store: Store,
    place: Sitting,
    template_id: int | None,
    found: Sequence[Suggestion],
    chosen: Sequence[Suggestion] | None = None,
) -> tuple[DraftLine, ...]:
    """Return the items of a sitting's draft agenda, in order.

    The items of the template stand in their order, each continuing the topic of that title in the series; the
    minutes not yet approved and the follow-up of what is due stand where the template has their item, else
    first. Topics that return and proposals come after these. `chosen` of what was `found` by `carry_over` are
    the approvals, topics and proposals wanted; None wants all but the proposals.
    """
    wanted = [one for one in found if _wanted(one, chosen)]
    items = () if template_id is None else template_items(store, template_id)
    due = any(one.kind is SuggestionKind.COMMITMENT for one in found)
    return tuple(_lines(items, wanted, _standing_topics(store, place), due=due))


def _standing_topics(store: Store, place: Sitting) -> _Standing:
    """Return the topics still open of the meetings of the same series in the two years before a sitting.

    Each is found by its title and by that of its items; of a body of the series, what it shares.
    """
    by_title: dict[str, int] = {}
    by_role: dict[Role, int] = {}
    for row in store.rows(
        f"""SELECT i.topic_id, i.title, i.role, t.title AS topic
            FROM meeting m JOIN body b ON b.id = m.body_id
            JOIN agenda_item i ON i.meeting_id = m.id AND i.approves_id IS NULL
            JOIN topic t ON t.id = i.topic_id AND t.closed_on IS NULL
            WHERE m.date BETWEEN date(:date, '-2 years') AND :date AND m.id <> :meeting
                AND (m.body_id = :body
                    OR (:numbered AND b.numbered AND i.level IN ('public', 'partners')))
            ORDER BY {turn_key("m", "i")}""",
        {
            "date": place.on.isoformat(),
            "meeting": place.id,
            "body": place.body_id,
            "numbered": place.numbered,
        },
    ):
        for title in (row["topic"], row["title"]):
            by_title[fold(title)] = row["topic_id"]
        by_role[Role(row["role"])] = row["topic_id"]
    return _Standing(by_title, by_role)


def _wanted(one: Suggestion, chosen: Sequence[Suggestion] | None) -> bool:
    if one.kind is SuggestionKind.COMMITMENT:
        return False  # the follow-up item takes up all that are due
    if chosen is None:
        return one.kind is not SuggestionKind.PROPOSAL
    return any((other.kind, other.target_id) == (one.kind, one.target_id) for other in chosen)


@on_paper()
def _lines(
    items: Sequence[TemplateItemRow], wanted: Sequence[Suggestion], standing: _Standing, *, due: bool
) -> list[DraftLine]:
    approvals = [one for one in wanted if one.kind is SuggestionKind.APPROVAL]
    lines: list[DraftLine] = []
    head = 0
    for item in items:
        if item.role is Role.APPROVAL:
            lines += [_approval(one, item) for one in approvals]
        else:
            lines.append(_standing(item, standing))
        if item.role is not Role.NONE:
            head = len(lines)
    roles = {item.role for item in items}
    first = [] if Role.APPROVAL in roles else [_approval(one, None) for one in approvals]
    if due and Role.FOLLOW_UP not in roles:
        followed = DraftLine(
            _("Suivi des engagements"),
            _FOLLOW_UP_MINUTES,
            Level.PARTNERS,
            role=Role.FOLLOW_UP,
            topic_id=standing.by_role.get(Role.FOLLOW_UP),
        )
        first.append(followed)
    lines[:0] = first
    head += len(first)
    section = lines[head - 1].section if head else ""
    held = {line.topic_id for line in lines}
    lines[head:head] = [
        DraftLine(
            one.title, _TOPIC_MINUTES, one.level, section, topic_id=one.target_id, reporter_id=one.reporter_id
        )
        for one in wanted
        if one.kind is not SuggestionKind.APPROVAL and one.target_id not in held
    ]
    return lines


def _standing(item: TemplateItemRow, standing: _Standing) -> DraftLine:
    topic_id = standing.by_role.get(item.role) if item.role else None
    return DraftLine(
        item.title,
        item.planned_minutes,
        item.level,
        item.section,
        item.role,
        topic_id or standing.titled(item.title),
        item.reporter_id,
    )


def _approval(one: Suggestion, item: TemplateItemRow | None) -> DraftLine:
    return DraftLine(
        one.title,
        item.planned_minutes if item else _APPROVAL_MINUTES,
        item.level if item else one.level,
        item.section if item else "",
        reporter_id=item.reporter_id if item else None,
        approves_id=one.target_id,
    )

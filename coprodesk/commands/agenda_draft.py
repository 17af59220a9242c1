"""Draw the whole draft agenda of a new meeting: standing items, approvals, follow-up, what returns."""

from collections.abc import Sequence
from dataclasses import dataclass

from coprodesk.commands import require_row
from coprodesk.commands.agenda import add_item
from coprodesk.domain.agenda import Role
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_paper
from coprodesk.queries.carry_over import Suggestion, SuggestionKind, carry_over
from coprodesk.queries.templates import TemplateItemRow, template_items
from coprodesk.queries.topics import StandingTopics, standing_topics
from coprodesk.store import Store

_APPROVAL_MINUTES = 5
_FOLLOW_UP_MINUTES = 15
_TOPIC_MINUTES = 10


@dataclass(frozen=True, slots=True)
class _Line:
    """One item to be written."""

    title: str
    minutes: int
    level: Level
    section: str = ""
    role: Role = Role.NONE
    topic_id: int | None = None
    reporter_id: int | None = None
    approves_id: int | None = None


def draft_agenda(
    store: Store,
    meeting_id: int,
    template_id: int | None,
    chosen: Sequence[Suggestion] | None = None,
    *,
    origin: object = None,
) -> int:
    """Fill the empty agenda of a meeting and return how many items it has.

    The items of the template stand in their order, each continuing the topic of that title in the series; the
    minutes not yet approved and the follow-up of what is due stand where the template has their item, else
    first. Topics that return and proposals come after these. `chosen` of `carry_over` or `carry_over_to` are
    the approvals, topics and proposals wanted; None wants all but the proposals. Raises Refusal when the
    agenda is not empty.
    """
    with store.change(_("Projet d’ordre du jour"), origin=origin) as change:
        require_row(change.row("meeting", meeting_id))
        if change.rows("agenda_item", meeting_id=meeting_id):
            raise Refusal(
                _(
                    "L’ordre du jour a déjà des points. Rien n’a été ajouté. "
                    "Cochez plutôt des suggestions, ou supprimez d’abord ses points."
                )
            )
        found = carry_over(store, meeting_id)
        wanted = [one for one in found if _wanted(one, chosen)]
        items = () if template_id is None else template_items(store, template_id)
        due = any(one.kind is SuggestionKind.COMMITMENT for one in found)
        lines = _lines(items, wanted, standing_topics(store, meeting_id), due=due)
        for line in lines:
            add_item(
                store,
                meeting_id,
                line.title,
                topic_id=line.topic_id,
                reporter_id=line.reporter_id,
                planned_minutes=line.minutes,
                level=line.level,
                approves_id=line.approves_id,
                role=line.role,
                section=line.section,
            )
        return len(lines)


def _wanted(one: Suggestion, chosen: Sequence[Suggestion] | None) -> bool:
    if one.kind is SuggestionKind.COMMITMENT:
        return False  # the follow-up item takes up all that are due
    if chosen is None:
        return one.kind is not SuggestionKind.PROPOSAL
    return any((other.kind, other.target_id) == (one.kind, one.target_id) for other in chosen)


@on_paper()
def _lines(
    items: Sequence[TemplateItemRow], wanted: Sequence[Suggestion], standing: StandingTopics, *, due: bool
) -> list[_Line]:
    approvals = [one for one in wanted if one.kind is SuggestionKind.APPROVAL]
    lines: list[_Line] = []
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
        followed = _Line(
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
        _Line(
            one.title, _TOPIC_MINUTES, one.level, section, topic_id=one.target_id, reporter_id=one.reporter_id
        )
        for one in wanted
        if one.kind is not SuggestionKind.APPROVAL and one.target_id not in held
    ]
    return lines


def _standing(item: TemplateItemRow, standing: StandingTopics) -> _Line:
    topic_id = standing.by_role.get(item.role) if item.role else None
    return _Line(
        item.title,
        item.planned_minutes,
        item.level,
        item.section,
        item.role,
        topic_id or standing.titled(item.title),
        item.reporter_id,
    )


def _approval(one: Suggestion, item: TemplateItemRow | None) -> _Line:
    return _Line(
        one.title,
        item.planned_minutes if item else _APPROVAL_MINUTES,
        item.level if item else one.level,
        item.section if item else "",
        reporter_id=item.reporter_id if item else None,
        approves_id=one.target_id,
    )

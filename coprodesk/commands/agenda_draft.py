"""Draw the whole draft agenda of a new meeting, see `queries.agenda_draft`."""

from collections.abc import Sequence

from coprodesk.commands import require_row
from coprodesk.commands.agenda import add_item
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries.agenda_draft import draft
from coprodesk.queries.carry_over import Suggestion, carry_over
from coprodesk.queries.due_commitments import sitting
from coprodesk.store import Store


def draft_agenda(
    store: Store,
    meeting_id: int,
    template_id: int | None,
    chosen: Sequence[Suggestion] | None = None,
    *,
    origin: object = None,
) -> int:
    """Fill the empty agenda of a meeting with its `draft` and return how many items it has.

    `chosen` of `carry_over` or `carry_over_to` are the approvals, topics and proposals wanted; None wants all
    but the proposals. Raises Refusal when the agenda is not empty.
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
        place = sitting(store, meeting_id)
        assert place is not None
        lines = draft(store, place, template_id, carry_over(store, meeting_id), chosen)
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

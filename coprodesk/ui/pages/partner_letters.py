"""What several pages offer for a partner: write a reminder, type what it says."""

from collections.abc import Callable, Collection

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from coprodesk.domain.i18n import _
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.on_behalf import open_on_behalf
from coprodesk.ui.pages.reminder_dialog import open_reminder

Lead = tuple[int | None, Collection[int]]
"""Which partner is meant, None for the first one late, and which of its commitments if not all late ones."""


def letter_actions(owner: QWidget, desk: Desk, chosen: Callable[[], Lead]) -> tuple[QAction, QAction]:
    """Return « Écrire une relance… » and « Saisir pour un partenaire… » on what `chosen` returns then."""

    def remind() -> None:
        open_reminder(desk, *chosen())

    def type_for() -> None:
        open_on_behalf(desk, chosen()[0])

    behalf = make(owner, _("Saisir pour un partenaire…"), type_for, icon="phone")
    desk.writes(behalf)
    return make(owner, _("Écrire une relance…"), remind, icon="mail"), behalf


def lead_of(rows: Collection[CommitmentRow]) -> Lead | None:
    """Return the lead of the first of the rows, and its own among several; None for no row."""
    if not rows:
        return None
    lead = next(iter(rows)).lead_id
    return lead, [row.id for row in rows if row.lead_id == lead] if len(rows) > 1 else []

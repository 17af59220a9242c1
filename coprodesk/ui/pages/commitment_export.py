"""The matrix of themes and partners as a workbook."""

from PySide6.QtWidgets import QWidget

from coprodesk.domain.i18n import _
from coprodesk.domain.tables import DataTable, Value
from coprodesk.queries.commitment_matrix import Matrix
from coprodesk.ui.desk import Desk
from coprodesk.ui.exports import export_tables


def table_of(found: Matrix) -> DataTable:
    """Return a matrix as a table of numbers, its sums last."""
    rows: list[tuple[Value, ...]] = [
        (
            one.name,
            *(found.of(one.id, lead.id) for lead in found.leads),
            found.of_theme(one.id),
        )
        for one in found.themes
    ]
    sums = [found.of_lead(lead.id) for lead in found.leads]
    rows.append((_("Total"), *sums, sum(sums)))
    head = (_("Thème"), *(lead.name for lead in found.leads), _("Total"))
    return DataTable(_("Thèmes et partenaires"), head, tuple(rows))


def export_matrix(desk: Desk, parent: QWidget, found: Matrix) -> None:
    """Ask where to write the matrix, and write it."""
    table = table_of(found)
    export_tables(desk, parent, table.title, [table])

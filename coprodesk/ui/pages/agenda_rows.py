"""How the items of an agenda look in its list: number, clock, title and reporter, marks, minutes, level."""

from collections.abc import Mapping

from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import duration, hour
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.items import ALERT_FROM
from coprodesk.queries.agenda import AgendaRow
from coprodesk.ui.paint import Chip
from coprodesk.ui.rows import Cell

LEVEL_ICONS = {
    Level.PUBLIC: "eye",
    Level.PARTNERS: "users",
    Level.RESTRICTED: "lock",
    Level.SECRETARIAT: "lock",
}
CLOSED = (Level.RESTRICTED, Level.SECRETARIAT)


def number_cell(row: AgendaRow) -> Cell:
    """Return « 3 », or « 3.1 » for a sub-item."""
    return Cell(row.number, strong=not row.depth, tint="text2")


def hour_cell(row: AgendaRow) -> Cell:
    """Return when the item should begin."""
    return Cell(hour(row.time), strong=True, tint="text2")


def title_cell(row: AgendaRow, drafts: Mapping[int, int]) -> Cell:
    """Return title, reporter and mark; `drafts` gives the version of the minutes of each meeting."""
    return Cell(row.title, reporter_words(row), tag=mark(row, drafts), indent=row.depth)


def minutes_cell(row: AgendaRow) -> Cell:
    """Return the planned minutes."""
    return Cell(duration(row.planned_minutes))


def level_cell(row: AgendaRow) -> Cell:
    """Return who may read the item."""
    tint = "conf" if row.level in CLOSED else "text2"
    return Cell(row.level.label, icon=LEVEL_ICONS[row.level], tint=tint, small=True)


def reporter_words(row: AgendaRow) -> str:
    """Return « DSDEN · M. Éric SOLVAND »: the institution, then the person when one is named."""
    return " · ".join(part for part in (row.reporter, row.reporter_person) if part)


def mark(row: AgendaRow, drafts: Mapping[int, int]) -> Chip | None:
    """Return what to know first of an item: confidential, put off, what it approves, what it follows."""
    if row.level in CLOSED:
        return Chip(_("confidentiel"), role="conf")
    if row.put_off_before:
        words = ngettext("{n} report", "{n} reports", row.put_off_before).format(n=row.put_off_before)
        warned = row.put_off_before >= ALERT_FROM
        return Chip(words, role="soon") if warned else Chip(words, outline=True)
    if row.approves_id is not None and drafts.get(row.approves_id):
        return Chip(_("projet v{version}").format(version=drafts[row.approves_id]), outline=True)
    if len(row.references) == 1:
        return Chip(row.references[0], outline=True)
    if row.references:
        n = len(row.references)
        return Chip(ngettext("{n} lié", "{n} liés", n).format(n=n), outline=True)
    return None

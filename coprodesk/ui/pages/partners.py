"""The partners: who sits now, in which bodies, what is promised, how often each was there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from coprodesk.domain.french import NBSP, fold
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import bodies as body_queries
from coprodesk.queries import partners as queries
from coprodesk.queries.partners import PartnerRow
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.import_partners import open_import
from coprodesk.ui.pages.partner_form import InstitutionForm
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.filters import FilterBar, SearchField, Segment, SegmentedFilter
from coprodesk.ui.widgets.header import PageHeader


def _partner_cell(row: PartnerRow) -> Cell:
    second = row.short_name if row.short_name != row.name else ""
    return Cell(row.name, " · ".join(part for part in (second, row.member_kind.lower()) if part))


def _titular_cell(row: PartnerRow) -> Cell:
    if row.titular:
        return Cell(row.titular, row.titular_function)
    if row.vacant:
        return Cell(_("siège vacant"), tint="soon", strong=True)
    return Cell(_("personne"), tint="text3")


def _commitments_cell(row: PartnerRow) -> Cell:
    if not row.open:
        return Cell("–", tint="text3", said=_("aucun engagement ouvert"))
    words = ngettext("{n} ouvert", "{n} ouverts", row.open).format(n=row.open)
    late = _("dont {n} en retard").format(n=row.late) if row.late else ""
    return Cell(words, late, second_tint="late")


def _presence_cell(row: PartnerRow) -> Cell:
    if not row.convened:
        return Cell("–", tint="text3", said=_("aucune séance due en 24 mois"))
    words = f"{row.present}{NBSP}/{NBSP}{row.convened}"
    said = _("présent ou représenté à {n} séances sur {all} en 24 mois").format(
        n=row.present, all=row.convened
    )
    return Cell(words, _("en 24 mois"), said=said)


class PartnersPage(Page):
    """The institutions by college; Entrée opens the sheet of one."""

    subjects = frozenset(
        {
            "institution",
            "college",
            "member_kind",
            "person",
            "mandate",
            "seat",
            "body",
            "commitment",
            "roll_entry",
            "meeting",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._rows: tuple[PartnerRow, ...] = ()
        self._bodies: dict[int, list[str]] = {}
        new = make(self, _("Nouveau partenaire…"), self.new, shortcut="Ins", icon="plus")
        self._import = make(
            self, _("Importer un tableau…"), self.import_sheet, shortcut="Ctrl+I", icon="import"
        )
        desk.writes(new, self._import)
        self.set_header(PageHeader(_("Partenaires"), primary=new, secondary=[self._import]))
        self.segments = SegmentedFilter([Segment("all", _("Tous"))], _("Partenaires"))
        self.search = SearchField()
        self.bar = FilterBar(self.segments, (), self.search)
        self.body.addWidget(self.bar)
        self.table = RowsTable(self._model(), _("Partenaires, par collège"))
        self._compose(new)
        self.segments.changed.connect(self._show)
        self.search.typed.connect(self._show)
        self.table.opened.connect(self._open)

    def _model(self) -> RowsModel[PartnerRow]:
        columns = [
            Column(_("Partenaire"), _partner_cell, stretch=True),
            Column(_("Qui siège"), _titular_cell, 230),
            Column(_("Groupes"), self._bodies_cell, 190, drop=1),
            Column(_("Engagements"), _commitments_cell, 130, sort=_late_first, drop=3),
            Column(_("Présence"), _presence_cell, 100, sortable=False, drop=2),
        ]
        return RowsModel(columns, _row_id)

    def _compose(self, new: object) -> None:
        self.stack = QStackedWidget()
        card = Card(bare=True)
        card.body.addWidget(self.table)
        self.stack.addWidget(card)
        first = make(self, _("Ajouter un partenaire…"), self.new, icon="plus")
        self.desk.writes(first)
        self.stack.addWidget(
            EmptyState(
                "partners",
                _("Aucun partenaire"),
                _("Reprenez votre tableur\u00a0: chaque ligne donne une institution et qui y siège."),
                self._import,
                first,
            )
        )
        self.stack.addWidget(
            EmptyState(
                "filter",
                _("Aucun partenaire ne correspond"),
                _("Le filtre ne laisse passer aucune ligne."),
                make(self, _("Tout afficher"), self._show_all),
            )
        )
        self.body.addWidget(self.stack, 1)

    def _bodies_cell(self, row: PartnerRow) -> Cell:
        names = self._bodies.get(row.id, [])
        if not names:
            return Cell(_("aucun"), tint="text3")
        return Cell(", ".join(names), small=True)

    def refresh(self) -> None:
        """Read the list again."""
        store, today = self.desk.store, self.desk.today()
        self._rows = queries.partners(store, today)
        found: defaultdict[int, list[str]] = defaultdict(list)
        for body in body_queries.bodies(store, today):
            for seat in body_queries.seats(store, body.id, today):
                if body.short_name not in found[seat.institution_id]:
                    found[seat.institution_id].append(body.short_name)
        self._bodies = dict(found)
        vacant = sum(row.vacant for row in self._rows)
        late = sum(bool(row.late) for row in self._rows)
        self.segments.set_segments(
            [
                Segment("all", _("Tous"), len(self._rows)),
                Segment("vacant", _("Siège vacant"), vacant),
                Segment("late", _("Avec un retard"), late),
            ]
        )
        if self.header is not None:
            self.header.set_title(_("Partenaires"), self._facts(vacant))
        self._show()

    def _facts(self, vacant: int) -> str:
        if not self._rows:
            return ""
        number = len(self._rows)
        colleges = len({row.college_id for row in self._rows})
        parts = [
            ngettext("{n} partenaire", "{n} partenaires", number).format(n=number),
            ngettext("{n} collège", "{n} collèges", colleges).format(n=colleges),
        ]
        if vacant:
            parts.append(ngettext("{n} siège vacant", "{n} sièges vacants", vacant).format(n=vacant))
        return " · ".join(parts)

    def _show(self) -> None:
        shown = [row for row in self._rows if self._passes(row)]
        grouped: list[PartnerRow | Group] = []
        college = 0
        for row in shown:
            if row.college_id != college:
                college = row.college_id
                grouped.append(Group(row.college, _count_words(shown, college)))
            grouped.append(row)
        self.table.set_rows(grouped)
        if self.table.current() is None:
            self.table.select_first()
        self.stack.setCurrentIndex(0 if shown else 2 if self._rows else 1)
        self.bar.setVisible(bool(self._rows))

    def _passes(self, row: PartnerRow) -> bool:
        kind = self.segments.current()
        if (kind == "vacant" and not row.vacant) or (kind == "late" and not row.late):
            return False
        text = " ".join((row.name, row.short_name, row.titular, row.college, *self._bodies.get(row.id, ())))
        return fold(self.search.text().strip()) in fold(text)

    def _show_all(self) -> None:
        self.search.clear()
        self.segments.choose("all")
        self._show()
        self.table.setFocus()

    def _open(self, row: PartnerRow) -> None:
        self.desk.go("partner", institution_id=row.id)

    def new(self) -> None:
        """Ask for a new partner, then open its sheet."""
        InstitutionForm(self.desk, done=self._added).open()

    def _added(self, institution_id: int) -> None:
        self.desk.go("partner", institution_id=institution_id)

    def import_sheet(self) -> None:
        """Take partners from a spreadsheet."""
        open_import(self.desk)

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def set_room(self, room: Room) -> None:
        """Fold the filters too."""
        super().set_room(room)
        if hasattr(self, "bar"):
            self.bar.set_room(room.width)

    def first_focus(self) -> QWidget | None:
        """Return the table."""
        return self.table

    def _print(self) -> None:
        from coprodesk.ui.preview import open_preview

        row = self.table.current()
        if row is not None:
            open_preview(self.desk, "partner-sheet", row.id)

    def parts(self) -> Mapping[str, QWidget]:
        """Filter and list."""
        return {"state": self.segments, "table": self.table}

    def handlers(self) -> Mapping[str, Handler]:
        """Filter, print the sheet of the partner chosen, new partner, import."""
        found: dict[str, Handler] = {"edit.find": self._find}
        if self.table.current() is not None:
            found["file.print"] = self._print
        return found | {"partner.new": self.new, "file.import": self.import_sheet}


def _row_id(row: PartnerRow) -> int:
    return row.id


def _late_first(row: PartnerRow) -> tuple[int, int]:
    return -row.late, -row.open


def _count_words(rows: Sequence[PartnerRow], college_id: int) -> str:
    number = sum(row.college_id == college_id for row in rows)
    return ngettext("{n} partenaire", "{n} partenaires", number).format(n=number)

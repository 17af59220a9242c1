"""Engagements: every promise with its state, its lead, its due date and its precision, and what to do."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.queries import commitments as queries
from coprodesk.queries import usual_commitments
from coprodesk.queries.commitment_matrix import Heading, matrix
from coprodesk.queries.commitments import Arrangement, CommitmentFilter, CommitmentRow, Order
from coprodesk.queries.commitments import Segment as Part
from coprodesk.queries.indicators import readings
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.commitment_bar import MATRIX, CommitmentBar
from coprodesk.ui.pages.commitment_matrix import MatrixTable
from coprodesk.ui.pages.commitment_panel import CommitmentPanel
from coprodesk.ui.pages.commitment_rows import PAGE, SORTS, Loaded, grouped, load
from coprodesk.ui.pages.commitment_table import CommitmentTable
from coprodesk.ui.pages.commitment_verbs import CommitmentVerbs
from coprodesk.ui.pages.import_commitments import import_action
from coprodesk.ui.pages.partner_letters import Lead, lead_of, letter_actions
from coprodesk.ui.room import Room
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.header import PageHeader
from coprodesk.ui.widgets.list_detail import ListDetail


class CommitmentsPage(Page):
    """The list of the commitments, its filters, the panel of the chosen ones and their verbs; the matrix."""

    subjects = frozenset(
        {
            "commitment",
            "commitment_event",
            "contributor",
            "indicator_reading",
            "institution",
            "person",
            "theme",
            "meeting",
            "agenda_item",
            "setting",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._loaded = Loaded()
        self._facts = ""
        new = desk.shell.action("commitment.new")
        self._kept = CommitmentFilter()
        self.table = CommitmentTable()
        self.matrix = MatrixTable()
        self.verbs = CommitmentVerbs(desk, self.table, self._added)
        sheet = make(self, _("Relevé de décisions"), self.verbs.show_sheet, icon="print")
        export = make(self, _("Exporter la matrice…"), self._export_matrix, icon="export")
        more = (*letter_actions(self, desk, self._chosen_partner), import_action(self, desk), export)
        self.set_header(PageHeader(_("Engagements"), primary=new, secondary=(sheet,), more=more))
        vague = partial(usual_commitments.vague_verbs, desk.store)
        self.panel = CommitmentPanel(self.verbs.actions(), self.verbs.of_panel(), vague)
        self._close = make(self.table, _("Fermer le détail"), self._close_panel, shortcut="Esc")
        self._toggle = make(self, _("Détail"), self._toggle_panel, icon="panel", tip=_("Détail (Espace)"))
        # The letters work in the panel too: nothing is typed there.
        self.panel.addActions((*self.verbs.actions(), self._close))
        self._build_filters()
        self._build_body(new)
        self.table.several.connect(self._show_selected)
        self.matrix.opened.connect(self._open_cell)
        self.table.opened.connect(self._open_panel)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled_to)
        self.table.resorted.connect(self._sorted)

    # Building

    def _build_filters(self) -> None:
        self.filters = CommitmentBar(self.desk)
        self.segments, self.order = self.filters.segments, self.filters.order
        self.partner, self.search = self.filters.partner, self.filters.search
        self.segments.changed.connect(self._load)
        self.order.currentIndexChanged.connect(self._order_chosen)
        self.partner.currentIndexChanged.connect(self._partner_chosen)
        self.search.typed.connect(self._load)
        self.search.returnPressed.connect(self.table.setFocus)

    def _build_body(self, new: QAction) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.filters, 1)
        self._toggle_button = ActionButton(self._toggle, icon_only=True)
        top.addWidget(self._toggle_button)
        self.body.addLayout(top)
        self._widen_action = make(self, "", self._widen, icon="close")
        self.kept_button = ActionButton(self._widen_action, cap=False)
        self.kept_button.hide()
        self.body.addWidget(self.kept_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.card = Card(bare=True)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.matrix, 1)
        self.matrix.hide()
        self.empty = EmptyState(
            "engagements",
            _("Aucun engagement"),
            _("Un engagement dit qui fait quoi et pour quand\u00a0; il se suit de réunion en réunion."),
            secondary=new,
        )
        clear = make(self, _("Tout afficher"), self.clear_filters)
        self.nothing = EmptyState(
            "search", _("Rien ne correspond"), _("Aucun engagement ne répond à ces filtres."), clear
        )
        for state in (self.empty, self.nothing):
            self.card.body.addWidget(state, 1)
            state.hide()
        self.detail = ListDetail(self.table, self.panel, self.card)
        self.body.addWidget(self.detail, 1)

    # Room

    def set_room(self, room: Room) -> None:
        """Fold the combo boxes and lay the panel over the table in a compact window."""
        super().set_room(room)
        if hasattr(self, "detail"):
            self.filters.set_room(room.width)
            self.detail.set_room(room.width)
            self._toggle_button.setVisible(room.width == "compact")

    def _open_panel(self, _row: object = None) -> None:
        self.detail.set_open(True)

    def _close_panel(self) -> None:
        if not self.table.single():
            self.detail.set_open(False)

    def _toggle_panel(self) -> None:
        self.detail.set_open(not self.detail.is_open())

    # Reading

    def refresh(self) -> None:
        """Read the counts, the partners and the list again; selection, scroll and filters stay."""
        counters = queries.counters(self.desk.store, self.desk.today())
        self._facts = counters.words
        self.filters.fill_partners()
        self.filters.show_counts(counters)
        self.empty.setVisible(not counters.all)
        self.filters.setVisible(bool(counters.all))
        self._read(max(PAGE, len(self._loaded.rows)))

    def chosen(self) -> CommitmentFilter:
        """Return the filter shown above the list."""
        return self._kept._replace(
            segment=Part(self.segments.current()),
            institution_id=self.partner.currentData(),
            text=self.search.text().strip(),
        )

    def _load(self, _what: object = None) -> None:
        """Show the list from its start, after a filter was changed."""
        self._read(PAGE)
        self.table.scrollToTop()
        if self.table.current() is not None:
            self.table.scrollTo(self.table.currentIndex())

    def _partner_chosen(self) -> None:
        self.filters.show_counts(queries.counters(self.desk.store, self.desk.today()))
        self._load()

    def _read(self, wanted: int) -> None:
        if self.order.currentData() == MATRIX:
            self._loaded = Loaded()
            self.matrix.load(matrix(self.desk.store, self.desk.today(), self.chosen()))
        else:
            self._loaded = load(self.desk.store, self.desk.today(), self.chosen(), self._arranged(), wanted)
        self._show_rows()

    def _order(self) -> Order:
        chosen = self.order.currentData()
        return Order.THEME if chosen == MATRIX else Order(chosen)

    def _arranged(self) -> Arrangement:
        """Return the order of the list: its headings, and the column sorted by."""
        head = self.table.horizontalHeader()
        if not head.isSortIndicatorShown():
            return Arrangement(self._order())
        down = head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return Arrangement(self._order(), SORTS[head.sortIndicatorSection()], down)

    def _order_chosen(self) -> None:
        self._widen(read=False)
        self._load()

    def _show_rows(self) -> None:
        place = self.table.currentIndex().row()
        self.table.set_rows(grouped(self._loaded, self._order()))
        wide = self.order.currentData() == MATRIX and self.empty.isHidden()
        some = bool(self._loaded.rows)
        self.matrix.setVisible(wide)
        self.nothing.setVisible(not some and not wide and self.empty.isHidden())
        self.table.setVisible(some)
        self.detail.set_filled(some)
        if self.table.current() is None and some:
            self._select_near(place)
        self._show_selected(self.table.selected())
        self._show_facts()
        self.desk.shell.update_actions()

    def _show_facts(self) -> None:
        """Tell in the header what the list, or the matrix, counts."""
        assert self.header is not None
        words = self.matrix.cells.matrix.words if self.matrix.isVisibleTo(self) else self._facts
        self.header.set_title(_("Engagements"), words)

    def _select_near(self, place: int) -> None:
        """Select the row that took the place of the one that went."""
        last = self.table.rows.rowCount() - 1
        for number in [*range(min(max(place, 0), last), last + 1), *range(last, -1, -1)]:
            if not self.table.rows.is_group(number):
                self.table.setCurrentIndex(self.table.rows.index(number, self.table.first_column()))
                return

    def _scrolled_to(self, value: int) -> None:
        """Ask for more rows when the end is near."""
        bar = self.table.verticalScrollBar()
        if self._loaded.more and self._loaded.rows and value >= bar.maximum() - bar.pageStep() // 2 > 0:
            self._more(PAGE)

    def _more(self, wanted: int) -> None:
        store, today = self.desk.store, self.desk.today()
        self._loaded = load(store, today, self.chosen(), self._arranged(), wanted, self._loaded)
        self._show_rows()

    def _sorted(self) -> None:
        """A list sorted by a column is sorted among all its rows, read again in that order."""
        self._read(PAGE)

    # The matrix

    def _open_cell(self, theme_of: Heading, lead: Heading | None) -> None:
        """Show the commitments of a cell of the matrix as a list."""
        if lead is None:
            self._narrow(theme_of.name, CommitmentFilter(theme_id=theme_of.id))
            return
        words = _("{theme}, {lead}").format(theme=theme_of.name, lead=lead.name)
        self._narrow(words, CommitmentFilter(theme_id=theme_of.id, lead_id=lead.id))

    def _narrow(self, words: str, kept: CommitmentFilter) -> None:
        """Keep to some rows, named by the button that gives the others back."""
        self.order.blockSignals(True)
        self.order.setCurrentIndex(0)
        self.order.blockSignals(False)
        self._kept = kept
        self._widen_action.setText(words)
        self.kept_button.setAccessibleName(_("Ne plus filtrer sur {words}").format(words=words))
        self.kept_button.show()
        self._load()
        (self.table if self._loaded.rows else self.kept_button).setFocus()

    def _export_matrix(self) -> None:
        from coprodesk.ui.pages.commitment_export import export_matrix

        export_matrix(self.desk, self, matrix(self.desk.store, self.desk.today(), self.chosen()))

    def _widen(self, *, read: bool = True) -> None:
        """Show every row again."""
        self._kept = CommitmentFilter()
        if self.kept_button.hasFocus():
            self.table.setFocus()
        self.kept_button.hide()
        if read:
            self._load()

    # Going

    def first_focus(self) -> QWidget | None:
        """The list takes the keyboard, or the button of an empty page."""
        if self.matrix.isVisibleTo(self):
            return self.matrix
        return self.table if self._loaded.rows else None

    def open_at(
        self,
        *,
        commitment_id: int | None = None,
        ids: tuple[int, ...] = (),
        behind: str = "",
        **_where: Any,
    ) -> None:
        """Select a commitment with its panel open, without filters that hide it; or keep to the `ids` alone.

        `behind` names the figure that counts them.
        """
        if ids:
            self.clear_filters()
            self._narrow(behind, CommitmentFilter(ids=ids))
        if commitment_id is None:
            return
        row = queries.commitment(self.desk.store, commitment_id, self.desk.today())
        if row is None:
            return
        if not self.table.select(commitment_id):
            self.clear_filters()
        if not self.table.select(commitment_id):
            self.search.setText(row.reference)
            self._load()
            self.table.select(commitment_id)
        self._open_panel()

    def clear_filters(self) -> None:
        """Show every commitment."""
        for box in (self.partner, self.segments, self.order):
            box.blockSignals(True)
        if self.order.currentData() == MATRIX:
            self.order.setCurrentIndex(0)
        self._widen(read=False)
        self.partner.setCurrentIndex(0)
        self.filters.show_counts(queries.counters(self.desk.store, self.desk.today()))
        self.segments.choose(Part.ALL)
        for box in (self.partner, self.segments, self.order):
            box.blockSignals(False)
        self.search.clear()
        self._load()

    def parts(self) -> Mapping[str, QWidget]:
        """Filters, list and panel."""
        return {
            "state": self.segments,
            "order": self.order,
            "partner": self.partner,
            "table": self.table,
            "panel": self.detail,
        }

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+E, Ctrl+F, Ctrl+P, F2 and « Supprimer »."""
        found: dict[str, Handler] = {"edit.find": self._find, "file.print": self._print}
        found["commitment.new"] = self.verbs.new
        if self.table.current() is not None:
            found |= {"edit.rename": self.verbs.edit, "edit.delete": self.verbs.delete}
        return found

    def _print(self) -> None:
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, "follow-up", 0)

    def _chosen_partner(self) -> Lead:
        return lead_of(self.table.selected()) or (self.partner.currentData(), ())

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _show_selected(self, rows: tuple[CommitmentRow, ...]) -> None:
        """Offer what can be done with the chosen ones, and tell them in the panel."""
        self.verbs.offer(rows)
        if len(rows) > 1:
            self.panel.show_many(rows)
        else:
            row = rows[0] if rows else None
            self.panel.show_row(row, readings(self.desk.store, row.id) if row is not None else ())

    def _added(self, commitment_id: int) -> None:
        self.open_at(commitment_id=commitment_id)
        self.table.setFocus()

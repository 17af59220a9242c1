"""Engagements: every promise with its state, its lead, its due date and its precision, and what to do."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import commitments as queries
from coprodesk.queries import partners
from coprodesk.queries.commitments import CommitmentFilter, CommitmentRow, Counters
from coprodesk.queries.commitments import Segment as Part
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.commitment_panel import CommitmentPanel
from coprodesk.ui.pages.commitment_rows import (
    PAGE,
    WHOLE,
    Loaded,
    Order,
    columns,
    grouped,
    load,
    load_more,
    row_id,
)
from coprodesk.ui.pages.commitment_verbs import CommitmentVerbs
from coprodesk.ui.room import Room
from coprodesk.ui.rows import RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets import (
    ActionButton,
    Card,
    ComboBox,
    EmptyState,
    FilterBar,
    PageHeader,
    SearchField,
    Segment,
    SegmentedFilter,
)


class CommitmentsPage(Page):
    """The list of the commitments, its filters, the panel of the chosen one and its verbs."""

    subjects = frozenset(
        {
            "commitment",
            "commitment_event",
            "contributor",
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
        self._shown = True
        self._compact = False
        new = desk.shell.action("commitment.new")
        self.set_header(PageHeader(_("Engagements"), primary=new))
        self.table = RowsTable(RowsModel(columns(), row_id), _("Engagements"))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.verbs = CommitmentVerbs(desk, self.table, self._added)
        self.panel = CommitmentPanel(
            self.verbs.actions(), self.verbs.ask_contributor, self.verbs.remove_contributor
        )
        self._close = make(self.table, _("Fermer le détail"), self._close_panel, shortcut="Esc")
        self._toggle = make(self, _("Détail"), self._toggle_panel, icon="panel", tip=_("Détail (Espace)"))
        # The letters work in the panel too: nothing is typed there.
        self.panel.addActions((*self.verbs.actions(), self._close))
        self._build_filters()
        self._build_body(new)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(self._open_panel)
        self.table.spaced.connect(self._toggle_panel)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled_to)
        self.table.rows.layoutChanged.connect(self._sorted)

    # Building

    def _build_filters(self) -> None:
        self.segments = SegmentedFilter([Segment(Part.ALL, _("Tous"))], _("État des engagements"))
        self.order = ComboBox(_("Ordre de la liste"))
        for order, words in (
            (Order.THEME, _("Par thème")),
            (Order.PARTNER, _("Par partenaire")),
            (Order.DATE, _("Par échéance")),
        ):
            self.order.addItem(words, order)
        self.partner = ComboBox(_("Partenaire"))
        self.partner.addItem(_("Tous les partenaires"), None)
        self.search = SearchField()
        self.filters = FilterBar(self.segments, (self.order, self.partner), self.search)
        self.segments.changed.connect(self._load)
        self.order.currentIndexChanged.connect(self._load)
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
        self.card = Card(bare=True)
        self.card.body.addWidget(self.table, 1)
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
        many = make(self, _("Ranger par thème"), self._by_theme)
        self.too_many = EmptyState(
            "filter",
            _("Trop d’engagements pour cet ordre"),
            _("Au-delà de {n} engagements, filtrez d’abord, ou rangez-les par thème.").format(n=WHOLE),
            many,
        )
        for state in (self.empty, self.nothing, self.too_many):
            self.card.body.addWidget(state, 1)
            state.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._row.addWidget(self.card, 1)
        self._row.addWidget(self.panel)
        self.body.addLayout(self._row, 1)
        self.card.installEventFilter(self)

    # Room

    def set_room(self, room: Room) -> None:
        """Fold the combo boxes and lay the panel over the table in a compact window."""
        super().set_room(room)
        if not hasattr(self, "card"):
            return
        self.filters.set_room(room.width)
        self.panel.set_room(room.width)
        compact = room.width == "compact"
        if compact != self._compact:
            self._compact = compact
            self._shown = not compact
            if compact:
                self._row.removeWidget(self.panel)
            else:
                self._row.addWidget(self.panel)
        self._toggle_button.setVisible(compact)
        self._place_panel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sheet at the right of the table."""
        if watched is self.card and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_panel()
        return False

    def _place_panel(self) -> None:
        shown = self._shown and not self.table.isHidden()
        if self._compact:
            sheet = self.card.geometry()
            sheet.setLeft(max(sheet.left(), sheet.right() + 1 - self.panel.width()))
            self.panel.setGeometry(sheet)
            self.panel.raise_()
        self.panel.setVisible(shown)

    def _open_panel(self, _row: object = None) -> None:
        self._shown = True
        self._place_panel()

    def _close_panel(self) -> None:
        if self.panel.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        self._shown = False
        self._place_panel()

    def _toggle_panel(self, _row: object = None) -> None:
        if self._shown:
            self._close_panel()
        else:
            self._open_panel()

    # Reading

    def refresh(self) -> None:
        """Read the counts, the partners and the list again; selection, scroll and filters stay."""
        counters = queries.counters(self.desk.store, self.desk.today())
        assert self.header is not None
        self.header.set_title(_("Engagements"), counters.words)
        self._fill_partners()
        self._show_counts(counters)
        self.empty.setVisible(not counters.all)
        self.filters.setVisible(bool(counters.all))
        self._read(max(PAGE, len(self._loaded.rows)))

    def _fill_partners(self) -> None:
        kept = self.partner.currentData()
        rows = partners.partners(self.desk.store, self.desk.today(), closed=True)
        if [self.partner.itemText(i) for i in range(1, self.partner.count())] == [r.short_name for r in rows]:
            return
        self.partner.blockSignals(True)
        while self.partner.count() > 1:
            self.partner.removeItem(1)
        for row in rows:
            self.partner.addItem(row.short_name, row.id)
        self.partner.setCurrentIndex(max(0, self.partner.findData(kept)))
        self.partner.blockSignals(False)
        self.partner.updateGeometry()

    def _show_counts(self, whole: Counters) -> None:
        counts = whole
        if self.partner.currentData() is not None:
            mine = CommitmentFilter(institution_id=self.partner.currentData())
            counts = queries.counters(self.desk.store, self.desk.today(), mine)
        self.segments.set_segments(segments(counts, confirm=bool(whole.to_confirm)))

    def chosen(self) -> CommitmentFilter:
        """Return the filter shown above the list."""
        return CommitmentFilter(
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
        self._show_counts(queries.counters(self.desk.store, self.desk.today()))
        self._load()

    def _read(self, wanted: int) -> None:
        self._loaded = load(self.desk.store, self.desk.today(), self.chosen(), self._order(), wanted)
        self._show_rows()

    def _order(self) -> Order:
        return Order(self.order.currentData())

    def _show_rows(self) -> None:
        place = self.table.currentIndex().row()
        self.table.set_rows(grouped(self._loaded, self._order(), self._counts()))
        some = bool(self._loaded.rows)
        self.too_many.setVisible(not some and self._loaded.more)
        self.nothing.setVisible(not some and not self._loaded.more and self.empty.isHidden())
        self.table.setVisible(some)
        if self.table.current() is None and some:
            self._select_near(place)
        self._show_chosen(self.table.current())
        self._place_panel()
        self.desk.shell.update_actions()

    def _counts(self) -> dict[str, int]:
        """Return the size of each theme; with a text typed, only what is loaded is counted."""
        if not self._loaded.more or self._order() is not Order.THEME or self.search.text().strip():
            return {}
        found = queries.theme_groups(self.desk.store, self.desk.today(), self.chosen())
        return {group.name: group.count for group in found}

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
        self._loaded = load_more(self.desk.store, self.desk.today(), self.chosen(), self._loaded, wanted)
        self._show_rows()

    def _sorted(self) -> None:
        """A list sorted by a column is sorted among all its rows, as far as they are read whole."""
        if self._loaded.more and self.table.horizontalHeader().isSortIndicatorShown():
            self._more(WHOLE)

    # Going

    def first_focus(self) -> QWidget | None:
        """The list takes the keyboard, or the button of an empty page."""
        return self.table if self._loaded.rows else None

    def open_at(self, *, commitment_id: int | None = None, **_where: Any) -> None:
        """Select a commitment, with its panel open; filters that hide it are taken away."""
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
        for box in (self.partner, self.segments):
            box.blockSignals(True)
        self.partner.setCurrentIndex(0)
        self._show_counts(queries.counters(self.desk.store, self.desk.today()))
        self.segments.choose(Part.ALL)
        for box in (self.partner, self.segments):
            box.blockSignals(False)
        self.search.clear()
        self._load()

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+E, Ctrl+F, F2 and « Supprimer »."""
        found: dict[str, Handler] = {"edit.find": self._find}
        if not self.desk.store.read_only:
            found["commitment.new"] = self.verbs.new
            if self.table.current() is not None:
                found |= {"edit.rename": self.verbs.edit, "edit.delete": self.verbs.delete}
        return found

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _by_theme(self) -> None:
        self.order.setCurrentIndex(0)
        self.table.setFocus()

    def _show_chosen(self, row: CommitmentRow | None) -> None:
        """Offer what can be done with the chosen one, and tell it in the panel."""
        self.verbs.offer(row)
        self.panel.show_row(row)

    def _added(self, commitment_id: int) -> None:
        self.open_at(commitment_id=commitment_id)
        self.table.setFocus()


def segments(counts: Counters, *, confirm: bool) -> list[Segment]:
    """Return the choices above the list; « à confirmer » only where such promises exist."""
    found = [
        Segment(Part.ALL, _("Tous"), counts.all),
        Segment(Part.OPEN, ngettext("Ouvert", "Ouverts", counts.open), counts.open),
        Segment(Part.LATE, _("En retard"), counts.late),
    ]
    if confirm:
        found.append(Segment(Part.TO_CONFIRM, _("À confirmer"), counts.to_confirm))
    return [
        *found,
        Segment(Part.KEPT, ngettext("Tenu", "Tenus", counts.kept), counts.kept),
        Segment(Part.ABANDONED, ngettext("Abandonné", "Abandonnés", counts.abandoned), counts.abandoned),
    ]

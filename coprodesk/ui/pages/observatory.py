"""Observatoire: presence and promises told with their bases, each figure opening the rows behind it."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QWidget

from coprodesk.documents import heat_map
from coprodesk.documents import observatory as drawn
from coprodesk.documents.chart_parts import Behind, Chart, Mark, base_words
from coprodesk.domain import french
from coprodesk.domain.cadence import ORANGE_DAYS
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.tables import DataTable
from coprodesk.queries.observatory import Observatory, Span, median_words, observatory
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.exports import export_tables
from coprodesk.ui.page import Page
from coprodesk.ui.pages.observatory_charts import ChartCard, Reserved, column_of, table_button
from coprodesk.ui.pages.observatory_dialogs import ChartTable, open_behind
from coprodesk.ui.pages.observatory_map import HeatLegend, HeatMapView
from coprodesk.ui.room import Room
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.header import ElidedLabel, PageHeader

SIDE_WIDTH = 336
_SIDE = ("kept", "precision", "balance")
_WIDE = "participation"
_LONGEST_DAY = date(2026, 9, 30)


class ObservatoryPage(Page):
    """The figures of the council over a span, as charts; read once, until the file changes."""

    subjects = frozenset(
        {
            "meeting",
            "agenda_item",
            "topic",
            "record",
            "roll_entry",
            "commitment",
            "commitment_event",
            "contributor",
            "institution",
            "college",
            "seat",
            "mandate",
            "person",
            "body",
            "theme",
            "setting",
            "document_sent",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(scroll=True)
        self.desk = desk
        self.found: Observatory | None = None
        self._read: tuple[int, Span, date] | None = None
        self._build_header()
        self.reserved = self._build_reserved()
        self.body.addWidget(self.reserved)
        self.empty = EmptyState(
            "chart",
            _("Rien à observer encore"),
            _("Les figures naissent des réunions tenues et des engagements pris."),
            desk.shell.actions_by_id.get("meeting.new"),
        )
        self.body.addWidget(self.empty, 1)
        self._build_cards()
        self.set_room(self.room)

    # Building

    def _build_header(self) -> None:
        export = make(self, _("Exporter les figures…"), self.export_all, icon="export")
        report = self.desk.shell.actions_by_id.get("report.annual")
        secondary = [export] if report is None else [report, export]
        self.set_header(PageHeader(_("Observatoire"), secondary=secondary))
        self.span = ComboBox(_("Période"))
        for span in Span:
            self.span.addItem(span.label, span)
        self.day = DateField(self.desk.today(), today=self.desk.today)
        self.day.setAccessibleName(_("Figures à la date du"))
        self.span.currentIndexChanged.connect(self._chosen)
        self.day.changed.connect(self._chosen)
        self.day.refused.connect(self.desk.shell.refuse)
        assert self.header is not None
        row = self.header.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(1, self.span)
        row.insertWidget(2, self.day)
        theme.notifier().changed.connect(self._fit_day)
        self._fit_day()

    def _fit_day(self) -> None:
        self.day.setFixedWidth(round(paint.advance(french.long_date(_LONGEST_DAY))) + 30)

    def _build_reserved(self) -> QWidget:
        who = _("Réservé à la présidence et au secrétariat.")
        return Reserved(" ".join((who, _("Aucun de ces taux n’entre dans un document diffusé."))))

    def _build_cards(self) -> None:
        self.map_card = Card()
        head = QHBoxLayout()
        head.setSpacing(12)
        self._map_title = Label("", "card")
        self._map_facts = ElidedLabel("", "small", "text2")
        self.map_table = table_button(self.map_card, self._show_map_table)
        head.addWidget(self._map_title)
        head.addWidget(self._map_facts, 1)
        head.addWidget(self.map_table)
        self.map_card.body.addLayout(head)
        self.map = HeatMapView()
        self.map.opened.connect(self._open_cell)
        self.map_card.body.addWidget(self.map)
        self.map_card.body.addWidget(HeatLegend())
        self.map_card.body.addStretch(1)
        self.cards: dict[str, ChartCard] = {}
        self.columns = QWidget()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.columns)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(16)
        self._top.addWidget(self.map_card, 1)
        self._side = QWidget()
        self._top.addWidget(self._side)
        self.body.addWidget(self.columns)
        self.rest = QWidget()
        self._grid = QGridLayout(self.rest)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.body.addWidget(self.rest)
        self.body.addStretch(1)

    # Room

    def set_room(self, room: Room) -> None:
        """Put the right column below and two cards abreast in a compact window."""
        super().set_room(room)
        if not hasattr(self, "rest"):
            return
        compact = room.width == "compact"
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._top.setDirection(way)
        self._side.setMinimumWidth(0 if compact else theme.px(SIDE_WIDTH))
        self._side.setMaximumWidth(16777215 if compact else theme.px(SIDE_WIDTH))
        self._lay_grid(2 if compact else 3)

    def _lay_grid(self, abreast: int) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        line, at = 0, 0
        for key, card in self.cards.items():
            if key in _SIDE:
                continue
            span = 2 if key == _WIDE else 1
            if at + span > abreast:
                line, at = line + 1, 0
            self._grid.addWidget(card, line, at, 1, span)
            at += span
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < abreast else 0)

    # Reading

    def refresh(self) -> None:
        """Read the figures again, unless neither the file nor the choices changed."""
        span = Span(self.span.currentData())
        on = self.day.value() or self.desk.today()
        seq = self.desk.store.rows("SELECT max(seq) FROM journal_step")[0][0]
        if self._read == (seq, span, on):
            return
        same = self._read is not None and self._read[::2] == (seq, on) and self.found is not None
        promises = self.found.promises if same and self.found is not None else None
        self._read = (seq, span, on)
        found = self.found = observatory(self.desk.store, on, span, promises)
        assert self.header is not None
        self.header.set_title(_("Observatoire"), f"{drawn.span_words(found)} · {self._bodies(found)}")
        self.empty.setVisible(found.empty)
        for part in (self.columns, self.rest, self.reserved):
            part.setVisible(not found.empty)
        if found.empty:
            return
        self._show_map(found)
        self._show_cards(found)

    def forget(self) -> None:
        """Have the next `refresh` read the file again, whatever it is."""
        self._read = None

    def _bodies(self, found: Observatory) -> str:
        kinds = [_("plénières")] * any(one.plenary for one in found.sittings)
        others = sorted({one.body for one in found.sittings if not one.plenary}, key=french.sort_key)
        return ", ".join([*kinds, *(name.lower() if name.istitle() else name for name in others)]) or _(
            "aucune réunion tenue"
        )

    def _show_map(self, found: Observatory) -> None:
        table = drawn.presence(found)
        self._map_title.setText(table.title)
        number = len(table.rows)
        self._map_facts.setText(
            ngettext("{n} institution, hors Ville", "{n} institutions, hors Ville", number).format(n=number)
        )
        self.map_card.setAccessibleName(table.title)
        self.map_table.setAccessibleName(_("Tableau\u00a0: {title}").format(title=table.title))
        self.map.show_table(table)

    def _show_cards(self, found: Observatory) -> None:
        first = not self.cards
        for key, build in drawn.BUILDERS:
            if key not in self.cards:
                card = self.cards[key] = ChartCard(partial(build, found))
                card.asked.connect(self._open_mark)
                card.table_asked.connect(self._show_table)
            self.cards[key].show_build(partial(build, found))
        if first:
            self._side.setLayout(column_of(*(self.cards[key] for key in _SIDE)))
            self.set_room(self.room)
        kept = drawn.kept_figure(found)
        self.cards["kept"].show_words(
            base_words(kept.numerator, kept.denominator),
            _("engagements échus tenus\n{rates}").format(rates=drawn.kept_words(found)),
        )
        self.cards["delays"].show_words(note=_slip_words(found))
        self.cards["cadence"].show_words(
            note=_("1-2 réunions/an\u00a0: cas des deux tiers des CLSPD (Gautron 2010). {plenary}").format(
                plenary=_plenary_words(found)
            )
        )
        self.cards["rest"].show_words(note=_waiting_words(found))
        self.cards["people"].show_words(note=_seniority_words(found))
        self.cards["themes"].show_words(note=_orphan_words(found))

    # Going

    def first_focus(self) -> QWidget | None:
        """The map takes the keyboard."""
        return None if self.found is None or self.found.empty else self.map

    def parts(self) -> Mapping[str, QWidget]:
        """The period."""
        return {"span": self.span}

    def handlers(self) -> Mapping[str, Handler]:
        """« Exporter les tableaux » writes every figure of the page."""
        return {} if self.found is None or self.found.empty else {"file.export": self.export_all}

    def _chosen(self, _what: object = None) -> None:
        self.banner.clear()
        self.refresh()
        self.desk.shell.update_actions()

    def _open_cell(self, behind: Behind) -> None:
        open_behind(self.desk, "", behind, self)

    def _open_mark(self, mark: Mark) -> None:
        if mark.behind is not None:
            open_behind(self.desk, mark.words, mark.behind, self)

    def _show_table(self, chart: Chart) -> None:
        ChartTable(self.desk, chart, self).open()

    def _show_map_table(self) -> None:
        if self.found is not None:
            self._show_table(heat_map.heat_map(drawn.presence(self.found)))

    def tables(self) -> list[DataTable]:
        """Return every figure of the page as tables, the map first."""
        return [heat_map.data(self.map.table), *(card.view.chart.table for card in self.cards.values())]

    def export_all(self) -> None:
        """Write every figure of the page as one workbook."""
        if self.found is None or self.found.empty:
            return
        export_tables(self.desk, self, _("Observatoire"), self.tables())


def _slip_words(found: Observatory) -> str:
    sets = found.promises
    if not sets.dated:
        return ""
    mean = round(sum(sets.slips.values()) / sets.dated)
    moved = ngettext("{n} échéance déplacée", "{n} échéances déplacées", len(sets.slips)).format(
        n=french.thousands(len(sets.slips))
    )
    return _("Glissement moyen\u00a0: {mean}, {moved} sur {dated}.").format(
        mean=ngettext("{n} jour", "{n} jours", mean).format(n=french.thousands(mean)),
        moved=moved,
        dated=french.thousands(sets.dated),
    )


def _plenary_words(found: Observatory) -> str:
    held = len(found.plenary_year.held)
    words = ngettext("{n} plénière en {year}", "{n} plénières en {year}", held).format(
        n=held, year=found.plenary_year.year
    )
    days = [one for one in (found.vigilance.since_last, found.vigilance.between_last_two) if one is not None]
    if days and max(days) > ORANGE_DAYS:
        words += _(", jusqu’à {n} jours entre deux").format(n=french.thousands(max(days)))
    return f"{words}."


def _waiting_words(found: Observatory) -> str:
    number = len(found.waiting)
    if not number:
        return ""
    return ngettext(
        "{n} sujet attend après deux reports ou plus.",
        "{n} sujets attendent après deux reports ou plus.",
        number,
    ).format(n=french.thousands(number))


def _seniority_words(found: Observatory) -> str:
    words = median_words(found.turnover[1])
    return _("Ancienneté médiane des titulaires\u00a0: {days}.").format(days=words) if words else ""


def _orphan_words(found: Observatory) -> str:
    names = [theme.name for theme in found.themes.orphans]
    return _("Sans engagement ouvert\u00a0: {names}.").format(names=", ".join(names)) if names else ""

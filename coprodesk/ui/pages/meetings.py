"""The list of meetings: those to come, then by year, with what each still asks for."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import meetings as commands
from coprodesk.documents.picture import Glyph
from coprodesk.domain.french import DASH, fold, hour, in_days, long_date, medium_date, short_date
from coprodesk.domain.i18n import _, labelled, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.bodies import BodyRow, bodies, cadence_words
from coprodesk.queries.council import council
from coprodesk.queries.meeting_course import is_finished, is_to_come, next_step
from coprodesk.queries.meetings import MeetingRow, MinutesStep, meetings
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.new_meeting import choose, open_new_meeting
from coprodesk.ui.paint import Chip
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.filters import ComboBox, FilterBar, SearchField, Segment, SegmentedFilter
from coprodesk.ui.widgets.header import ElidedLabel, PageHeader
from coprodesk.ui.widgets.marks import GlyphMark

_YEARS_SHOWN = 2


def state_chip(row: MeetingRow) -> Chip:
    """Return the state of a meeting as the list shows it."""
    if row.state is MeetingState.PREPARATION:
        return Chip(_("Ordre du jour en préparation") if row.items else _("À préparer"), Glyph.TO_CONFIRM)
    if row.state is not MeetingState.HELD:
        glyph = Glyph.DROPPED if row.state is MeetingState.CANCELLED else Glyph.OPEN
        return Chip(row.state.label, glyph)
    if is_finished(row):
        words = _("Approuvé, diffusé") if row.sent_at else _("Approuvé")
        return Chip(words if row.numbered else _("Relevé diffusé"), Glyph.KEPT)
    if not row.numbered:
        return Chip(_("Relevé à diffuser") if row.version else _("Relevé à rédiger"), Glyph.DUE_SOON)
    return Chip(row.minutes_step.label, Glyph.DUE_SOON)


def _date_cell(row: MeetingRow, on: date) -> Cell:
    if is_to_come(row, on):
        when = in_days((row.date - on).days)
        second = _("{hour} · {when}").format(hour=hour(row.starts_at), when=when)
    elif row.opened_at and row.closed_at:
        second = f"{hour(row.opened_at)} {DASH} {hour(row.closed_at)}"
    else:
        second = hour(row.starts_at)
    return Cell(medium_date(row.date), second, strong=True)


def _body_cell(row: MeetingRow) -> Cell:
    place = row.place.partition(",")[0].partition("(")[0].strip()
    number = _("n° {number}").format(number=row.number) if row.number else ""
    return Cell(row.body, " · ".join(part for part in (number, place[:1].lower() + place[1:]) if part))


def _presence_cell(row: MeetingRow) -> Cell:
    if row.known:
        silent = row.convened - row.known
        left = ngettext("{n} non pointé", "{n} non pointés", silent).format(n=silent) if silent else ""
        return Cell(f"{row.attended}\u202f/\u202f{row.convened}", left)
    if row.state is MeetingState.CONVENED and row.convened:
        word = ngettext("réponse", "réponses", row.replies)
        return Cell(f"{row.replies}\u202f/\u202f{row.convened}", word)
    return Cell(DASH, tint="text2", said=_("pas encore d’appel"))


def _next_cell(row: MeetingRow) -> Cell:
    words = next_step(row)
    if row.confidential:
        return Cell(words or _("Réservé au groupe"), small=True, icon="lock", tint="text2")
    return Cell(words, tint="text2", small=True)


class MeetingsPage(Page):
    """Every meeting of every body, filtered by state, body, year and words."""

    subjects = frozenset(
        {
            "meeting",
            "body",
            "body_kind",
            "seat",
            "agenda_item",
            "roll_entry",
            "minutes_version",
            "document_sent",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._rows: tuple[MeetingRow, ...] = ()
        self._reserved: set[int] = set()
        self._filled: tuple[object, ...] = ()
        self.new = desk.shell.action("meeting.new")
        basket = make(self, _("Propositions"), self._proposals, icon="archive")
        self.set_header(PageHeader(_("Réunions"), primary=self.new, secondary=(basket,)))
        self._cards = QWidget()
        self._cards_row = QHBoxLayout(self._cards)
        self._cards_row.setContentsMargins(0, 0, 0, 0)
        self._cards_row.setSpacing(12)
        self.body.addWidget(self._cards)
        self._make_filters()
        self._make_table()

    def _make_filters(self) -> None:
        self.segments = SegmentedFilter(
            [
                Segment("all", _("Toutes")),
                Segment("coming", _("À venir")),
                Segment("unfinished", _("À terminer")),
                Segment("approved", _("Approuvées")),
            ],
            _("État des réunions"),
        )
        self.body_choice = ComboBox(_("Instance"))
        self.since = ComboBox(_("Depuis"))
        self.search = SearchField(_("Filtrer cette liste (Ctrl+F)"), 236)
        self.filters = FilterBar(self.segments, (self.body_choice, self.since), self.search)
        self.body.addWidget(self.filters)
        self.segments.changed.connect(self._show)
        self.body_choice.activated.connect(self._show)
        self.since.activated.connect(self._show)
        self.search.typed.connect(self._show)

    def _make_table(self) -> None:
        columns: tuple[Column[MeetingRow], ...] = (
            Column(_("Date"), self._when, 208, sort=lambda row: (row.date, row.starts_at)),
            Column(_("Instance"), _body_cell, 190, stretch=True),
            Column(_("État"), lambda row: Cell(chip=state_chip(row)), 240),
            Column(_("Présence"), _presence_cell, 104, sort=lambda row: row.attended),
            Column(
                _("Points"), lambda row: Cell(str(row.items) if row.items else DASH), 64, sort=_items, drop=2
            ),
            Column(_("Suite"), _next_cell, 196, drop=1),
        )
        self.table = RowsTable(RowsModel(columns, lambda row: row.id), _("Réunions"))
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._chosen)
        self.delete = make(self.table, _("Supprimer la réunion"), self._delete, shortcut="Del", icon="trash")
        self.desk.writes(self.delete)
        clear = make(self, _("Effacer les filtres"), self.clear_filters)
        self.nothing = EmptyState(
            "calendar",
            _("Aucune réunion"),
            _("Fixez la première\u00a0: son numéro, son lieu et sa durée viennent du groupe choisi."),
            secondary=self.new,
        )
        self.no_match = EmptyState(
            "search", _("Aucune réunion ne répond à ces filtres"), _("Toutes sont toujours là."), clear
        )
        self.card = Card(bare=True)
        for widget in (self.table, self.nothing, self.no_match):
            self.card.body.addWidget(widget, 1)
        self.body.addWidget(self.card, 1)

    def refresh(self) -> None:
        """Read meetings, bodies and figures again."""
        self.banner.clear()
        on = self.desk.today()
        self._rows = meetings(self.desk.store, on)
        found = bodies(self.desk.store, on)
        self._reserved = {row.id for row in found if row.confidential}
        if self.header is not None:
            facts = _("{council} et ses groupes").format(council=council(self.desk.store).name)
            self.header.set_title(_("Réunions"), facts)
        self._fill_combos(found)
        self._fill_cards(found)
        self._show()

    def _fill_combos(self, found: tuple[BodyRow, ...]) -> None:
        years = sorted({row.date.year for row in self._rows}, reverse=True)
        first = min(years, default=self.desk.today().year)
        filled = (tuple((row.id, row.short_name, row.name) for row in found), tuple(years))
        if filled == self._filled:
            return
        begun = bool(self._filled)
        self._filled = filled
        body_id, since = self.body_choice.currentData(), self.since.currentData()
        self.body_choice.clear()
        self.body_choice.addItem(_("Toutes les instances"), None)
        for row in found:
            self.body_choice.addItem(row.short_name or row.name, row.id)
        self.since.clear()
        self.since.addItem(_("Toutes les années"), None)
        for year in years:
            self.since.addItem(_("Depuis {year}").format(year=year), year)
        choose(self.body_choice, body_id)
        start = self.desk.today().year - _YEARS_SHOWN
        choose(self.since, since if begun else (start if start >= first else None))

    def _fill_cards(self, found: tuple[BodyRow, ...]) -> None:
        while (item := self._cards_row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        expected = [row for row in found if row.yearly_target is not None]
        for row in expected[: 5 if self.room.width == "large" else 3]:
            self._cards_row.addWidget(_cadence_card(row), 1)
        self._cards.setVisible(bool(expected) and self.room.height == "normal")

    def _when(self, row: MeetingRow) -> Cell:
        return _date_cell(row, self.desk.today())

    def _show(self) -> None:
        """Show the rows that the filters leave, grouped."""
        on = self.desk.today()
        sets = {
            "all": self._wanted(),
            "coming": [row for row in self._wanted() if is_to_come(row, on)],
            "unfinished": [row for row in self._wanted() if not is_to_come(row, on) and not is_finished(row)],
            "approved": [row for row in self._wanted() if row.minutes_step is MinutesStep.APPROVED],
        }
        words = {"all": _("Toutes"), "coming": _("À venir"), "unfinished": _("À terminer")}
        words["approved"] = _("Approuvées")
        self.segments.set_segments([Segment(key, words[key], len(rows)) for key, rows in sets.items()])
        shown = sets[self.segments.current()]
        self.table.set_rows(self._grouped(shown))
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not self._rows)
        self.no_match.setVisible(bool(self._rows) and not shown)
        if self.table.current() is None:
            self.table.select_first()

    def _wanted(self) -> list[MeetingRow]:
        body_id, since = self.body_choice.currentData(), self.since.currentData()
        wanted = fold(self.search.text().strip())
        return [
            row
            for row in self._rows
            if (body_id is None or row.body_id == body_id)
            and (since is None or row.date.year >= since)
            and (not wanted or wanted in fold(f"{row.title} {long_date(row.date)} {row.place}"))
        ]

    def _grouped(self, rows: list[MeetingRow]) -> list[MeetingRow | Group]:
        on = self.desk.today()
        coming = [row for row in rows if is_to_come(row, on)]
        shown: list[MeetingRow | Group] = []
        if coming:
            shown += [Group(_("À venir"), str(len(coming))), *coming]
        past = [row for row in rows if not is_to_come(row, on)]
        for year, members in groupby(past, key=lambda row: row.date.year):
            block = list(members)
            shown += [Group(str(year), _year_facts(block)), *block]
        return shown

    def clear_filters(self) -> None:
        """Show every meeting again."""
        self.search.clear()
        self.body_choice.setCurrentIndex(0)
        self.since.setCurrentIndex(0)
        self.segments.choose("all")
        self._show()
        self.table.setFocus()

    def _open(self, row: MeetingRow) -> None:
        self.desk.go("meeting", meeting_id=row.id)

    def _chosen(self, row: object) -> None:
        self.delete.setEnabled(row is not None)
        self.desk.shell.update_actions()

    def _proposals(self) -> None:
        self.desk.go("proposals")

    def _new(self) -> None:
        open_new_meeting(self.desk, self.body_choice.currentData())

    def _delete(self) -> None:
        row = self.table.current()
        if row is not None and self.desk.act(self._deleted, row.id):
            self.desk.say(_("Réunion du {day} supprimée").format(day=long_date(row.date)))

    def _deleted(self, meeting_id: int) -> bool:
        commands.delete_meeting(self.desk.store, meeting_id)
        return True

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def set_room(self, room: Room) -> None:
        """Fold the combos, and the cards where the room is low."""
        super().set_room(room)
        if hasattr(self, "filters"):
            self.filters.set_room(room.width)
            self._cards.setVisible(self._cards_row.count() > 0 and room.height == "normal")

    def first_focus(self) -> QWidget | None:
        """The list, or the button that fixes the first meeting."""
        return self.table if self._rows else None

    def _print(self) -> None:
        """Show the paper of the meeting chosen: its minutes once it was held, its agenda before."""
        from coprodesk.ui.preview import open_preview

        row = self.table.current()
        if row is not None:
            held = row.state is MeetingState.HELD
            open_preview(self.desk, "minutes" if held else "agenda", row.id)

    def parts(self) -> Mapping[str, QWidget]:
        """Filters and list; that a confidential body is looked at stays in the file."""
        found = {"state": self.segments, "since": self.since, "table": self.table}
        if self.body_choice.currentData() not in self._reserved:
            found["body"] = self.body_choice
        return found

    def handlers(self) -> Mapping[str, Handler]:
        """New meeting, filter, print, delete."""
        mine: dict[str, Handler] = {"meeting.new": self._new, "edit.find": self._find}
        if self.table.current() is not None:
            mine |= {"edit.delete": self._delete, "file.print": self._print}
        return mine


def _items(row: MeetingRow) -> int:
    return row.items


def _year_facts(rows: list[MeetingRow]) -> str:
    held = sum(row.state is MeetingState.HELD for row in rows)
    cancelled = sum(row.state is MeetingState.CANCELLED for row in rows)
    left = len(rows) - held - cancelled
    parts = []
    if held:
        parts.append(ngettext("{n} tenue", "{n} tenues", held).format(n=held))
    if cancelled:
        parts.append(ngettext("{n} annulée", "{n} annulées", cancelled).format(n=cancelled))
    if left:
        parts.append(ngettext("{n} à clore", "{n} à clore", left).format(n=left))
    return ", ".join(parts)


def _cadence_card(row: BodyRow) -> QWidget:
    """Return the card of a body: how often it met in twelve months, and when it meets next."""
    kept = row.yearly_target is not None and row.held >= row.yearly_target
    coming = _("prochaine à fixer")
    if row.next_on is not None:
        coming = _("prochaine le {day}").format(day=short_date(row.next_on)[:5])
    words = f"{cadence_words(row)} · {coming}"
    card = Card()
    card.setAccessibleName(labelled(row.name, words))
    card.body.setContentsMargins(14, 8, 14, 8)
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(GlyphMark(Glyph.KEPT if kept else Glyph.OPEN if row.next_on else Glyph.DUE_SOON))
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(ElidedLabel(row.short_name or row.name, "strong"))
    column.addWidget(ElidedLabel(words, "small", "text2"))
    line.addLayout(column, 1)
    card.body.addLayout(line)
    return card

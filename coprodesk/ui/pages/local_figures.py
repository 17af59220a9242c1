"""The annual report and what is typed for it: the local figures of a year, and its free texts."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import local_figures as commands
from coprodesk.domain import french
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.masking import change_words
from coprodesk.queries import local_figures as queries
from coprodesk.queries.local_figures import FigureLine, NoteSection
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.figure_entry import FigureEntry
from coprodesk.ui.preview import open_preview
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState, Separator
from coprodesk.ui.widgets.editors import AutoTextEdit
from coprodesk.ui.widgets.fields import FormRow
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.header import PageHeader

SIDE_WIDTH = 340


class LocalFiguresPage(Page):
    """One year: a table of figures typed line after line, the texts beside it, the report above."""

    subjects = frozenset({"local_figure", "annual_note", "meeting", "setting"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(scroll=True)
        self.desk = desk
        self._shown = 0
        self.preview = make(self, _("Aperçu du bilan…"), self.show_report, icon="file-text")
        self.set_header(PageHeader(_("Bilan annuel et chiffres locaux"), primary=self.preview))
        self.year = ComboBox(_("Année"))
        self.year.activated.connect(self._year_chosen)
        assert self.header is not None
        row = self.header.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(1, self.year)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addWidget(self._build_figures(), 1)
        self._side = self._build_texts()
        self._columns.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._columns, 1)
        self.set_room(self.room)

    # Building

    def _build_figures(self) -> Card:
        self.card = Card(_("Chiffres locaux"), " ", bare=True)
        columns: tuple[Column[FigureLine], ...] = (
            Column(_("Indicateur"), _indicator, stretch=True, sortable=False),
            Column(_("Avant"), _before, 96, sortable=False),
            Column(_("Année"), _now, 96, sortable=False),
            Column(_("Évolution"), _change, 88, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, _line_key), _("Chiffres locaux"))
        self.table.opened.connect(self.edit)
        self.table.setMinimumHeight(theme.px(240))
        self.new = make(self, _("Nouvel indicateur"), self.add, shortcut="Ins", icon="plus")
        self.nothing = EmptyState(
            "chart",
            _("Aucun chiffre pour cette année"),
            _(
                "Tapez un indicateur ci-dessus\u00a0: Entrée passe au champ suivant, "
                "puis à la ligne suivante."
            ),
            secondary=self.new,
        )
        self.entry = FigureEntry(self.desk, self._stored)
        self.card.body.addWidget(self.entry)
        self.card.body.addWidget(Separator())
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing, 1)
        acts = QHBoxLayout()
        acts.setContentsMargins(14, 8, 14, 12)
        acts.setSpacing(8)
        up = make(self.table, _("Monter"), partial(self.move_line, -1), shortcut="Alt+Up", icon="arrow-up")
        down = make(
            self.table, _("Descendre"), partial(self.move_line, 1), shortcut="Alt+Down", icon="arrow-down"
        )
        delete = make(self.table, _("Supprimer"), self.delete, shortcut="Del", icon="trash")
        acts.addWidget(ActionButton(self.new))
        for action in (up, down, delete):
            acts.addWidget(ActionButton(action, icon_only=True))
        acts.addStretch(1)
        self.card.body.addLayout(acts)
        self.desk.writes(self.new, up, down, delete)
        return self.card

    def _build_texts(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        card = Card(_("Textes du bilan"))
        self.texts: dict[NoteSection, AutoTextEdit] = {}
        for section in NoteSection:
            editor = self.texts[section] = AutoTextEdit(lines=4)
            editor.setMaximumHeight(editor.minimumHeight() + theme.px(30))
            self.desk.bind(editor, partial(self._save_text, section))
            card.body.addWidget(FormRow(section.label, editor))
        told = _(
            "Imprimés dans toutes les versions du bilan, publique comprise. "
            "Une ligne qui commence par un tiret devient une puce."
        )
        card.body.addWidget(Label(told, "small", "text2", wrap=True))
        column.addWidget(card)
        rules = Card(_("À qui va le bilan"))
        for words in (
            _(
                "En version publique, un effectif inférieur à 5 est masqué et "
                "aucun pourcentage n’est calculé sur une base de moins de 20."
            ),
            _(
                "La présence d’une institution seule ne sort jamais du secrétariat. "
                "La participation d’ensemble n’est diffusée que si les réglages le disent."
            ),
        ):
            rules.body.addWidget(Label(words, "small", "text2", wrap=True))
        opener = make(self, _("Ouvrir les réglages"), partial(self.desk.go, "settings"), icon="settings")
        line = QHBoxLayout()
        line.addWidget(ActionButton(opener, "link"))
        line.addStretch(1)
        rules.body.addLayout(line)
        column.addWidget(rules)
        return side

    # Room

    def set_room(self, room: Room) -> None:
        """Put the texts below the figures in a compact window."""
        super().set_room(room)
        if not hasattr(self, "_side"):
            return
        compact = room.width == "compact"
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        self._side.setMinimumWidth(0 if compact else theme.px(SIDE_WIDTH))
        self._side.setMaximumWidth(16777215 if compact else theme.px(SIDE_WIDTH))

    # Reading

    def refresh(self) -> None:
        """Read the year again; what is being typed stays."""
        store = self.desk.store
        years = queries.figure_years(store, self.desk.today())
        chosen = self.year.currentData() or self.desk.today().year
        if [self.year.itemData(place) for place in range(self.year.count())] != list(years):
            self.year.clear()
            for year in years:
                self.year.addItem(str(year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)))
        year = self._year()
        lines = queries.figure_lines(store, year)
        self.table.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.card.set_head(_("Chiffres locaux"), _facts(lines))
        notes = queries.annual_notes(store, year)
        for section, editor in self.texts.items():
            editor.load(notes.get(section, ""), subject=year)
        self.entry.set_year(year)

    def _year(self) -> int:
        return int(self.year.currentData())

    def _year_chosen(self) -> None:
        self.desk.shell.flush()
        self.refresh()
        self.table.select_first()

    def _save_text(self, section: NoteSection, text: str) -> None:
        editor = self.texts[section]
        year = editor.subject
        assert isinstance(year, int)
        commands.set_annual_note(self.desk.store, year, section, text, origin=editor)

    # Acts

    def edit(self, line: FigureLine) -> None:
        """Put the line into the entry, on its value."""
        self.entry.edit(line)

    def add(self) -> None:
        """Begin a new indicator."""
        self.entry.begin()

    def _stored(self) -> None:
        """Go to the next line that awaits its value, else to a new indicator."""
        waiting = next(
            (line for line in queries.figure_lines(self.desk.store, self._year()) if line.now is None), None
        )
        if waiting is None:
            self.entry.begin()
            return
        self.table.select(waiting.key)
        self.entry.edit(waiting)

    def move_line(self, steps: int) -> None:
        """Move the figure chosen in its year."""
        line = self.table.current()
        if isinstance(line, FigureLine) and line.now is not None:
            self.desk.act(commands.move_local_figure, self.desk.store, line.now.id, steps)

    def delete(self) -> None:
        """Take the figure chosen off its year."""
        line = self.table.current()
        if isinstance(line, FigureLine) and line.now is not None:
            self.desk.act(commands.delete_local_figure, self.desk.store, line.now.id)
            self.desk.say(_("Chiffre supprimé\u00a0: {indicator}").format(indicator=line.now.indicator))

    def show_report(self) -> None:
        """Show the annual report of the year, ready to be printed."""
        open_preview(self.desk, "annual-report", self._year())

    # The page in its window

    def open_at(self, *, year: int | None = None, **_where: object) -> None:
        """Show a year."""
        if year is not None and self.year.findData(year) >= 0:
            self.year.setCurrentIndex(self.year.findData(year))
            self.refresh()

    def first_focus(self) -> QWidget | None:
        """Return the table, or the entry of the first indicator."""
        if self.table.rows.rowCount():
            if self.table.current() is None:
                self.table.select_first()
            return self.table
        return self.entry.indicator

    def parts(self) -> Mapping[str, QWidget]:
        """The year."""
        return {"year": self.year}

    def handlers(self) -> Mapping[str, Handler]:
        """Print is the report of the year shown."""
        return {"file.print": self.show_report}


def _facts(lines: tuple[FigureLine, ...]) -> str:
    typed = sum(line.now is not None for line in lines)
    words = ngettext("{n} saisi", "{n} saisis", typed).format(n=typed)
    waiting = len(lines) - typed
    if waiting:
        words += ngettext(
            ", {n} de l’année d’avant à saisir", ", {n} de l’année d’avant à saisir", waiting
        ).format(n=waiting)
    return words if lines else ""


def _line_key(line: FigureLine) -> tuple[str, str]:
    return line.key


def _indicator(line: FigureLine) -> Cell:
    known = line.known
    second = " · ".join(part for part in (known.producer, known.source) if part)
    return Cell(known.indicator, second, tint="text" if line.now else "text2")


def _count(value: int, base: int | None) -> str:
    if base is None:
        return french.thousands(value)
    return f"{french.thousands(value)}{french.NBSP}/{french.NBSP}{french.thousands(base)}"


def _before(line: FigureLine) -> Cell:
    one = line.before
    return Cell(_count(one.value, one.base) if one else french.DASH, tint="text2")


def _now(line: FigureLine) -> Cell:
    one = line.now
    if one is None:
        return Cell(_("à saisir"), tint="soon")
    return Cell(_count(one.value, one.base), strong=True)


def _change(line: FigureLine) -> Cell:
    if line.before is None or line.now is None:
        return Cell(french.DASH, tint="text2")
    return Cell(change_words(line.before.value, line.now.value, Level.SECRETARIAT))

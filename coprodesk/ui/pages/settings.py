"""The settings: sections of the council and of this post at the left, the one chosen beside them."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.settings_parts import SectionView
from coprodesk.ui.pages.settings_sections import Section, sections
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.filters import SearchField
from coprodesk.ui.widgets.header import PageHeader
from coprodesk.ui.widgets.scroll import scrolled

LIST_WIDTH, NARROW_WIDTH, LARGEST_PART = 248, 204, 23
"""The list of sections in logical pixels, the same in a compact window, its most in % of the window."""


class SettingsPage(Page):
    """A section is built when it is first shown; every field saves by itself."""

    subjects = frozenset(
        {
            "council",
            "setting",
            "college",
            "member_kind",
            "theme",
            "institution",
            "commitment",
            "usual_commitment",
            "letter_template",
            "backup",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._sections = {one.key: one for one in sections()}
        self._views: dict[str, SectionView] = {}
        self._stale: set[str] = set()
        self.set_header(PageHeader(_("Réglages"), _("Chaque champ s’enregistre tout seul.")))
        self.search = SearchField(_("Chercher un réglage"))
        self.search.typed.connect(self._filter)
        self.search.returnPressed.connect(self._enter)
        column: Column[Section] = Column(_("Section"), _title_cell, stretch=True, sortable=False)
        self.table = RowsTable(RowsModel([column], _key), _("Sections des réglages"), two_lines=False)
        self.table.horizontalHeader().hide()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._enter)
        self.stack = QStackedWidget()
        self._compose()

    def _compose(self) -> None:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        card = Card(bare=True)
        card.body.addWidget(self.table)
        self.nothing = EmptyState(
            "search",
            _("Aucun réglage"),
            _("Aucun ne répond à ces mots."),
            make(self, _("Tout afficher"), self.show_all),
        )
        self.nothing.hide()
        card.body.addWidget(self.nothing, 1)
        column.addWidget(card, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._left)
        row.addWidget(self.stack, 1)
        self.body.addLayout(row, 1)

    def section(self, key: str) -> SectionView:
        """Return section `key`, built and read when needed. Raises KeyError for an unknown one."""
        if key not in self._views:
            self._views[key] = self._sections[key].build(self.desk)
            self.stack.addWidget(scrolled(self._views[key]))
            self._stale.add(key)
        if key in self._stale:
            self._stale.discard(key)
            self._views[key].refresh()
        return self._views[key]

    def shown(self) -> str:
        """Return the key of the section shown."""
        row = self.table.current()
        return row.key if isinstance(row, Section) else next(iter(self._sections))

    # Choosing

    def _chosen(self, row: object) -> None:
        if isinstance(row, Section):
            self.section(row.key)
            self.stack.setCurrentIndex([*self._views].index(row.key))

    def _filter(self, text: str) -> None:
        wanted = fold(text.strip())
        found = [one for one in self._sections.values() if not wanted or wanted in self._words(one)]
        rows: list[Section | Group] = []
        for title, post in ((_("Ce conseil"), False), (_("Ce poste"), True)):
            mine = [one for one in found if one.post is post]
            rows += [Group(title), *mine] if mine else []
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if self.table.current() is None:
            self.table.select_first()

    def show_all(self) -> None:
        """Show every section."""
        self.search.clear()
        self._filter("")

    def _words(self, section: Section) -> str:
        """Return all that a section says, folded: a setting is found by any word of its row."""
        view = self.section(section.key)
        told = " ".join(label.text() for label in view.findChildren(QLabel))
        return fold(f"{section.title} {section.words} {told}")

    def _enter(self, _row: object = None) -> None:
        """Go from the list into the section."""
        field = self.section(self.shown()).first_field()
        if field is not None:
            field.setFocus()

    # The page in its window

    def refresh(self) -> None:
        """Read the section shown again, the others when they are shown."""
        self._stale = set(self._views)
        if self.table.current() is None:
            self._filter("")
        self.section(self.shown())

    def open_at(self, **where: Any) -> None:
        """Show the section `section`."""
        self.show_all()
        self.table.select(where["section"])

    def place(self) -> Mapping[str, int | str]:
        """Return the section shown."""
        return {"section": self.shown()}

    def set_room(self, room: Room) -> None:
        """Give the list of sections less in a compact window."""
        super().set_room(room)
        if hasattr(self, "_left"):
            wanted = theme.px(NARROW_WIDTH if room.width == "compact" else LIST_WIDTH)
            self._left.setFixedWidth(min(wanted, self.desk.shell.width() * LARGEST_PART // 100))

    def first_focus(self) -> QWidget:
        """Return the list of sections."""
        return self.table

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+F looks for a setting."""
        return {"edit.find": self._find}

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()


def _title_cell(section: Section) -> Cell:
    return Cell(section.title, said=f"{section.title}. {section.words}")


def _key(section: Section) -> str:
    return section.key

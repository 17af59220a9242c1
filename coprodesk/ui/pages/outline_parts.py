"""What agendas and their templates share: the line that adds an item, the sheet beside the list."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import duration
from coprodesk.domain.i18n import _
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.rows import Group
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.cut import fit_hint
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.marks import IconMark
from coprodesk.ui.widgets.scroll import scrolled

WIDTH = 312
"""The width of what stands beside the list, in pixels."""

NEVER = 2**31 - 1
"""Milliseconds of a text that is stored on leave only."""


class Sectioned(Protocol):
    """An item with the heading above it and its planned minutes."""

    @property
    def section(self) -> str:
        """Return the heading, '' for none."""

    @property
    def planned_minutes(self) -> int:
        """Return the minutes."""


Item = TypeVar("Item", bound=Sectioned)


def with_sections(items: Sequence[Item]) -> list[Item | Group]:
    """Return the items below the headings of their sections, each with its minutes."""
    shown: list[Item | Group] = []
    for section, block in groupby(items, key=lambda item: item.section):
        members = list(block)
        if section or shown:
            minutes = duration(sum(item.planned_minutes for item in members))
            shown.append(Group(section or _("Hors partie"), minutes))
        shown += members
    return shown


class NewLine(AutoLineEdit):
    """The title of an item to come: added on Entrée, before printing and on closing, not while one thinks."""

    def __init__(self, name: str) -> None:
        super().__init__(spelled=True, idle_ms=NEVER, most_ms=NEVER)
        self.setAccessibleName(name)
        self._hints = (_("{name}\u00a0: tapez le titre, Entrée pour enchaîner").format(name=name), name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the longest hint there is room for."""
        super().resizeEvent(event)
        fit_hint(self, self._hints)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what is typed: another window may be looked at before the title is whole."""
        QLineEdit.focusOutEvent(self, event)


class EntryLine(QWidget):
    """The line below a list: `add` takes the title typed in `field` and says whether it was added."""

    def __init__(self, name: str, add: Callable[[str], bool]) -> None:
        super().__init__()
        self._add = add
        self.field = NewLine(name)
        self.field.edited.connect(self._enter)
        line = QHBoxLayout(self)
        line.setContentsMargins(19, 6, 19, 6)
        line.setSpacing(10)
        line.addWidget(IconMark("plus", "accent"))
        line.addWidget(self.field, 1)

    def _enter(self, text: str) -> None:
        title = text.strip()
        if title and self._add(title):
            self.field.load("")
        elif title:
            self.field.not_stored()


class SideSheet(Card):
    """Put fields into `column`; any height will do. `closed` tells Échap or the button."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(bare=True)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(19, 14, 19, 14)
        self.column.setSpacing(10)
        self.head = Label("", "card", wrap=True)
        close = make(self, _("Fermer"), self.closed.emit, icon="close", tip=_("Fermer (Échap)"))
        line = QHBoxLayout()
        line.addWidget(self.head, 1)
        line.addWidget(ActionButton(close, icon_only=True), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(line)
        self.body.addWidget(scrolled(inner))
        self.hide()

    def start(self) -> None:
        """Give the keyboard to the first field, all of it selected and its beginning seen."""
        title = self.findChild(AutoLineEdit)
        if isinstance(title, AutoLineEdit):
            title.setFocus()
            title.setSelection(len(title.text()), -len(title.text()))

    def set_room(self) -> None:
        """Take the width that the text size asks for."""
        self.setFixedWidth(theme.px(WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """The sheet scrolls: any height will do."""
        return QSize(theme.px(240), 120)


def section_field() -> AutoLineEdit:
    """Return the field of a section: stored on leave, as each letter would make another heading."""
    return AutoLineEdit(spelled=True, idle_ms=NEVER, most_ms=NEVER)


def offer_sections(field: AutoLineEdit, sections: list[str]) -> None:
    """Propose the sections already written while one types in `field`."""
    completer = QCompleter([*dict.fromkeys(one for one in sections if one)], field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field.setCompleter(completer)


def level_choice() -> ComboBox:
    """Return the choice of who may read."""
    found = ComboBox(_("Diffusion"))
    for level in Level:
        found.addItem(level.label, level)
    return found

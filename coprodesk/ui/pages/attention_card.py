"""The attention list of the first page: each line opens its subject, its small menu holds the acts."""

from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from coprodesk.documents.picture import Glyph
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.attention import WatchKind, WatchLine
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.home_parts import LineButton, Stack
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card

WATCH_GLYPHS = {
    WatchKind.ABSENCE: Glyph.DUE_SOON,
    WatchKind.PLENARY: Glyph.OPEN,
    WatchKind.DORMANT: Glyph.UNDATED,
    WatchKind.NEXT_DATE: Glyph.UNDATED,
    WatchKind.POSTPONED: Glyph.DUE_SOON,
    WatchKind.SILENT: Glyph.DUE_SOON,
    WatchKind.COMMITMENT: Glyph.TO_CONFIRM,
}
SHOWN = 7
"""How many lines are shown before the rest is asked for."""


class WatchRow(QWidget):
    """One line and the button of its menu; ↓ on the line opens the menu too."""

    def __init__(self, desk: Desk, line: WatchLine) -> None:
        super().__init__()
        self._desk, self.line = desk, line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.button = LineButton(WATCH_GLYPHS[line.kind], line.title, line.text, line.more)
        self.button.clicked.connect(self._open)
        self.menu_action = make(self, _("Que faire\u202f?"), self.open_menu, shortcut="Down", icon="more")
        self.menu_button = ActionButton(self.menu_action, "link", icon_only=True, cap=False)
        self.menu_button.setAccessibleName(_("Que faire\u00a0: {title}").format(title=line.title))
        row.addWidget(self.button, 1)
        row.addWidget(self.menu_button)
        self.menu: QMenu | None = None

    def _open(self) -> None:
        from coprodesk.ui.pages.attention_acts import open_line  # brings every paper, which a start must not

        open_line(self._desk, self.line)

    def open_menu(self) -> None:
        """Show the acts below the button."""
        from coprodesk.ui.pages.attention_acts import acts_of

        self.menu = QMenu(self)
        for one in acts_of(self._desk, self.line):
            act = make(self.menu, one.words, one.run, icon=one.icon)
            if one.writes:
                self._desk.writes(act)
            self.menu.addAction(act)
        self.menu.aboutToHide.connect(self.menu.deleteLater)
        self.menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))


class AttentionCard(Card):
    """The lines that deserve attention, the first ones until the rest is asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Points de vigilance"))
        self._desk = desk
        self._lines: tuple[WatchLine, ...] | None = None
        self._whole = False
        self._stack = Stack(self.body)
        self.rows: list[WatchRow] = []
        self.rest = make(self, "", self.show_rest)
        self._rest_button = ActionButton(self.rest, "link")
        self.body.addWidget(self._rest_button)

    def show_lines(self, lines: tuple[WatchLine, ...]) -> None:
        """Show other lines; the same ones stay as they are, with the keyboard where it was."""
        self.setVisible(bool(lines))
        if lines == self._lines:
            return
        held = next((place for place, row in enumerate(self.rows) if row.isAncestorOf(self._focused())), None)
        self._lines = lines
        self._fill()
        if held is not None and self.rows:
            self.rows[min(held, len(self.rows) - 1)].button.setFocus()

    def _focused(self) -> QWidget:
        return self.window().focusWidget() or self

    def _fill(self) -> None:
        lines = self._lines or ()
        shown = lines if self._whole or len(lines) <= SHOWN + 1 else lines[:SHOWN]
        self.rows = [WatchRow(self._desk, line) for line in shown]
        self._stack.show([*self.rows])
        for row in self.rows:
            row.show()  # else it could not take the keyboard yet
        left = len(lines) - len(shown)
        self.rest.setVisible(left > 0)
        self.rest.setText(ngettext("Voir {n} autre point", "Voir {n} autres points", left).format(n=left))

    def show_rest(self) -> None:
        """Show every line and put the keyboard on the first of those that were hidden."""
        self._whole = True
        self._fill()
        if len(self.rows) > SHOWN:
            self.rows[SHOWN].button.setFocus()

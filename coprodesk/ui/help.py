"""The window of the help: contents and search at the left, the page at the right; it blocks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from coprodesk.documents import help as source
from coprodesk.documents.help import CONTENTS, NEWS
from coprodesk.domain import help as pages
from coprodesk.domain.errors import Refusal
from coprodesk.domain.help import HelpPage
from coprodesk.domain.i18n import _, ngettext
from coprodesk.ui import actions, focus, theme
from coprodesk.ui.actions import ActionSpec, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import room_behind
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.shell import Shell
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner, Card
from coprodesk.ui.widgets.filters import SearchField

__all__ = ["CONTENTS", "NEWS", "HelpWindow", "filled", "open_help"]

_HOME = "help:///"
_KEYS = "{keys}"


@dataclass(frozen=True, slots=True)
class _Line:
    """A page in the list, with the words found in it."""

    id: str
    title: str
    around: str = ""


def _cell(line: _Line) -> Cell:
    return Cell(line.title, line.around)


def _id(line: _Line) -> str:
    return line.id


def words_of(kind: str, name: str, table: Mapping[str, ActionSpec] | None = None) -> str:
    """Return the keys of an action, or where it stands in the menus; KeyError when the table has it not."""
    spec = (_table() if table is None else table)[name]
    if kind == "key":
        return actions.keys_words(QKeySequence(spec.shortcut.partition(";")[0]))
    menu = dict(actions.menus()).get(spec.menu, "").replace("&", "")
    return " › ".join(part for part in (menu, spec.label) if part)


def _table() -> dict[str, ActionSpec]:
    return {spec.id: spec for spec in actions.specs()}


def filled(text: str) -> str:
    """Return the text of a page with the keys and menus of the table of actions as they are now."""
    if _KEYS in text:
        text = text.replace(_KEYS, _keys_table())
    return pages.fill(text, partial(words_of, table=_table()))


def _keys_table() -> str:
    """Return every key of the table of actions as a table of CommonMark, menu by menu."""
    rows, table = [f"| {_('Touches')} | {_('Effet')} |", "|---|---|"], _table()
    for key, title in actions.menus():
        mine = [spec for spec in table.values() if spec.menu == key and spec.shortcut]
        rows.append(f"| | **{title.replace('&', '')}** |")
        rows += [f"| {words_of('key', spec.id, table)} | {spec.label} |" for spec in mine]
    return "\n".join(rows)


class _Browser(QTextBrowser):
    """Shows the pages by their ids; links lead from page to page, and nowhere else."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Page d’aide"))
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(theme.px(20))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return the HTML of the page that an address names."""
        found = source.read_pages().get(page_id(QUrl(name)))
        return None if found is None else source.html(filled(found.text))

    def restyle(self) -> None:
        """Take the colours and the text size of the theme, and set the page again."""
        self.setFont(theme.font("body"))
        self.document().setDefaultStyleSheet(_style())
        if self.source().isValid():
            self.reload()


def page_id(address: QUrl) -> str:
    """Return the id of the page that an address names."""
    return address.path().removeprefix("/")


def _style() -> str:
    c, size = theme.tokens(), theme.scale()
    return f"""
h1 {{ font-size: {16.5 * size}pt; font-weight: 600; color: {c.text}; margin-top: 0; margin-bottom: 12px; }}
h2 {{ font-size: {12.5 * size}pt; font-weight: 600; color: {c.text}; margin-top: 18px; margin-bottom: 6px; }}
p, li, td, th {{ color: {c.text}; line-height: 145%; }}
p {{ margin-top: 0; margin-bottom: 9px; }}
li {{ margin-bottom: 4px; }}
a {{ color: {c.accent}; }}
blockquote {{ background: {c.accent_t}; margin-left: 0; margin-right: 0; }}
table {{ border-collapse: collapse; margin-bottom: 12px; }}
th {{ text-align: left; }}
thead th {{ color: {c.text2}; }}
code {{ font-family: "{theme.font().family()}"; font-weight: 600; }}
td, th {{ padding: 4px 18px 4px 0; }}
"""


class HelpWindow(QDialog):
    """The help, at one page; Échap closes it and the program stays usable beside it."""

    def __init__(self, parent: QWidget, desk: Desk | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = CONTENTS
        self.setWindowTitle(_("Aide de CoproDesk"))
        self.setModal(False)
        self.finished.connect(self.deleteLater)
        self.view = _Browser(self)
        self.search = SearchField(_("Chercher dans l’aide"), 250)
        self.search.setAccessibleName(_("Chercher dans l’aide"))
        self.search.typed.connect(self._fill)
        self.search.returnPressed.connect(self._open_found)
        self.table = RowsTable(
            RowsModel((Column(_("Pages"), _cell, stretch=True, sortable=False),), _id), _("Pages de l’aide")
        )
        self.table.horizontalHeader().hide()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._read)
        self.count = Label("", "small", "text2", wrap=True)
        self.banner = Banner()
        self.view.sourceChanged.connect(self._follow)
        self._make_actions()
        self._compose()
        self._fill("")
        self.view.restyle()
        theme.notifier().changed.connect(self.view.restyle)
        wanted = QSize(theme.px(960), theme.px(660))
        self.resize(wanted.boundedTo(room_behind(self)).expandedTo(QSize(560, 360)))

    def _make_actions(self) -> None:
        back, forward = self.view.backward, self.view.forward
        self.back = make(self, _("Page précédente"), back, shortcut="Alt+Left", icon="chevron-left")
        self.forward = make(self, _("Page suivante"), forward, shortcut="Alt+Right", icon="chevron-right")
        self.to_print = make(self, _("Imprimer cette page…"), self.print_out, shortcut="Ctrl+P", icon="print")
        self.leave = make(self, _("Fermer"), self.reject)
        make(self, _("Chercher dans l’aide"), self._look_for, shortcut="Ctrl+F; F3")
        make(self, _("Aide de cet écran"), self._show_screen, shortcut="F1")
        make(self, _("Sommaire de l’aide"), partial(self.show_page, CONTENTS), shortcut="Alt+Home")
        self.view.backwardAvailable.connect(self.back.setEnabled)
        self.view.forwardAvailable.connect(self.forward.setEnabled)
        self.back.setEnabled(False)
        self.forward.setEnabled(False)

    def _compose(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.count)
        card = Card(bare=True)
        card.body.addWidget(self.table)
        left.addWidget(card, 1)
        head = QHBoxLayout()
        for action in (self.back, self.forward):
            head.addWidget(ActionButton(action, icon_only=True))
        head.addStretch(1)
        head.addWidget(ActionButton(self.to_print))
        head.addWidget(ActionButton(self.leave))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(head)
        right.addWidget(self.banner)
        right.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(14)
        row.addLayout(left, 2)
        row.addLayout(right, 5)
        for made in self.findChildren(ActionButton):
            made.setAutoDefault(False)  # Entrée in the search opens what was found

    def ask(self, name: str) -> None:
        """Show page `name`, to which F1 comes back where no council file is open."""
        self._asked = name
        self.show_page(name)

    def show_page(self, name: str) -> None:
        """Show page `name`, and the contents when there is none of that name."""
        known = name if name in source.read_pages() else CONTENTS
        if page_id(self.view.source()) != known:
            self.view.setSource(QUrl(f"{_HOME}{known}"))
        self.view.setFocus()

    def page(self) -> str:
        """Return the id of the page shown."""
        return page_id(self.view.source())

    def showEvent(self, event: QShowEvent) -> None:
        """Let the page take the keyboard: it is there to be read."""
        super().showEvent(event)
        self.view.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the eye, after the links of the page."""
        return focus.step(self, self.focusWidget(), forward=forward)

    def _follow(self, address: QUrl) -> None:
        self.banner.clear()
        self.table.blockSignals(True)
        self.table.select(page_id(address))
        self.table.blockSignals(False)

    def _chosen(self, line: _Line | None) -> None:
        if line is not None and line.id != self.page():
            self.view.setSource(QUrl(f"{_HOME}{line.id}"))

    def _read(self, _line: _Line) -> None:
        self.view.setFocus()

    def _show_screen(self) -> None:
        """F1 again: back to the page of the screen behind."""
        self.show_page(self._asked if self._desk is None else screen_id(self._desk.shell))

    # Search

    def _look_for(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @cached_property
    def _filled(self) -> list[HelpPage]:
        """Every page as it is read, with the keys in their places."""
        return [HelpPage(one.id, one.title, filled(one.text)) for one in source.read_pages().values()]

    def _fill(self, query: str) -> None:
        """List the contents, or the pages that hold the words looked for."""
        held = source.read_pages()
        rows: list[_Line | Group] = []
        if query.strip():
            hits = pages.find(self._filled, query)
            rows += [_Line(hit.page.id, hit.page.title, hit.around) for hit in hits]
            self.count.setText(
                ngettext("{n} page trouvée", "{n} pages trouvées", len(hits)).format(n=len(hits))
                if hits
                else _("Aucune page ne contient ces mots. Essayez un seul mot, sans le pluriel.")
            )
        else:
            for section in source.sections():
                rows += [Group(section.title), *(_Line(name, held[name].title) for name in section.pages)]
        self.count.setVisible(bool(query.strip()))
        self.table.blockSignals(True)
        self.table.set_rows(rows)
        self.table.select(self.page())
        self.table.blockSignals(False)

    def _open_found(self) -> None:
        if self.table.current_key() is None:
            self.table.select_first()
        self.table.setFocus()

    # Paper

    def print_out(self) -> None:
        """Print the page: through the preview where a file is open, else straight to a printer."""
        from coprodesk.documents import pdf

        name = self.page()
        text = filled(source.read_pages()[name].text)
        document = source.build(text)
        try:
            paper = pdf.render(document)
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        if self._desk is not None:
            from coprodesk.ui.preview import open_pdf

            open_pdf(self._desk, paper, document.title, f"{_('aide')}-{name}.pdf")
        else:
            from coprodesk.ui.printer import ask_printer

            ask_printer(self, document.title, (paper,))


def open_help(parent: QWidget, name: str = CONTENTS, desk: Desk | None = None) -> HelpWindow:
    """Show the help at page `name` beside the window of `parent`, in the help window that is open if any."""
    window = parent.window()
    for shown in QApplication.topLevelWidgets():
        if isinstance(shown, HelpWindow) and shown.isVisible() and shown.parent() is window:
            break
    else:
        shown = HelpWindow(window, desk)
    shown.ask(name)
    shown.show()
    shown.raise_()
    shown.activateWindow()
    return shown


def screen_id(shell: Shell) -> str:
    """Return the help page of what the window shows now."""
    over = vars(shell).get("palette_view")  # built when first asked for
    if over is not None and over.isVisible():
        return "palette"
    page = shell.current_page()
    return CONTENTS if page is None else page.help_id() or shell.current_id()


def page_behind(dialog: QWidget) -> str:
    """Return the help page of the screen that a dialog stands before."""
    behind: QWidget | None = dialog
    while behind is not None and not isinstance(behind, Shell):
        behind = behind.parentWidget()
    return CONTENTS if behind is None else screen_id(behind)

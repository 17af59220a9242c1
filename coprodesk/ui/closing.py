"""How the open file is left, and come back to: what would be lost is asked about first."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, QThreadPool
from PySide6.QtWidgets import QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.ui import looks
from coprodesk.ui import preferences as memory
from coprodesk.ui.desk import Desk
from coprodesk.ui.keeper import Keeper

_SHOWN = 60
"""How many letters of a text a question names."""


def barred(desk: Desk) -> list[tuple[str, str, str]]:
    """Return what leaving would drop, after what is pending was stored: question, to drop it, to stay."""
    desk.shell.flush()
    found = []
    for text in _untaken(desk.shell)[:1]:
        short = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
        found.append(
            (
                _(
                    "«\u00a0{text}\u00a0» n’est pas enregistré. Restez pour le corriger ou le confirmer."
                ).format(text=short),
                _("Quitter sans ce texte"),
                _("Rester"),
            )
        )
    found += [(one.question, _("Arrêter et quitter"), _("Attendre")) for one in desk.under_way()[:1]]
    return found


def _untaken(widget: QWidget) -> list[str]:
    """Return the texts on the screen that the file did not take."""
    from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
    from coprodesk.ui.widgets.fields import DateField, TimeField

    kinds = (AutoLineEdit, AutoTextEdit, DateField, TimeField)
    return [one.text() for one in widget.findChildren(QWidget) if isinstance(one, kinds) and one.pending()]


def may_leave(desk: Desk, again: Callable[[], object] | None = None) -> bool:
    """Ask about what leaving would drop; when it may be, stop what runs and wait for its end.

    An act of the window's own thread ends only after this: `again` is called then, and asks nothing more.
    """
    for question, leave, stay in barred(desk):
        if not _agreed(desk, question, leave, stay):
            return False
    for one in desk.under_way():
        one.stop()
    if desk.acting is not None:
        desk.then = again
        return False
    QThreadPool.globalInstance().waitForDone()
    return True


def _agreed(desk: Desk, question: str, leave: str, stay: str) -> bool:
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(desk.shell)
    box.setWindowTitle("CoproDesk")
    box.setText(question)
    leaving = box.addButton(leave, QMessageBox.ButtonRole.DestructiveRole)
    staying = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(staying)
    box.setEscapeButton(staying)
    box.exec()
    return box.clickedButton() is leaving


def last_copy(keeper: Keeper | None) -> str:
    """Copy the file that is about to be closed; return why that failed, else ''."""
    try:
        if keeper is not None:
            keeper.last_copy()
    except Refusal as refusal:
        return str(refusal)
    return ""


def without_copy(desk: Desk, why: str) -> bool:
    """Ask whether to leave although no copy could be made."""
    from PySide6.QtWidgets import QMessageBox

    leave, stay = QMessageBox.StandardButton.Close, QMessageBox.StandardButton.Cancel
    return QMessageBox.warning(desk.shell, "CoproDesk", why, leave | stay) == leave


def as_left(desk: Desk, preferences: memory.Preferences) -> memory.Preferences:
    """Return what the post remembers of the window, how each of its pages is left included."""
    shell = desk.shell
    size = shell.normalGeometry().size() if shell.isMaximized() else shell.size()
    held, page, place = shell.left()
    left = {"page": page, "place": dict(place), "looks": held}
    opened = memory.with_file(preferences, desk.store.path)
    return replace(
        memory.with_council(opened, looks.file_key(desk.store.path), left),
        width=size.width(),
        height=size.height(),
        maximized=shell.isMaximized(),
        audience=str(desk.property("print_audience") or ""),
        folder=str(desk.property("print_folder") or ""),
    )


def first_size(preferences: memory.Preferences, screen: QSize) -> tuple[QSize, bool]:
    """Return the size of a window on a screen, and whether it takes the whole of it."""
    wanted = QSize(preferences.width, preferences.height)
    larger = wanted.width() >= screen.width() or wanted.height() >= screen.height()
    return wanted.boundedTo(screen), larger or preferences.maximized


def come_back(desk: Desk, preferences: memory.Preferences) -> None:
    """Open the page where this file was left, each page looking as it did."""
    left = preferences.councils.get(looks.file_key(desk.store.path), {})
    desk.shell.recall(left.get("looks", {}))
    key = left.get("page", "home")
    try:
        desk.go(key, **left.get("place", {}))
    except (KeyError, TypeError, ValueError):  # preferences of another version, or changed by hand
        desk.go("home")
    page = desk.shell.current_page()
    if page is None or page.place() is None:  # what was open is gone, or is confidential by now
        desk.go("home")

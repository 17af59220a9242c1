"""The last hook: an expected refusal becomes a banner, a bug a dialog with a report that holds no content."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return type, places and versions of a bug: no message, no value, no path of the user's machine."""
    import platform
    import traceback

    import PySide6

    from coprodesk import __version__

    places = [f"{_bare(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join(
        (
            f"{reference(kind, trace)} {kind.__module__}.{kind.__qualname__}",
            *places,
            f"CoproDesk {__version__}",
            f"Python {platform.python_version()}, PySide6 {PySide6.__version__}",
            f"{platform.system()} {platform.release()}",
        )
    )


def reference(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return « E-111-4F2A »: the same bug at the same place has the same reference."""
    import hashlib
    import traceback

    frames = "|".join(f"{_bare(frame.filename)}:{frame.name}" for frame in traceback.extract_tb(trace))
    digest = hashlib.sha256(f"{kind.__qualname__}|{frames}".encode()).hexdigest()
    return f"E-111-{digest[:4].upper()}"


def _bare(name: str) -> str:
    """Return the path inside the package, or the bare file name."""
    parts = Path(name).parts
    if "coprodesk" in parts:
        start = len(parts) - 1 - parts[::-1].index("coprodesk")
        return "/".join(parts[start:])
    return parts[-1] if parts else "?"


class CrashDialog(QDialog):
    """What happened, that the stored work is intact, and a report to copy."""

    def __init__(self, ref: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("CoproDesk"))
        self.finished.connect(self.deleteLater)
        self._report = text
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        sentence = _("Une erreur est survenue (réf. {ref}). Votre travail enregistré est intact.").format(
            ref=ref
        )
        self.setAccessibleName(sentence)
        column.addWidget(Label(sentence, "card", wrap=True))
        column.addWidget(
            Label(
                _("Ce rapport ne contient aucune de vos données. Copiez-le pour signaler l’erreur."),
                "small",
                "text2",
                wrap=True,
            )
        )
        self.view = QPlainTextEdit(text)
        self.view.setReadOnly(True)
        self.view.setAccessibleName(_("Rapport sans données"))
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy_button = ActionButton(
            make(self, _("Copier le rapport sans données"), self.copy, icon="copy")
        )
        self.go_on = ActionButton(make(self, _("Continuer"), self.accept), "primary")
        row.addWidget(self.copy_button)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self.resize(600, 340)
        self.go_on.setFocus()

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)


def install_excepthook(
    window: QWidget,
    refuse: Callable[[str], None],
    note: Callable[[str], None] | None = None,
) -> Hook:
    """Make uncaught exceptions end in the window, and return the hook.

    A Refusal goes to `refuse` (the shell's banner), Ctrl+C keeps its meaning, anything else opens one
    `CrashDialog`; `note` gets the report too, for a journal. While one dialog is open, further bugs
    only go to `note`.
    """
    shown: list[QDialog] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Refusal):
            refuse(str(error))
            return
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = report(kind, trace)
        if note is not None:
            note(text)
        if not shown:
            dialog = CrashDialog(reference(kind, trace), text, window)
            shown.append(dialog)
            dialog.finished.connect(shown.clear)
            dialog.open()

    sys.excepthook = hook
    return hook

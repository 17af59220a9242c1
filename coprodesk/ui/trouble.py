"""The last hook: an expected refusal becomes a banner, a bug a dialog with a report that holds no content."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QWidget

from coprodesk.domain.errors import Refusal

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
    shown: list[QWidget] = []

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
            from coprodesk.ui.crash import CrashDialog

            dialog = CrashDialog(reference(kind, trace), text, window)
            shown.append(dialog)
            dialog.finished.connect(shown.clear)
            dialog.open()

    sys.excepthook = hook
    return hook

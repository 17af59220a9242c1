"""Starting fast: what needs no Qt comes first, and Python's collector does not run before the first page."""

import gc
from importlib import import_module

WITHOUT_QT = ("coprodesk.session", "coprodesk.queries.home", "coprodesk.documents.picture")
"""What the first page needs below the window. PySide6 reads the source of each module imported after it."""


def prepare() -> None:
    """Import `WITHOUT_QT`; to be called before the first import of PySide6, harmless later.

    Python's collector stops: what a start makes stays, going through it finds nothing. `ui.sweeper` takes
    over once the window is there.
    """
    gc.disable()
    for name in WITHOUT_QT:
        import_module(name)

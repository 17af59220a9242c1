"""Starting fast: what needs no Qt is loaded first, and garbage collection waits for the first page."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

WITHOUT_QT = ("coprodesk.session", "coprodesk.queries.home", "coprodesk.documents.picture")
"""What the first page needs below the window. PySide6 reads the source of each module imported after it."""


@contextmanager
def starting() -> Iterator[None]:
    """Hold garbage collection back in a block whose objects stay: going through them finds nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def load_without_qt() -> None:
    """Import `WITHOUT_QT`; to be called before the first import of PySide6, harmless later."""
    for name in WITHOUT_QT:
        import_module(name)

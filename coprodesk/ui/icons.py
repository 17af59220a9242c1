"""Our own SVG icons, tinted at load with a role of the theme, sharp at every scale, cached."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from coprodesk.assets import resource
from coprodesk.ui import theme
from coprodesk.ui.tokens import Tokens

SIZE = 18
_made: dict[tuple[str, str, int, float, str], QPixmap] = {}
_State = {"listening": False}


def names() -> tuple[str, ...]:
    """Return the names of all icons, sorted."""
    return tuple(sorted(path.stem for path in _folder().glob("*.svg")))


def pixmap(
    name: str,
    role: str = "text2",
    size: int = SIZE,
    ratio: float | None = None,
    colours: Tokens | None = None,
) -> QPixmap:
    """Return icon `name` as a pixmap of `size` logical pixels, `ratio` device pixels each.

    The tint is of the theme in use, or of the `colours` given: take the icon again when the theme changes.
    Raises FileNotFoundError for an unknown name.
    """
    if ratio is None:
        ratio = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.screens() else 1.0
    value = (colours or theme.tokens()).color(role)
    key = (name, role, size, ratio, value)
    if not _State["listening"]:
        theme.notifier().changed.connect(clear)
        _State["listening"] = True
    if key not in _made:
        _made[key] = _render(name, value, size, ratio)
    return _made[key]


def clear() -> None:
    """Forget every pixmap, as the theme or the screen changed."""
    _made.clear()


@cache
def _folder() -> Path:
    return resource("icons")


@cache
def _source(name: str) -> bytes:
    return (_folder() / f"{name}.svg").read_bytes()


def _render(name: str, value: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", value.encode())))
    side = max(1, round(size * ratio))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made

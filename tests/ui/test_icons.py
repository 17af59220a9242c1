"""Every icon paints something of its own, in the colour asked for, sharp at any scale."""

import re

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from coprodesk.assets import resource
from coprodesk.ui import icons, theme
from coprodesk.ui.actions import specs


def bits(name: str) -> bytes:
    image = icons.pixmap(name, "text", 36, 1.0).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return bytes(image.constBits())


def test_every_icon_paints_and_no_two_are_alike(qapp: QApplication) -> None:
    painted = {name: bits(name) for name in icons.names()}
    assert len(painted) >= 45
    assert [name for name, data in painted.items() if not any(data)] == []
    assert len(set(painted.values())) == len(painted)


def test_files_follow_the_idiom() -> None:
    for name in icons.names():
        source = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
        assert 'viewBox="0 0 24 24"' in source, name
        assert 'stroke-width="1.75"' in source, name
        assert "currentColor" in source, name
        assert not re.search("#[0-9A-Fa-f]{3}", source), name


def test_tint_and_pixel_ratio(qapp: QApplication) -> None:
    sharp = icons.pixmap("plus", "late", 18, 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (36, 2.0)
    assert sharp.toImage().pixelColor(18, 18).name() == QColor(theme.tokens().late).name()


def test_the_tint_follows_the_theme(qapp: QApplication) -> None:
    light = icons.pixmap("plus", "text", 18, 1.0).toImage()
    theme.apply(qapp, "dark")
    assert icons.pixmap("plus", "text", 18, 1.0).toImage() != light


def test_every_action_names_an_icon_that_exists() -> None:
    known = set(icons.names())
    assert [spec.id for spec in specs() if spec.icon and spec.icon not in known] == []
    with pytest.raises(FileNotFoundError):
        icons.pixmap("nothing of the kind")

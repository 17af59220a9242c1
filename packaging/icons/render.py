"""Draws an SVG as PNG or ICO: python render.py IN.svg OUT.png|OUT.ico SIZE..."""

import os
import sys
from io import BytesIO
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def drawn(source: Path, size: int) -> Image.Image:
    """Return an SVG drawn in a square of `size` pixels on nothing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    buffer = QBuffer()
    image.save(buffer, "PNG")
    return Image.open(BytesIO(buffer.data().data()))


def main(source: Path, target: Path, sizes: list[int]) -> None:
    """Write one picture of the largest size, or an icon that holds all of them."""
    app = QGuiApplication([])
    pictures = [drawn(source, size) for size in sorted(sizes)]
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".ico":
        pictures[-1].save(target, sizes=[(size, size) for size in sizes], append_images=pictures[:-1])
    else:
        pictures[-1].save(target)
    app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]])

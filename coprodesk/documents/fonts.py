"""The print faces (Source Sans, OFL, from its Python package) and the characters each can print."""

import hashlib
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "CoproDesk"
ITALIC = "CoproDesk-Italic"
BOLD = "CoproDesk-Bold"
BOLD_ITALIC = "CoproDesk-BoldItalic"
SEMIBOLD = "CoproDesk-Semibold"

_FILES = {
    REGULAR: "SourceSansPro",
    ITALIC: "SourceSansProIt",
    BOLD: "SourceSansProBold",
    BOLD_ITALIC: "SourceSansProBoldIt",
    SEMIBOLD: "SourceSansProSemibold",
}
# Soft hyphens are taken out by the gate; past the basic plane the PDF's text table would be wrong.
_LAST_CODE = 0xFFFF
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Face:
    """A registered face: its name in reportlab and what it can print."""

    name: str
    characters: frozenset[str]


def faces() -> dict[str, Face]:
    """Return the five faces by name, registered in reportlab the first time; safe from any thread."""
    with _lock:
        return _register()


@cache
def _register() -> dict[str, Face]:
    """Load the five font files and tell reportlab which one is whose bold and italic."""
    import font_source_sans_pro  # type: ignore[import-untyped]
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    loaded = {}
    for name, source in _FILES.items():
        path = Path(font_source_sans_pro.font_files_ttf[source])
        font = TTFont(name, str(path))
        pdfmetrics.registerFont(font)
        loaded[name] = Face(name, _characters(font))
    for family, upright in ((REGULAR, REGULAR), (SEMIBOLD, SEMIBOLD), (BOLD, BOLD)):
        addMapping(family, 0, 0, upright)
        addMapping(family, 1, 0, BOLD)
        addMapping(family, 0, 1, ITALIC if family == REGULAR else BOLD_ITALIC)
        addMapping(family, 1, 1, BOLD_ITALIC)
    addMapping(ITALIC, 0, 0, ITALIC)
    addMapping(ITALIC, 0, 1, ITALIC)
    addMapping(ITALIC, 1, 0, BOLD_ITALIC)
    addMapping(ITALIC, 1, 1, BOLD_ITALIC)
    return loaded


def _characters(font: "TTFont") -> frozenset[str]:
    """Return the characters that `font` has a glyph for; glyph 0 is the one for those that it lacks."""
    glyphs = font.face.charToGlyph.items()
    return frozenset(chr(code) for code, glyph in glyphs if glyph and code <= _LAST_CODE)


@cache
def names_and_digests() -> str:
    """Return the font files with the first 64 bits of their SHA-256, for who reads a version much later."""
    import font_source_sans_pro

    parts = []
    for source in _FILES.values():
        path = Path(font_source_sans_pro.font_files_ttf[source])
        parts.append(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}")
    return ", ".join(parts)

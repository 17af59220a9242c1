"""Mends what reportlab writes against the standards of archives and of accessibility.

Imports reportlab: loaded by the PDF printer only. Pinned to the exact version; each mend has a test
that fails without it.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

_BLOCK = 100
"""Entries that one block of a character map may hold."""


@cache
def mend_engine() -> None:
    """Patch reportlab, once."""
    engine: Any = pdfdoc
    original = engine.PDFStream.format

    def with_line_end(self: Any, document: Any) -> bytes:
        """Return the stream with a line end before its last word: chance decided whether it had one."""
        written: bytes = original(self, document)
        # Both signs: after data that ends in a carriage return, a line feed alone would join it.
        return written.removesuffix(b"endstream\n") + b"\r\nendstream\n"

    engine.PDFStream.format = with_line_end
    fonts: Any = ttfonts
    fonts.makeToUnicodeCMap = character_map
    settings: Any = rl_config
    settings.useA85 = 0


def character_map(name: str, subset: Iterable[int]) -> str:
    """Return which character each code of a font stands for; unused codes stand for none.

    `subset` is the characters by code; code 0 and those that reportlab fills with 0 are unused.
    """
    pairs = [f"<{code:02X}> <{char:04X}>" for code, char in enumerate(subset) if char]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])

"""Text that comes from a word processor or a mail: the same words, bullets that are bullets, no odd signs."""

import re
from html.parser import HTMLParser

_BULLET = re.compile(r"(?m)^([ \t]*)(?:[·•▪◦‣●○■\uf0b7\uf0a7\uf0d8\uf0fc][ \t\u00a0]+|o\t[ \t\u00a0]*)")
"""The bullet of a line from Word, Outlook or LibreOffice: a sign of the font Symbol, or « o » and a tab."""
_UNSEEN = str.maketrans("\u000b\u2028", "\n\n", "\u200b\ufeff\u00ad\ufffc")
_BLOCKS = frozenset(("p", "div", "li", "br", "tr", "ul", "ol", "h1", "h2", "h3", "h4"))
_SILENT = frozenset(("style", "script", "title"))


def clean(text: str) -> str:
    """Return `text` with « • » for bullets, plain line ends, and without signs that are not seen.

    Typographic quotes and no-break spaces are French: they stay.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
    plain = _BULLET.sub(lambda found: f"{found[1].replace(chr(9), '  ')}• ", plain)
    return re.sub(r"[ \t]+\n", "\n", plain)


def pasted(text: str, html: str) -> str:
    """Return the clean words of a clipboard; a browser tells the bullets of its lists in HTML alone."""
    plain = clean(text)
    if "<li" not in html.lower() or re.search(r"(?m)^\s*(?:[•*–-]|\d+[.)])\s", plain):
        return plain
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return clean("\n".join(reader.lines).strip("\n"))


class _Reader(HTMLParser):
    """Reads the lines of an HTML text with the marks of its lists. Fetches nothing that it names."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._begun = False
        self._silent = False
        self._counts: list[int | None] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in _SILENT
        if tag in _BLOCKS:
            self._end_line()
        if tag in ("ul", "ol"):
            self._counts.append(0 if tag == "ol" else None)
        elif tag == "li" and self._counts:
            count = self._counts[-1]
            self._counts[-1] = None if count is None else count + 1
            mark = "•" if count is None else f"{count + 1}."
            self.lines[-1] = f"{'  ' * (len(self._counts) - 1)}{mark} "

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag in ("ul", "ol") and self._counts:
            self._counts.pop()
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        words = re.sub(r"[ \t\r\n]+", " ", data)
        if self._silent or (not self._begun and not words.strip()):
            return
        self.lines[-1] += words if self._begun else words.lstrip(" ")
        self._begun = True

    def _end_line(self) -> None:
        if self._begun:
            self.lines.append("")
            self._begun = False

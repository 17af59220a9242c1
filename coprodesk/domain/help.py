"""The help as data: pages, their order, what a page writes of the table of actions, and the search."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from coprodesk.domain.french import fold

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_SECTION = re.compile(r"^## (.+)$")
_LINK = re.compile(r"\[[^\]]+\]\(([a-z_]+)\)")
_NAMED = re.compile(r"\{(key|menu):([a-z_.]+)\}")
_MARKS = re.compile(r"[*`#|>]+|^[ \t]*(?:[-–]|\d+\.)[ \t]+|\]\([a-z_]+\)|\[", re.MULTILINE)
SHOWN = 90
"""Letters of a page shown on either side of the words that were looked for."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: its id, which is that of the screen it explains, its title and its CommonMark text."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class HelpSection:
    """A heading of the contents and the ids of the pages under it."""

    title: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpHit:
    """A page that holds every word looked for, and what stands around the first of them."""

    page: HelpPage
    around: str


def page(name: str, text: str) -> HelpPage:
    """Return the page `name` of a text that begins with its title; a ValueError names one without."""
    found = _TITLE.search(text)
    if found is None:
        raise ValueError(f"help page without title: {name}")
    return HelpPage(name, found[1].strip(), text)


def sections(contents: str) -> tuple[HelpSection, ...]:
    """Return the sections of the page of contents: each heading with the pages it links to, in order."""
    found: list[tuple[str, list[str]]] = []
    for line in contents.splitlines():
        heading = _SECTION.match(line)
        if heading is not None:
            found.append((heading[1].strip(), []))
        elif found:
            found[-1][1].extend(links(line))
    return tuple(HelpSection(title, tuple(pages)) for title, pages in found)


def links(text: str) -> list[str]:
    """Return the ids of the pages that a text leads to, in order."""
    return _LINK.findall(text)


def named(text: str) -> list[tuple[str, str]]:
    """Return what a text asks of the table of actions: ('key' or 'menu', id of the action), in order."""
    return _NAMED.findall(text)


def fill(text: str, words: Callable[[str, str], str]) -> str:
    """Return a text where each {key:…} and {menu:…} is what `words` answers for it, in bold.

    What `words` raises for an unknown action passes through.
    """
    return _NAMED.sub(lambda found: f"**{words(found[1], found[2])}**", text)


def find(pages: Iterable[HelpPage], query: str) -> list[HelpHit]:
    """Return the pages that hold every word of `query`, whatever the accents; those named by it first."""
    wanted = fold(query).split()
    if not wanted:
        return []
    hits = []
    for one in pages:
        plain, folded = _searched(one)
        if all(word in folded for word in wanted):
            titled = sum(word in fold(one.title) for word in wanted)
            hits.append((titled, HelpHit(one, _around(plain, wanted[0]))))
    hits.sort(key=lambda hit: -hit[0])
    return [hit for _titled, hit in hits]


@lru_cache(maxsize=256)
def _searched(one: HelpPage) -> tuple[str, str]:
    """Return the words of a page, and the same folded."""
    plain = plain_text(one.text)
    return plain, fold(plain)


def plain_text(text: str) -> str:
    """Return the words of a page without its marks, on one line."""
    return " ".join(_MARKS.sub(" ", text).split())


def _around(plain: str, word: str) -> str:
    """Return the words around the first place of `word` outside the title."""
    words = plain.split(" ")
    at = next((i for i, one in enumerate(words) if i > 2 and word in fold(one)), 0)
    start = at
    while start > 0 and sum(map(len, words[start:at])) < SHOWN // 3:
        start -= 1
    shown = " ".join(words[start:])
    cut = shown[:SHOWN].rsplit(" ", 1)[0] if len(shown) > SHOWN else shown
    return f"{'… ' if start else ''}{cut}{' …' if cut != shown else ''}"

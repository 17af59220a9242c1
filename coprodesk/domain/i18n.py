"""The words in two places: on screen in the interface's language, on paper in that of the papers.

gettext with French source texts, so that French needs no catalogue. What is printed, sent or written into the
council file is read by the partners: it stays French whatever the interface speaks, unless asked.
"""

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import ParamSpec, TypeVar

from coprodesk.domain.errors import Refusal

P = ParamSpec("P")
T = TypeVar("T")

DOMAIN = "coprodesk"
FRENCH = "fr"


class _French(gettext.NullTranslations):
    """The source texts, and the French plural, where 0 is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


_screen: gettext.NullTranslations = _French()
_paper: gettext.NullTranslations = _French()
_on_paper: ContextVar[bool] = ContextVar("on_paper", default=False)


def install(language: str, folder: Path, *, paper: str = FRENCH) -> None:
    """Speak `language` on screen and `paper` on paper; a catalogue that `folder` lacks leaves French."""
    global _screen, _paper
    _screen, _paper = _catalogue(language, folder), _catalogue(paper, folder)


def _catalogue(language: str, folder: Path) -> gettext.NullTranslations:
    if gettext.find(DOMAIN, folder, [language]) is None:
        return _French()
    made = gettext.translation(DOMAIN, folder, [language])
    made.add_fallback(_French())
    return made


@contextmanager
def on_paper() -> Iterator[None]:
    """Answer with the words of the paper inside this block, or inside the function it decorates.

    A worker thread begins on screen: the block belongs around the work, not around its start.
    """
    before = _on_paper.set(True)
    try:
        yield
    finally:
        _on_paper.reset(before)


@contextmanager
def on_screen() -> Iterator[None]:
    """Answer with the words of the screen in this block, or in the function it decorates, amid a paper.

    A refusal is read by who sits there, whatever was being set when it came.
    """
    before = _on_paper.set(False)
    try:
        yield
    finally:
        _on_paper.reset(before)


def asked_on_paper(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what the query `ask` answers on paper; what it refuses is told on screen, hence in its words."""
    try:
        with on_paper():
            return ask(*args, **kwargs)
    except Refusal:
        ask(*args, **kwargs)
        raise


def french_paper() -> bool:
    """Say whether papers, and dates wherever they are shown, are French: they are unless asked."""
    return isinstance(_paper, _French)


def paper_tag() -> str:
    """Return the language tag that a document bears for what reads it aloud."""
    return "fr-FR" if french_paper() else "en-GB"


def speaks_french() -> bool:
    """Say whether `_` answers in French, so that articles and agreements are those of its sentences."""
    return isinstance(_paper if _on_paper.get() else _screen, _French)


def _(message: str) -> str:
    """Return `message` in the language of the screen, or of the paper inside `on_paper`."""
    return (_paper if _on_paper.get() else _screen).gettext(message)


def labelled(label: str, words: str) -> str:
    """Return « Pilote : DSDEN », with the blank before the colon that French wants; one alone stays alone."""
    if not (label and words):
        return label or words
    return _("{label}\u00a0: {words}").format(label=label, words=words)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form that agrees with `n`, in the language `_` answers in."""
    return (_paper if _on_paper.get() else _screen).ngettext(singular, plural, n)

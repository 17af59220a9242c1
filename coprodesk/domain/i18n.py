"""The interface's words: gettext with French source texts, so that no catalogue is needed in French."""

import gettext
from pathlib import Path

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def install(language: str, folder: Path) -> None:
    """Use the compiled catalogue of `language` in `folder`, or the French source texts when there is none."""
    global _catalogue
    _catalogue = gettext.translation("coprodesk", folder, languages=[language], fallback=True)


def _(message: str) -> str:
    """Return `message` in the language of the interface."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form that agrees with `n`; without a catalogue by the French rule, where 0 is singular."""
    if type(_catalogue) is gettext.NullTranslations:
        return singular if abs(n) < 2 else plural
    return _catalogue.ngettext(singular, plural, n)

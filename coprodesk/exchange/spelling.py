"""The French dictionary of this post: that of the program, else that of the system, else none."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from coprodesk.assets import resource

NAMES = ("fr", "fr_FR", "fr-toutesvariantes", "fr-classique", "fr-moderne")
"""How distributions name it, the best first."""
MOST = 5
"""How many words are proposed at most."""


class Dictionary:
    """A Hunspell dictionary; `path` is its file of words. Raises OSError when it does not open."""

    def __init__(self, path: Path) -> None:
        from hunspell import Hunspell

        self.path = path
        self._spell: Any = Hunspell(path.stem, hunspell_data_dir=str(path.parent))

    def knows(self, word: str) -> bool:
        """Say whether the word is in it; what its encoding cannot write is not for it to judge."""
        try:
            return bool(self._spell.spell(word))
        except UnicodeEncodeError:
            return True

    def near(self, word: str) -> list[str]:
        """Return at most `MOST` words that may have been meant; takes a tenth of a second."""
        try:
            return list(self._spell.suggest(word))[:MOST]
        except UnicodeEncodeError:
            return []


def load(folders: Sequence[Path] | None = None) -> Dictionary | None:
    """Return the first French dictionary of `folders` (those of this post), None when none opens."""
    for path in _found(usual_folders() if folders is None else folders):
        try:
            return Dictionary(path)
        except OSError:
            continue
    return None


def _found(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for name in NAMES:
            path = folder / f"{name}.dic"
            if path.is_file() and path.with_suffix(".aff").is_file():
                yield path


def usual_folders() -> list[Path]:
    """Return where a French dictionary may be on this post: shipped with us, system, LibreOffice."""
    found = []
    with suppress(FileNotFoundError):  # a checkout ships none
        found.append(resource("dictionaries"))
    if sys.platform == "win32":
        roots = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)")]
        offices = [Path(root) / "LibreOffice" for root in roots if root]
    else:
        found += [Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/usr/share/myspell")]
        offices = [Path("/usr/lib/libreoffice"), *sorted(Path("/opt").glob("libreoffice*"))]
    return found + [office / "share" / "extensions" / "dict-fr" for office in offices]

"""What this post remembers between two sessions: appearance, last file, last place; nothing of a council."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

MOST = 8
"""How many files, and the looks of how many councils, are remembered."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Theme ('system', 'light', 'dark'), text scale, last files newest first, window size in pixels.

    `language` is 'fr' or 'en'; with `english_paper` dates and documents are English too. `calm` reduces
    motion. `backups` and `second_backups` are the folders of the copies, '' for the usual one and for
    none; `keep_longer` keeps more of them. `councils` holds what the pages of each file last looked like,
    see `ui.looks`. `seen_version` is that of the program that ran last.
    """

    theme: str = "system"
    text_scale: float = 1.0
    language: str = "fr"
    english_paper: bool = False
    calm: bool = False
    spelling: bool = True
    seen_version: str = ""
    files: tuple[str, ...] = ()
    width: int = 1366
    height: int = 768
    maximized: bool = False
    backups: str = ""
    second_backups: str = ""
    keep_longer: bool = False
    councils: dict[str, dict[str, Any]] = field(default_factory=dict)
    folder: str = ""
    audience: str = "partners"
    tour_seen: bool = False


def load(path: Path) -> Preferences:
    """Return what `path` remembers; an absent or damaged file counts as nothing remembered."""
    try:
        held: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    plain = Preferences()
    if not isinstance(held, dict):
        return plain
    known: dict[str, Any] = {}
    for one in fields(Preferences):
        value = held.get(one.name, getattr(plain, one.name))
        if one.name == "files" and isinstance(value, list) and all(isinstance(item, str) for item in value):
            known["files"] = tuple(value[:MOST])
        elif type(value) is type(getattr(plain, one.name)) and one.name != "files":
            known[one.name] = value
    councils = known.get("councils", {})
    known["councils"] = {key: left for key, left in councils.items() if isinstance(left, dict)}
    return replace(plain, **known)


def save(path: Path, preferences: Preferences) -> None:
    """Write what to remember; a post that refuses the file simply forgets."""
    partial = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(asdict(preferences), ensure_ascii=False, indent=1), encoding="utf-8")
        partial.replace(path)
    except OSError:
        return


def with_file(preferences: Preferences, path: Path) -> Preferences:
    """Return `preferences` with `path` first among the last files."""
    name = str(path)
    return replace(preferences, files=(name, *(f for f in preferences.files if f != name))[:MOST])


def without_file(preferences: Preferences, path: Path, key: str) -> Preferences:
    """Return `preferences` without a file that is gone, nor its looks under `key`."""
    councils = {name: held for name, held in preferences.councils.items() if name != key}
    files = tuple(name for name in preferences.files if name != str(path))
    return replace(preferences, files=files, councils=councils)


def with_council(preferences: Preferences, key: str, left: dict[str, Any]) -> Preferences:
    """Return `preferences` with how the file named `key` was left, among the last ones."""
    others = {name: held for name, held in preferences.councils.items() if name != key}
    return replace(preferences, councils=dict([(key, left), *others.items()][:MOST]))

"""What this post remembers between two sessions: appearance, last file, last place; nothing of a council."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Preferences:
    """Theme ('system', 'light', 'dark'), text scale, last files newest first, last page, window size."""

    theme: str = "system"
    text_scale: float = 1.0
    files: tuple[str, ...] = ()
    page: str = "home"
    width: int = 1366
    height: int = 768
    folder: str = ""
    audience: str = "partners"


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
    for field in fields(Preferences):
        value = held.get(field.name, getattr(plain, field.name))
        if field.name == "files" and isinstance(value, list) and all(isinstance(item, str) for item in value):
            known["files"] = tuple(value[:8])
        elif isinstance(value, type(getattr(plain, field.name))) and field.name != "files":
            known[field.name] = value
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
    return replace(preferences, files=(name, *(f for f in preferences.files if f != name))[:8])

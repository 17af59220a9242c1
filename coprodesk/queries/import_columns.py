"""Which columns gave what when a table with this header was last imported into this file."""

import hashlib
import json
from typing import Any

from coprodesk.queries.council import setting
from coprodesk.store import Store

SETTING = "import_columns"
"""The setting that remembers them: it goes with the file, whoever holds the post."""


def choices(store: Store) -> list[dict[str, Any]]:
    """Return what is remembered, the latest first; a text that is not ours counts as nothing."""
    try:
        held = json.loads(setting(store, SETTING, "[]"))
    except ValueError:
        return []
    return [
        one
        for one in (held if isinstance(held, list) else ())
        if isinstance(one, dict) and {"what", "header", "columns"} <= one.keys()
    ]


def digest(header: tuple[str, ...]) -> str:
    """Return what stands for a header: its words may name people, and two hundred of them fill a page."""
    return hashlib.sha256(json.dumps(header).encode()).hexdigest()


def remembered(store: Store, what: str, header: tuple[str, ...]) -> dict[str, int]:
    """Return the columns by field of the last table with this header, empty when there was none."""
    for one in choices(store):
        if one["what"] == what and one["header"] == digest(header) and isinstance(one["columns"], dict):
            return {
                str(field): column
                for field, column in one["columns"].items()
                if isinstance(column, int) and 0 <= column < len(header)
            }
    return {}

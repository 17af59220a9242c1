"""The canonical form of data: one JSON text for one content, whatever the machine and the day.

Sorted keys, NFC texts, instants in UTC. A frozen version keeps it, its SHA-256 is printed on the paper.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time


def canonical_json(data: object) -> bytes:
    """Return the canonical JSON of the data, in ASCII.

    Takes mappings with text keys, sequences, sets of texts, dataclasses and named tuples, texts, numbers,
    dates and times. Raises TypeError for another kind of value and ValueError for an instant without time
    zone.
    """
    text = json.dumps(_canonical(data), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("ascii")


def canonical_digest(data: object) -> str:
    """Return the SHA-256 of `canonical_json`, in hexadecimal; raises as it does."""
    return hashlib.sha256(canonical_json(data)).hexdigest()


def _canonical(value: object) -> object:
    """Return `value` with the types of JSON only."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("an instant in a digest needs its time zone")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _canonical(item) for name, item in value._asdict().items()}
    if isinstance(value, Mapping):
        return {_text_key(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, Set):
        return sorted(_text_key(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_canonical(item) for item in value]
    if is_dataclass(value):
        return {field.name: _canonical(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _text_key(key: object) -> str:
    """Return a key in NFC; keys of other types would collide with their text."""
    if not isinstance(key, str):
        raise TypeError(f"no canonical form for a key of type {type(key).__name__}")
    return unicodedata.normalize("NFC", key)

"""One question of a screen or a document each, answered with frozen dataclasses. Nothing here writes."""

from datetime import date


def day(text: str | None) -> date | None:
    """Return the date of a column, None for null."""
    return None if text is None else date.fromisoformat(text)

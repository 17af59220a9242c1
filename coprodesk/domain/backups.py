"""When a backup of the council file is asked for."""

from datetime import date

FRESH_DAYS = 7
"""How many days old the last backup may be."""


def is_due(last: date | None, today: date) -> bool:
    """Say whether a backup is asked for: there is none, or the last one is older than `FRESH_DAYS` days."""
    return last is None or (today - last).days > FRESH_DAYS

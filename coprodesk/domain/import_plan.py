"""What an import would write, line by line, said before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coprodesk.domain.i18n import _


class Fate(StrEnum):
    """What a line of a table does to the file."""

    CREATE = "create"
    COMPLETE = "complete"
    SAME = "same"
    SKIP = "skip"

    @property
    def label(self) -> str:
        """Return the French words, agreeing with « ligne »."""
        return {
            Fate.CREATE: _("créée"),
            Fate.COMPLETE: _("complétée"),
            Fate.SAME: _("inchangée"),
            Fate.SKIP: _("laissée de côté"),
        }[self]


@dataclass(frozen=True, slots=True)
class New:
    """A row that the plan creates, by its serial number; it stands for the id that the row will get."""

    serial: int


Ref = int | New
"""A row of the file by its id, or one to come."""


@dataclass(frozen=True, slots=True)
class Write:
    """Columns of one row, as they will be; a value may be `New`. `before` is None for a row to create."""

    table: str
    row: Ref
    values: Mapping[str, Any]
    before: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What the table leaves in doubt, asked of the user; without a yes the more careful way is taken."""

    key: tuple[str, ...]
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which column of a header gives which field, in the import `what`; worth remembering."""

    what: str
    header: tuple[str, ...]
    columns: Mapping[str, int]


def created(writes: Iterable[Write], table: str) -> int:
    """Return how many rows of a table these would create."""
    return sum(one.table == table and one.before is None for one in writes)

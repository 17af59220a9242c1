"""What every import shares: its lines are written in order, at a pace that may be stopped."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import New, Write
from coprodesk.store import Writer

T = TypeVar("T")

TELL_EACH = 50
"""How many lines of an import are written between two calls of `tell`."""

Tell = Callable[[int], bool]
"""Hears how many lines are done, and answers False to stop."""


def paced(lines: Iterable[T], tell: Tell | None) -> Iterator[T]:
    """Yield the lines and tell how many are done. Raises Refusal when `tell` answers that this is enough."""
    for done, line in enumerate(lines):
        if done % TELL_EACH == 0 and tell is not None and not tell(done):
            raise Refusal(_("Import arrêté. Rien n’a été importé."))
        yield line


def carry_out(change: Writer, lines: Iterable[Iterable[Write]], tell: Tell | None) -> None:
    """Write the rows of each line in order; what names a row new in the plan receives its id.

    Raises Refusal when `tell` stops it.
    """
    made: dict[New, int] = {}
    for line in paced(lines, tell):
        for one in line:
            values = {
                name: made[value] if isinstance(value, New) else value for name, value in one.values.items()
            }
            if one.before is None and isinstance(one.row, New):
                made[one.row] = change.insert(one.table, **values)
            else:
                row_id = made[one.row] if isinstance(one.row, New) else one.row
                change.update(one.table, row_id, **values)

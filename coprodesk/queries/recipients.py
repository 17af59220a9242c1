"""Who receives the papers of a meeting or of a body: the institutions that sit there."""

from dataclasses import dataclass
from datetime import date

from coprodesk.queries.attendance import expected_roll, roll
from coprodesk.queries.bodies import seats
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Recipient:
    """One institution, by its short name."""

    institution_id: int
    name: str


def meeting_recipients(store: Store, meeting_id: int) -> tuple[Recipient, ...]:
    """Return the institutions convened, guests too; before the convening, those that sit on that day."""
    lines = roll(store, meeting_id)
    found = {line.institution_id: line.short_name for line in lines if line.institution_id is not None}
    if not any(not line.guest for line in lines):
        names = {row["id"]: row["short_name"] for row in store.rows("SELECT id, short_name FROM institution")}
        expected = expected_roll(store, meeting_id)
        found = {seat.institution_id: names[seat.institution_id] for seat in expected} | found
    return tuple(Recipient(key, name) for key, name in found.items())


def body_recipients(store: Store, body_id: int, on: date) -> tuple[Recipient, ...]:
    """Return the institutions that sit in a body on a day."""
    found = {seat.institution_id: seat.short_name for seat in seats(store, body_id, on)}
    return tuple(Recipient(key, name) for key, name in found.items())


def council_recipients(store: Store, on: date) -> tuple[Recipient, ...]:
    """Return every partner of the council on a day, by rank of protocol."""
    rows = store.rows(
        "SELECT id, short_name FROM institution WHERE closed_on IS NULL OR closed_on > ? "
        "ORDER BY protocol_rank, id",
        (on.isoformat(),),
    )
    return tuple(Recipient(row["id"], row["short_name"]) for row in rows)

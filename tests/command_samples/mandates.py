"""One call of each guided verb on the mandates."""

from datetime import date

from coprodesk.commands import mandates as verbs
from coprodesk.commands.mandates import SeatChange, Successor
from coprodesk.store import Store

ON = date(2026, 10, 16)
_GOES_ON = "m.to_date IS NULL AND coalesce(m.from_date, '') < '2026'"


def leave_seat(store: Store) -> None:
    row = store.rows(f"SELECT id FROM mandate m WHERE {_GOES_ON} ORDER BY id")[0]
    verbs.leave_seat(store, row["id"], ON, reason="mutation")


def succeed(store: Store) -> None:
    row = store.rows(
        f"""SELECT m.id, c.id AS promise FROM mandate m JOIN commitment c ON c.referent_id = m.person_id
            AND c.state = 'open' WHERE {_GOES_ON} ORDER BY m.id, c.id"""
    )[0]
    name = f"ORVEAU {store.rows('SELECT count(*) FROM person')[0][0]}"
    verbs.succeed(
        store,
        row["id"],
        ON,
        Successor(last_name=name, first_name="Lise", civility="Mme"),
        referent_ids=[row["promise"]],
    )


def renew_body(store: Store) -> None:
    rows = store.rows(
        f"""SELECT DISTINCT m.institution_id FROM mandate m JOIN seat s ON s.institution_id = m.institution_id
            AND s.body_id = 1 AND s.to_date IS NULL AND coalesce(s.from_date, '') < '2026'
            WHERE m.rank = 'titular' AND m.body_id IS NULL AND {_GOES_ON} ORDER BY m.institution_id"""
    )
    first, second = (row["institution_id"] for row in rows[:2])
    name = f"RIVAUD {store.rows('SELECT count(*) FROM person')[0][0]}"
    verbs.renew_body(
        store,
        1,
        ON,
        [SeatChange(first, Successor(last_name=name, civility="M.")), SeatChange(second, None)],
    )

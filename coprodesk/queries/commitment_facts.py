"""What the figures read of every commitment, as it stood on a day (M4, M11, M12, M13 and M15)."""

from datetime import date
from operator import attrgetter

from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.promises import Promise, PromiseEvent, as_of
from coprodesk.queries import day
from coprodesk.store import Store
from coprodesk.store.indexes import PRECISION


def facts(store: Store, on: date | None = None) -> tuple[Promise, ...]:
    """Return what the formulas need of every commitment decided by the day `on` (None: all), by reference.

    The lead counts among the contributing institutions; a reminder is no news, the decision is; the news of
    one closed on that day are left out. Of texts filled in since no day is known: they count.
    """
    found = _promises(store, ":on IS NULL OR c.decided_on <= :on", on)
    return found if on is None else _as_of(store, found, on)


def changed_since(store: Store, on: date) -> tuple[Promise, ...]:
    """Return, as they stood on the day `on`, those of `facts` that something happened to since."""
    changed = """c.decided_on <= :on AND (
        c.id IN (SELECT commitment_id FROM commitment_event WHERE on_date > :on)
        OR c.done_on IS NOT NULL AND c.done_on > :on)"""
    return _as_of(store, _promises(store, changed, on), on)


def _promises(store: Store, where: str, on: date | None) -> tuple[Promise, ...]:
    rows = store.rows(
        f"""SELECT c.id, c.reference, c.state, {PRECISION}, c.initial_due, c.current_due, c.done_on,
               CASE WHEN c.state IN ('kept', 'abandoned') THEN c.decided_on ELSE
                   coalesce((SELECT max(e.on_date) FROM commitment_event e WHERE e.commitment_id = c.id
                       AND e.kind <> 'reminder' AND (:on IS NULL OR e.on_date <= :on)), c.decided_on) END,
               (c.lead_id IS NOT NULL) + (SELECT count(*) FROM contributor k WHERE k.commitment_id = c.id
                   AND k.kind = 'contributor' AND k.institution_id IS NOT c.lead_id),
               c.theme_id
           FROM commitment c WHERE {where}""",
        {"on": on and on.isoformat()},
    )
    states = {state.value: state for state in CommitmentState}
    days = _Days()
    found = [
        Promise(
            row[0],
            row[1],
            states[row[2]],
            row[3],
            days[row[4]],
            days[row[5]],
            days[row[6]],
            days[row[7]],
            row[8],
            row[9],
        )
        for row in rows
    ]
    found.sort(key=attrgetter("reference"))
    return tuple(found)


def _as_of(store: Store, promises: tuple[Promise, ...], on: date) -> tuple[Promise, ...]:
    """Return the promises as they stood on a day; most have no event since."""
    events: dict[int, list[PromiseEvent]] = {}
    for row in store.rows(
        """SELECT commitment_id, kind, on_date, from_due FROM commitment_event
           WHERE commitment_id IN (SELECT commitment_id FROM commitment_event WHERE on_date > ?)
           ORDER BY on_date, id""",
        (on.isoformat(),),
    ):
        made_on = date.fromisoformat(row[2])
        event = PromiseEvent(row[0], EventKind(row[1]), made_on, day(row[3]))
        events.setdefault(event.commitment_id, []).append(event)
    return tuple(
        as_of(promise, events.get(promise.id, ()), on)
        if promise.id in events or (promise.done_on is not None and promise.done_on > on)
        else promise
        for promise in promises
    )


class _Days(dict[str | None, date | None]):
    """Dates by their text, each read once: a long file names the same days again and again."""

    def __missing__(self, text: str | None) -> date | None:
        found = self[text] = day(text)
        return found

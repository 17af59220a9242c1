"""One call of each verb on several commitments."""

from datetime import date

from coprodesk.commands import commitment_bulk as verbs
from coprodesk.store import Store

ON = date(2026, 10, 15)


def opened(store: Store) -> list[int]:
    return [row["id"] for row in store.rows("SELECT id FROM commitment WHERE state = 'open' ORDER BY id")][:3]


def keep_commitments(store: Store) -> None:
    verbs.keep_commitments(store, opened(store), ON, text="Constaté")


def postpone_commitments(store: Store) -> None:
    ids = opened(store)
    told = ", ".join(str(one) for one in ids)
    last = store.rows(f"SELECT max(coalesce(current_due, '2026-12-31')) FROM commitment WHERE id IN ({told})")
    later = date.fromisoformat(last[0][0]).replace(day=1)
    verbs.postpone_commitments(store, ids, later.replace(year=later.year + 1), on=ON, text="Budget")


def add_news_to(store: Store) -> None:
    verbs.add_news_to(store, opened(store), "Point fait au téléphone", on=ON)


def abandon_commitments(store: Store) -> None:
    verbs.abandon_commitments(store, opened(store)[:2], "sans objet", on=ON)


def go_on(store: Store) -> None:
    verbs.go_on(store, opened(store), on=ON)

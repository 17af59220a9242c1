"""One call of each verb on the commitments."""

from datetime import date, timedelta

from coprodesk.commands import commitments as verbs
from coprodesk.store import Store

ON = date(2026, 10, 15)

OF_OPEN_MINUTES = """coalesce((SELECT meeting_id FROM agenda_item WHERE id = agenda_item_id), 0) NOT IN
    (SELECT approves_id FROM agenda_item WHERE outcome = 'treated' AND approves_id IS NOT NULL)"""


def some(store: Store, where: str) -> int:
    return int(store.rows(f"SELECT id FROM commitment WHERE {where} ORDER BY id")[0]["id"])


def add_commitment(store: Store) -> None:
    verbs.add_commitment(store, "Prêter une salle", decided_on=ON, due=date(2027, 1, 31), lead_id=1)


def set_commitment(store: Store) -> None:
    one = some(store, "1")
    held = store.rows("SELECT note FROM commitment WHERE id = ?", (one,))[0]["note"]
    verbs.set_commitment(store, one, note=f"{held}.", place=f"Place {len(held)}", source="Appel")


def set_dates(store: Store) -> None:
    row = store.rows(
        """SELECT id, decided_on FROM commitment WHERE state = 'open' AND id NOT IN (
           SELECT commitment_id FROM commitment_event WHERE kind = 'postponed') ORDER BY id"""
    )[0]
    verbs.set_dates(store, row["id"], decided_on=date.fromisoformat(row["decided_on"]) - timedelta(days=1))


def confirm_commitment(store: Store) -> None:
    with store.change("Engagement confirmé aussitôt"):
        one = verbs.add_commitment(store, "Ouvrir un local", decided_on=ON, to_confirm=True)
        verbs.confirm_commitment(store, one, on=ON)


def keep_commitment(store: Store) -> None:
    verbs.keep_commitment(store, some(store, "state = 'open'"), ON)


def postpone_commitment(store: Store) -> None:
    one = some(store, "state = 'open' AND current_due < '2030'")
    due = store.rows("SELECT current_due FROM commitment WHERE id = ?", (one,))[0][0]
    verbs.postpone_commitment(store, one, date.fromisoformat(due) + timedelta(days=30), on=ON)


def abandon_commitment(store: Store) -> None:
    verbs.abandon_commitment(store, some(store, "state = 'open'"), "sans objet", on=ON)


def reopen_commitment(store: Store) -> None:
    verbs.reopen_commitment(store, some(store, "state IN ('kept', 'abandoned')"), on=ON)


def add_news(store: Store) -> None:
    verbs.add_news(store, some(store, "1"), "Un premier chiffre est arrivé", on=ON, progress_done=1)


def note_reminders(store: Store) -> None:
    rows = store.rows("SELECT id FROM commitment WHERE state = 'open' AND current_due < '2026-10-15'")
    verbs.note_reminders(store, [rows[0]["id"], rows[1]["id"]], on=ON)


def delete_commitment(store: Store) -> None:
    verbs.delete_commitment(store, some(store, OF_OPEN_MINUTES))

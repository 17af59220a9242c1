"""One call of each verb on the local figures and the texts of the annual report."""

from coprodesk.commands import local_figures as verbs
from coprodesk.queries.local_figures import NoteSection
from coprodesk.store import Store


def some(store: Store) -> int:
    """Return a figure that another one of its year precedes."""
    verbs.add_local_figure(store, 2031, "Rodéos", 41)
    return verbs.add_local_figure(store, 2031, "Cambriolages", 81, producer="CPN")


def add_local_figure(store: Store) -> None:
    verbs.add_local_figure(
        store, 2031, "Incidents graves", 33, producer="DSDEN", base=410, source="collèges et lycée"
    )


def set_local_figure(store: Store) -> None:
    with store.change("Chiffre corrigé"):
        verbs.set_local_figure(store, some(store), value=82, source="SSMSI")


def move_local_figure(store: Store) -> None:
    with store.change("Chiffre déplacé"):
        verbs.move_local_figure(store, some(store), -1)


def delete_local_figure(store: Store) -> None:
    with store.change("Chiffre retiré"):
        one = some(store)
        verbs.delete_local_figure(store, one)


def set_annual_note(store: Store) -> None:
    verbs.set_annual_note(store, 2031, NoteSection.FINANCING, "FIPD : 12 000 €.")

"""One call of each verb on the council."""

from datetime import date

from coprodesk.commands import council as verbs
from coprodesk.queries import council as questions
from coprodesk.store import Store

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(20)


def emptied(store: Store, table: str, *ties: tuple[str, str]) -> int:
    """The last row of a list, once what refers to it refers to the first."""
    with store.change("Emploi déplacé") as change:
        first, *_between, last = change.rows(table)
        for other, column in ties:
            for row in change.rows(other, **{column: last["id"]}):
                change.update(other, row["id"], **{column: first["id"]})
    return int(last["id"])


def set_council(store: Store) -> None:
    held = questions.council(store)
    verbs.set_council(store, population=(held.population or 0) + 1, phone=f"{held.phone}1")


def set_logo(store: Store) -> None:
    verbs.set_logo(store, None if questions.logo(store) else PIXEL)


def set_setting(store: Store) -> None:
    verbs.set_setting(store, "soon_days", str(int(questions.setting(store, "soon_days", "30")) + 1))


def add_college(store: Store) -> None:
    verbs.add_college(store, f"Collège {len(questions.colleges(store))}")


def rename_college(store: Store) -> None:
    one = questions.colleges(store)[1]
    verbs.rename_college(store, one.id, f"{one.name} bis")


def move_college(store: Store) -> None:
    verbs.move_college(store, questions.colleges(store)[0].id, 2)


def set_college_counted(store: Store) -> None:
    one = questions.colleges(store)[2]
    verbs.set_college_counted(store, one.id, not one.counted)


def delete_college(store: Store) -> None:
    with store.change("Collège supprimé"):
        verbs.delete_college(store, emptied(store, "college", ("institution", "college_id")))


def add_theme(store: Store) -> None:
    verbs.add_theme(store, f"Thème {len(questions.themes(store, closed=True))}")


def rename_theme(store: Store) -> None:
    one = questions.themes(store, closed=True)[0]
    verbs.rename_theme(store, one.id, f"{one.name} bis")


def move_theme(store: Store) -> None:
    verbs.move_theme(store, questions.themes(store, closed=True)[0].id, 1)


def close_theme(store: Store) -> None:
    one = questions.themes(store, closed=True)[0]
    verbs.close_theme(store, one.id, None if one.closed_on else date(2026, 10, 15))


def delete_theme(store: Store) -> None:
    with store.change("Thème supprimé"):
        verbs.delete_theme(store, emptied(store, "theme", ("commitment", "theme_id"), ("topic", "theme_id")))


def add_member_kind(store: Store) -> None:
    verbs.add_member_kind(store, f"Qualité {len(questions.member_kinds(store))}")


def rename_member_kind(store: Store) -> None:
    one = questions.member_kinds(store)[0]
    verbs.rename_member_kind(store, one.id, f"{one.name} bis")

"""Rows that no room may see: put into a meeting, marked with a canary, taken out again."""

import re
from datetime import date

from coprodesk.commands import agenda, commitments, records
from coprodesk.commands.watch_points import delete_watch_point, open_watch_point
from coprodesk.domain.disclosure import Level
from coprodesk.domain.records import RecordKind
from coprodesk.store import Store
from coprodesk.store.schema import MODEL

CANARY = "CANARI-7413"
HIDDEN = "('restricted', 'secretariat')"
_FREE_TEXT = re.compile(r"^\s*(\w+) TEXT(?: NOT NULL)?(?: DEFAULT '')?,?$", re.MULTILINE)
_DATE = re.compile("^since$|^at$|_(on|at|due)$")


def add_hidden(store: Store, meeting_id: int, item_id: int) -> int:
    """Add items, one of which holds an item for all, and lines of each kind; return a restricted item.

    The lines are a decision, two commitments and a watch point of each hidden level, under the item given.
    """
    one = agenda.add_item(
        store, meeting_id, "Situations nominatives", planned_minutes=40, level=Level.RESTRICTED, position=1
    )
    agenda.add_item(store, meeting_id, "Ce que tous en sauront", position=2, depth=1)
    agenda.add_item(store, meeting_id, "À dire à la Maire", level=Level.SECRETARIAT, position=4)
    body_id = int(store.rows("SELECT body_id FROM meeting WHERE id = ?", (meeting_id,))[0][0])
    for level in (Level.RESTRICTED, Level.SECRETARIAT):
        records.add_record(store, item_id, RecordKind.DECISION, "Saisir le procureur", level=level)
        for lead_id in (1, None):
            commitments.add_commitment(
                store,
                "Rencontrer la famille",
                decided_on=date(2026, 11, 19),
                due=date(2026, 12, 1),
                agenda_item_id=item_id,
                lead_id=lead_id,
                level=level,
            )
        open_watch_point(
            store, body_id, "Hall 3 occupé", agenda_item_id=item_id, since=date(2026, 11, 1), level=level
        )
    return one


def mark_hidden(store: Store) -> int:
    """Write the canary into every free text of every hidden row of the file; return how many were marked."""
    marked = 0
    with store.change("Canari") as change:
        for table, columns in MODEL.items():
            if "level TEXT NOT NULL" not in columns:
                continue
            free = [name for name in _FREE_TEXT.findall(columns) if not _DATE.search(name)]
            for row in store.rows(f"SELECT id FROM {table} WHERE level IN {HIDDEN}"):
                change.update(table, row["id"], **dict.fromkeys(free, CANARY))
                marked += len(free)
    return marked


def remove_hidden(store: Store, meeting_id: int) -> int:
    """Take every hidden row out of a meeting, as a user would; return how many there were."""
    inside = "JOIN agenda_item i ON i.id = h.agenda_item_id WHERE i.meeting_id = ?"
    removed = 0
    for table, remove in (
        ("record", records.delete_record),
        ("commitment", commitments.delete_commitment),
        ("watch_point", delete_watch_point),
    ):
        for row in store.rows(f"SELECT h.id FROM {table} h {inside} AND h.level IN {HIDDEN}", (meeting_id,)):
            remove(store, row["id"])
            removed += 1
    for row in store.rows(
        f"SELECT id FROM agenda_item WHERE meeting_id = ? AND level IN {HIDDEN}", (meeting_id,)
    ):
        agenda.delete_item(store, row["id"])
        removed += 1
    return removed

"""The example council: a fictional commune that lives on its own day, and the documents that show it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from coprodesk.assets import resource
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState
from coprodesk.exchange import council_json, printing
from coprodesk.places import SUFFIX
from coprodesk.queries import meetings
from coprodesk.store import Store, Writer

FILE_NAME = f"brevigny{SUFFIX}"


def fill(on: date | None = None) -> Callable[[Writer], None]:
    """Return what fills a new file with the example; `on` moves it to another day, at the same hour."""
    data = council_json.read_council(resource("brevigny.json").read_text(encoding="utf-8"))

    def write(change: Writer) -> None:
        council_json.fill(change, data)
        if on is not None:
            held = change.row("council", 1)
            assert held is not None
            change.update("council", 1, example_at=on.isoformat() + held["example_at"][10:])

    return write


def label() -> str:
    """Return the name of the act in the journal."""
    return _("Conseil d’exemple")


def print_papers(store: Store, folder: Path) -> list[tuple[str, Path]]:
    """Print the papers of the next meeting and of the last one held into a folder, as (words, path).

    Groups held to secrecy are left out. Raises Refusal when the folder cannot be written.
    """
    on = store.clock().date()
    rows = [row for row in meetings.meetings(store, on) if not row.confidential]
    over = (MeetingState.HELD, MeetingState.CANCELLED)
    coming = [row for row in rows if row.date >= on and row.state not in over]
    held = [row for row in rows if row.state is MeetingState.HELD]
    wanted = [
        (min(coming, key=lambda row: (row.date, row.starts_at)).id, name)
        for name in ("agenda", "sign-in-sheet")
        if coming
    ]
    wanted += [
        (max(held, key=lambda row: (row.date, row.starts_at)).id, name)
        for name in ("minutes", "decision-sheet", "sign-in-sheet")
        if held
    ]
    made = []
    for meeting_id, name in wanted:
        printed = printing.print_document(store, name, meeting_id, Audience(Level.PARTNERS))
        path = folder / printed.file_name
        printing.write(printed, path)
        made.append((printed.document.short_name, path))
    return made

"""The example council: a fictional commune that lives on its own day, and the documents that show it."""

from collections.abc import Callable
from datetime import date

from coprodesk.assets import resource
from coprodesk.domain.i18n import _
from coprodesk.exchange import council_json
from coprodesk.places import SUFFIX
from coprodesk.store import Writer

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

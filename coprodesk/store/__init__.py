"""The council file: connection, schema steps, the one write door, journal, lock, backups, search index."""

from coprodesk.store.door import Store
from coprodesk.store.journal import Change
from coprodesk.store.lock import Holder
from coprodesk.store.opening import Opening, create, open_file
from coprodesk.store.trouble import BrokenRuleError, FileHeld, SaveRefused
from coprodesk.store.writer import Writer

__all__ = [
    "BrokenRuleError",
    "Change",
    "FileHeld",
    "Holder",
    "Opening",
    "SaveRefused",
    "Store",
    "Writer",
    "create",
    "open_file",
]

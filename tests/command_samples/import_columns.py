"""A sample call of the memory of columns."""

from coprodesk.commands import import_columns as verbs
from coprodesk.domain.import_plan import ColumnChoice
from coprodesk.store import Store


def remember_columns(store: Store) -> None:
    verbs.remember_columns(store, ColumnChoice("meetings", ("Date", "Groupe"), {"date": 0, "body": 1}))

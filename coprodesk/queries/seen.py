"""The file as an audience may read it: rows, columns and names that it may not read are never selected."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.tables import Value
from coprodesk.queries.field_levels import FIELD_LEVELS, closure_query, rule
from coprodesk.queries.journal_values import Words, linked_table
from coprodesk.store import Store

Row = dict[str, Any]
Getter = Callable[[Row], Value]
_REMEMBERED = 256


@dataclass(frozen=True)
class Seen:
    """The rows and the columns that an audience may read; each table is read once."""

    store: Store
    audience: Audience
    _tables: dict[str, dict[int, Row]] = field(default_factory=dict)
    _children: dict[tuple[str, str], dict[int, list[Row]]] = field(default_factory=dict)

    @cached_property
    def words(self) -> Words:
        """Return what puts values into words and remembers the names it looked up."""
        return Words(self.store)

    def rows(self, table: str) -> dict[int, Row]:
        """Return the rows of a table that the audience may read, by id."""
        if table not in self._tables:
            columns = [
                row["name"]
                for row in self.store.rows("SELECT name FROM pragma_table_info(?)", (table,))
                if self.reads(table, row["name"])
            ]
            found = self.store.rows(
                f"""SELECT {", ".join(columns)} FROM ({closure_query(table)})
                    WHERE closure <= :most AND (closure <> {Level.RESTRICTED.closure} OR :all
                        OR (:group IS NOT NULL AND holder_id IS :group)) ORDER BY id""",
                {
                    "most": self.audience.level.closure,
                    "all": self.audience.level is Level.SECRETARIAT,
                    "group": self.audience.body_id if self.audience.level is Level.RESTRICTED else None,
                },
            )
            self._tables[table] = {row["id"]: dict(row) for row in found}
        return self._tables[table]

    def children(self, table: str, link: str) -> dict[int, list[Row]]:
        """Return the rows of a table that the audience may read, by the row that they link to."""
        key = table, link
        if key not in self._children:
            found: dict[int, list[Row]] = {}
            for row in self.rows(table).values():
                found.setdefault(row[link], []).append(row)
            self._children[key] = found
        return self._children[key]

    def reads(self, table: str, column: str) -> bool:
        """Tell whether the audience may read a column; the link to a row is read, its name if it may be."""
        if not any(column in names.split() for names in FIELD_LEVELS[table].values()):
            return True  # a number or a link: texts all have a level
        found = rule(table, column)
        return not isinstance(found, Level) or sees(self.audience, found, None)

    def getter(self, table: str, path: str) -> Getter:
        """Return what reads, of a row of a table, the end of a path: « agenda_item_id.meeting_id.date ».

        A link at the end gives the name of the row it leads to; one that may not be read gives nothing.
        """
        column, _dot, rest = path.partition(".")
        linked = linked_table(column)
        if linked is None:
            # States, days and levels come again and again.
            typed = lru_cache(_REMEMBERED)(partial(self.words.typed, table, column))
            return lambda row: typed(row[column])
        rows = self.rows(linked)
        if not rest:
            self.words.learn(linked)
            name = self.words.name
            return lambda row: name(linked, row[column]) if row[column] in rows else None
        inner = self.getter(linked, rest)

        def follow(row: Row) -> Value:
            found = rows.get(row[column])
            return None if found is None else inner(found)

        return follow


def steps(table: str, path: str) -> list[tuple[str, str]]:
    """Return (table, column) of each link of a path that begins in `table`."""
    found = []
    for column in path.split("."):
        found.append((table, column))
        table = linked_table(column) or table
    return found

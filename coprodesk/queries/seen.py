"""The file as an audience may read it: rows, columns and names that it may not read are never selected."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.tables import Value
from coprodesk.queries.field_levels import FIELD_LEVELS, closure_query, rule
from coprodesk.queries.journal_values import Words, linked_table
from coprodesk.store import Store

Row = dict[str, Any]


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

    def value(self, table: str, row: Row | None, path: str) -> Value:
        """Return what stands at the end of a path of links, « agenda_item_id.meeting_id.date »."""
        column, _dot, rest = path.partition(".")
        if row is None or row[column] is None:
            return None
        linked = linked_table(column)
        if linked is None:
            return self.words.typed(table, column, row[column])
        found = self.rows(linked).get(row[column])
        if found is None:
            return None
        return self.value(linked, found, rest) if rest else self.words.name(linked, row[column])


def steps(table: str, path: str) -> list[tuple[str, str]]:
    """Return (table, column) of each link of a path that begins in `table`."""
    found = []
    for column in path.split("."):
        found.append((table, column))
        table = linked_table(column) or table
    return found

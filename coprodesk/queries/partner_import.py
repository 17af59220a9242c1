"""What an import of partners must know of the file, and the words that tell what it does."""

from collections.abc import Iterable
from datetime import date

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import Fate, Write
from coprodesk.domain.partner_import import Known, PlannedLine
from coprodesk.queries.journal_labels import field_label
from coprodesk.queries.journal_values import linked_table
from coprodesk.store import Store


def known(store: Store, on: date) -> Known:
    """Return the directory of the file, with the mandates and the seats that run on a day or later."""
    runs = {"on": on.isoformat()}
    return Known(
        institutions=tuple(map(dict, store.rows("SELECT * FROM institution ORDER BY id"))),
        people=tuple(map(dict, store.rows("SELECT * FROM person ORDER BY id"))),
        mandates=tuple(
            map(
                dict,
                store.rows("SELECT * FROM mandate WHERE to_date IS NULL OR to_date >= :on ORDER BY id", runs),
            )
        ),
        seats=frozenset(
            (row[0], row[1])
            for row in store.rows("SELECT body_id, institution_id FROM seat WHERE to_date IS NULL")
        ),
        bodies={
            fold(row[column]): row["id"]
            for row in store.rows("SELECT id, short_name, name FROM body")
            for column in ("short_name", "name")
        },
        colleges=tuple(map(dict, store.rows("SELECT id, name, position FROM college"))),
    )


def line_words(line: PlannedLine) -> str:
    """Return « nouveau partenaire et nouvelle personne », « complétée\u00a0: téléphone … → … »."""
    if line.fate in (Fate.SAME, Fate.SKIP):
        return line.fate.label
    added = {one.table for one in line.writes if one.before is None}
    words = [
        told
        for table, told in (
            ("institution", _("nouveau partenaire")),
            ("person", _("nouvelle personne")),
        )
        if table in added
    ]
    if not words:
        words = [_("nouveau mandat")] if "mandate" in added else []
    if "seat" in added and "institution" not in added:
        words.append(_("nouveau siège"))
    filled = changed_fields(line.writes)
    if filled:
        words.append(_("complétée\u00a0: {fields}").format(fields=filled))
    return ", ".join(words)


def changed_fields(writes: Iterable[Write]) -> str:
    """Return what rows of the file would say otherwise: « téléphone 04 65 → 04 66, courriel a@b.example ».

    A link is not told: its number says nothing, and the words of whom it names are written beside it.
    """
    told = []
    for one in writes:
        for column, value in one.values.items() if one.before is not None else ():
            if linked_table(column) is not None:
                continue
            before = (one.before or {}).get(column)
            label = field_label(one.table, column)
            label = label[:1].lower() + label[1:]
            told.append(f"{label} {before} → {value}" if before else f"{label} {value}")
    return ", ".join(told)

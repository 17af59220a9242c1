"""What an import of past meetings must know of the file, and the words that tell what it does."""

from coprodesk.domain.attendance import Presence
from coprodesk.domain.french import short_date, sort_key
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.import_plan import Fate
from coprodesk.domain.likeness import institution_keys
from coprodesk.domain.meeting_import import Known, PlannedLine, Titular
from coprodesk.domain.names import name_line
from coprodesk.domain.seating import person_key
from coprodesk.queries.mandates import holder_name
from coprodesk.queries.partner_import import changed_fields
from coprodesk.queries.versions import minutes_locked
from coprodesk.store import Store


def known(store: Store) -> Known:
    """Return bodies, meetings, institutions, seats, mandates and counters of the file."""
    institutions = store.rows(
        """SELECT i.id, i.name, i.short_name, c.name AS college, c.counted, c.position, i.protocol_rank
           FROM institution i JOIN college c ON c.id = i.college_id ORDER BY i.closed_on IS NOT NULL, i.id"""
    )
    mandates = store.rows(
        """SELECT m.*, p.civility, p.first_name, p.last_name, p.title FROM mandate m
           JOIN person p ON p.id = m.person_id ORDER BY m.rank DESC, m.from_date DESC, m.id DESC"""
    )
    meetings = store.rows("SELECT * FROM meeting ORDER BY state = 'held', id")
    people = {
        person_key(holder_name(row)): (row["id"], name_line(holder_name(row), row["title"]))
        for row in store.rows("SELECT * FROM person ORDER BY id DESC")
    }
    return Known(
        bodies=tuple(map(dict, store.rows("SELECT * FROM body ORDER BY closed_on IS NOT NULL DESC, id"))),
        meetings=tuple({**dict(row), "locked": minutes_locked(store, row["id"])} for row in meetings),
        institutions=tuple(
            sorted(
                map(dict, institutions),
                key=lambda row: (
                    not row["counted"],
                    row["protocol_rank"],
                    row["position"],
                    sort_key(row["name"]),
                ),
            )
        ),
        keys=institution_keys((row["id"], row["name"], row["short_name"]) for row in institutions),
        seats=tuple(map(dict, store.rows("SELECT * FROM seat ORDER BY id DESC"))),
        titulars=tuple(
            Titular(
                row["institution_id"],
                row["person_id"],
                holder_name(row),
                row["function"] or row["title"],
                row["from_date"] or "",
                row["to_date"] or "9999",
            )
            for row in mandates
            if row["rank"] == "titular" and row["body_id"] is None
        ),
        people={**people, **_with_function(mandates)},
        speaks_for={person_key(holder_name(row)): row["institution_id"] for row in reversed(mandates)},
        counters={
            row["year"]: row["last"]
            for row in store.rows("SELECT year, last FROM counter WHERE series = 'meeting'")
        },
        rolls=_rolls(store),
    )


def _rolls(store: Store) -> dict[int, tuple[dict[str, object], ...]]:
    """Return the seats on the roll of each meeting held, in their order."""
    found: dict[int, list[dict[str, object]]] = {}
    for row in store.rows(
        """SELECT r.id, r.meeting_id, r.institution_id, r.presence, r.delegate_label FROM roll_entry r
           JOIN meeting m ON m.id = r.meeting_id WHERE m.state = 'held' AND NOT r.guest
           ORDER BY r.position, r.id"""
    ):
        found.setdefault(row["meeting_id"], []).append(dict(row))
    return {meeting: tuple(rows) for meeting, rows in found.items()}


def _with_function(mandates: list[dict[str, object]]) -> dict[str, tuple[int, str]]:
    """Return people by name with the function of their latest mandate, titulars first."""
    found: dict[str, tuple[int, str]] = {}
    for row in mandates:
        line = name_line(holder_name(row), str(row["function"] or row["title"]))
        found.setdefault(person_key(holder_name(row)), (int(str(row["person_id"])), line))
    return found


def line_words(line: PlannedLine) -> str:
    """Return « nouvelle séance tenue, n° 2024-02, 12 partenaires à l’appel dont 8 venus »."""
    if line.fate in (Fate.SAME, Fate.SKIP):
        return line.fate.label
    words = []
    if line.fate is Fate.CREATE:
        words.append(_("nouvelle séance tenue"))
        if line.number:
            words.append(_("n° {number}").format(number=line.number))
    elif filled := changed_fields(one for one in line.writes if one.table == "meeting"):
        words.append(_("complétée\u00a0: {fields}").format(fields=filled))
    entries = [one.values["presence"] for one in line.writes if one.table == "roll_entry"]
    if entries:
        came = sum(one in (Presence.PRESENT, Presence.REPRESENTED) for one in entries)
        words.append(
            ngettext(
                "{n} partenaire à l’appel, dont {came} venu",
                "{n} partenaires à l’appel, dont {came} venus",
                len(entries),
            ).format(n=len(entries), came=came)
        )
    return ", ".join(words)


def facts_words(line: PlannedLine) -> str:
    """Return « 20/06/2024 · Salle du conseil »."""
    return " · ".join(part for part in (short_date(line.draft.day), line.draft.place) if part)

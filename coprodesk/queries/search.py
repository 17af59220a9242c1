"""Ctrl+K and the search page: references, partners, people, meetings, items, records and commitments."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from coprodesk.domain import french
from coprodesk.domain.commitments import CommitmentState, Status, status
from coprodesk.domain.i18n import _
from coprodesk.domain.names import display_name, name_line
from coprodesk.domain.numbering import watch_reference
from coprodesk.domain.records import RecordKind
from coprodesk.queries import day
from coprodesk.store import Store
from coprodesk.store.search import match_expression

MARK_OPEN, MARK_CLOSE = "\x02", "\x03"
"""What surrounds each found word in a snippet."""

_REFERENCE = re.compile(r"([DEV])-?([0-9]{4})(?:-([0-9]{0,4}))?", re.IGNORECASE)
_WATCH = re.compile(r"VIG-?([0-9]{1,4})", re.IGNORECASE)
_MEETING = re.compile(r"[0-9]{4}-[0-9]{1,2}")
_LIGATURE = re.compile("[œæŒÆ]")
_RELATED = 5


class Subject(StrEnum):
    """What a hit opens, in the order of the groups of the palette."""

    INSTITUTION = "institution"
    PERSON = "person"
    BODY = "body"
    MEETING = "meeting"
    COMMITMENT = "commitment"
    AGENDA_ITEM = "agenda_item"
    RECORD = "record"
    TOPIC = "topic"
    WATCH_POINT = "watch_point"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {
            Subject.INSTITUTION: _("Partenaire"),
            Subject.PERSON: _("Personne"),
            Subject.BODY: _("Groupe"),
            Subject.MEETING: _("Réunion"),
            Subject.COMMITMENT: _("Engagement"),
            Subject.AGENDA_ITEM: _("Point"),
            Subject.RECORD: _("Relevé"),
            Subject.TOPIC: _("Sujet"),
            Subject.WATCH_POINT: _("Point de vigilance"),
        }[self]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `where` places it in words; the other ids say which page shows it.

    `snippet` is the text around the words found, between `MARK_OPEN` and `MARK_CLOSE`; it may be blank.
    `status` and `current_due` are those of a commitment; `body_id` is the group of a watch point.
    """

    subject: Subject
    id: int
    title: str
    snippet: str
    where: str
    institution_id: int | None = None
    meeting_id: int | None = None
    agenda_item_id: int | None = None
    status: Status | None = None
    current_due: date | None = None
    body_id: int | None = None


Found = dict[tuple[str, int], str]
"""(Subject, id) -> snippet, best first."""


def search(store: Store, text: str, limit: int = 24, on: date | None = None) -> tuple[Hit, ...]:
    """Return what `text` finds, best first: an exact reference, then titles, then texts.

    A partner found by name brings its people and its open commitments. Without `on` an open commitment has
    the status « open » whatever its due date.
    """
    found: Found = {}
    reference = _REFERENCE.fullmatch(text.strip())
    if reference is not None:
        _by_reference(store, reference, limit, found)
    elif watched := _WATCH.fullmatch(text.strip()):
        exact = watch_reference(int(watched[1]))
        for row in store.rows("SELECT id FROM watch_point WHERE reference = ?", (exact,)):
            found["watch_point", row["id"]] = ""
    elif _MEETING.fullmatch(text.strip()):
        for row in store.rows("SELECT id FROM meeting WHERE number = ?", (text.strip(),)):
            found["meeting", row["id"]] = ""
    if len(found) < limit and not (reference and found):
        _by_words(store, text, limit, found)
    return tuple(_hits(store, list(found.items())[:limit], on))


def _by_reference(store: Store, typed: re.Match[str], limit: int, found: Found) -> None:
    letter, year, number = typed[1].upper(), typed[2], typed[3]
    exact = f"{letter}-{year}-{int(number):02d}" if number else None
    table = "commitment" if letter == "E" else "record"
    pattern = f"{letter}-{year}-{number or ''}*"
    rows = store.rows(
        f"""SELECT id FROM {table} WHERE reference = :exact OR reference GLOB :pattern
            ORDER BY reference IS NOT :exact, reference LIMIT :limit""",
        {"exact": exact, "pattern": pattern, "limit": limit},
    )
    found.update({(table, row["id"]): "" for row in rows})


def _by_words(store: Store, text: str, limit: int, found: Found) -> None:
    """Add the directory, then titles, then texts; of equal ones the newest first."""
    words = _WORDS.findall(french.fold(text))
    _directory(store, words, limit, found)
    _meetings(store, words, found)
    _related(store, [row_id for subject, row_id in found if subject == "institution"][:2], found)
    # One letter alone begins too many words of a long file to be looked for while typing.
    expression = match_expression(" ".join(word for word in text.split() if len(word) > 1))
    if expression is None:
        return
    if _LIGATURE.search(text):
        expression = f"({expression}) OR ({match_expression(text.translate(_SPELT))})"
    for where in (f"{{title folded}} : ({expression})", expression):
        if len(found) < limit:
            _take(_match(store, where, limit), found)


_SPELT = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def _directory(store: Store, words: list[str], limit: int, found: Found) -> None:
    """Add partners, people and bodies of whose names each word begins a word: short lists, read whole."""
    rows = store.rows(
        """SELECT 'institution' AS subject, id, name || ' ' || short_name AS text,
               closed_on IS NOT NULL AS past FROM institution
           UNION ALL SELECT 'person', p.id, p.first_name || ' ' || p.last_name || ' '
               || coalesce(group_concat(m.function, ' '), ''), 0
           FROM person p LEFT JOIN mandate m ON m.person_id = p.id AND m.to_date IS NULL GROUP BY p.id
           UNION ALL SELECT 'body', id, name || ' ' || short_name, closed_on IS NOT NULL FROM body"""
    )
    hits = []
    for row in rows:
        names = _WORDS.findall(french.fold(row["text"]))
        if words and all(any(name.startswith(word) for name in names) for word in words):
            exact = sum(word in names for word in words)
            hits.append((row["past"], -exact, len(names), row["subject"], row["id"]))
    for *_rank, subject, row_id in sorted(hits)[:limit]:
        found[subject, row_id] = ""


def _meetings(store: Store, words: list[str], found: Found) -> None:
    """Add the newest meetings whose group and day two words or more tell (« plénière du 15 décembre »)."""
    if len(words) < 2:
        return
    left = {row["id"]: _untold(words, row) for row in store.rows("SELECT id, name, short_name FROM body")}
    taken = 0
    for row in store.rows("SELECT id, body_id, date FROM meeting ORDER BY date DESC, id DESC"):
        told = _day_words(row["date"])
        if all(any(one.startswith(word) for one in told) for word in left[row["body_id"]]):
            found.setdefault(("meeting", row["id"]), "")
            taken += 1
            if taken == _RELATED:
                return


def _untold(words: list[str], body: Any) -> list[str]:
    """Return the words that the names of a body do not tell: its meetings' days must."""
    names = _WORDS.findall(french.fold(f"{body['name']} {body['short_name']} du"))
    return [word for word in words if not any(name.startswith(word) for name in names)]


@cache
def _day_words(day: str) -> frozenset[str]:
    """Return what a day may be called: « jeudi 24 septembre 2026 », « 24/09/2026 », « 24/9 »."""
    on = date.fromisoformat(day)
    names = (french.WEEKDAYS[on.weekday()], french.MONTHS[on.month - 1])
    numbers = (
        f"{on.day}er" if on.day == 1 else f"{on.day}",
        f"{on.day:02d}",
        f"{on.month}",
        f"{on.month:02d}",
        f"{on.year}",
    )
    return frozenset((*map(french.fold, names), *numbers))


_WORDS = re.compile(r"\w+")


def _match(store: Store, expression: str, limit: int) -> list[Any]:
    """Return the newest matches. No ranking by frequency: that reads every match, too slow while typing."""
    return store.rows(
        """SELECT e.subject, e.row_id, highlight(search, 0, :open, :close) AS title,
               snippet(search, 1, :open, :close, '…', 12) AS body
           FROM search JOIN search_entry e ON e.id = search.rowid
           WHERE search MATCH :match ORDER BY search.rowid DESC LIMIT :limit""",
        {"match": expression, "limit": limit, "open": MARK_OPEN, "close": MARK_CLOSE},
    )


def _take(rows: Iterable[Any], found: Found) -> None:
    for row in rows:
        marked = row["title"] if MARK_OPEN in row["title"] else row["body"]
        found.setdefault((row["subject"], row["row_id"]), marked)


def _related(store: Store, institutions: list[int], found: Found) -> None:
    """Add who speaks for these institutions and what they still owe."""
    wanted = (json.dumps(institutions),)
    for row in store.rows(
        """SELECT DISTINCT person_id FROM mandate WHERE to_date IS NULL
           AND institution_id IN (SELECT value FROM json_each(?)) ORDER BY rank DESC, id LIMIT 5""",
        wanted,
    ):
        found.setdefault(("person", row["person_id"]), "")
    for row in store.rows(
        f"""SELECT id FROM commitment WHERE state IN ('open', 'to_confirm')
            AND lead_id IN (SELECT value FROM json_each(?))
            ORDER BY current_due IS NULL, current_due LIMIT {_RELATED}""",
        wanted,
    ):
        found.setdefault(("commitment", row["id"]), "")


# From rows of the index to what they open

_MEETING_WORDS = "b.short_name AS body, g.number, g.date"
_MEETING_JOIN = "JOIN meeting g ON g.id = a.meeting_id JOIN body b ON b.id = g.body_id"

_READ = {
    "institution": """SELECT i.id, i.name AS title, i.short_name, c.name AS college, i.id AS institution_id
        FROM institution i JOIN college c ON c.id = i.college_id WHERE i.id""",
    "person": """SELECT p.id, p.civility, p.first_name, p.last_name, m.function, i.short_name,
            i.id AS institution_id
        FROM person p LEFT JOIN mandate m ON m.id = (SELECT id FROM mandate WHERE person_id = p.id
            ORDER BY to_date IS NOT NULL, to_date DESC, id DESC LIMIT 1)
        LEFT JOIN institution i ON i.id = m.institution_id WHERE p.id""",
    "mandate": """SELECT m.id, p.id AS person_id, p.civility, p.first_name, p.last_name, m.function,
            i.short_name, i.id AS institution_id
        FROM mandate m JOIN person p ON p.id = m.person_id JOIN institution i ON i.id = m.institution_id
        WHERE m.id""",
    "body": """SELECT b.id, b.name AS title, k.name AS kind FROM body b
        JOIN body_kind k ON k.id = b.body_kind_id WHERE b.id""",
    "meeting": f"""SELECT g.id, g.id AS meeting_id, g.place, {_MEETING_WORDS}
        FROM meeting g JOIN body b ON b.id = g.body_id WHERE g.id""",
    "topic": "SELECT t.id, t.title FROM topic t WHERE t.id",
    "agenda_item": f"""SELECT a.id, a.id AS agenda_item_id, a.title, a.position, a.meeting_id,
            {_MEETING_WORDS}
        FROM agenda_item a {_MEETING_JOIN} WHERE a.id""",
    "record": f"""SELECT r.id, r.kind, r.reference, r.text, a.id AS agenda_item_id, a.title AS item,
            a.meeting_id, {_MEETING_WORDS}
        FROM record r JOIN agenda_item a ON a.id = r.agenda_item_id {_MEETING_JOIN} WHERE r.id""",
    "commitment": """SELECT c.id, c.reference, c.what, c.state, c.current_due, i.short_name, c.lead_id,
            c.lead_id AS institution_id, c.agenda_item_id
        FROM commitment c LEFT JOIN institution i ON i.id = c.lead_id WHERE c.id""",
    "commitment_event": """SELECT e.id, c.id AS commitment_id, c.reference, c.what, c.state, c.current_due,
            i.short_name, c.lead_id AS institution_id, c.agenda_item_id
        FROM commitment_event e JOIN commitment c ON c.id = e.commitment_id
        LEFT JOIN institution i ON i.id = c.lead_id WHERE e.id""",
    "watch_point": """SELECT w.id, w.reference, w.finding, w.place, w.body_id, w.lifted_on,
            b.short_name AS body, w.lead_id AS institution_id, w.agenda_item_id, a.meeting_id
        FROM watch_point w JOIN body b ON b.id = w.body_id
        LEFT JOIN agenda_item a ON a.id = w.agenda_item_id WHERE w.id""",
}


def _hits(store: Store, found: list[tuple[tuple[str, int], str]], on: date | None) -> Iterable[Hit]:
    """Return the hits in order, with one statement for each kind of row; nothing comes twice."""
    rows: dict[tuple[str, int], Any] = {}
    for subject in {key[0] for key, _snippet in found}:
        ids = json.dumps([row_id for (one, row_id), _snippet in found if one == subject])
        for row in store.rows(f"{_READ[subject]} IN (SELECT value FROM json_each(?))", (ids,)):
            rows[subject, row["id"]] = row
    given: set[tuple[Subject, int]] = set()
    for key, snippet in found:
        if key not in rows:
            continue
        hit = _hit(key[0], rows[key], snippet, on)
        if (hit.subject, hit.id) not in given:
            given.add((hit.subject, hit.id))
            yield hit


_IDS = ("institution_id", "meeting_id", "agenda_item_id", "body_id")


def _hit(subject: str, row: Any, snippet: str, on: date | None) -> Hit:
    columns = set(row.keys())
    ids = {name: row[name] for name in _IDS if name in columns}
    if subject in ("person", "mandate"):
        person_id = row["person_id"] if subject == "mandate" else row["id"]
        name = display_name(row["civility"], row["first_name"], row["last_name"])
        where = name_line(row["function"] or "", row["short_name"] or "")
        return Hit(Subject.PERSON, person_id, name, snippet, where, **ids)
    if subject in ("commitment", "commitment_event"):
        commitment_id = row["commitment_id"] if subject == "commitment_event" else row["id"]
        due = day(row["current_due"])
        state = CommitmentState(row["state"])
        return Hit(
            Subject.COMMITMENT,
            commitment_id,
            f"{row['reference']} {row['what']}",
            snippet,
            row["short_name"] or "",
            status=status(state, due, on) if on else Status(state.value),
            current_due=due,
            **ids,
        )
    return Hit(Subject(subject), row["id"], _title(subject, row), snippet, _where(subject, row), **ids)


def _title(subject: str, row: Any) -> str:
    if subject == "meeting":
        return _meeting_words(row)
    if subject == "record":
        kind = RecordKind(row["kind"]).label
        return f"{row['reference'] or kind} {_short(row['text'])}"
    if subject == "watch_point":
        return f"{row['reference']} {_short(row['finding'])}"
    return str(row["title"])


def _where(subject: str, row: Any) -> str:
    if subject == "institution":
        return _("partenaire, collège {college}").format(college=row["college"])
    if subject == "body":
        return str(row["kind"])
    if subject == "meeting":
        return str(row["place"])
    if subject == "agenda_item":
        return _("point {position}, {meeting}").format(position=row["position"], meeting=_meeting_words(row))
    if subject == "record":
        return f"{row['item']}, {_meeting_words(row)}"
    if subject == "watch_point":
        lifted = "" if row["lifted_on"] is None else _("levé")
        return ", ".join(part for part in (row["body"], row["place"], lifted) if part)
    return _("sujet")


def _meeting_words(row: Any) -> str:
    words = _("{body} du {day}").format(
        body=row["body"], day=french.short_date(date.fromisoformat(row["date"]))
    )
    return f"{words} (n°\u00a0{row['number']})" if row["number"] else words


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else f"{plain[:79].rstrip()}…"

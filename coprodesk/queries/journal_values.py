"""Stored values in the words of a reader: names of linked rows, states, dates, hours, yes and no."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from coprodesk.domain import french
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import Convener, MeetingState
from coprodesk.domain.records import RecordKind
from coprodesk.domain.tables import Value
from coprodesk.queries.setting_names import setting_name
from coprodesk.store import Store


class Words:
    """Values in words; the name of a row that is looked up once is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[tuple[str, int], str] = {}

    def name(self, table: str, row_id: int) -> str:
        """Return the present name of a row, blank when it is gone or has none."""
        key = table, row_id
        if key not in self._names:
            sql = _ROW_NAMES.get(table)
            row = self._store.row(f"SELECT {sql} FROM {table} WHERE id = ?", (row_id,)) if sql else None
            self._names[key] = "" if row is None else _named(table, str(row[0] or ""))
        return self._names[key]

    def learn(self, table: str) -> None:
        """Look up the names of all rows of a table at once, for who will ask for most of them."""
        sql = _ROW_NAMES.get(table)
        for row in self._store.rows(f"SELECT id, {sql} FROM {table}") if sql else ():
            self._names[table, row[0]] = _named(table, str(row[1] or ""))

    def value(self, table: str, column: str, value: Any) -> str:
        """Return one stored value as a reader writes it."""
        if value is None or value == "":
            return ""
        if column in _LINKS:
            linked = _LINKS[column]
            return self.name(linked, value) or _("n°\u00a0{id}").format(id=value)
        if column in _TRUTHS:
            return _("oui") if value else _("non")
        words = _VALUES.get((table, column)) or _VALUES.get(("", column))
        if words is not None:
            return words(value)
        if isinstance(value, str) and column in _DATES:
            return french.short_date(date.fromisoformat(value))
        if isinstance(value, str) and column in _HOURS:
            return french.hour(value)
        return french.thousands(value) if isinstance(value, int) else str(value)

    def typed(self, table: str, column: str, value: Any) -> Value:
        """Return one stored value for a spreadsheet: days, instants and numbers stay what they are."""
        if value is None or value == "":
            return None
        if column in _DATES:
            return date.fromisoformat(value)
        if column in _INSTANTS:
            return datetime.fromisoformat(value)
        if column in _HOURS or (isinstance(value, int) and column not in _TRUTHS):
            return value if isinstance(value, int) else str(value)
        return self.value(table, column, value)


def linked_table(column: str) -> str | None:
    """Return the table whose row a column names, None for a value of its own."""
    return _LINKS.get(column)


def _named(table: str, name: str) -> str:
    return setting_name(name) if table == "setting" else name


def _columns(value: str) -> str:
    """Return a stored list of columns, which nobody reads, as a word; any other value as it is."""
    return _("noté") if value.startswith("[{") else value


def _rank(value: str) -> str:
    return _("titulaire") if value == "titular" else _("suppléant")


def _audience(value: str) -> str:
    return Level(value).label


def _choice(words: Callable[[], dict[str, str]]) -> Callable[[str], str]:
    """Return what says a stored word by `words`, which are asked for when they are shown."""
    return lambda value: words().get(value, value)


_TRUTHS = frozenset(
    {
        "counted",
        "core",
        "numbered",
        "confidential",
        "dormant_by_design",
        "guest",
        "remote",
        "added",
        "recurring",
        "sensitive",
        "usual",
        "depth",
    }
)
_DATES = frozenset(
    {
        "agreement_on",
        "closed_on",
        "from_date",
        "to_date",
        "date",
        "convened_on",
        "reply_by",
        "reply_on",
        "due_on",
        "decided_on",
        "initial_due",
        "current_due",
        "done_on",
        "on_date",
        "from_due",
        "to_due",
        "raised_on",
        "made_on",
        "since",
        "lifted_on",
    }
)
_INSTANTS = frozenset({"frozen_at", "sent_at", "saved_at"})
_HOURS = frozenset(
    {
        "starts_at",
        "ends_at",
        "opened_at",
        "closed_at",
        "started_at",
        "from_at",
        "to_at",
        "from_starts_at",
        "to_starts_at",
    }
)
_LINKS = {
    "college_id": "college",
    "member_kind_id": "member_kind",
    "institution_id": "institution",
    "person_id": "person",
    "body_id": "body",
    "body_kind_id": "body_kind",
    "meeting_id": "meeting",
    "chair_id": "person",
    "secretary_id": "person",
    "seat_id": "seat",
    "raised_by_id": "institution",
    "theme_id": "theme",
    "topic_id": "topic",
    "reporter_id": "institution",
    "reporter_person_id": "person",
    "approves_id": "meeting",
    "roll_entry_id": "roll_entry",
    "agenda_item_id": "agenda_item",
    "lead_id": "institution",
    "referent_id": "person",
    "commitment_id": "commitment",
    "meeting_template_id": "meeting_template",
}
"""Column -> the table whose row it names."""

_ROW_NAMES = {
    "council": "name",
    "setting": "name",
    "college": "name",
    "member_kind": "name",
    "institution": "short_name",
    "person": "trim(civility || ' ' || first_name || ' ' || last_name)",
    "body_kind": "name",
    "body": "short_name",
    "theme": "name",
    "meeting": "(SELECT short_name FROM body WHERE id = body_id) || ' ' || coalesce(number, date)",
    "seat": "(SELECT short_name FROM institution WHERE id = institution_id)",
    "mandate": "(SELECT trim(first_name || ' ' || last_name) FROM person WHERE id = person_id)",
    "roll_entry": "institution_label",
    "topic": "title",
    "agenda_item": "title",
    "record": "coalesce(reference, substr(text, 1, 60))",
    "commitment": "reference",
    "contributor": "(SELECT short_name FROM institution WHERE id = institution_id)",
    "commitment_event": "(SELECT reference FROM commitment WHERE id = commitment_id)",
    "document_sent": "title",
    "meeting_notice": "reason",
    "usual_task": "label",
    "planned_task": "label",
    "meeting_template": "name",
    "template_item": "title",
    "watch_point": "reference",
    "usual_commitment": "what",
    "letter_template": "name",
    "local_figure": "indicator",
    "annual_note": "section",
}
"""Table -> SQL of the name of a row."""

_VALUES: dict[tuple[str, str], Callable[[Any], str]] = {
    ("", "level"): _audience,
    ("person", "level"): _choice(
        lambda: {"decision": _("décision"), "management": _("encadrement"), "front_line": _("première ligne")}
    ),
    ("", "audience"): _audience,
    ("meeting", "state"): lambda value: MeetingState(value).label,
    ("commitment", "state"): lambda value: CommitmentState(value).label,
    ("minutes_version", "state"): _choice(
        lambda: {
            "proposed": _("projet"),
            "validated": _("validé"),
            "approved": _("approuvé"),
            "rectified": _("rectifié"),
        }
    ),
    ("", "convened_by"): lambda value: Convener(value).label,
    ("", "reply"): lambda value: Reply(value).label,
    ("", "presence"): lambda value: Presence(value).label,
    ("", "outcome"): lambda value: Outcome(value).label,
    ("", "rank"): _rank,
    ("setting", "name"): setting_name,
    ("setting", "value"): _columns,
    ("mandate", "authority"): _choice(
        lambda: {"yes": _("oui"), "subject_to_approval": _("sous réserve"), "no": _("non")}
    ),
    ("movement", "kind"): lambda value: MovementKind(value).label,
    ("record", "kind"): lambda value: RecordKind(value).label,
    ("commitment_event", "kind"): lambda value: EventKind(value).label,
    ("contributor", "kind"): _choice(lambda: {"contributor": _("contributeur"), "associate": _("associé")}),
    ("council", "kind"): _choice(lambda: {"communal": _("communal"), "intercommunal": _("intercommunal")}),
    ("institution", "gender"): _choice(lambda: {"m": _("masculin"), "f": _("féminin")}),
    ("institution", "number"): _choice(lambda: {"s": _("singulier"), "p": _("pluriel")}),
    ("movement", "at"): french.hour,
    ("meeting_notice", "kind"): _choice(lambda: {"moved": _("report"), "cancelled": _("annulation")}),
    ("topic", "proposal"): _choice(lambda: {"postponed": _("reportée"), "refused": _("refusée")}),
    ("", "role"): _choice(
        lambda: {
            "approval": _("approbation"),
            "follow_up": _("suivi des engagements"),
            "watch_points": _("points de vigilance"),
        }
    ),
    ("indicator_reading", "kind"): _choice(lambda: {"progress": _("suivi"), "outcome": _("résultat")}),
    ("", "example_at"): lambda value: french.short_date(datetime.fromisoformat(value).date()),
}

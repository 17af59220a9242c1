"""The commitments: the list with what is derived on a day, one commitment with its history, the facts."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from coprodesk.domain import commitments as rules
from coprodesk.domain import french
from coprodesk.domain.commitments import (
    CommitmentFacts,
    CommitmentState,
    Criterion,
    EventKind,
    Precision,
    Status,
)
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import display_name
from coprodesk.queries import day
from coprodesk.queries.council import number_setting
from coprodesk.store import Store
from coprodesk.store.search import match_expression


class Segment(StrEnum):
    """The segments of the filter; late, soon and undated ones are open too."""

    ALL = "all"
    OPEN = "open"
    LATE = "late"
    SOON = "soon"
    UNDATED = "undated"
    TO_CONFIRM = "to_confirm"
    KEPT = "kept"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """Which commitments to show; None and blank ask for all. `audience` never selects what it may not see."""

    segment: Segment = Segment.ALL
    institution_id: int | None = None
    lead_id: int | None = None
    theme_id: int | None = None
    text: str = ""
    ids: tuple[int, ...] | None = None
    meeting_id: int | None = None
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """An institution that brings means (contributor) or is kept informed (associate)."""

    id: int
    institution_id: int
    short_name: str
    name: str
    article: str
    kind: str
    share: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the history of a commitment; `meeting` is « Restreinte n° 2026-02 » or blank."""

    id: int
    kind: EventKind
    on: date
    text: str
    from_due: date | None
    to_due: date | None
    meeting_id: int | None
    meeting: str


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One commitment on a day. `source` is how it was taken when no item of an agenda says so."""

    id: int
    reference: str
    what: str
    state: CommitmentState
    status: Status
    status_words: str
    lead_id: int | None
    lead: str
    lead_name: str
    lead_article: str
    referent_id: int | None
    referent: str
    referent_short: str
    referent_function: str
    theme_id: int | None
    theme: str
    deliverable: str
    place: str
    means: str
    decided_on: date
    initial_due: date | None
    current_due: date | None
    done_on: date | None
    days_late: int
    progress_indicator: str
    progress_done: int | None
    progress_target: int | None
    outcome_indicator: str
    outcome_baseline: str
    outcome_target: str
    outcome_source: str
    agenda_item_id: int | None
    meeting_id: int | None
    source: str
    note: str
    level: Level
    precision: Precision
    contributors: tuple[Contributor, ...]
    postponements: int
    reminders: int
    last_reminder_on: date | None
    last_news: EventRow | None
    events: tuple[EventRow, ...] = field(repr=False)

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """Return the criteria of precision not filled, in printed order."""
        return tuple(criterion for criterion, filled in self.precision.criteria if not filled)

    @property
    def others(self) -> tuple[Contributor, ...]:
        """Return the contributors and associates beside the lead."""
        return tuple(one for one in self.contributors if one.institution_id != self.lead_id)

    @property
    def late_words(self) -> str:
        """Return « 15 jours de retard », blank when it is not late."""
        return french.late_by(self.days_late) if self.days_late else ""

    @property
    def progress_words(self) -> str:
        """Return « 8 / 12 », « 8 » or nothing."""
        if self.progress_done is None and self.progress_target is None:
            return ""
        done = french.thousands(self.progress_done or 0)
        if self.progress_target is None:
            return done
        return f"{done}{french.NBSP}/{french.NBSP}{french.thousands(self.progress_target)}"

    @property
    def postponement_words(self) -> str:
        """Return « 2 reports », blank without any."""
        if not self.postponements:
            return ""
        return ngettext("{n} report", "{n} reports", self.postponements).format(n=self.postponements)

    @property
    def motive(self) -> str:
        """Return why it was abandoned, blank otherwise."""
        if self.state is not CommitmentState.ABANDONED:
            return ""
        return next((event.text for event in self.events if event.kind is EventKind.ABANDONED), "")


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """A heading of the list: a theme (None: without theme) and how many commitments it groups."""

    theme_id: int | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Counters:
    """The numbers of the segments and of the head of the page (M4, M11) on a day.

    `criteria` of `8 x all` are filled; `piloted` have a lead.
    """

    all: int
    open: int
    late: int
    soon: int
    undated: int
    to_confirm: int
    kept: int
    abandoned: int
    piloted: int
    due: int
    due_kept: int
    due_kept_on_time: int
    criteria: int

    def of(self, segment: Segment) -> int:
        """Return the number of one segment."""
        return int(getattr(self, segment.value))

    @property
    def mean_precision(self) -> str:
        """Return « 6,1 », criteria filled for each commitment, rounded half up; a dash without any."""
        if not self.all:
            return french.DASH
        tenths = (self.criteria * 20 + self.all) // (2 * self.all)
        return f"{tenths // 10},{tenths % 10}"

    @property
    def words(self) -> str:
        """Return « Tenus 4 / 7 échus, dont 2 à la date initiale · précision moyenne 6,1 / 8 »."""
        if not self.all:
            return _("Aucun engagement")
        due = ngettext("{kept} / {due} échu", "{kept} / {due} échus", self.due).format(
            kept=self.due_kept, due=self.due
        )
        return _("Tenus {due}, dont {on_time} à la date initiale · précision moyenne {mean} / 8").format(
            due=due, on_time=self.due_kept_on_time, mean=self.mean_precision
        )


# Selecting

_FROM = """
    FROM commitment c
    LEFT JOIN theme t ON t.id = c.theme_id"""

_SEGMENTS = {
    Segment.ALL: "1",
    Segment.OPEN: "c.state = 'open'",
    Segment.LATE: "c.state = 'open' AND c.current_due < :on",
    Segment.SOON: "c.state = 'open' AND c.current_due BETWEEN :on AND date(:on, :soon)",
    Segment.UNDATED: "c.state = 'open' AND c.current_due IS NULL",
    Segment.TO_CONFIRM: "c.state = 'to_confirm'",
    Segment.KEPT: "c.state = 'kept'",
    Segment.ABANDONED: "c.state = 'abandoned'",
}

_THEMES = "t.id IS NULL, t.position, t.id,"

# Late first, then what is due, then what is settled.
_URGENT = """
    CASE c.state WHEN 'open' THEN c.current_due >= :on OR c.current_due IS NULL
        WHEN 'to_confirm' THEN 2 WHEN 'kept' THEN 3 ELSE 4 END,
    c.current_due IS NULL, c.current_due, c.reference"""

_VISIBLE = """ AND NOT EXISTS (
    SELECT 1 FROM agenda_item ai JOIN meeting am ON am.id = ai.meeting_id JOIN body ab ON ab.id = am.body_id
    WHERE ai.id = c.agenda_item_id AND NOT ({inside}))"""


def _where(chosen: CommitmentFilter) -> tuple[str, dict[str, Any]]:
    """Return the SQL condition of a filter on `c` and its values."""
    parts = [_SEGMENTS[chosen.segment]]
    values: dict[str, Any] = {}
    if chosen.institution_id is not None:
        parts.append(
            """(c.lead_id = :institution OR c.id IN (
                SELECT commitment_id FROM contributor WHERE institution_id = :institution))"""
        )
        values["institution"] = chosen.institution_id
    if chosen.lead_id is not None:
        parts.append("c.lead_id = :lead")
        values["lead"] = chosen.lead_id
    if chosen.theme_id is not None:
        parts.append("c.theme_id = :theme")
        values["theme"] = chosen.theme_id
    if chosen.ids is not None:
        parts.append("c.id IN (SELECT value FROM json_each(:ids))")
        values["ids"] = json.dumps(chosen.ids)
    if chosen.meeting_id is not None:
        parts.append("c.agenda_item_id IN (SELECT id FROM agenda_item WHERE meeting_id = :meeting)")
        values["meeting"] = chosen.meeting_id
    expression = match_expression(chosen.text)
    if expression is not None:
        parts.append(
            """c.id IN (SELECT e.row_id FROM search s JOIN search_entry e ON e.id = s.rowid
                WHERE s.search MATCH :match AND e.subject = 'commitment')"""
        )
        values["match"] = expression
    where = " AND ".join(parts)
    if chosen.audience is not None:
        where += _visible(chosen.audience)
        values["body"] = chosen.audience.body_id
    return where, values


def _visible(audience: Audience) -> str:
    """Return the condition that leaves out what the audience may not see (domain.disclosure.sees).

    A commitment is no more open than the item and the confidential group in which it was taken.
    """
    if audience.level is Level.SECRETARIAT:
        return ""
    open_levels = {
        Level.PUBLIC: "'public'",
        Level.PARTNERS: "'public', 'partners'",
        Level.RESTRICTED: "'public', 'partners'",
    }[audience.level]
    if audience.level is not Level.RESTRICTED:
        inside = f"ai.level IN ({open_levels}) AND NOT ab.confidential"
        return f" AND c.level IN ({open_levels}){_VISIBLE.format(inside=inside)}"
    own = "am.body_id = :body"
    inside = (
        f"(ai.level IN ({open_levels}) OR ai.level = 'restricted' AND {own})"
        f" AND (NOT ab.confidential OR {own}) AND (c.level IN ({open_levels}) OR {own})"
    )
    closed = f"c.level = 'restricted' AND c.agenda_item_id IS NOT NULL OR c.level IN ({open_levels})"
    return f" AND ({closed}){_VISIBLE.format(inside=inside)}"


def commitments(
    store: Store,
    on: date,
    chosen: CommitmentFilter | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
    by_theme: bool = True,
) -> tuple[CommitmentRow, ...]:
    """Return the commitments of a filter, theme by theme, late ones first; all of them without `limit`."""
    where, values = _where(chosen or CommitmentFilter())
    soon = _soon_days(store)
    found = store.rows(
        f"""SELECT c.id {_FROM} WHERE {where} ORDER BY {_THEMES if by_theme else ""} {_URGENT}
            LIMIT :limit OFFSET :offset""",
        {
            **values,
            "on": on.isoformat(),
            "soon": f"+{soon} days",
            "limit": -1 if limit is None else limit,
            "offset": offset,
        },
    )
    return _rows(store, [row["id"] for row in found], on, soon)


def commitment(store: Store, commitment_id: int, on: date) -> CommitmentRow | None:
    """Return one commitment with its whole history, newest first, None when it is gone."""
    return next(iter(_rows(store, [commitment_id], on, _soon_days(store))), None)


def late(store: Store, on: date, limit: int | None = None) -> tuple[CommitmentRow, ...]:
    """Return the late commitments, the longest late first."""
    found = store.rows(
        """SELECT id FROM commitment WHERE state = 'open' AND current_due < ?
           ORDER BY current_due, initial_due, reference LIMIT ?""",
        (on.isoformat(), -1 if limit is None else limit),
    )
    return _rows(store, [row["id"] for row in found], on, _soon_days(store))


def theme_groups(store: Store, on: date, chosen: CommitmentFilter | None = None) -> tuple[ThemeGroup, ...]:
    """Return the headings of the list, in its order."""
    where, values = _where(chosen or CommitmentFilter())
    rows = store.rows(
        f"""SELECT t.id, t.name, count(*) AS n {_FROM} WHERE {where}
            GROUP BY t.id ORDER BY {_THEMES} 1""",
        {**values, "on": on.isoformat(), "soon": f"+{_soon_days(store)} days"},
    )
    return tuple(ThemeGroup(row["id"], row["name"] or _("Sans thème"), row["n"]) for row in rows)


def _soon_days(store: Store) -> int:
    return number_setting(store, "soon_days", rules.SOON_DAYS)


# Counting


def _filled(*columns: str) -> str:
    """Return 1 when each column holds more than blanks; only one that begins unusually is trimmed."""
    return " AND ".join(
        f"CASE WHEN c.{column} = '' THEN 0 WHEN c.{column} BETWEEN '!' AND '~' THEN 1"
        f" ELSE trim(c.{column}, {_BLANKS}) <> '' END"
        for column in columns
    )


_BLANKS = "' ' || char(9, 10, 11, 12, 13, 160, 8239)"


_CRITERIA = f"""
    (c.lead_id IS NOT NULL) + (c.referent_id IS NOT NULL OR {_filled("referent_function")})
    + ({_filled("deliverable")}) + ({_filled("place")}) + (c.current_due IS NOT NULL) + ({_filled("means")})
    + ({_filled("progress_indicator")})
    + ({_filled("outcome_indicator", "outcome_baseline", "outcome_target", "outcome_source")})"""


def counters(store: Store, on: date, chosen: CommitmentFilter | None = None) -> Counters:
    """Return the numbers of the page, counted by the database in one pass."""
    where, values = _where(chosen or CommitmentFilter())
    due = "c.state IN ('open', 'kept') AND c.current_due <= :on"
    kept = f"{due} AND c.state = 'kept'"
    columns = {
        **{segment.value: condition for segment, condition in _SEGMENTS.items()},
        "piloted": "c.lead_id IS NOT NULL",
        "due": due,
        "due_kept": kept,
        "due_kept_on_time": f"{kept} AND c.done_on <= coalesce(c.initial_due, c.current_due)",
        "criteria": _CRITERIA,
    }
    sums = ", ".join(f'coalesce(sum({condition}), 0) AS "{name}"' for name, condition in columns.items())
    row = store.row(
        f"SELECT {sums} FROM commitment c WHERE {where}",
        {**values, "on": on.isoformat(), "soon": f"+{_soon_days(store)} days"},
    )
    return Counters(**dict(zip(columns, row or (0,) * len(columns), strict=True)))


# Reading

_ROW = """
    SELECT c.*, i.short_name AS lead, i.name AS lead_name, i.article AS lead_article, t.name AS theme,
        p.civility, p.first_name, p.last_name, a.meeting_id
    FROM commitment c
    LEFT JOIN institution i ON i.id = c.lead_id
    LEFT JOIN person p ON p.id = c.referent_id
    LEFT JOIN theme t ON t.id = c.theme_id
    LEFT JOIN agenda_item a ON a.id = c.agenda_item_id"""


def _rows(store: Store, ids: Sequence[int], on: date, soon: int) -> tuple[CommitmentRow, ...]:
    """Return the rows of these commitments in this order, in three statements."""
    wanted = (json.dumps(ids),)
    inside = "IN (SELECT value FROM json_each(?))"
    events: dict[int, list[EventRow]] = {}
    for row in store.rows(
        f"""SELECT e.*, m.number, m.date, b.short_name FROM commitment_event e
            LEFT JOIN meeting m ON m.id = e.meeting_id LEFT JOIN body b ON b.id = m.body_id
            WHERE e.commitment_id {inside} ORDER BY e.on_date DESC, e.id DESC""",
        wanted,
    ):
        events.setdefault(row["commitment_id"], []).append(_event(row))
    contributors: dict[int, list[Contributor]] = {}
    for row in store.rows(
        f"""SELECT k.*, i.short_name, i.name, i.article FROM contributor k
            JOIN institution i ON i.id = k.institution_id
            WHERE k.commitment_id {inside} ORDER BY k.kind DESC, k.id""",
        wanted,
    ):
        contributors.setdefault(row["commitment_id"], []).append(
            Contributor(
                row["id"],
                row["institution_id"],
                row["short_name"],
                row["name"],
                row["article"],
                row["kind"],
                row["share"],
            )
        )
    rows = {row["id"]: row for row in store.rows(f"{_ROW} WHERE c.id {inside}", wanted)}
    return tuple(
        _commitment(rows[one], events.get(one, ()), contributors.get(one, ()), on, soon)
        for one in ids
        if one in rows
    )


def _event(row: Any) -> EventRow:
    meeting = ""
    if row["meeting_id"] is not None:
        meeting = (
            _("{body} n°\u00a0{number}").format(body=row["short_name"], number=row["number"])
            if row["number"]
            else _("{body} du {day}").format(
                body=row["short_name"], day=french.short_date(date.fromisoformat(row["date"]))
            )
        )
    return EventRow(
        id=row["id"],
        kind=EventKind(row["kind"]),
        on=date.fromisoformat(row["on_date"]),
        text=row["text"],
        from_due=day(row["from_due"]),
        to_due=day(row["to_due"]),
        meeting_id=row["meeting_id"],
        meeting=meeting,
    )


def _commitment(
    row: Any, events: Iterable[EventRow], contributors: Iterable[Contributor], on: date, soon: int
) -> CommitmentRow:
    history = tuple(events)
    partners = tuple(contributors)
    news = next((event for event in history if event.kind is not EventKind.REMINDER), None)
    reminders = [event for event in history if event.kind is EventKind.REMINDER]
    known = _facts(row, news.on if news else None)
    status = rules.status(known.state, known.current_due, on, soon)
    overdue = status is Status.LATE and known.current_due is not None
    return CommitmentRow(
        id=row["id"],
        reference=row["reference"],
        what=row["what"],
        state=known.state,
        status=status,
        status_words=rules.status_words(known, on),
        lead_id=row["lead_id"],
        lead=row["lead"] or "",
        lead_name=row["lead_name"] or "",
        lead_article=row["lead_article"] or "",
        referent_id=row["referent_id"],
        referent=_person(row, row["first_name"]),
        referent_short=_person(row, ""),
        referent_function=row["referent_function"],
        theme_id=row["theme_id"],
        theme=row["theme"] or "",
        deliverable=row["deliverable"],
        place=row["place"],
        means=row["means"],
        decided_on=date.fromisoformat(row["decided_on"]),
        initial_due=known.initial_due,
        current_due=known.current_due,
        done_on=known.done_on,
        days_late=(on - known.current_due).days if overdue and known.current_due else 0,
        progress_indicator=row["progress_indicator"],
        progress_done=row["progress_done"],
        progress_target=row["progress_target"],
        outcome_indicator=row["outcome_indicator"],
        outcome_baseline=row["outcome_baseline"],
        outcome_target=row["outcome_target"],
        outcome_source=row["outcome_source"],
        agenda_item_id=row["agenda_item_id"],
        meeting_id=row["meeting_id"],
        source=row["origin"],
        note=row["note"],
        level=Level(row["level"]),
        precision=rules.precision(known),
        contributors=partners,
        postponements=sum(event.kind is EventKind.POSTPONED for event in history),
        reminders=len(reminders),
        last_reminder_on=reminders[0].on if reminders else None,
        last_news=news,
        events=history,
    )


def _person(row: Any, first_name: str | None) -> str:
    return display_name(row["civility"], first_name or "", row["last_name"]) if row["last_name"] else ""


def _facts(row: Any, last_news_on: date | None) -> CommitmentFacts:
    return CommitmentFacts(
        id=row["id"],
        reference=row["reference"],
        state=CommitmentState(row["state"]),
        lead=row["lead"],
        referent=row["last_name"] or row["referent_function"],
        deliverable=row["deliverable"],
        place=row["place"],
        initial_due=day(row["initial_due"]),
        current_due=day(row["current_due"]),
        done_on=day(row["done_on"]),
        means=row["means"],
        progress_indicator=row["progress_indicator"],
        outcome_indicator=row["outcome_indicator"],
        baseline=row["outcome_baseline"],
        target=row["outcome_target"],
        source=row["outcome_source"],
        last_news_on=last_news_on,
    )


def facts(store: Store) -> tuple[CommitmentFacts, ...]:
    """Return what the formulas need of every commitment, by reference.

    The lead counts among the contributing institutions; a reminder is no news, the decision is.
    """
    rows = store.rows(
        """SELECT c.id, c.reference, c.state, i.short_name, coalesce(p.last_name, c.referent_function),
               c.deliverable, c.place, c.initial_due, c.current_due, c.done_on, c.means,
               c.progress_indicator, c.outcome_indicator, c.outcome_baseline, c.outcome_target,
               c.outcome_source, (c.lead_id IS NOT NULL) + coalesce(k.others, 0),
               coalesce(e.last_news_on, c.decided_on)
           FROM commitment c
           LEFT JOIN institution i ON i.id = c.lead_id
           LEFT JOIN person p ON p.id = c.referent_id
           LEFT JOIN (SELECT commitment_id, max(on_date) AS last_news_on FROM commitment_event
               WHERE kind <> 'reminder' GROUP BY commitment_id) e ON e.commitment_id = c.id
           LEFT JOIN (SELECT k.commitment_id, count(*) AS others FROM contributor k
               JOIN commitment l ON l.id = k.commitment_id
               WHERE k.kind = 'contributor' AND k.institution_id IS NOT l.lead_id
               GROUP BY k.commitment_id) k ON k.commitment_id = c.id
           ORDER BY c.reference"""
    )
    states = {state.value: state for state in CommitmentState}
    days = _Days()
    return tuple(
        CommitmentFacts(
            id=row[0],
            reference=row[1],
            state=states[row[2]],
            lead=row[3],
            referent=row[4],
            deliverable=row[5],
            place=row[6],
            initial_due=days[row[7]],
            current_due=days[row[8]],
            done_on=days[row[9]],
            means=row[10],
            progress_indicator=row[11],
            outcome_indicator=row[12],
            baseline=row[13],
            target=row[14],
            source=row[15],
            contributors=row[16],
            last_news_on=days[row[17]],
        )
        for row in rows
    )


class _Days(dict[str | None, date | None]):
    """Dates by their text, each read once: a long file names the same days again and again."""

    def __missing__(self, text: str | None) -> date | None:
        found = self[text] = day(text)
        return found

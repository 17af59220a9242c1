"""The first page: the next meeting, whom to remind, what deserves watching, which minutes wait."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from coprodesk.domain import french
from coprodesk.domain.attendance import (
    ChronicAbsentee,
    Presence,
    RollRow,
    chronic_absentees,
    last_months,
)
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import OBSERVATION_DAYS, MeetingState
from coprodesk.domain.minutes import last_observation_day, silence_reached
from coprodesk.queries.absences import rolls_of_absences
from coprodesk.queries.commitments import CommitmentRow, commitment, late, late_count
from coprodesk.queries.council import number_setting, setting
from coprodesk.queries.figures import MONTHS, thresholds
from coprodesk.queries.planning import DueTask, PlannedTask, planned_tasks, tasks_due
from coprodesk.queries.versions import standing
from coprodesk.store import Store

CHASED = 5
WATCHED = 3
STEPS, DONE_STEPS = 5, 2
"""How many steps of the next meeting are shown, and how many of them are already done."""
_ORANGE_DAYS = 365


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting; `seats` are those outside the town, `to_review` the promises due by then.

    `tasks` are the steps of its countdown around the first one still to be done.
    """

    id: int
    body: str
    number: str | None
    date: date
    starts_at: str
    place: str
    state: MeetingState
    days: int
    seats: int
    items: int
    minutes: int
    to_review: int
    tasks: tuple[PlannedTask, ...]

    @property
    def when(self) -> str:
        """Return « jeudi 19 novembre 2026, 14 h 30 · Salle du conseil »."""
        day = f"{french.long_date(self.date)}, {french.hour(self.starts_at)}"
        return f"{day} · {self.place}" if self.place else day

    @property
    def words(self) -> str:
        """Return « 12 sièges · 9 points, 1 h 30 · 3 engagements à examiner »."""
        items = ngettext("{n} point", "{n} points", self.items).format(n=self.items)
        if self.items:
            items += f", {french.duration(self.minutes)}"
        parts = [ngettext("{n} siège", "{n} sièges", self.seats).format(n=self.seats), items]
        if self.to_review:
            parts.append(
                ngettext("{n} engagement à examiner", "{n} engagements à examiner", self.to_review).format(
                    n=self.to_review
                )
            )
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class ChaseLine:
    """A late commitment with the two small lines of the card."""

    commitment: CommitmentRow
    detail: str
    reminded: str


class WatchKind(StrEnum):
    """What a line of the watch list is about."""

    ABSENCE = "absence"
    PLENARY = "plenary"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One line to watch; `subject` and `id` say what it opens (institution, body or commitment)."""

    kind: WatchKind
    title: str
    text: str
    subject: str
    id: int


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """Minutes not yet approved."""

    meeting_id: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Home:
    """Everything of the first page on a day; `late` of `piloted` commitments are late.

    `due` are the steps late or due within a week of the meetings other than the next one.
    """

    next_meeting: NextMeeting | None
    due: tuple[DueTask, ...]
    chase: tuple[ChaseLine, ...]
    late: int
    piloted: int
    watch: tuple[WatchLine, ...]
    minutes: tuple[MinutesLine, ...]

    @property
    def chase_words(self) -> str:
        """Return « 3 sur 11 pilotés »."""
        return ngettext("{n} sur {all} piloté", "{n} sur {all} pilotés", self.piloted).format(
            n=self.late, all=self.piloted
        )


def home(store: Store, on: date) -> Home:
    """Return the first page on a day."""
    coming = _next_meeting(store, on)
    shown = 0 if coming is None else coming.id
    return Home(
        next_meeting=coming,
        due=tuple(one for one in tasks_due(store, on) if one.task.meeting_id != shown),
        chase=tuple(_chase(row) for row in late(store, on, CHASED)),
        late=late_count(store, on),
        piloted=_piloted(store),
        watch=(*_absences(store, on), *_plenaries(store, on), *_vague(store, on)),
        minutes=_minutes(store, on),
    )


def _piloted(store: Store) -> int:
    return int(store.rows("SELECT count(lead_id) FROM commitment")[0][0])


def _next_meeting(store: Store, on: date) -> NextMeeting | None:
    row = store.row(
        """SELECT g.*, b.name AS body,
               (SELECT count(*) FROM agenda_item a WHERE a.meeting_id = g.id) AS items,
               (SELECT coalesce(sum(a.planned_minutes), 0) FROM agenda_item a
                   WHERE a.meeting_id = g.id) AS minutes,
               (SELECT count(*) FROM roll_entry r WHERE r.meeting_id = g.id AND r.counted
                   AND NOT r.guest) AS roll,
               (SELECT count(*) FROM seat s JOIN institution i ON i.id = s.institution_id
                   JOIN college c ON c.id = i.college_id
                   WHERE s.body_id = g.body_id AND c.counted
                       AND (s.from_date IS NULL OR s.from_date <= g.date)
                       AND (s.to_date IS NULL OR s.to_date >= g.date)) AS seats,
               (SELECT count(*) FROM commitment c WHERE c.state = 'open'
                   AND c.current_due <= g.date) AS to_review
           FROM meeting g JOIN body b ON b.id = g.body_id
           WHERE g.date >= ? AND g.state IN ('preparation', 'convened', 'in_progress')
           ORDER BY g.date, g.starts_at LIMIT 1""",
        (on.isoformat(),),
    )
    if row is None:
        return None
    day = date.fromisoformat(row["date"])
    return NextMeeting(
        id=row["id"],
        body=row["body"],
        number=row["number"],
        date=day,
        starts_at=row["starts_at"],
        place=row["place"],
        state=MeetingState(row["state"]),
        days=(day - on).days,
        seats=row["roll"] or row["seats"],
        items=row["items"],
        minutes=row["minutes"],
        to_review=row["to_review"],
        tasks=_steps(planned_tasks(store, row["id"], on)),
    )


def _steps(tasks: tuple[PlannedTask, ...]) -> tuple[PlannedTask, ...]:
    """Return the steps around the first open one: two done before it, the next ones after it."""
    first = next((index for index, task in enumerate(tasks) if not task.done), len(tasks))
    start = max(0, min(first - DONE_STEPS, len(tasks) - STEPS))
    return tasks[start : start + STEPS]


def _chase(row: CommitmentRow) -> ChaseLine:
    if row.postponements and row.initial_due:
        detail = _("{reports}, échéance initiale {day}").format(
            reports=row.postponement_words, day=french.short_date(row.initial_due)
        )
    elif row.progress_words:
        detail = _("avancement {progress}").format(progress=row.progress_words)
    else:
        detail = _("décidé le {day}").format(day=french.short_date(row.decided_on))
    reminded = _("jamais relancé")
    if row.last_reminder_on:
        reminded = _("relancé le {day}").format(day=french.day_month(row.last_reminder_on))
    return ChaseLine(row, f"{row.reference} · {detail}", reminded)


# What deserves watching


def _absences(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return the lines of M3, the longest series of absences first."""
    window = last_months(on, MONTHS)
    present = {row["id"] for row in store.rows("SELECT id FROM institution WHERE closed_on IS NULL")}
    rolls = [roll for roll in rolls_of_absences(store, window) if roll.institution_id in present]
    states = {(roll.institution_id, roll.meeting_id): roll for roll in rolls}
    found = sorted(
        chronic_absentees(rolls, window, thresholds(store)),
        key=lambda one: (-len(one.streak), one.presence.rate or 0, one.presence.key),
    )
    return tuple(_absence(one, states) for one in found[:WATCHED])


def _absence(one: ChronicAbsentee, states: dict[tuple[int, int], RollRow]) -> WatchLine:
    seen = one.presence
    missed = [states[seen.institution_id, meeting] for meeting in one.streak]
    if len(missed) >= 3:
        title = _("{name}\u00a0: {n} absences de suite").format(name=seen.key, n=len(missed))
        excused = sum(row.presence is Presence.EXCUSED for row in missed)
        first = missed[0].held_on
        text = _("{kinds}, depuis {month} {year}.").format(
            kinds=_kinds(excused, len(missed) - excused),
            month=french.MONTHS[first.month - 1],
            year=first.year,
        )
    else:
        present = ngettext("{n} présence", "{n} présences", seen.numerator).format(n=seen.numerator)
        title = ngettext(
            "{name}\u00a0: {present} sur {due} due",
            "{name}\u00a0: {present} sur {due} dues",
            seen.denominator,
        ).format(name=seen.key, present=present, due=seen.denominator)
        text = _("{kinds} en {months} mois.").format(kinds=_kinds(seen.excused, seen.absent), months=MONTHS)
    return WatchLine(WatchKind.ABSENCE, title, text, "institution", seen.institution_id)


def _kinds(excused: int, absent: int) -> str:
    parts = []
    if excused:
        parts.append(ngettext("{n} excuse", "{n} excuses", excused).format(n=excused))
    if absent:
        parts.append(ngettext("{n} absence", "{n} absences", absent).format(n=absent))
    return ", ".join(parts) or _("Aucune absence")


def _plenaries(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return the line of M5's vigilance: more than a year between plenaries, or since the last."""
    rows = store.rows(
        """SELECT g.date, b.id FROM meeting g JOIN body b ON b.id = g.body_id
           JOIN body_kind k ON k.id = b.body_kind_id
           WHERE k.code = 'plenary' AND g.state = 'held' AND g.date <= ? ORDER BY g.date DESC LIMIT 2""",
        (on.isoformat(),),
    )
    if not rows:
        return ()
    held = [date.fromisoformat(row["date"]) for row in rows]
    between = max(((later - earlier).days for later, earlier in pairwise(held)), default=0)
    since = (on - held[0]).days
    if max(between, since) <= _ORANGE_DAYS:
        return ()
    if between >= since:
        title = _("Plénières\u00a0: {n} jours d’écart").format(n=french.thousands(between))
    else:
        title = _("Plénière\u00a0: {n} jours sans réunion").format(n=french.thousands(since))
    if held[0].year == on.year:
        text = _("Une par année civile\u00a0: la règle est respectée.")
    else:
        text = _("Aucune encore en {year}\u00a0: une par année civile est due.").format(year=on.year)
    return (WatchLine(WatchKind.PLENARY, title, text, "body", rows[0]["id"]),)


def _vague(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return the open commitments that nobody leads or that have no due date, the newest first."""
    rows = store.rows(
        """SELECT id FROM commitment WHERE state = 'open' AND (lead_id IS NULL OR current_due IS NULL)
           ORDER BY decided_on DESC, id DESC LIMIT ?""",
        (WATCHED,),
    )
    lines = []
    for row in (commitment(store, found["id"], on) for found in rows):
        if row is None:
            continue
        lacks = [] if row.lead_id else [_("pilote")]
        lacks += [] if row.current_due else [_("échéance")]
        band = row.precision.label
        lines.append(
            WatchLine(
                WatchKind.COMMITMENT,
                _("{reference} sans {lacks}").format(reference=row.reference, lacks=_(" ni ").join(lacks)),
                _("{band}, précision {score}\u00a0/\u00a08.").format(
                    band=band[0].upper() + band[1:], score=row.precision.score
                ),
                "commitment",
                row.id,
            )
        )
    return tuple(lines)


def _minutes(store: Store, on: date) -> tuple[MinutesLine, ...]:
    """Return the numbered meetings held in the last 12 months whose minutes no held meeting approved."""
    rows = store.rows(
        """SELECT g.id, g.date, b.short_name,
               (SELECT v.state || ' ' || v.version FROM minutes_version v WHERE v.meeting_id = g.id
                   ORDER BY v.frozen_at DESC, v.id DESC LIMIT 1) AS version
           FROM meeting g JOIN body b ON b.id = g.body_id
           WHERE b.numbered AND g.state = 'held' AND g.date <= :on AND g.date > :since
               AND NOT EXISTS (SELECT 1 FROM agenda_item a JOIN meeting h ON h.id = a.meeting_id
                   WHERE a.approves_id = g.id AND a.outcome = 'treated' AND h.state = 'held')
               AND NOT EXISTS (SELECT 1 FROM minutes_version v WHERE v.meeting_id = g.id
                   AND v.state IN ('approved', 'rectified'))
           ORDER BY g.date DESC""",
        {"on": on.isoformat(), "since": str(last_months(on, 12).start_exclusive)},
    )
    approver = setting(store, "approver", "")
    days = number_setting(store, "observation_days", OBSERVATION_DAYS)
    return tuple(
        MinutesLine(
            row["id"],
            _("{body} du {day}").format(
                body=row["short_name"], day=_with_year(date.fromisoformat(row["date"]))
            ),
            _silent(standing(store, row["id"]).published_on, days, on) or _version(row["version"], approver),
        )
        for row in rows
    )


def _silent(published_on: date | None, days: int, on: date) -> str:
    """Return the question to ask once the delay for observations has run out, '' before that."""
    if published_on is None or not silence_reached(published_on, days, on):
        return ""
    last = last_observation_day(published_on, days)
    return _("Délai d’observation passé le {day}, l’approuver\u00a0?").format(day=_with_year(last))


def _with_year(day: date) -> str:
    return f"{french.day_month(day)} {day.year}"


def _version(version: str | None, approver: str) -> str:
    if version is None:
        return _("Brouillon, rien n’est encore figé")
    state, number = version.split()
    if state == "validated":
        return _("Validé, à soumettre à l’approbation")
    words = _("Projet v{number}").format(number=number)
    return f"{words}, {approver}" if approver else words

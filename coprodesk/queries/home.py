"""The first page: the next meeting, whom to remind, what deserves watching, which minutes wait."""

from datetime import date
from typing import NamedTuple

from coprodesk.domain import french
from coprodesk.domain.attendance import last_months
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.minutes import last_observation_day, silence_reached
from coprodesk.queries.attention import WatchLine, attention
from coprodesk.queries.commitment_counters import late_count
from coprodesk.queries.commitment_rows import CommitmentRow, late
from coprodesk.queries.council import setting, silence_days
from coprodesk.queries.planning import DueTask, PlannedTask, planned_tasks, tasks_due
from coprodesk.queries.versions import standing
from coprodesk.store import Store

CHASED = 5
STEPS, DONE_STEPS = 5, 2
"""How many steps of the next meeting are shown, and how many of them are already done."""


class NextMeeting(NamedTuple):
    """The meeting in progress, else the next one.

    `seats` are those outside the town, `to_review` the promises due by then.
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
    def in_progress(self) -> bool:
        """Tell whether its session is open, whatever its date."""
        return self.state is MeetingState.IN_PROGRESS

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


class ChaseLine(NamedTuple):
    """A late commitment with the two small lines of the card."""

    commitment: CommitmentRow
    detail: str
    reminded: str


class MinutesLine(NamedTuple):
    """Minutes not yet approved."""

    meeting_id: int
    title: str
    text: str


class Home(NamedTuple):
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
        watch=attention(store, on),
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
           WHERE g.state = 'in_progress' OR (g.date >= ? AND g.state IN ('preparation', 'convened'))
           ORDER BY g.state <> 'in_progress', g.date, g.starts_at LIMIT 1""",
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
    days = silence_days(store)
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


def _silent(published_on: date | None, days: int | None, on: date) -> str:
    """Return the question to ask once the delay for observations has run out, '' before that."""
    if published_on is None or days is None or not silence_reached(published_on, days, on):
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

"""What deserves attention, in neutral words, each line with the acts that may follow.

The council's own thresholds are read from its settings.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from coprodesk.domain import french
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import (
    ChronicAbsentee,
    Presence,
    RollRow,
    chronic_absentees,
    last_months,
)
from coprodesk.domain.cadence import (
    BodyFacts,
    MeetingFacts,
    Rest,
    Signal,
    cadences,
    plenary_years,
    rests,
    vigilance,
)
from coprodesk.domain.commitments import SILENT_DAYS
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.items import ALERT_FROM, ItemFacts, postponements
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.absences import MONTHS, rolls_of_absences, thresholds
from coprodesk.queries.cadence import body_facts
from coprodesk.queries.commitment_rows import commitment
from coprodesk.queries.council import number_setting
from coprodesk.store import Store

MOST = 3
"""How many lines one kind of matter may take."""
LATEST_SILENT = 4


class WatchKind(StrEnum):
    """What a line of the attention list is about."""

    ABSENCE = "absence"
    PLENARY = "plenary"
    DORMANT = "dormant"
    NEXT_DATE = "next_date"
    POSTPONED = "postponed"
    SILENT = "silent"
    COMMITMENT = "commitment"


class Body(NamedTuple):
    """A body for which a meeting may be fixed at once."""

    id: int
    name: str


class WatchLine(NamedTuple):
    """One line; `subject` and `id` say what it opens: institution, body, topic or commitment.

    `more` is a third line. `bodies` are those for which a date may be fixed. `meeting_on` is the next meeting
    at which the institution is expected.
    """

    kind: WatchKind
    title: str
    text: str
    subject: str
    id: int
    more: str = ""
    bodies: tuple[Body, ...] = ()
    meeting_on: date | None = None


def silent_days(store: Store) -> int:
    """Return after how many days without news an open commitment is shown."""
    return number_setting(store, "silent_days", SILENT_DAYS)


def attention(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return the list on a day: presence, plenaries, bodies, topics, then commitments."""
    bodies, meetings = body_facts(store), _recent_meetings(store, on)
    resting = rests(bodies, meetings, on)
    return (
        *_absences(store, on),
        *_plenaries(bodies, meetings, resting, on),
        *_dormant(resting),
        *_undated(bodies, meetings, resting, on),
        *_postponed(store, on),
        *_silent(store, on),
        *_vague(store, on),
    )


# Presence


def _absences(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return the lines of M3, the longest series of absences first."""
    window = last_months(on, MONTHS)
    present = {row["id"] for row in store.rows("SELECT id FROM institution WHERE closed_on IS NULL")}
    rolls = [roll for roll in rolls_of_absences(store, window) if roll.institution_id in present]
    states = {(roll.institution_id, roll.meeting_id): roll for roll in rolls}
    found = sorted(
        chronic_absentees(rolls, window, thresholds(store)),
        key=lambda one: (-len(one.streak), one.presence.rate or 0, one.presence.key),
    )[:MOST]
    coming = _expected(store, [one.presence.institution_id for one in found], on)
    return tuple(_absence(one, states, coming.get(one.presence.institution_id)) for one in found)


def _expected(store: Store, institutions: Sequence[int], on: date) -> dict[int, date]:
    """Return the day of the next meeting at which each institution has a seat."""
    rows = store.rows(
        """SELECT s.institution_id, min(m.date) FROM seat s JOIN meeting m ON m.body_id = s.body_id
           WHERE s.institution_id IN (SELECT value FROM json_each(:ids)) AND m.date >= :on
               AND m.state IN ('preparation', 'convened', 'in_progress')
               AND (s.from_date IS NULL OR s.from_date <= m.date)
               AND (s.to_date IS NULL OR s.to_date >= m.date)
           GROUP BY s.institution_id""",
        {"ids": json.dumps(institutions), "on": on.isoformat()},
    )
    return {row[0]: date.fromisoformat(row[1]) for row in rows}


def _absence(one: ChronicAbsentee, states: dict[tuple[int, int], RollRow], coming: date | None) -> WatchLine:
    seen = one.presence
    missed = [states[seen.institution_id, meeting] for meeting in one.streak]
    if len(missed) >= 3:
        title = _("{name}\u00a0: {n} absences de suite").format(name=seen.key, n=len(missed))
        excused = sum(row.presence is Presence.EXCUSED for row in missed)
        first = missed[0].held_on
        text = _("{kinds}, depuis {month} {year}.").format(
            kinds=_kinds(excused, len(missed) - excused),
            month=french.month_name(first.month),
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
    return WatchLine(
        WatchKind.ABSENCE,
        title,
        text,
        "institution",
        seen.institution_id,
        more=_last_and_next(one.last_present_on, coming),
        meeting_on=coming,
    )


def _last_and_next(last: date | None, coming: date | None) -> str:
    """Return « Venue : 14/03/24 · réunion : 19/11/26 »: the last presence and the next meeting."""
    return _("Venue\u00a0: {last} · réunion\u00a0: {coming}").format(
        last=f"{last:%d/%m/%y}" if last else _("aucune"),
        coming=f"{coming:%d/%m/%y}" if coming else _("à fixer"),
    )


def _kinds(excused: int, absent: int) -> str:
    parts = []
    if excused:
        parts.append(ngettext("{n} excuse", "{n} excuses", excused).format(n=excused))
    if absent:
        parts.append(ngettext("{n} absence", "{n} absences", absent).format(n=absent))
    return ", ".join(parts) or _("Aucune absence")


# Bodies


def _recent_meetings(store: Store, on: date) -> tuple[MeetingFacts, ...]:
    """Return the meetings since the beginning of last year, and the last two that each body held."""
    rows = store.rows(
        """SELECT id, coalesce(number, date), body_id, date, state FROM meeting
           WHERE date >= :since OR id IN (SELECT id FROM (
               SELECT id, row_number() OVER (PARTITION BY body_id ORDER BY date DESC, id DESC) AS rank
               FROM meeting WHERE state = 'held' AND date <= :on) WHERE rank <= 2)
           ORDER BY date, id""",
        {"since": f"{on.year - 1}-01-01", "on": on.isoformat()},
    )
    return tuple(
        MeetingFacts(row[0], row[1], row[2], date.fromisoformat(row[3]), MeetingState(row[4])) for row in rows
    )


def _plenaries(
    bodies: Iterable[BodyFacts], meetings: Sequence[MeetingFacts], resting: Sequence[Rest], on: date
) -> tuple[WatchLine, ...]:
    """Return the legal check and the vigilance of M5, as one line when one of them has something to say."""
    plenary = [one for one in bodies if one.plenary and one.active(on)]
    if not plenary:
        return ()
    years = plenary_years(plenary, meetings, on)
    seen = vigilance(plenary, meetings, on)
    this_year = years[-1]
    last_missed = len(years) > 1 and years[-2].signal is Signal.RED and not this_year.held
    watched = seen.signal in (Signal.ORANGE, Signal.RED)
    if not watched and this_year.signal in (Signal.GREEN, Signal.NEUTRAL) and not last_missed:
        return ()
    since, between = seen.since_last or 0, seen.between_last_two or 0
    if not watched:
        title = _("Plénière\u00a0: aucune en {year}").format(year=on.year)
    elif between >= since:
        title = _("Plénières\u00a0: {n} jours d’écart").format(n=french.thousands(between))
    else:
        title = _("Plénière\u00a0: {n} jours sans réunion").format(n=french.thousands(since))
    first = plenary[0]
    ahead = any(one.meeting_ahead for one in resting if one.body.plenary)
    return (
        WatchLine(
            WatchKind.PLENARY,
            title,
            _legal_words(bool(this_year.held), last_missed, on),
            "body",
            first.id,
            bodies=() if ahead else (Body(first.id, first.key),),
        ),
    )


def _legal_words(held: bool, last_missed: bool, on: date) -> str:
    """Return what D. 132-9 CSI, one plenary in each calendar year, says of this one."""
    if held:
        return _("Une par année civile\u00a0: la règle est respectée.")
    if last_missed:
        return _("Aucune en {last} ni encore en {year}\u00a0: une par année civile est due.").format(
            last=on.year - 1, year=on.year
        )
    left = (date(on.year, 12, 31) - on).days
    return ngettext(
        "Aucune encore en {year}\u00a0: une par année civile est due, il reste {n} jour.",
        "Aucune encore en {year}\u00a0: une par année civile est due, il reste {n} jours.",
        left,
    ).format(year=on.year, n=left)


def _dormant(resting: Iterable[Rest]) -> tuple[WatchLine, ...]:
    """Return the bodies that sleep (M6), the longest asleep first."""
    asleep = sorted((one for one in resting if one.asleep), key=lambda one: -one.days)
    return tuple(_sleeper(one) for one in asleep[:MOST])


def _sleeper(one: Rest) -> WatchLine:
    assert one.last is not None
    text = _("{n} jours sans réunion, la dernière le {day}.").format(
        n=french.thousands(one.days), day=french.short_date(one.last.on)
    )
    title = _("{name}\u00a0: en sommeil").format(name=one.body.key)
    return WatchLine(WatchKind.DORMANT, title, text, "body", one.body.id)


def _undated(
    bodies: Sequence[BodyFacts], meetings: Sequence[MeetingFacts], resting: Iterable[Rest], on: date
) -> tuple[WatchLine, ...]:
    """Return one line for the bodies under their target (M5) that have no date ahead and do not sleep."""
    waiting = {one.body.id for one in resting if not (one.meeting_ahead or one.asleep)}
    late = [
        one
        for one in cadences(bodies, meetings, on)
        if one.body.id in waiting
        and not one.body.dormant_by_design
        and len(one.held) < (one.body.yearly_target or 0)
    ]
    if not late:
        return ()
    if len(late) == 1:
        only = late[0]
        title = _("{name}\u00a0: prochaine date à fixer").format(name=only.body.key)
        text = ngettext(
            "{n} réunion en 12 mois, sur {target}.", "{n} réunions en 12 mois, sur {target}.", len(only.held)
        ).format(n=len(only.held), target=only.body.yearly_target)
    else:
        title = _("Date à fixer\u00a0: {n} groupes").format(n=len(late))
        text = ", ".join(one.body.key for one in late) + "."
    chosen = tuple(Body(one.body.id, one.body.key) for one in late)
    return (WatchLine(WatchKind.NEXT_DATE, title, text, "body", late[0].body.id, bodies=chosen),)


# Topics and commitments


def _postponed(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return the topics put off twice or more (M7), those put off most often first."""
    found = [one for one in postponements(_put_off(store, on), on) if one.alert]
    return tuple(
        WatchLine(
            WatchKind.POSTPONED,
            _("«\u00a0{topic}\u00a0»\u00a0: {n} reports").format(topic=one.topic, n=len(one.meetings)),
            ngettext(
                "Inscrit à {n} réunion, à traiter ou à clore.",
                "Inscrit à {n} réunions, à traiter ou à clore.",
                one.entered,
            ).format(n=one.entered),
            "topic",
            one.topic_id,
        )
        for one in found[:MOST]
    )


def _put_off(store: Store, on: date) -> tuple[ItemFacts, ...]:
    """Return the items, held by a day, of the topics not closed that were left untreated often enough."""
    rows = store.rows(
        """SELECT i.id, m.id, m.date, i.topic_id, t.title, i.outcome, m.starts_at
           FROM (SELECT topic_id FROM agenda_item WHERE outcome <> 'treated' GROUP BY topic_id
               HAVING count(*) >= :least) w
           CROSS JOIN agenda_item i ON i.topic_id = w.topic_id
           CROSS JOIN topic t ON t.id = w.topic_id CROSS JOIN meeting m ON m.id = i.meeting_id
           WHERE t.closed_on IS NULL AND m.state = 'held' AND m.date <= :on
           ORDER BY m.date, m.id, i.position, i.id""",
        {"least": ALERT_FROM, "on": on.isoformat()},
    )
    return tuple(
        ItemFacts(
            row[0],
            row[1],
            "",
            date.fromisoformat(row[2]),
            True,
            row[3],
            row[4],
            Outcome(row[5]),
            starts_at=row[6],
        )
        for row in rows
    )


def _silent(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return one line for the open commitments without news for too long, the longest silent first."""
    days = silent_days(store)
    rows = store.rows(
        """SELECT c.id, c.reference, coalesce((SELECT max(e.on_date) FROM commitment_event e
               WHERE e.commitment_id = c.id AND e.kind <> 'reminder'), c.decided_on) AS heard
           FROM commitment c WHERE c.state = 'open' AND heard < ? ORDER BY heard, c.reference""",
        ((on - timedelta(days=days)).isoformat(),),
    )
    if not rows:
        return ()
    title = ngettext(
        "{n} engagement sans nouvelle depuis {days} jours",
        "{n} engagements sans nouvelle depuis {days} jours",
        len(rows),
    ).format(n=french.thousands(len(rows)), days=days)
    named = ", ".join(row[1] for row in rows[:LATEST_SILENT])
    rest = len(rows) - LATEST_SILENT
    if rest > 0:
        named += _(" et {n} de plus").format(n=french.thousands(rest))
    return (WatchLine(WatchKind.SILENT, title, f"{named}.", "commitment", rows[0][0]),)


def _vague(store: Store, on: date) -> tuple[WatchLine, ...]:
    """Return the open commitments that nobody leads or that have no due date, the newest first."""
    rows = store.rows(
        """SELECT id FROM commitment WHERE state = 'open' AND (lead_id IS NULL OR current_due IS NULL)
           ORDER BY decided_on DESC, id DESC LIMIT ?""",
        (MOST,),
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

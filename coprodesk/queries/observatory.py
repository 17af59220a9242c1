"""Observatoire: presence, promises and the council's life over a span, with the rows behind each figure."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from coprodesk.domain.attendance import (
    Attendance,
    InstitutionPresence,
    Period,
    Presence,
    attendance,
    last_months,
)
from coprodesk.domain.cadence import (
    Cadence,
    PlenaryYear,
    Rest,
    Vigilance,
    cadences,
    cancellations,
    plenary_years,
    rests,
    vigilance,
)
from coprodesk.domain.figures import Figure, core_figures
from coprodesk.domain.front_line import FRONT_LINE, field_feedback
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.items import ALERT_FROM, Postponement, postponements
from coprodesk.domain.life_figures import concentration_figures, turnover_figures
from coprodesk.domain.spread import ThemeFacts, concentration
from coprodesk.domain.turnover import turnovers
from coprodesk.queries import life_facts as rows
from coprodesk.queries.absences import MONTHS, rolls_of_absences, thresholds
from coprodesk.queries.cadence import body_facts, meeting_facts
from coprodesk.queries.commitment_groups import CommitmentSets, commitment_sets
from coprodesk.store import Store

LAST = 8
_DAY = timedelta(days=1)
_WITHIN = "m.state = 'held' AND m.date <= :until AND (:after IS NULL OR m.date > :after)"


class Span(StrEnum):
    """Which meetings the page shows; the rates are over the same days, and over 24 months for the last 8."""

    LAST = "last"
    MONTHS = "months"
    YEAR = "year"
    ALL = "all"

    @property
    def label(self) -> str:
        """Return the French words of the choice."""
        return {
            Span.LAST: _("{n} dernières séances").format(n=LAST),
            Span.MONTHS: _("{n} mois").format(n=MONTHS),
            Span.YEAR: _("Année civile"),
            Span.ALL: _("Tout"),
        }[self]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of the map; `body` is the short name of its formation."""

    id: int
    on: date
    body: str
    plenary: bool
    figure: Figure


@dataclass(frozen=True, slots=True)
class Watched:
    """One institution of the map: a state for each sitting, its rate over the window, what is to be noted."""

    id: int
    name: str
    cells: tuple[Presence | None, ...]
    presence: InstitutionPresence
    streak: int
    watched: bool

    @property
    def remark(self) -> str:
        """Return « 8 absences de suite », « 3 de suite, n = 2 », « grand absent », « titulaire 2 / 6 »."""
        seen = self.presence
        if self.watched and self.streak >= 3:
            if seen.small:
                return _("{n} de suite, n = {base}").format(n=self.streak, base=seen.denominator)
            return _("{n} absences de suite").format(n=self.streak)
        if self.watched:
            return _("grand absent")
        if seen.represented > seen.present and seen.denominator >= 3:
            return _("titulaire {n}\u00a0/\u00a0{base}").format(n=seen.present, base=seen.denominator)
        return ""


@dataclass(frozen=True, slots=True)
class Themes:
    """M12: the commitments of each theme in order (None: without theme), and the themes nobody works on."""

    shares: tuple[tuple[ThemeFacts | None, tuple[int, ...]], ...]
    orphans: tuple[ThemeFacts, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Observatory:
    """Everything of the page on a day. `shown` is the span of the map, `window` that of the rates.

    `items` are M7's rate and M20, `turnover` and `spread` the figures of M14 and M15, `front_line` and
    `feedback` those of M16, `core_names` the institutions of the core that sat.
    """

    on: date
    span: Span
    shown: Period
    window: Period
    sittings: tuple[Sitting, ...]
    institutions: tuple[Watched, ...]
    participation: tuple[Sitting, ...]
    promises: CommitmentSets
    themes: Themes
    core: Figure
    core_names: tuple[str, ...]
    cadences: tuple[Cadence, ...]
    rests: tuple[Rest, ...]
    plenary_year: PlenaryYear
    vigilance: Vigilance
    cancelled: Figure
    items: tuple[Figure, Figure]
    waiting: tuple[Postponement, ...]
    turnover: tuple[Figure, ...]
    spread: tuple[Figure, ...]
    front_line: Figure
    feedback: Figure

    @property
    def empty(self) -> bool:
        """Tell whether nothing was ever held nor promised: there is nothing to observe."""
        return not self.sittings and not self.promises.total and not self.participation


def periods(store: Store, on: date, span: Span) -> tuple[Period, Period]:
    """Return the days that the map shows, and those of the rates."""
    window = last_months(on, MONTHS)
    if span is Span.ALL:
        return Period(None, on), Period(None, on)
    if span is Span.YEAR:
        year = Period(date(on.year, 1, 1) - _DAY, on)
        return year, year
    if span is Span.MONTHS:
        return window, window
    found = store.rows(
        """SELECT m.date FROM meeting m WHERE m.state = 'held' AND m.date <= ?
               AND EXISTS (SELECT 1 FROM roll_entry r WHERE r.meeting_id = m.id)
           ORDER BY m.date DESC, m.id DESC LIMIT ?""",
        (on.isoformat(), LAST),
    )
    first = date.fromisoformat(found[-1][0]) - _DAY if found else window.start_exclusive
    return Period(first, on), window


def observatory(
    store: Store, on: date, span: Span = Span.LAST, promises: CommitmentSets | None = None
) -> Observatory:
    """Return the page on a day; the numbers are those of `figures` over the same window.

    `promises` are those of that day when the caller has read them for another span.
    """
    shown, window = periods(store, on, span)
    rolls = rolls_of_absences(store, _wider(shown, window))
    came = attendance(rolls, window, thresholds(store))
    sittings = _sittings(store, _wider(shown, window))
    within = tuple(one for one in sittings if shown.holds(one.on))
    core = rows.core_institutions(store)
    bodies, meetings = body_facts(store), meeting_facts(store)
    promises = promises or commitment_sets(store, on)
    terms = rows.mandate_facts(store)
    seats = turnovers(rows.seat_facts(store, on), terms, on, window)
    charged = concentration(promises.open, rows.referent_facts(store, promises.open), terms, on)
    gone, scheduled = cancellations(meetings, window)
    sent, held = field_feedback(meetings, rows.field_feedback_sent(store, on), window)
    return Observatory(
        on=on,
        span=span,
        shown=shown,
        window=window,
        sittings=within,
        institutions=_institutions(store, came, within),
        participation=tuple(one for one in sittings if window.holds(one.on)),
        promises=promises,
        themes=_themes(promises, rows.theme_facts(store), on),
        core=core_figures(came.presences, core)[0],
        core_names=tuple(one.key for one in came.presences if one.institution_id in core),
        cadences=cadences(bodies, meetings, on),
        rests=rests(bodies, meetings, on),
        plenary_year=plenary_years(bodies, meetings, on)[-1],
        vigilance=vigilance(bodies, meetings, on),
        cancelled=_figure(_("Taux d’annulation"), [one.id for one in gone], len(scheduled)),
        items=_items(store, window),
        waiting=tuple(one for one in _waiting(store, on) if len(one.meetings) >= ALERT_FROM),
        turnover=turnover_figures(seats, on)[:3],
        spread=concentration_figures(charged),
        front_line=_front_line(store, window),
        feedback=_figure(_("Retours au terrain envoyés"), sent, len(held)),
    )


def _figure(name: str, ids: "list[int] | tuple[int, ...]", base: int) -> Figure:
    return Figure(None, name, len(ids), base, tuple(ids))


def _wider(one: Period, other: Period) -> Period:
    starts = one.start_exclusive, other.start_exclusive
    known = [start for start in starts if start is not None]
    return Period(min(known) if len(known) == len(starts) else None, one.end_inclusive)


def _sittings(store: Store, period: Period) -> tuple[Sitting, ...]:
    """Return M2 of the meetings held in a period that have a roll, oldest first; 0 / 0 when never taken."""
    found = store.rows(
        f"""SELECT m.id, m.date, b.short_name, k.code = 'plenary', coalesce(m.number, m.date),
               sum(r.presence IN ('present', 'represented')), sum(r.presence <> 'unknown')
           FROM meeting m JOIN body b ON b.id = m.body_id JOIN body_kind k ON k.id = b.body_kind_id
           JOIN roll_entry r ON r.meeting_id = m.id
           WHERE {_WITHIN} AND r.counted AND NOT r.guest AND r.institution_id IS NOT NULL
           GROUP BY m.id ORDER BY m.date, m.starts_at, m.id""",
        _days(period),
    )
    name = _("Taux de participation de la séance")
    return tuple(
        Sitting(
            row[0],
            date.fromisoformat(row[1]),
            row[2],
            bool(row[3]),
            Figure(row[4], name, row[5], row[6], (row[0],)),
        )
        for row in found
    )


def _institutions(store: Store, came: Attendance, sittings: tuple[Sitting, ...]) -> tuple[Watched, ...]:
    """Return those convened to one of the sittings, in the order of the rolls."""
    ranks = {
        row[0]: place
        for place, row in enumerate(
            store.rows(
                """SELECT i.id FROM institution i JOIN college c ON c.id = i.college_id
                   ORDER BY i.protocol_rank, c.position, i.id"""
            )
        )
    }
    chronic = {one.presence.institution_id: one for one in came.absentees}
    ids = [one.id for one in sittings]
    found = []
    for seen in sorted(came.presences, key=lambda one: ranks[one.institution_id]):
        key = seen.institution_id
        line = tuple(came.states.get((key, meeting)) for meeting in ids)
        if any(cell is not None for cell in line):
            known = chronic.get(key)
            streak = len(known.streak) if known else 0
            found.append(Watched(key, seen.key, line, seen, streak, known is not None))
    return tuple(found)


def _themes(promises: CommitmentSets, themes: tuple[ThemeFacts, ...], on: date) -> Themes:
    in_use = [theme for theme in themes if theme.closed_on is None or theme.closed_on > on]
    found: list[tuple[ThemeFacts | None, tuple[int, ...]]] = [
        (theme, tuple(promises.themes.get(theme.id, ())))
        for theme in themes
        if theme in in_use or theme.id in promises.themes
    ]
    if None in promises.themes:
        found.append((None, tuple(promises.themes[None])))
    orphans = tuple(theme for theme in in_use if theme.id not in promises.active_themes)
    return Themes(tuple(found), orphans, promises.total)


def _items(store: Store, window: Period) -> tuple[Figure, Figure]:
    """Return M7's rate and M20 of the meetings held in the window, counted by the file."""
    ids: dict[tuple[str, int], list[int]] = {}
    for outcome, fruitful, found in store.rows(
        f"""SELECT i.outcome, EXISTS (SELECT 1 FROM record r WHERE r.agenda_item_id = i.id
                    AND r.kind = 'decision')
                OR EXISTS (SELECT 1 FROM commitment c WHERE c.agenda_item_id = i.id) AS fruitful,
               json_group_array(i.id)
           FROM meeting m JOIN agenda_item i ON i.meeting_id = m.id WHERE {_WITHIN} GROUP BY 1, 2""",
        _days(window),
    ):
        ids[outcome, fruitful] = json.loads(found)
    postponed = [one for (outcome, _f), found in ids.items() if outcome == "postponed" for one in found]
    fruitful = ids.get(("treated", 1), [])
    return (
        _figure(_("Points reportés"), postponed, sum(len(found) for found in ids.values())),
        _figure(
            _("Points suivis d’une décision ou d’un engagement"),
            fruitful,
            len(fruitful) + len(ids.get(("treated", 0), [])),
        ),
    )


def _waiting(store: Store, on: date) -> tuple[Postponement, ...]:
    return postponements(rows.waiting_item_facts(store, on), on)


def _front_line(store: Store, window: Period) -> Figure:
    """Return M16: seats held by somebody of the front line, over seats present or represented."""
    people = rows.People(store)
    front: list[int] = []
    total = 0
    for own, person, label, found in store.rows(
        f"""SELECT r.presence = 'present', r.person_id,
               CASE r.presence WHEN 'present' THEN r.person_label ELSE r.delegate_label END,
               json_group_array(r.id)
           FROM meeting m JOIN roll_entry r ON r.meeting_id = m.id
           WHERE {_WITHIN} AND r.presence IN ('present', 'represented') AND r.counted AND NOT r.guest
           GROUP BY 1, 2, 3""",
        _days(window),
    ):
        ids = json.loads(found)
        total += len(ids)
        who = person if own and person is not None else people[label]
        if who is not None and people.levels.get(who) == FRONT_LINE:
            front += ids
    return _figure(_("Agents de première ligne"), sorted(front), total)


def _days(period: Period) -> dict[str, Any]:
    after = period.start_exclusive
    return {"after": after and after.isoformat(), "until": period.end_inclusive.isoformat()}


def window_words(found: Observatory) -> str:
    """Return « 24 mois », « 2026 », « Depuis 2006 »: over which days the rates are."""
    if found.span is Span.YEAR:
        return str(found.on.year)
    if found.span is Span.ALL:
        return _("Tout")
    return ngettext("{n} mois", "{n} mois", MONTHS).format(n=MONTHS)


def median_words(figure: Figure) -> str:
    """Return « 312 jours » of a figure whose fraction is a median in days, '' without any."""
    if not figure.denominator:
        return ""
    days = round(Fraction(figure.numerator, figure.denominator))
    return ngettext("{n} jour", "{n} jours", days).format(n=days)

"""The flat shape of the figures of the council's life: bodies, items, seats, themes, people."""

from collections.abc import Iterable, Sequence
from datetime import date

from coprodesk.domain.cadence import (
    ORANGE_DAYS,
    Cadence,
    Gap,
    MeetingFacts,
    PlenaryYear,
    Rest,
    Vigilance,
)
from coprodesk.domain.coverage import Coverage
from coprodesk.domain.figures import Figure
from coprodesk.domain.front_line import Attendance, ComerFacts
from coprodesk.domain.i18n import _
from coprodesk.domain.items import ItemShares, Postponement
from coprodesk.domain.spread import Concentration, ThemeShares
from coprodesk.domain.turnover import Turnover, median_days


def attendance_figures(meetings: Iterable[Attendance]) -> tuple[Figure, ...]:
    """Return beside M2, for each meeting, how many people were in the room; the ids are lines of its roll."""
    name = _("Personnes présentes")
    return tuple(Figure(one.meeting_key, name, len(one.entries), 1, one.entries) for one in meetings)


def cadence_figures(
    cadences: Iterable[Cadence], years: Iterable[PlenaryYear], seen: Vigilance, gaps: Sequence[Gap]
) -> tuple[Figure, ...]:
    """Return M5: cadence of each body (0 without a target), plenaries of each year over the one due, days."""
    since = _("Jours depuis la dernière plénière, sur {limit}").format(limit=ORANGE_DAYS)
    between = _("Jours entre les deux dernières plénières, sur {limit}").format(limit=ORANGE_DAYS)
    days = ((since, seen.since_last, seen.last[-1:]), (between, seen.between_last_two, seen.last))
    gap = _("Jours depuis la réunion précédente")
    return (
        *(
            Figure(
                one.body.key,
                _("Réunions tenues en 12 mois sur la cible annuelle"),
                len(one.held),
                one.body.yearly_target or 0,
                one.held,
            )
            for one in cadences
        ),
        *(
            Figure(None, _("Plénières tenues en {year}").format(year=one.year), len(one.held), 1, one.held)
            for one in years
        ),
        *(Figure(None, name, number, ORANGE_DAYS, ids) for name, number, ids in days if number is not None),
        *(Figure(one.meeting.key, gap, one.days, 1, (one.meeting.id,)) for one in gaps),
    )


def rest_figures(
    rests: Sequence[Rest], cancelled: Sequence[MeetingFacts], scheduled: Sequence[MeetingFacts]
) -> tuple[Figure, ...]:
    """Return M6: sleeping bodies over active ones, days since each sat over its limit, cancellations."""
    asleep = tuple(one.body.id for one in rests if one.asleep)
    name = _("Jours depuis la dernière réunion, avant sommeil")
    return (
        Figure(None, _("Formations en sommeil"), len(asleep), len(rests), asleep),
        *(
            Figure(one.body.key, name, one.days, one.limit, (one.last.id,))
            for one in rests
            if one.last is not None
        ),
        Figure(
            None,
            _("Taux d’annulation"),
            len(cancelled),
            len(scheduled),
            tuple(one.id for one in cancelled),
        ),
    )


def postponement_figures(waiting: Iterable[Postponement], shares: ItemShares) -> tuple[Figure, ...]:
    """Return M7: the rate of postponement, then for each topic waiting the meetings that did not treat it."""
    return (
        Figure(None, _("Taux de report"), len(shares.postponed), len(shares.entered), shares.postponed),
        *(
            Figure(
                None,
                _("Reports de «\u00a0{topic}\u00a0»").format(topic=one.topic),
                len(one.meetings),
                one.entered,
                one.meetings,
            )
            for one in waiting
        ),
    )


def coverage_figures(held: Iterable[Coverage], ahead: Iterable[Coverage]) -> tuple[Figure, ...]:
    """Return M8 for each item, under the number of its meeting; the ids are institutions."""
    came = _("Couverture du point {position}, {title}")
    announced = _("Couverture annoncée du point {position}, {title}")
    return tuple(
        Figure(
            one.meeting_key,
            name.format(position=one.position, title=one.title),
            len(one.covered),
            len(one.concerned),
            one.covered,
        )
        for name, items in ((came, held), (announced, ahead))
        for one in items
    )


def theme_figures(found: ThemeShares) -> tuple[Figure, ...]:
    """Return M12: the share of each theme in the commitments, then the orphans among themes in use."""
    share, without = _("Part thématique"), _("Sans thème")
    return (
        *(
            Figure(theme.name if theme else None, share if theme else without, len(ids), found.total, ids)
            for theme, ids in found.shares
        ),
        Figure(
            None,
            _("Thèmes orphelins"),
            len(found.orphans),
            len(found.in_use),
            tuple(theme.id for theme in found.orphans),
        ),
    )


def turnover_figures(found: Sequence[Turnover], on: date) -> tuple[Figure, ...]:
    """Return M14: seats handed over in 12 months, median seniority in days, vacant days of all days."""
    changed = tuple(one.seat.id for one in found if one.changed)
    middle = median_days(found, on)
    vacant = [one for one in found if one.vacant_days]
    name = _("Jours de vacance, {body}")
    return (
        Figure(None, _("Sièges dont le titulaire a changé en 12 mois"), len(changed), len(found), changed),
        Figure(
            None,
            _("Ancienneté médiane des titulaires, en jours"),
            middle.numerator if middle is not None else 0,
            middle.denominator if middle is not None else 0,
            tuple(one.seat.id for one in found if one.since is not None),
        ),
        Figure(
            None,
            _("Jours de vacance des sièges"),
            sum(one.vacant_days for one in found),
            sum(one.days for one in found),
            tuple(one.seat.id for one in vacant),
        ),
        *(
            Figure(
                one.seat.institution_key,
                name.format(body=one.seat.body),
                one.vacant_days,
                one.days,
                (one.seat.id,),
            )
            for one in vacant
        ),
    )


def concentration_figures(found: Concentration) -> tuple[Figure, ...]:
    """Return M15: open commitments of the three most charged referents, and those whose referent left."""
    total = len(found.carried)
    return (
        Figure(
            None,
            _("Engagements ouverts des trois référents les plus chargés"),
            len(found.most_charged),
            total,
            found.most_charged,
        ),
        Figure(None, _("Engagements ouverts orphelins"), len(found.orphans), total, found.orphans),
    )


def front_line_figures(
    shares: tuple[Sequence[ComerFacts], Sequence[ComerFacts]],
    feedback: tuple[tuple[int, ...], tuple[int, ...]],
) -> tuple[Figure, ...]:
    """Return M16: seats held by the front line (ids of the roll), meetings reported back to the field."""
    (front, came), (sent, held) = shares, feedback
    return (
        Figure(
            None,
            _("Part de la première ligne dans les présences"),
            len(front),
            len(came),
            tuple(row.entry_id for row in front),
        ),
        Figure(None, _("Retours au terrain envoyés"), len(sent), len(held), sent),
    )


def project_figures(shares: ItemShares) -> tuple[Figure, ...]:
    """Return M20: items that led to a decision or a commitment, over items treated."""
    name = _("Part des points traités avec une décision ou un engagement")
    return (Figure(None, name, len(shares.fruitful), len(shares.treated), shares.fruitful),)

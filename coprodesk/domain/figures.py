"""The one flat shape of every figure: numerator, denominator and the rows behind it, never a float."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from coprodesk.domain import french
from coprodesk.domain.attendance import (
    ChronicAbsentee,
    InstitutionPresence,
    MeetingParticipation,
    core_share,
    share,
)
from coprodesk.domain.commitments import (
    CommitmentState,
    Criterion,
    Keeping,
    PrecisionBand,
    Promised,
    band_of,
    single_sector,
)
from coprodesk.domain.i18n import _

# Under this number a percentage says more than is known (3.C, last line).
_BARE_FRACTION_UNDER = 5


# A file of 20 years has 20,000 of these: a frozen dataclass takes three times as long to make.
class Figure(NamedTuple):
    """One figure; `key` names an institution, a meeting, a commitment, a body, a theme, or nothing (None).

    `ids` are the rows that make the numerator: meetings for an institution or a body, seats for a meeting,
    else what the name of the figure counts. Days are counted among the days allowed, or else among 1.
    """

    key: str | None
    name: str
    numerator: int
    denominator: int
    ids: tuple[int, ...]

    @property
    def rate(self) -> Fraction | None:
        """Return the exact share, or None when the denominator is 0."""
        return share(self.numerator, self.denominator)

    @property
    def words(self) -> str:
        """Return « 4 / 7 (57,1 %) », without the percentage under 5, a dash when there is nothing."""
        if not self.denominator:
            return french.DASH
        fraction = f"{self.numerator}{french.NBSP}/{french.NBSP}{self.denominator}"
        if self.denominator < _BARE_FRACTION_UNDER:
            return fraction
        return f"{fraction} ({french.percent(self.rate)})"


def presence_figures(presences: Iterable[InstitutionPresence]) -> tuple[Figure, ...]:
    """Return M1: one figure for each institution."""
    return tuple(
        Figure(one.key, _("Taux de présence institutionnelle"), one.numerator, one.denominator, one.attended)
        for one in presences
    )


def titular_figures(presences: Iterable[InstitutionPresence]) -> tuple[Figure, ...]:
    """Return beside M1, for each institution, how often its titular came herself."""
    name = _("Présence du titulaire")
    return tuple(Figure(one.key, name, one.present, one.denominator, one.present_at) for one in presences)


def excuse_figures(presences: Iterable[InstitutionPresence]) -> tuple[Figure, ...]:
    """Return beside M1, for each institution, how often it was excused."""
    name = _("Taux d’excuse")
    return tuple(Figure(one.key, name, one.excused, one.denominator, one.excused_at) for one in presences)


def delegation_figures(presences: Iterable[InstitutionPresence]) -> tuple[Figure, ...]:
    """Return beside M1, for each institution, how often somebody else came of the times it was there."""
    name = _("Taux de délégation")
    return tuple(
        Figure(one.key, name, one.represented, one.numerator, one.represented_at) for one in presences
    )


def participation_figures(meetings: Iterable[MeetingParticipation]) -> tuple[Figure, ...]:
    """Return M2: one figure for each meeting."""
    return tuple(
        Figure(one.key, _("Taux de participation de la séance"), one.numerator, one.denominator, one.attended)
        for one in meetings
    )


def absentee_figures(absentees: Iterable[ChronicAbsentee]) -> tuple[Figure, ...]:
    """Return M3: for each such institution its presence over the period, then its absences in a row."""
    figures: list[Figure] = []
    for one in absentees:
        here = one.presence
        figures += (
            Figure(here.key, _("Présence sur la période"), here.numerator, here.denominator, here.attended),
            Figure(here.key, _("Absences de suite"), len(one.streak), one.convened_ever, one.streak),
        )
    return tuple(figures)


def precision_figures(commitments: Sequence[Promised]) -> tuple[Figure, ...]:
    """Return M4: the mean as one share (73 / 96), the three bands, then each commitment out of 8."""
    possible = len(Criterion)
    name = _("Indice de précision")
    each = [Figure(facts.reference, name, facts.score, possible, (facts.id,)) for facts in commitments]
    bands = {score: band_of(score) for score in range(possible + 1)}
    inside: dict[PrecisionBand, list[int]] = {band: [] for band in PrecisionBand}
    for one in each:
        inside[bands[one.numerator]] += one.ids
    whole = Figure(
        None,
        _("Indice de précision moyen"),
        sum(one.numerator for one in each),
        possible * len(each),
        _ids(commitments),
    )
    return (
        whole,
        *(Figure(None, band.label, len(ids), len(each), tuple(ids)) for band, ids in inside.items()),
        *each,
    )


def keeping_figures(kept: Keeping, commitments: Sequence[Promised]) -> tuple[Figure, ...]:
    """Return M11: kept, kept on time and late over those due; the others over all commitments."""
    due, total = len(kept.due), len(commitments)
    late = [one.facts for one in kept.late]
    shares = (
        (_("Engagements échus"), kept.due, total),
        (_("Taux de tenue"), kept.kept, due),
        (_("Tenus à l’échéance initiale"), kept.kept_on_time, due),
        (_("En retard"), late, due),
        (_("Sans nouvelle depuis 90 jours"), kept.silent, total),
        (_("Abandonnés"), kept.abandoned, total),
        (_("Sans échéance"), kept.undated, total),
    )
    return tuple(
        Figure(None, name, len(inside), denominator, _ids(inside)) for name, inside, denominator in shares
    )


def delay_figures(kept: Keeping, commitments: Sequence[Promised]) -> tuple[Figure, ...]:
    """Return in days, for M11: how late each late one is, and how far each due date was moved.

    The mean slip is over the commitments that have a due date and are not given up.
    """
    dated = [
        facts
        for facts in commitments
        if facts.current_due is not None and facts.state is not CommitmentState.ABANDONED
    ]
    moved = [(facts, facts.slip_days) for facts in dated if facts.initial_due != facts.current_due]
    moved = [(facts, days) for facts, days in moved if days]
    late, first = _("Jours de retard"), _("Jours de retard sur l’échéance initiale")
    slip = _("Glissement de l’échéance, en jours")
    return (
        Figure(
            None,
            _("Glissement moyen des échéances, en jours"),
            sum(days for _facts, days in moved),
            len(dated),
            _ids(facts for facts, _days in moved),
        ),
        *(Figure(one.facts.reference, late, one.days, 1, (one.facts.id,)) for one in kept.late),
        *(
            Figure(one.facts.reference, first, one.days_since_initial, 1, (one.facts.id,))
            for one in kept.late
        ),
        *(Figure(facts.reference, slip, days, 1, (facts.id,)) for facts, days in moved),
    )


def single_sector_figures(commitments: Iterable[Promised]) -> tuple[Figure, ...]:
    """Return M13: those carried by one institution alone, over those carried by at least one."""
    alone, carried = single_sector(commitments)
    return (Figure(None, _("Engagements mono-sectoriels"), len(alone), len(carried), _ids(alone)),)


def core_figures(presences: Sequence[InstitutionPresence], core: Collection[int]) -> tuple[Figure, ...]:
    """Return M19: presences of the core (its institutions are the ids) over all presences."""
    numerator, denominator = core_share(presences, core)
    inside = tuple(one.institution_id for one in presences if one.institution_id in core)
    return (Figure(None, _("Part du noyau dans les présences"), numerator, denominator, inside),)


def _ids(commitments: Iterable[Promised]) -> tuple[int, ...]:
    return tuple(facts.id for facts in commitments)

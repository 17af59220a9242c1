"""The one flat shape of every figure: numerator, denominator and the rows behind it, never a float."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coprodesk.domain import french
from coprodesk.domain.attendance import (
    ChronicAbsentee,
    InstitutionPresence,
    MeetingParticipation,
    core_share,
    share,
)
from coprodesk.domain.commitments import (
    CommitmentFacts,
    Criterion,
    Keeping,
    PrecisionBand,
    precision,
    single_sector,
)
from coprodesk.domain.i18n import _

# Under this number a percentage says more than is known (3.C, last line).
_BARE_FRACTION_UNDER = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `key` is a short name, a meeting's number, a reference or None for the whole council.

    `ids` are the rows that make the numerator: meetings for an institution, seats for a meeting, else
    commitments or institutions.
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


def precision_figures(commitments: Sequence[CommitmentFacts]) -> tuple[Figure, ...]:
    """Return M4: the mean as one share (73 / 96), the three bands, then each commitment out of 8."""
    scores: list[int] = []
    bands: dict[int, PrecisionBand] = {}
    inside: dict[PrecisionBand, list[int]] = {band: [] for band in PrecisionBand}
    for facts in commitments:
        found = precision(facts)
        score = found.score
        scores.append(score)
        inside[bands.get(score) or bands.setdefault(score, found.band)].append(facts.id)
    possible = len(Criterion)
    whole = Figure(
        None,
        _("Indice de précision moyen"),
        sum(scores),
        possible * len(commitments),
        _ids(commitments),
    )
    name = _("Indice de précision")
    return (
        whole,
        *(Figure(None, band.label, len(ids), len(commitments), tuple(ids)) for band, ids in inside.items()),
        *(
            Figure(facts.reference, name, score, possible, (facts.id,))
            for facts, score in zip(commitments, scores, strict=True)
        ),
    )


def keeping_figures(kept: Keeping, commitments: Sequence[CommitmentFacts]) -> tuple[Figure, ...]:
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


def single_sector_figures(commitments: Iterable[CommitmentFacts]) -> tuple[Figure, ...]:
    """Return M13: those carried by one institution alone, over those carried by at least one."""
    alone, carried = single_sector(commitments)
    return (Figure(None, _("Engagements mono-sectoriels"), len(alone), len(carried), _ids(alone)),)


def core_figures(presences: Sequence[InstitutionPresence], core: Collection[int]) -> tuple[Figure, ...]:
    """Return M19: presences of the core (its institutions are the ids) over all presences."""
    numerator, denominator = core_share(presences, core)
    inside = tuple(one.institution_id for one in presences if one.institution_id in core)
    return (Figure(None, _("Part du noyau dans les présences"), numerator, denominator, inside),)


def _ids(commitments: Iterable[CommitmentFacts]) -> tuple[int, ...]:
    return tuple(facts.id for facts in commitments)

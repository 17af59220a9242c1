"""How commitments spread over themes and over the people who answer for them (formulas M12 and M15)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.french import fold
from coprodesk.domain.promises import Promise
from coprodesk.domain.turnover import MandateFacts

MOST_CHARGED = 3
ALERT_ABOVE = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """One theme (axe); `closed_on` is its first day without use."""

    id: int
    name: str
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ThemeShares:
    """M12: commitments by theme (None: without theme), the themes in use and those without open commitment.

    A theme no longer in use keeps its commitments, and is not missed when it has none.
    """

    shares: tuple[tuple[ThemeFacts | None, tuple[int, ...]], ...]
    in_use: tuple[ThemeFacts, ...]
    orphans: tuple[ThemeFacts, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ReferentFacts:
    """Who answers for a commitment: a person, or without one the function written in the lead's name."""

    commitment_id: int
    person_id: int | None
    function: str
    lead_id: int | None

    @property
    def who(self) -> tuple[object, ...] | None:
        """Return what tells one referent from another, None when nobody is named."""
        if self.person_id is not None:
            return (self.person_id,)
        function = fold(self.function.strip())
        return (self.lead_id, function) if function else None


@dataclass(frozen=True, slots=True)
class Concentration:
    """M15: open commitments that have a referent, those of the three most charged, and the orphans."""

    carried: tuple[int, ...]
    most_charged: tuple[int, ...]
    orphans: tuple[int, ...]

    @property
    def alert(self) -> bool:
        """Tell whether more than half rests on three people."""
        return len(self.most_charged) > ALERT_ABOVE * len(self.carried)


def theme_shares(promises: Sequence[Promise], themes: Sequence[ThemeFacts], on: date) -> ThemeShares:
    """Return M12 on a day; a commitment is active as long as it is open."""
    inside: dict[int | None, list[int]] = {}
    active = set()
    for promise in promises:
        inside.setdefault(promise.theme_id, []).append(promise.id)
        if promise.state is CommitmentState.OPEN:
            active.add(promise.theme_id)
    in_use = tuple(theme for theme in themes if theme.closed_on is None or theme.closed_on > on)
    shown = [theme for theme in themes if theme in in_use or theme.id in inside]
    shares: list[tuple[ThemeFacts | None, tuple[int, ...]]] = [
        (theme, tuple(inside.get(theme.id, ()))) for theme in shown
    ]
    if None in inside:
        shares.append((None, tuple(inside[None])))
    orphans = tuple(theme for theme in in_use if theme.id not in active)
    return ThemeShares(tuple(shares), in_use, orphans, len(promises))


def concentration(
    open_ids: Iterable[int], referents: Iterable[ReferentFacts], mandates: Iterable[MandateFacts], on: date
) -> Concentration:
    """Return M15 on a day; of equally charged referents the one named first counts."""
    wanted = set(open_ids)
    charged = [facts for facts in referents if facts.commitment_id in wanted and facts.who is not None]
    held: dict[tuple[object, ...] | None, list[int]] = {}
    for facts in charged:
        held.setdefault(facts.who, []).append(facts.commitment_id)
    most = sorted(held.values(), key=lambda ids: -len(ids))[:MOST_CHARGED]
    known: dict[int, list[MandateFacts]] = {}
    for mandate in mandates:
        known.setdefault(mandate.person_id, []).append(mandate)
    return Concentration(
        carried=tuple(facts.commitment_id for facts in charged),
        most_charged=tuple(one for ids in most for one in ids),
        orphans=tuple(facts.commitment_id for facts in charged if _left(facts, known, on)),
    )


def _left(facts: ReferentFacts, known: Mapping[int, Sequence[MandateFacts]], on: date) -> bool:
    """Tell whether the referent's mandates are over: those of the lead institution, else all of them.

    Somebody who never had a mandate (an agent of the town) has not left.
    """
    if facts.person_id is None:
        return False
    every = known.get(facts.person_id, ())
    mandates = [mandate for mandate in every if mandate.institution_id == facts.lead_id] or every
    return bool(mandates) and all(
        mandate.to_date is not None and mandate.to_date < on for mandate in mandates
    )

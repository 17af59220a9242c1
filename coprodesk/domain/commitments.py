"""A commitment's life, and the figures of precision and keeping (formulas M4, M11 and M13)."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from coprodesk.domain import french
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext

if TYPE_CHECKING:
    from coprodesk.domain.promises import Promise

SOON_DAYS = 30
SILENT_DAYS = 90


class CommitmentState(StrEnum):
    """What is stored of a commitment's life."""

    TO_CONFIRM = "to_confirm"
    OPEN = "open"
    KEPT = "kept"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """Return the French words, agreeing with « engagement »."""
        return Status(self.value).label


class Status(StrEnum):
    """What a commitment is on a given day: its state, and for an open one what its due date makes of it."""

    TO_CONFIRM = "to_confirm"
    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    UNDATED = "undated"
    KEPT = "kept"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """Return the French words of the chip."""
        return {
            Status.TO_CONFIRM: _("À confirmer"),
            Status.OPEN: _("En cours"),
            Status.SOON: _("Échéance proche"),
            Status.LATE: _("En retard"),
            Status.UNDATED: _("Sans échéance"),
            Status.KEPT: _("Tenu"),
            Status.ABANDONED: _("Abandonné"),
        }[self]


class EventKind(StrEnum):
    """One line of a commitment's history, which only grows."""

    CREATED = "created"
    NEWS = "news"
    POSTPONED = "postponed"
    KEPT = "kept"
    ABANDONED = "abandoned"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    REMINDER = "reminder"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            EventKind.CREATED: _("Engagement pris"),
            EventKind.NEWS: _("Nouvelle"),
            EventKind.POSTPONED: _("Report"),
            EventKind.KEPT: _("Tenu"),
            EventKind.ABANDONED: _("Abandonné"),
            EventKind.CONFIRMED: _("Confirmé"),
            EventKind.REOPENED: _("Rouvert"),
            EventKind.REMINDER: _("Relance"),
        }[self]


class Criterion(StrEnum):
    """The eight criteria of a precise commitment, in their printed order (M4)."""

    LEAD = "lead"
    REFERENT = "referent"
    DELIVERABLE = "deliverable"
    PLACE = "place"
    DUE_DATE = "due_date"
    MEANS = "means"
    PROGRESS_INDICATOR = "progress_indicator"
    OUTCOME_INDICATOR = "outcome_indicator"

    @property
    def label(self) -> str:
        """Return the French words of the ring's list."""
        return {
            Criterion.LEAD: _("Pilote"),
            Criterion.REFERENT: _("Référent"),
            Criterion.DELIVERABLE: _("Livrable"),
            Criterion.PLACE: _("Territoire ou public"),
            Criterion.DUE_DATE: _("Échéance"),
            Criterion.MEANS: _("Moyens"),
            Criterion.PROGRESS_INDICATOR: _("Indicateur de suivi"),
            Criterion.OUTCOME_INDICATOR: _("Indicateur de résultat"),
        }[self]


class PrecisionBand(StrEnum):
    """What the number of criteria filled makes of a commitment (M4)."""

    PRECISE = "precise"
    TO_COMPLETE = "to_complete"
    INTENTION = "intention"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            PrecisionBand.PRECISE: _("engagement précis"),
            PrecisionBand.TO_COMPLETE: _("à compléter"),
            PrecisionBand.INTENTION: _("déclaration d’intention"),
        }[self]


def band_of(score: int) -> PrecisionBand:
    """Return the band of a score: 7 and more is precise, 5 and 6 are to complete, less is an intention."""
    if score >= 7:
        return PrecisionBand.PRECISE
    return PrecisionBand.TO_COMPLETE if score >= 5 else PrecisionBand.INTENTION


TRANSITIONS: dict[CommitmentState, frozenset[CommitmentState]] = {
    CommitmentState.TO_CONFIRM: frozenset({CommitmentState.OPEN, CommitmentState.ABANDONED}),
    CommitmentState.OPEN: frozenset({CommitmentState.KEPT, CommitmentState.ABANDONED}),
    CommitmentState.KEPT: frozenset({CommitmentState.OPEN}),
    CommitmentState.ABANDONED: frozenset({CommitmentState.OPEN}),
}


class CommitmentFacts(NamedTuple):
    """What the formulas need to know of one commitment; a blank text is a criterion not filled.

    `contributors` counts the institutions that bring real means, the lead among them when it does.
    """

    id: int
    reference: str
    state: CommitmentState
    lead: str | None = None
    referent: str | None = None
    deliverable: str | None = None
    place: str | None = None
    initial_due: date | None = None
    current_due: date | None = None
    done_on: date | None = None
    means: str | None = None
    progress_indicator: str | None = None
    outcome_indicator: str | None = None
    baseline: str | None = None
    target: str | None = None
    source: str | None = None
    contributors: int = 0
    last_news_on: date | None = None

    @property
    def first_due(self) -> date | None:
        """Return the initial due date; a date given only later counts as the first."""
        return self.initial_due or self.current_due

    @property
    def score(self) -> int:
        """Return how many of the eight criteria are filled (M4)."""
        return precision(self).score

    @property
    def slip_days(self) -> int:
        """Return how many days the due date was moved, 0 without one."""
        if self.first_due is None or self.current_due is None:
            return 0
        return (self.current_due - self.first_due).days


Promised: TypeAlias = "CommitmentFacts | Promise"
"""What M4, M11 and M13 read: a commitment with its texts, or the shorter row of the figures."""


class Precision(NamedTuple):
    """M4 for one commitment: each criterion with whether it is filled."""

    criteria: tuple[tuple[Criterion, bool], ...]

    @property
    def score(self) -> int:
        """Return how many of the eight are filled."""
        return sum(filled for _criterion, filled in self.criteria)

    @property
    def band(self) -> PrecisionBand:
        """Return the band of that number."""
        return band_of(self.score)

    @property
    def label(self) -> str:
        """Return the French words of the band."""
        return self.band.label


class Lateness(NamedTuple):
    """One late commitment: days past its current due date, and past the first one promised."""

    facts: Promised
    days: int
    days_since_initial: int


class Keeping(NamedTuple):
    """M11 on one day. A commitment to confirm is not yet a promise: it is neither due nor late."""

    due: tuple[Promised, ...]
    kept: tuple[Promised, ...]
    kept_on_time: tuple[Promised, ...]
    late: tuple[Lateness, ...]
    silent: tuple[Promised, ...]
    abandoned: tuple[Promised, ...]
    undated: tuple[Promised, ...]

    @property
    def rate(self) -> Fraction | None:
        """Return kept among due over due, or None when nothing is due."""
        return Fraction(len(self.kept), len(self.due)) if self.due else None


def require_transition(old: CommitmentState, new: CommitmentState) -> None:
    """Raise Refusal when a commitment cannot go from `old` to `new`; staying where it is is allowed."""
    if new is old or new in TRANSITIONS[old]:
        return
    advice = _("Confirmez-le d’abord.") if old is CommitmentState.TO_CONFIRM else _("Rouvrez-le d’abord.")
    if new is CommitmentState.TO_CONFIRM:
        advice = _("Notez plutôt une nouvelle, ou abandonnez-le avec son motif.")
    raise Refusal(
        _("L’engagement est « {old} » et ne peut pas devenir « {new} ». Rien n’a changé. {advice}").format(
            old=old.label.lower(), new=new.label.lower(), advice=advice
        )
    )


def require_theme(theme_id: int | None, themes: int) -> None:
    """Raise Refusal for a commitment written down without a theme, where the council has themes.

    One taken live in a meeting receives its theme afterwards.
    """
    if theme_id is None and themes:
        raise Refusal(
            _("Le thème manque. Rien n’a été enregistré. Choisissez l’axe que sert cet engagement."),
            field="theme_id",
        )


def status(state: CommitmentState, current_due: date | None, on: date, soon_days: int = SOON_DAYS) -> Status:
    """Return the status on a day: late once the due date is past, soon up to `soon_days` before."""
    if state is not CommitmentState.OPEN:
        return Status(state.value)
    if current_due is None:
        return Status.UNDATED
    days = (current_due - on).days
    if days < 0:
        return Status.LATE
    return Status.SOON if days <= soon_days else Status.OPEN


def status_words(facts: CommitmentFacts, on: date) -> str:
    """Return « en retard de 380 jours », « dans 77 jours », « tenu à la date », « tenu 45 jours après »."""
    found = status(facts.state, facts.current_due, on)
    due = facts.current_due
    if found is Status.KEPT and due is not None and facts.done_on is not None:
        after = (facts.done_on - due).days
        if after <= 0:
            return _("tenu à la date")
        return ngettext("tenu {n} jour après", "tenu {n} jours après", after).format(
            n=french.thousands(after)
        )
    if due is None or found in (Status.KEPT, Status.TO_CONFIRM, Status.ABANDONED):
        return found.label.lower()
    days = (due - on).days
    if found is Status.LATE:
        return ngettext("en retard de {n} jour", "en retard de {n} jours", -days).format(
            n=french.thousands(-days)
        )
    return french.in_days(days)


def precision(facts: CommitmentFacts) -> Precision:
    """Return M4; the outcome indicator counts only with its baseline, its target and its source."""
    outcome = (
        facts.outcome_indicator,
        facts.baseline,
        facts.target,
        facts.source,
    )
    return Precision(
        (
            (Criterion.LEAD, _filled(facts.lead)),
            (Criterion.REFERENT, _filled(facts.referent)),
            (Criterion.DELIVERABLE, _filled(facts.deliverable)),
            (Criterion.PLACE, _filled(facts.place)),
            (Criterion.DUE_DATE, facts.current_due is not None),
            (Criterion.MEANS, _filled(facts.means)),
            (Criterion.PROGRESS_INDICATOR, _filled(facts.progress_indicator)),
            (Criterion.OUTCOME_INDICATOR, all(_filled(text) for text in outcome)),
        )
    )


def _filled(text: str | None) -> bool:
    return bool(text and text.strip())


def mean_precision(commitments: Sequence[Promised]) -> tuple[int, int]:
    """Return the mean of M4 as two numbers: criteria filled, criteria in all (8 for each commitment)."""
    return sum(facts.score for facts in commitments), len(Criterion) * len(commitments)


def keeping(commitments: Iterable[Promised], on: date) -> Keeping:
    """Return M11 on a day: the current due date decides what is due, the initial one what was on time."""
    by_state: dict[CommitmentState, list[Promised]] = {state: [] for state in CommitmentState}
    due = []
    promised = (CommitmentState.OPEN, CommitmentState.KEPT)
    for facts in commitments:
        by_state[facts.state].append(facts)
        if facts.current_due is not None and facts.current_due <= on and facts.state in promised:
            due.append(facts)
    still_open, done = by_state[CommitmentState.OPEN], CommitmentState.KEPT
    kept = [facts for facts in due if facts.state is done]
    return Keeping(
        due=tuple(due),
        kept=tuple(kept),
        kept_on_time=tuple(facts for facts in kept if _on_time(facts)),
        late=_late(still_open, on),
        silent=tuple(facts for facts in still_open if _silent(facts, on)),
        abandoned=tuple(by_state[CommitmentState.ABANDONED]),
        undated=tuple(facts for facts in still_open if facts.current_due is None),
    )


def _on_time(facts: Promised) -> bool:
    return facts.done_on is not None and facts.first_due is not None and facts.done_on <= facts.first_due


def _silent(facts: Promised, on: date) -> bool:
    return facts.last_news_on is not None and (on - facts.last_news_on).days > SILENT_DAYS


def _late(commitments: Iterable[Promised], on: date) -> tuple[Lateness, ...]:
    """Return the late ones, the longest late first."""
    late = [
        Lateness(facts, (on - facts.current_due).days, (on - facts.first_due).days)
        for facts in commitments
        if facts.current_due is not None and facts.first_due is not None and facts.current_due < on
    ]
    return tuple(sorted(late, key=lambda one: (-one.days, -one.days_since_initial, one.facts.reference)))


def single_sector(
    commitments: Iterable[Promised],
) -> tuple[tuple[Promised, ...], tuple[Promised, ...]]:
    """Return M13: those with exactly one contributing institution, and those with at least one."""
    carried = tuple(facts for facts in commitments if facts.contributors >= 1)
    return tuple(facts for facts in carried if facts.contributors == 1), carried

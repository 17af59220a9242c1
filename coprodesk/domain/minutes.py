"""The life of the minutes: draft, proposed, validated by the chair, approved, rectified.

A version is frozen once and for all: each step of this life is a new version, with the next number. The draft
is the live text; it is never stored as a version.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _


class VersionState(StrEnum):
    """How far the minutes are; DRAFT, the live text, is never that of a frozen version."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    VALIDATED = "validated"
    APPROVED = "approved"
    RECTIFIED = "rectified"

    @property
    def label(self) -> str:
        """Return the French word, agreeing with « compte rendu »."""
        return {
            VersionState.DRAFT: _("Brouillon"),
            VersionState.PROPOSED: _("Projet"),
            VersionState.VALIDATED: _("Validé"),
            VersionState.APPROVED: _("Approuvé"),
            VersionState.RECTIFIED: _("Rectifié"),
        }[self]


SETTLED = frozenset({VersionState.APPROVED, VersionState.RECTIFIED})
"""The states in which the text is that of the council: it changes by a rectification only."""

# A text that was validated and then corrected is a proposal again; another copy keeps the state it copies.
TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.PROPOSED, VersionState.VALIDATED, VersionState.APPROVED}),
    VersionState.PROPOSED: frozenset({VersionState.PROPOSED, VersionState.VALIDATED, VersionState.APPROVED}),
    VersionState.VALIDATED: frozenset({VersionState.PROPOSED, VersionState.VALIDATED, VersionState.APPROVED}),
    VersionState.APPROVED: frozenset({VersionState.APPROVED, VersionState.RECTIFIED}),
    VersionState.RECTIFIED: frozenset({VersionState.RECTIFIED}),
}


class Copy(NamedTuple):
    """One copy ready to be frozen: for whom, its PDF, and the SHA-256 of the data it was made from.

    `fonts` names the faces with their digests, `program` the version that set the pages.
    """

    level: Level
    pdf: bytes
    digest: str
    fonts: str = ""
    program: str = ""


def require_state(old: VersionState, new: VersionState) -> None:
    """Raise Refusal when minutes in the state `old` cannot have a version in the state `new`."""
    if new in TRANSITIONS[old]:
        return
    if old in SETTLED:
        raise locked()
    raise Refusal(
        _(
            "Le compte rendu est «\u00a0{old}\u00a0»\u00a0: une version «\u00a0{new}\u00a0» n’est pas "
            "possible. Rien n’a été figé. Approuvez d’abord le compte rendu."
        ).format(old=old.label.lower(), new=new.label.lower())
    )


def locked() -> Refusal:
    """Return the refusal of any change of approved minutes, their roll and their agenda (E-110)."""
    return Refusal(
        _(
            "Action impossible\u00a0: ce compte rendu est approuvé. Rien n’a changé. "
            "Créez un rectificatif dans l’étape Compte rendu."
        )
    )


def last_observation_day(published_on: date, days: int) -> date:
    """Return the last day for observations on minutes first published on a day."""
    return published_on + timedelta(days=days)


def silence_reached(published_on: date | None, days: int | None, on: date) -> bool:
    """Tell whether minutes published on a day count as approved: their delay has run out before `on`.

    Without `days` the council's rules know no approval by silence.
    """
    return published_on is not None and days is not None and on > last_observation_day(published_on, days)


def require_silence(published_on: date | None, days: int | None, on: date) -> None:
    """Raise Refusal when minutes cannot be approved by silence on a day, or ever (no `days`)."""
    if days is None:
        raise Refusal(
            _(
                "Selon les règles de ce conseil, le silence n’approuve pas. Rien n’a changé. "
                "Approuvez le compte rendu en séance."
            )
        )
    if published_on is None:
        raise Refusal(
            _(
                "Aucune version n’a été publiée\u00a0: nul n’a pu faire d’observation. Rien n’a changé. "
                "Publiez d’abord le compte rendu."
            )
        )
    if not silence_reached(published_on, days, on):
        raise Refusal(
            _(
                "Les observations sont reçues jusqu’au {day}. Rien n’a changé. "
                "Attendez la fin du délai, ou approuvez en séance."
            ).format(day=short_date(last_observation_day(published_on, days)))
        )


def next_state(
    state: VersionState, wanted: VersionState | None = None, *, correcting: bool, changed: bool
) -> VersionState:
    """Return the state of the next version: the one wanted, else that of one more copy of the minutes.

    `correcting` tells that a rectification is open, `changed` that the text is no longer the one validated.
    Raises Refusal as `require_state`, and for anything but a rectification while one is open.
    """
    if correcting:
        if wanted not in (None, VersionState.RECTIFIED):
            raise Refusal(
                _(
                    "Un rectificatif est ouvert. Rien n’a été figé. Publiez-le d’abord, "
                    "ou annulez son ouverture."
                )
            )
        return VersionState.RECTIFIED
    if wanted is None:
        again = state is VersionState.DRAFT or (state is VersionState.VALIDATED and changed)
        wanted = VersionState.PROPOSED if again else state
    elif wanted is VersionState.RECTIFIED:
        raise locked()
    require_state(state, wanted)
    return wanted

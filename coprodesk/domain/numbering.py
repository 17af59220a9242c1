"""Numbers of meetings and references: one series per year, and a single one for watch points."""

import re
from dataclasses import dataclass
from enum import StrEnum

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _


class ReferenceKind(StrEnum):
    """What a reference points to."""

    DECISION = "decision"
    COMMITMENT = "commitment"
    REQUEST = "request"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {
            ReferenceKind.DECISION: _("Décision"),
            ReferenceKind.COMMITMENT: _("Engagement"),
            ReferenceKind.REQUEST: _("Vœu"),
        }[self]

    @property
    def letter(self) -> str:
        """Return the letter that opens the reference: D, E or V."""
        return _LETTERS[self]


_LETTERS = {ReferenceKind.DECISION: "D", ReferenceKind.COMMITMENT: "E", ReferenceKind.REQUEST: "V"}


WATCH_SERIES = "VIG"
"""The series of the watch points of a watch cell."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart."""

    kind: ReferenceKind
    year: int
    number: int

    def __str__(self) -> str:
        return reference(self.kind, self.year, self.number)


def meeting_number(year: int, number: int) -> str:
    """Return "2026-02"; two digits at least."""
    return f"{year:04d}-{number:02d}"


def reference(kind: ReferenceKind, year: int, number: int) -> str:
    """Return "E-2026-03", "D-2026-07" or "V-2026-01"."""
    return f"{kind.letter}-{meeting_number(year, number)}"


def watch_reference(number: int) -> str:
    """Return "VIG-31": watch points run in one series, whatever the year."""
    return f"{WATCH_SERIES}-{number:02d}"


def parse_reference(text: str) -> Reference:
    """Understand a reference as typed, capitals and leading zeros left free; raise Refusal otherwise."""
    found = re.fullmatch(r"([DEV])-?([0-9]{4})-([0-9]{1,4})", text.strip().upper())
    if found is None or int(found[3]) == 0:
        raise Refusal(
            _(
                "« {text} » n’est pas une référence. Rien n’a changé. "
                "Une référence s’écrit E-2026-03, D-2026-07 ou V-2026-01."
            ).format(text=text.strip())
        )
    kind = next(kind for kind, letter in _LETTERS.items() if letter == found[1])
    return Reference(kind, int(found[2]), int(found[3]))

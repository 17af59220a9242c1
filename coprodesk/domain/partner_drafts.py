"""What one line of a list of partners says: an institution, how its name is used, a person of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from coprodesk.domain.names import display_name


class Rank(StrEnum):
    """Whether a person holds the seat or replaces its holder."""

    TITULAR = "titular"
    SUBSTITUTE = "substitute"


class Grammar(NamedTuple):
    """How a name is used in a sentence: « le », « la », « l’ », « les » or nothing; m or f; s or p."""

    article: str = ""
    gender: str = "m"
    number: str = "s"


UNKNOWN = Grammar()


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """One line: an institution and, when it names one, a person of it. Empty text where unknown."""

    line: int
    institution: str
    short_name: str = ""
    college: str = ""
    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    function: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    rank: Rank | None = None
    body: str = ""
    grammar: Grammar = UNKNOWN

    @property
    def person(self) -> str:
        """Return « Mme Solène MARQUEVAL », blank when the line names nobody."""
        return display_name(self.civility, self.first_name, self.last_name) if self.last_name.strip() else ""

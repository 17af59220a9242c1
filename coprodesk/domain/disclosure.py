"""Who may see what: the one rule behind every document, the projector and every export."""

from dataclasses import dataclass
from enum import StrEnum

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _


class Level(StrEnum):
    """How far a record, an item or a commitment may go, from the most open to the most closed."""

    PUBLIC = "public"
    PARTNERS = "partners"
    RESTRICTED = "restricted"
    SECRETARIAT = "secretariat"

    @property
    def label(self) -> str:
        """Return the French word shown beside the padlock."""
        return {
            Level.PUBLIC: _("Public"),
            Level.PARTNERS: _("Partenaires"),
            Level.RESTRICTED: _("Groupe restreint"),
            Level.SECRETARIAT: _("Secrétariat"),
        }[self]

    @property
    def closure(self) -> int:
        """Return the rank in the order of openness: 0 for public, 3 for the secretariat's own notes."""
        return OPENNESS.index(self)


OPENNESS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Audience:
    """Those a document or a screen is for; `body_id` names the confidential group of a restricted one.

    Raises Refusal for a restricted audience without its group.
    """

    level: Level
    body_id: int | None = None

    def __post_init__(self) -> None:
        if self.level is Level.RESTRICTED and self.body_id is None:
            raise Refusal(
                _(
                    "Un document restreint s’adresse à un seul groupe. Rien n’a été produit. "
                    "Choisissez le groupe, puis recommencez."
                )
            )


def sees(audience: Audience, level: Level, body_id: int | None) -> bool:
    """Tell whether `audience` may see what has this level and belongs to this body (None: to no group)."""
    if level is Level.RESTRICTED and audience.level is Level.RESTRICTED:
        return body_id is not None and body_id == audience.body_id
    return level.closure <= audience.level.closure


def visible_levels(audience: Audience) -> tuple[Level, ...]:
    """Return the levels the audience may see, most open first; restricted holds for its own body only.

    The secretariat alone sees restricted matter of every body.
    """
    return tuple(level for level in OPENNESS if level.closure <= audience.level.closure)


def tightest(*levels: Level) -> Level:
    """Return the most closed of the levels: a record is never more open than its item or meeting."""
    return max(levels, key=lambda level: level.closure)

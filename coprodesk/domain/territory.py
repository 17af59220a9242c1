"""What the law makes of a council from its territory: a duty or a choice, who presides, who coordinates."""

from dataclasses import dataclass

from coprodesk.domain.i18n import _

DUTY_FROM, COORDINATOR_FROM = 5_000, 15_000
"""Inhabitants above which a council, then a coordinator, is a duty: article L. 132-4 CSI."""


@dataclass(frozen=True, slots=True)
class Territory:
    """What the law asks to know: inhabitants (None: unknown), a priority district, several communes."""

    population: int | None = None
    has_district: bool = False
    intercommunal: bool = False

    @property
    def urban(self) -> bool:
        """Say whether it is large or holds a priority district."""
        return self.has_district or (self.population or 0) > COORDINATOR_FROM


def law_words(territory: Territory) -> str:
    """Return in one line what article L. 132-4 or L. 132-13 CSI asks of a council, '' while it is unknown."""
    population = territory.population
    if territory.intercommunal:
        return _("Conseil intercommunal, présidé par le président de l’intercommunalité (CSI, L. 132-13).")
    if population is None and not territory.has_district:
        return ""
    if population is not None and population > COORDINATOR_FROM:
        return _("Conseil obligatoire, avec un coordonnateur désigné par le maire (article L. 132-4 du CSI).")
    if territory.has_district or (population is not None and population > DUTY_FROM):
        return _("Conseil obligatoire (article L. 132-4 du CSI).")
    return _(
        "Conseil facultatif\u00a0: 5\u202f000 habitants au plus, sans quartier prioritaire (CSI, L. 132-4)."
    )


def members_words(territory: Territory) -> str:
    """Return in one line who is a member of right, and who names the others."""
    if territory.intercommunal:
        return _(
            "De droit\u00a0: le préfet et le procureur. Le président de l’intercommunalité désigne "
            "les autres (CSI, L. 132-13)."
        )
    return _(
        "De droit\u00a0: le préfet, le procureur, le président de l’intercommunalité. Le maire désigne "
        "les autres (CSI, L. 132-4)."
    )

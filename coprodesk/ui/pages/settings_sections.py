"""The sections of the settings: those of the council file, those of this post, and what each is about."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from coprodesk.domain.i18n import _

if TYPE_CHECKING:
    from coprodesk.ui.desk import Desk
    from coprodesk.ui.pages.settings_parts import SectionView


@dataclass(frozen=True, slots=True)
class Section:
    """One section: `words` say what it holds, for the eye and for the search; `post` when it is this post's.

    `module` and `view` name the SectionView, imported when first opened.
    """

    key: str
    title: str
    words: str
    module: str
    view: str
    post: bool = False

    def build(self, desk: "Desk") -> "SectionView":
        """Return the section of `desk`."""
        module = import_module(f"coprodesk.ui.pages.{self.module}")
        made: SectionView = getattr(module, self.view)(desk)
        return made


def sections() -> tuple[Section, ...]:
    """Return the sections in order, those of the council first."""
    return (*_of_council(), *_of_post())


def _of_council() -> tuple[Section, ...]:
    return (
        Section(
            "council",
            _("Conseil et en-tête"),
            _("Nom, commune, adresse, couleur et logo des documents"),
            "settings_council",
            "CouncilSection",
        ),
        Section(
            "rules",
            _("Règles de procédure"),
            _("Délais de convocation, de réponse et d’observation, approbation, points restreints"),
            "settings_rules",
            "RulesSection",
        ),
        Section(
            "thresholds",
            _("Seuils de vigilance"),
            _("Absences, échéance proche, engagement sans nouvelle"),
            "settings_rules",
            "ThresholdsSection",
        ),
        Section(
            "templates",
            _("Modèles et lettres"),
            _("Lettres de relance, modèles d’ordre du jour, étapes d’usage"),
            "settings_letters",
            "TemplatesSection",
        ),
        Section(
            "lists",
            _("Collèges et thèmes"),
            _("Familles de partenaires, qualités de membre, axes de la stratégie"),
            "settings_lists",
            "ListsSection",
        ),
        Section(
            "promises",
            _("Engagements"),
            _("Engagements d’usage, verbes vagues"),
            "settings_promises",
            "PromisesSection",
        ),
        Section(
            "spelling",
            _("Orthographe"),
            _("Vérification sur ce poste, mots du conseil"),
            "settings_spelling",
            "SpellingSection",
        ),
    )


def _of_post() -> tuple[Section, ...]:
    return (
        Section(
            "looks",
            _("Apparence"),
            _("Thème clair ou sombre, taille du texte, animations, langue"),
            "settings_post",
            "LooksSection",
            post=True,
        ),
        Section(
            "backups",
            _("Sauvegardes"),
            _("Dossier, seconde place, combien sont gardées, la dernière"),
            "settings_post",
            "BackupsSection",
            post=True,
        ),
        Section(
            "file",
            _("Fichier et version"),
            _("Où est le fichier du conseil, sa taille, la version de CoproDesk"),
            "settings_post",
            "FileSection",
            post=True,
        ),
    )

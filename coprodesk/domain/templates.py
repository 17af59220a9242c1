"""The usual agendas of a council's meetings: what a new file holds, free to be changed."""

from dataclasses import dataclass

from coprodesk.domain.agenda import Role
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _, on_paper


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One standing item of a template, its length in minutes."""

    title: str
    minutes: int
    role: Role = Role.NONE
    level: Level = Level.PARTNERS
    section: str = ""


@dataclass(frozen=True, slots=True)
class DraftTemplate:
    """The agenda of one kind of meeting; `kind` is the code of a kind of body, whose usual one it may be."""

    name: str
    kind: str
    usual: bool
    items: tuple[DraftItem, ...]

    @property
    def minutes(self) -> int:
        """Return how long the whole agenda is planned to take."""
        return sum(item.minutes for item in self.items)


@on_paper()
def usual_templates() -> tuple[DraftTemplate, ...]:
    """Return the templates a new council starts with: the usual one of four kinds, and the installation."""
    return (_plenary(), _restricted(), _watch_cell(), _thematic(), _installation())


def _plenary() -> DraftTemplate:
    opening, state = _("Ouverture"), _("Bilan de l’année")
    ahead, closing = _("Perspectives"), _("Clôture")
    return DraftTemplate(
        _("Séance plénière"),
        "plenary",
        usual=True,
        items=(
            DraftItem(_("Ouverture, mots de la préfecture et du parquet"), 10, section=opening),
            DraftItem(_("Approbation du compte rendu"), 5, Role.APPROVAL, section=opening),
            DraftItem(_("Composition du conseil, règlement intérieur et charte"), 15, section=opening),
            DraftItem(_("État de la délinquance"), 20, section=state),
            DraftItem(_("Politique pénale locale"), 15, section=state),
            DraftItem(_("Bilan de la police municipale et du CSU"), 15, section=state),
            DraftItem(_("Suivi des engagements et de la stratégie"), 20, Role.FOLLOW_UP, section=state),
            DraftItem(_("Sujet de l’année"), 15, section=ahead),
            DraftItem(_("Orientations et programmation FIPD"), 10, section=ahead),
            DraftItem(_("Parole aux partenaires, questions diverses"), 10, section=closing),
            DraftItem(_("Prochaines échéances"), 5, section=closing),
        ),
    )


def _restricted() -> DraftTemplate:
    return DraftTemplate(
        _("Formation restreinte"),
        "restricted",
        usual=True,
        items=(
            DraftItem(_("Approbation du compte rendu"), 5, Role.APPROVAL),
            DraftItem(_("Suivi des engagements"), 15, Role.FOLLOW_UP),
            DraftItem(_("Tendances du trimestre"), 15),
            DraftItem(_("Sites sensibles"), 20, level=Level.RESTRICTED),
            DraftItem(_("Dispositifs à venir"), 15),
            DraftItem(_("Dossiers FIPD"), 5),
            DraftItem(_("Tour de table"), 10),
            DraftItem(_("Date de la prochaine réunion"), 5),
        ),
    )


def _watch_cell() -> DraftTemplate:
    closed = Level.RESTRICTED
    return DraftTemplate(
        _("Cellule de veille"),
        "watch_cell",
        usual=True,
        items=(
            DraftItem(_("Rappel de la charte, signatures manquantes"), 5, level=closed),
            DraftItem(_("Points de vigilance non levés"), 10, Role.WATCH_POINTS, level=closed),
            DraftItem(_("Faits marquants par secteur"), 20, level=closed),
            DraftItem(_("Tensions à venir : événements, chantiers, fins de saison"), 10, level=closed),
            DraftItem(_("Actions décidées : qui, quoi, quand"), 15, level=closed),
        ),
    )


def _thematic() -> DraftTemplate:
    return DraftTemplate(
        _("Groupe thématique"),
        "thematic",
        usual=True,
        items=(
            DraftItem(_("Approbation du compte rendu"), 5, Role.APPROVAL),
            DraftItem(_("Suivi des engagements"), 15, Role.FOLLOW_UP),
            DraftItem(_("Activité depuis la dernière réunion (chiffres agrégés)"), 15),
            DraftItem(_("Parcours et orientation des publics"), 20),
            DraftItem(_("Formation des professionnels"), 15),
            DraftItem(_("Actions à venir et financements"), 15),
            DraftItem(_("Date de la prochaine réunion"), 5),
        ),
    )


def _installation() -> DraftTemplate:
    install, work, closing = _("Installation"), _("Feuille de route"), _("Clôture")
    return DraftTemplate(
        _("Installation après les élections"),
        "plenary",
        usual=False,
        items=(
            DraftItem(_("Ouverture, présentation des membres"), 15, section=install),
            DraftItem(_("Arrêté de composition"), 10, section=install),
            DraftItem(_("Règlement intérieur"), 15, section=install),
            DraftItem(_("Charte de confidentialité"), 10, section=install),
            DraftItem(_("Approbation du compte rendu"), 5, Role.APPROVAL, section=work),
            DraftItem(
                _("Suivi des engagements pris sous le mandat précédent"), 20, Role.FOLLOW_UP, section=work
            ),
            DraftItem(_("État de la délinquance"), 20, section=work),
            DraftItem(_("Stratégie territoriale : bilan et calendrier"), 20, section=work),
            DraftItem(_("Groupes de travail et référents"), 15, section=work),
            DraftItem(_("Prochaines échéances"), 10, section=closing),
        ),
    )

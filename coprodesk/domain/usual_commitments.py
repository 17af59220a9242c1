"""What partners usually promise to a council, with what shows it is done: suggestions, free to be changed.

No baseline and no target: these are each council's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from coprodesk.domain.french import fold


@dataclass(frozen=True, slots=True)
class UsualDraft:
    """One suggestion; `partner` names the kinds of partners it suits, separated by commas."""

    partner: str
    what: str
    progress_indicator: str
    outcome_indicator: str


USUAL_COMMITMENTS = (
    UsualDraft(
        "Préfecture, sous-préfecture",
        "Instruire en 60 jours chaque dossier FIPD complet",
        "Dossiers instruits sur dossiers déposés",
        "Délai médian d’instruction, en jours",
    ),
    UsualDraft(
        "Parquet",
        "Dire chaque semestre les suites données aux signalements de la Ville",
        "Semestres renseignés, sur 2",
        "Part des signalements dont la suite est connue",
    ),
    UsualDraft(
        "Police nationale, CPN, commissariat, gendarmerie",
        "Nommer un correspondant par quartier et y tenir une permanence par mois",
        "Permanences tenues, sur 10",
        "Part des signalements traités en 15 jours",
    ),
    UsualDraft(
        "Police municipale",
        "Mener douze opérations conjointes avec la police nationale",
        "Opérations menées, sur 12",
        "Interventions pour le fait visé, sur la même période",
    ),
    UsualDraft(
        "Services techniques",
        "Réparer en 72 heures l’éclairage signalé en panne",
        "Pannes signalées et réparées",
        "Délai médian de réparation, en jours",
    ),
    UsualDraft(
        "CCAS, action sociale",
        "Recevoir en 5 jours toute victime orientée par un partenaire",
        "Orientations reçues",
        "Délai médian du premier rendez-vous, en jours",
    ),
    UsualDraft(
        "DSDEN, collège",
        "Fournir chaque trimestre l’absentéisme agrégé, sans nom",
        "Trimestres fournis, sur 3",
        "Part des élèves absents plus de 4 demi-journées par mois",
    ),
    UsualDraft(
        "Lycée",
        "Ouvrir dix places pour des mesures de responsabilisation",
        "Places ouvertes",
        "Mesures menées à terme sur mesures prononcées",
    ),
    UsualDraft(
        "Département, MDS",
        "Envoyer un travailleur social à chaque cellule de veille",
        "Séances où il est venu, sur 11",
        "Part des situations orientées qui ont eu un retour",
    ),
    UsualDraft(
        "PJJ",
        "Animer quatre séances sur la justice des mineurs, avec les enseignants",
        "Séances tenues, sur 4",
        "Élèves touchés",
    ),
    UsualDraft(
        "SPIP",
        "Pourvoir douze postes de TIG dans les services de la commune",
        "Postes pourvus sur postes offerts",
        "TIG menés à terme dans l’année",
    ),
    UsualDraft(
        "Bailleur, OPH, ESH, habitat",
        "Porter plainte à chaque dégradation et tenir une présence de gardien le soir",
        "Plaintes déposées sur faits constatés",
        "Occupations de hall signalées dans l’année",
    ),
    UsualDraft(
        "Transporteur, transports",
        "Mettre des médiateurs sur la ligne signalée, de 16 h à 20 h, cinq jours sur sept",
        "Vacations tenues",
        "Faits signalés à bord",
    ),
    UsualDraft(
        "Aide aux victimes",
        "Tenir une permanence par semaine au commissariat",
        "Permanences tenues, sur 44",
        "Part des victimes rappelées en 8 jours",
    ),
    UsualDraft(
        "Club de prévention, prévention spécialisée",
        "Proposer des chantiers éducatifs à 24 jeunes",
        "Jeunes inscrits, sur 24",
        "Part de sorties vers l’emploi ou la formation",
    ),
    UsualDraft(
        "CCI, commerçants",
        "Faire vingt diagnostics de sûreté de commerces",
        "Diagnostics faits, sur 20",
        "Part des préconisations suivies",
    ),
    UsualDraft(
        "CSAPA, santé, hôpital",
        "Tenir une consultation avancée une demi-journée par semaine",
        "Séances tenues, sur 40",
        "Nouveaux jeunes reçus dans l’année",
    ),
)
"""What a new council starts with (usage; all can be changed)."""


class HasPartner(Protocol):
    """A suggestion that says whom it suits."""

    @property
    def partner(self) -> str:
        """Return the kinds of partners, separated by commas."""


T = TypeVar("T", bound=HasPartner)


def suits(partner: str, names: Iterable[str]) -> bool:
    """Say whether one of the kinds in `partner` is told by the names of an institution or of its college.

    Each word of a kind begins a word of the names: « transport » suits the college « Transports ».
    """
    words = {word for name in names for word in _words(name)}
    return any(
        bool(kind) and all(any(word.startswith(_stem(part)) for word in words) for part in kind)
        for kind in map(_words, partner.split(","))
    )


def suited(usual: Sequence[T], names: Iterable[str]) -> tuple[T, ...]:
    """Return the suggestions for an institution; all of them when none is made for it."""
    told = tuple(names)
    found = tuple(one for one in usual if suits(one.partner, told))
    return found or tuple(usual)


def _words(text: str) -> list[str]:
    bare = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return [word for word in bare.split() if word not in ("de", "des", "du", "la", "le", "les", "aux", "et")]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word

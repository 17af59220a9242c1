"""The institutions that usually sit in a council, to be ticked when its file is created: all can be changed.

Names and colleges are what the file will hold, hence French whatever the language of the window.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from coprodesk.domain.territory import Territory


class Case(Enum):
    """When an institution is ticked before the user looks."""

    ALWAYS = auto()
    OFFERED = auto()
    DISTRICT = auto()
    URBAN = auto()
    RURAL = auto()
    COMMUNAL = auto()
    INTERCOMMUNAL = auto()


@dataclass(frozen=True, slots=True)
class UsualInstitution:
    """One institution: names, college, code of its kind of member, grammar.

    `article` is « le », « la », « l’ » or « les », `gender` m or f, `number` s or p. `case` says when it is
    ticked; a COMMUNAL or INTERCOMMUNAL one is not even offered to the other sort of council. A `restricted`
    one sits in the restricted body too; the `core` is the State, justice and police of figure M19. Of a
    `disputed` one the law has changed the kind and may again: the user says whether it is of right.
    """

    name: str
    short_name: str
    college: str
    article: str
    gender: str
    case: Case = Case.ALWAYS
    kind: str = "designated"
    restricted: bool = False
    core: bool = False
    disputed: bool = False
    number: str = "s"


# In the order of protocol. The kinds are those of L. 132-4 and L. 132-13 CSI (law of 21 March 2024), which
# made the département a designated member; the colleges follow D. 132-8. The police is guessed for a town and
# the gendarmerie elsewhere: the law of its zone is not asked.
_I = UsualInstitution
USUAL_INSTITUTIONS = (
    _I("Préfecture", "Préfecture", "État", "la", "f", kind="ex_officio", restricted=True, core=True),
    _I("Parquet", "Parquet", "Justice", "le", "m", kind="ex_officio", restricted=True, core=True),
    _I("Police nationale", "Police nat.", "État", "la", "f", Case.URBAN, restricted=True, core=True),
    _I("Gendarmerie nationale", "Gendarmerie", "État", "la", "f", Case.RURAL, restricted=True, core=True),
    _I("Intercommunalité", "Interco", "Autres", "l’", "f", Case.COMMUNAL, kind="ex_officio"),
    _I("Conseil départemental", "Département", "Département", "le", "m", restricted=True, disputed=True),
    _I("Sous-préfecture", "Sous-préf.", "État", "la", "f", Case.OFFERED),
    _I("Délégué du préfet", "Délégué préf.", "État", "le", "m", Case.DISTRICT),
    _I("DSDEN", "DSDEN", "Éducation", "la", "f", restricted=True),
    _I("PJJ", "PJJ", "Justice", "la", "f"),
    _I("SPIP", "SPIP", "Justice", "le", "m"),
    _I("Délégué du procureur", "Délégué proc.", "Justice", "le", "m", Case.OFFERED),
    _I("Communes membres", "Communes", "Autres", "les", "f", Case.INTERCOMMUNAL, restricted=True, number="p"),
    _I("Collège", "Collège", "Éducation", "le", "m"),
    _I("Lycée", "Lycée", "Éducation", "le", "m", Case.URBAN),
    _I("Bailleur social", "Bailleur", "Bailleurs", "le", "m", restricted=True),
    _I("Second bailleur social", "Bailleur 2", "Bailleurs", "le", "m", Case.OFFERED),
    _I("Réseau de transport", "Transport", "Transports", "le", "m", Case.URBAN),
    _I("Association d’aide aux victimes", "Aide victimes", "Aide aux victimes", "l’", "f"),
    _I("CIDFF", "CIDFF", "Aide aux victimes", "le", "m", Case.OFFERED),
    _I("Club de prévention", "Prévention", "Prévention", "le", "m", Case.DISTRICT),
    _I("Centre hospitalier", "CH", "Santé", "le", "m", Case.URBAN),
    _I("CSAPA", "CSAPA", "Santé", "le", "m", Case.OFFERED),
    _I("Union des commerçants", "Commerçants", "Économie", "l’", "f"),
    _I("CCI", "CCI", "Économie", "la", "f", Case.OFFERED),
    _I("SDIS", "SDIS", "Secours et emploi", "le", "m"),
    _I("Mission locale", "Miss. locale", "Secours et emploi", "la", "f", Case.URBAN),
    _I("Conseil citoyen", "Cons. citoyen", "Habitants", "le", "m", Case.DISTRICT, kind="guest"),
    _I("Mairie – présidence", "Présidence", "Ville", "la", "f", Case.COMMUNAL, kind="chair", restricted=True),
    _I(
        "Intercommunalité – présidence",
        "Présidence",
        "Ville",
        "l’",
        "f",
        Case.INTERCOMMUNAL,
        kind="chair",
        restricted=True,
    ),
    _I("Police municipale", "PM", "Ville", "la", "f", restricted=True),
    _I("Coordination du conseil", "Coordination", "Ville", "la", "f", kind="secretariat", restricted=True),
    _I("CCAS", "CCAS", "Ville", "le", "m"),
    _I("CSU", "CSU", "Ville", "le", "m", Case.OFFERED),
    _I("Service jeunesse", "Jeunesse", "Ville", "le", "m", Case.OFFERED),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One line to tick, and whether it is ticked before the user looks."""

    institution: UsualInstitution
    ticked: bool


def offers(territory: Territory) -> tuple[Offer, ...]:
    """Return what is offered to a council with these facts, in the order of protocol."""
    other = Case.COMMUNAL if territory.intercommunal else Case.INTERCOMMUNAL
    return tuple(
        Offer(one, _ticked(one.case, territory)) for one in USUAL_INSTITUTIONS if one.case is not other
    )


def _ticked(case: Case, territory: Territory) -> bool:
    return {
        Case.OFFERED: False,
        Case.DISTRICT: territory.has_district,
        Case.URBAN: territory.urban or territory.intercommunal,
        Case.RURAL: not territory.urban or territory.intercommunal,
    }.get(case, True)


def of_right(institution: UsualInstitution) -> UsualInstitution:
    """Return the institution as a member of right, as the law may make the département again."""
    return replace(institution, kind="ex_officio")

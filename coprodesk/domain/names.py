"""Names of persons and institutions as French minutes write them, with agreement and articles."""

import re
from enum import StrEnum

from coprodesk.domain.attendance import Presence
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _, speaks_french

# Written in lower case before a surname, these stay so: « de LESMONT », « d’ARGOUT ».
_PARTICLE = re.compile(r"(?:(?:de|du|des|la|le|les|von|van|der|den|di|da)\s+|d[’'])(?=\S)")
_GENDERS = {"m.": "m", "monsieur": "m", "mme": "f", "madame": "f", "mlle": "f", "mademoiselle": "f"}
# « h » is mute in titles but for these, which refuse « l’ ».
_ASPIRATED = ("haut", "hors", "huit")


class Gender(StrEnum):
    """Grammatical gender of an institution or a title."""

    MASCULINE = "masculine"
    FEMININE = "feminine"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {Gender.MASCULINE: _("Masculin"), Gender.FEMININE: _("Féminin")}[self]


class GrammaticalNumber(StrEnum):
    """Grammatical number of an institution's name."""

    SINGULAR = "singular"
    PLURAL = "plural"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {
            GrammaticalNumber.SINGULAR: _("Singulier"),
            GrammaticalNumber.PLURAL: _("Pluriel"),
        }[self]


def surname(last_name: str) -> str:
    """Return the surname in capitals, its particle left as stored in lower case: « de LESMONT »."""
    name = " ".join(last_name.split())
    start = 0
    while particle := _PARTICLE.match(name, start):
        start = particle.end()
    return name[:start] + name[start:].upper()


def display_name(civility: str, first_name: str, last_name: str) -> str:
    """Return « Mme Solène MARQUEVAL »; what is blank is left out."""
    name = " ".join(part for part in (first_name.strip(), surname(last_name)) if part)
    return " ".join(part for part in (civility.strip(), name) if part)


def sorting_name(first_name: str, last_name: str) -> str:
    """Return « de LESMONT Gauthier », for the sign-in sheet."""
    return f"{surname(last_name)} {first_name.strip()}".strip()


def name_line(name: str, function: str) -> str:
    """Return « Mme Claire ABRISSEL, directrice de cabinet »."""
    return ", ".join(part for part in (name.strip(), function.strip()) if part)


def civility_gender(civility: str) -> Gender | None:
    """Return the gender that « Mme » or « M. » tells; None for « Dr » and the like, which tell none."""
    letter = _GENDERS.get(civility.strip().lower())
    return None if letter is None else Gender.FEMININE if letter == "f" else Gender.MASCULINE


def split_civility(label: str) -> tuple[str, str]:
    """Return « Mme » and « Solène MARQUEVAL »; the civility is blank when it tells no gender."""
    first, _blank, rest = label.strip().partition(" ")
    return (first, rest.strip()) if civility_gender(first) else ("", label.strip())


def titled(civility: str, function: str, name: str = "") -> str:
    """Return « Mme la Procureure », « M. l’Adjoint »; `name` when the civility gives no article."""
    title = function.strip()
    gender = civility_gender(civility)
    if not title or gender is None:
        return name or f"{civility} {title}".strip()
    article = "l’" if elides(title) else "la" if gender is Gender.FEMININE else "le"
    return f"{civility.strip()} {after_article(title[0].upper() + title[1:], article)}"


def representing(civility: str, function: str, name: str = "") -> str:
    """Return « représentant M. le Préfet » for the titular; by `name` when the civility gives no article."""
    return _("représentant {name}").format(name=titled(civility, function, name))


def elides(word: str) -> bool:
    """Tell whether « le » or « de » loses its vowel before the word."""
    start = fold(word)
    return start[:1] in set("aeiouyh") and not start.startswith(_ASPIRATED)


def agree(masculine: str, feminine: str, gender: Gender, number: GrammaticalNumber) -> str:
    """Return the form of an adjective that agrees; the plural adds « s » unless it ends by s, x or z.

    An adjective that is not French does not change.
    """
    if not speaks_french():
        return masculine
    word = feminine if gender is Gender.FEMININE else masculine
    if number is GrammaticalNumber.PLURAL and word[-1:] not in set("sxz"):
        return f"{word}s"
    return word


def presence_word(presence: Presence, gender: Gender, number: GrammaticalNumber) -> str:
    """Return « Présent », « Représentées », « Excusée », « Absents », agreeing with whom it is said of."""
    masculine, feminine = {
        Presence.UNKNOWN: (_("Non pointé"), _("Non pointée")),
        Presence.PRESENT: (_("Présent"), _("Présente")),
        Presence.REPRESENTED: (_("Représenté"), _("Représentée")),
        Presence.EXCUSED: (_("Excusé"), _("Excusée")),
        Presence.ABSENT: (_("Absent"), _("Absente")),
    }[presence]
    return agree(masculine, feminine, gender, number)


def after_article(name: str, article: str) -> str:
    """Return a name after its French article, as in a title: « la Procureure »; alone without article."""
    article = article.strip().replace("'", "’")
    if not article:
        return name
    return f"{article}{name}" if article.endswith("’") else f"{article} {name}"


def with_article(name: str, article: str) -> str:
    """Return « la préfecture », « l’antenne », « les bailleurs »; the name alone without article."""
    if article.strip() and not speaks_french():
        return f"the {name}"
    return after_article(name, article)


def of_institution(name: str, article: str) -> str:
    """Return « du parquet », « de la préfecture », « de l’antenne », « des bailleurs », « de Lorneo »."""
    if not speaks_french():
        return f"of {with_article(name, article)}"
    contracted = {"le": "du", "les": "des"}.get(article.strip())
    if contracted:
        return f"{contracted} {name}"
    if not article.strip():
        return f"d’{name}" if elides(name) else f"de {name}"
    return f"de {with_article(name, article)}"

"""Turns a table of partners into drafts to preview: which column is what, and what each row says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coprodesk.domain.i18n import _
from coprodesk.domain.likeness import name_key
from coprodesk.domain.partner_drafts import PartnerDraft, Rank
from coprodesk.exchange.columns import Problem, cell_text, missing, plain_title, recognise
from coprodesk.exchange.institution_article import read_article
from coprodesk.exchange.person_cells import (
    PersonName,
    holds_several,
    read_civility,
    read_email,
    read_name,
    read_phone,
)
from coprodesk.exchange.sheets import Sheet


class Field(StrEnum):
    """What a column can give, in the order in which columns are recognised."""

    INSTITUTION = "institution"
    SHORT_NAME = "short_name"
    ARTICLE = "article"
    COLLEGE = "college"
    BODY = "body"
    RANK = "rank"
    CIVILITY = "civility"
    FULL_NAME = "full_name"
    FIRST_NAME = "first_name"
    FUNCTION = "function"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    TOWN = "town"
    ADDRESS = "address"
    LAST_NAME = "last_name"


REQUIRED = (Field.INSTITUTION,)

# Titles of columns, folded, singular, without linking words.
_TITLES: dict[Field, tuple[str, ...]] = {
    Field.INSTITUTION: ("institution", "organisme", "structure", "partenaire", "organisation", "entite"),
    Field.SHORT_NAME: ("sigle", "nom court", "abreviation", "acronyme", "nom abrege"),
    Field.ARTICLE: ("genre", "article", "genre article"),
    Field.COLLEGE: ("college", "categorie", "famille", "type"),
    Field.BODY: ("instance", "formation", "groupe", "commission"),
    Field.RANK: ("rang", "titulaire suppleant", "suppleant titulaire", "statut", "t s"),
    Field.CIVILITY: ("civilite", "titre", "civ", "mme m", "m mme"),
    Field.FULL_NAME: (
        "nom prenom",
        "prenom nom",
        "nom complet",
        "representant",
        "representante",
        "titulaire",
        "contact",
        "interlocuteur",
        "membre",
        "personne",
    ),
    Field.FIRST_NAME: ("prenom",),
    Field.FUNCTION: ("fonction", "qualite", "poste", "emploi"),
    Field.PHONE: ("telephone", "tel", "portable", "mobile", "numero telephone", "no telephone", "gsm"),
    Field.EMAIL: (
        "courriel",
        "email",
        "e mail",
        "mail",
        "mel",
        "adresse electronique",
        "adresse mail",
        "adresse email",
        "adresse e mail",
        "adresse courriel",
        "adresse messagerie",
    ),
    Field.POSTCODE: ("code postal", "cp"),
    Field.TOWN: ("commune", "ville", "localite"),
    Field.ADDRESS: ("adresse", "rue", "coordonnee postale"),
    Field.LAST_NAME: ("nom", "nom famille", "nom usage", "patronyme"),
}


@dataclass(frozen=True, slots=True)
class PartnerDrafts:
    """The rows that would be imported and what is to be said about them, in the order of the sheet."""

    rows: tuple[PartnerDraft, ...]
    problems: tuple[Problem, ...]


def field_label(field: Field) -> str:
    """Return the name of a field on screen."""
    return {
        Field.INSTITUTION: _("Institution"),
        Field.SHORT_NAME: _("Sigle"),
        Field.ARTICLE: _("Article ou genre"),
        Field.COLLEGE: _("Collège"),
        Field.BODY: _("Instance"),
        Field.RANK: _("Rang (titulaire ou suppléant)"),
        Field.CIVILITY: _("Civilité"),
        Field.FULL_NAME: _("Nom et prénom"),
        Field.FIRST_NAME: _("Prénom"),
        Field.FUNCTION: _("Fonction"),
        Field.PHONE: _("Téléphone"),
        Field.EMAIL: _("Courriel"),
        Field.POSTCODE: _("Code postal"),
        Field.TOWN: _("Commune"),
        Field.ADDRESS: _("Adresse"),
        Field.LAST_NAME: _("Nom"),
    }[field]


def suggest_mapping(header: tuple[str, ...]) -> dict[Field, int]:
    """Recognise the columns by their titles."""
    # « Nom de la structure » is no last name.
    return _one_way_to_name(recognise(header, _TITLES, whole=(Field.LAST_NAME,)))


def _one_way_to_name(found: dict[Field, int]) -> dict[Field, int]:
    """Make a lone « Nom » a full name, and a full name beside « Prénom » a last name."""
    if Field.FIRST_NAME not in found and Field.FULL_NAME not in found and Field.LAST_NAME in found:
        found[Field.FULL_NAME] = found.pop(Field.LAST_NAME)
    elif Field.FIRST_NAME in found and Field.LAST_NAME not in found and Field.FULL_NAME in found:
        found[Field.LAST_NAME] = found.pop(Field.FULL_NAME)
    return found


def draft_partners(sheet: Sheet, mapping: Mapping[Field, int]) -> PartnerDrafts:
    """Read every row into a draft. Raises Refusal when no column gives the institution."""
    if Field.INSTITUTION not in mapping:
        raise missing(sheet.header, field_label(Field.INSTITUTION))
    drafts: list[PartnerDraft] = []
    problems: list[Problem] = []
    for line, row in zip(sheet.lines, sheet.rows, strict=True):
        texts = {field: cell_text(row[column]) for field, column in mapping.items()}
        if refused := _unusable(texts, sheet.header[mapping[Field.INSTITUTION]]):
            problems.append(Problem(line, refused, kept=False))
            continue
        draft, remarks = _draft(line, texts, _surname_first(sheet.header, mapping))
        drafts.append(draft)
        problems += (Problem(line, sentence, kept=True) for sentence in remarks)
    return PartnerDrafts(tuple(drafts), tuple(problems))


def _unusable(texts: Mapping[Field, str], institution_title: str) -> str:
    """Say why a row cannot be imported, blank when it can."""
    institution = texts[Field.INSTITUTION]
    if not institution:
        return _(
            "l’institution manque, la ligne ne sera pas importée. Répétez son nom sur chaque ligne, "
            "même quand les cellules sont fusionnées."
        )
    if name_key(institution) == name_key(institution_title):
        return _("l’en-tête y est répété, la ligne ne sera pas importée.")
    if holds_several(texts.get(Field.FULL_NAME, "")):
        return _(
            "plusieurs personnes sont nommées dans une même case, la ligne ne sera pas importée. Faites une "
            "ligne par personne."
        )
    return ""


def _surname_first(header: tuple[str, ...], mapping: Mapping[Field, int]) -> bool | None:
    """Return the order that the title of the column of full names announces, None when it says nothing."""
    if Field.FULL_NAME not in mapping:
        return None
    title = plain_title(header[mapping[Field.FULL_NAME]])
    words = [word for word in title.split() if word in ("nom", "prenom")]
    return words[0] == "nom" if len(words) == 2 else None


def _draft(
    line: int, texts: Mapping[Field, str], surname_first: bool | None
) -> tuple[PartnerDraft, list[str]]:
    """Return the draft of a row and the sentences about what was doubtful in it."""
    remarks = []
    name, doubt = _name(texts, surname_first)
    if doubt:
        remarks.append(doubt)
    email, doubt = read_email(texts.get(Field.EMAIL, ""))
    if doubt:
        remarks.append(doubt)
    rank, doubt = _rank(texts.get(Field.RANK, ""))
    if doubt:
        remarks.append(doubt)
    town = f"{texts.get(Field.POSTCODE, '')} {texts.get(Field.TOWN, '')}".strip()
    institution = texts[Field.INSTITUTION]
    draft = PartnerDraft(
        line=line,
        institution=institution,
        short_name=texts.get(Field.SHORT_NAME, ""),
        college=texts.get(Field.COLLEGE, ""),
        civility=read_civility(texts.get(Field.CIVILITY, "")) or name.civility,
        first_name=name.first,
        last_name=name.last,
        function=texts.get(Field.FUNCTION, "") or name.function,
        phone=read_phone(texts.get(Field.PHONE, "")),
        email=email,
        address=", ".join(part for part in (texts.get(Field.ADDRESS, ""), town) if part),
        rank=rank,
        body=texts.get(Field.BODY, ""),
        grammar=read_article(institution, texts.get(Field.ARTICLE, "")),
    )
    return draft, remarks


def _name(texts: Mapping[Field, str], surname_first: bool | None) -> tuple[PersonName, str]:
    """Return the name of the person of a row and what is doubtful in it."""
    full = texts.get(Field.FULL_NAME, "")
    if not full:
        return PersonName("", texts.get(Field.FIRST_NAME, ""), texts.get(Field.LAST_NAME, "")), ""
    name = read_name(full, surname_first=surname_first)
    if name.certain:
        return name, ""
    doubt = _("« {full} » est lu prénom « {first} », nom « {last} » ; vérifiez.")
    return name, doubt.format(full=full, first=name.first, last=name.last)


def _rank(text: str) -> tuple[Rank | None, str]:
    """Return the rank that a text states, and what is wrong with it."""
    word = name_key(text)
    if word in ("t", "1") or word.startswith("titulaire"):
        return Rank.TITULAR, ""
    if word in ("s", "2") or word.startswith("suppleant"):
        return Rank.SUBSTITUTE, ""
    doubt = _("le rang « {text} » n’est ni titulaire ni suppléant, il sera laissé vide.")
    return None, doubt.format(text=text) if text else ""

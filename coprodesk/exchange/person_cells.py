"""Reads what lists write of a person: name, civility, electronic address, telephone."""

import re
from dataclasses import dataclass

from coprodesk.domain.i18n import _
from coprodesk.domain.likeness import name_key

CIVILITIES = {
    "m": "M.",
    "mr": "M.",
    "monsieur": "M.",
    "mme": "Mme",
    "madame": "Mme",
    # « Mademoiselle » has left administrative forms (circulaire 5575/SG of 21 February 2012).
    "mlle": "Mme",
    "mademoiselle": "Mme",
    "dr": "Dr",
    "docteur": "Dr",
    "docteure": "Dr",
    "pr": "Pr",
    "professeur": "Pr",
    "professeure": "Pr",
    "me": "Me",
    "maitre": "Me",
    "lt": "Lt",
    "cne": "Cne",
    "cdt": "Cdt",
}
PARTICLES = frozenset(
    {"de", "du", "des", "la", "le", "les", "van", "von", "der", "den", "di", "da", "del", "el", "al"}
)
_ELIDED = re.compile(r"^[dDlL]['’](?=\w)")
_SEVERAL = re.compile(r"\s/\s|;|\bet\s+(?=m\.|mr\b|mme\b|mlle\b|madame\b|monsieur\b|dr\b)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(.+?)\s*\((.+)\)")


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name; `certain` is false when first and last name could be the other way round.

    `function` is what follows the name, after a comma or in brackets.
    """

    civility: str = ""
    first: str = ""
    last: str = ""
    function: str = ""
    certain: bool = True


def read_civility(text: str) -> str:
    """Return the usual form of a civility (« Mme. », « MADAME » give « Mme »), else `text` as it is."""
    return CIVILITIES.get(name_key(text), text)


def holds_several(text: str) -> bool:
    """Tell whether a cell names more than one person."""
    return bool(_SEVERAL.search(text))


def read_name(text: str, *, surname_first: bool | None = None) -> PersonName:
    """Take a full name apart.

    Capitals tell the last name. Without them `surname_first`, known from the title of the column, decides;
    when it is None the first name is taken to come first.
    """
    words = text.split()
    civility = ""
    while len(words) > 1 and name_key(words[0]) in CIVILITIES:
        civility = civility or CIVILITIES[name_key(words[0])]
        del words[0]
    name, function = _split_function(" ".join(words), surname_first)
    first, last, certain = _split(name.split(), surname_first)
    return PersonName(civility, first, last, function, certain)


def _split_function(text: str, surname_first: bool | None) -> tuple[str, str]:
    """Return the name and the function after it; in « NOM, Prénom » the comma only parts the name."""
    if brackets := _IN_BRACKETS.fullmatch(text):
        return brackets[1], brackets[2]
    name, comma, rest = (part.strip() for part in text.partition(","))
    if not comma:
        return name, ""
    words = name.split()
    surname_only = all(_in_capitals(word) or word in PARTICLES for word in words)
    given_name = 1 <= len(rest.split()) <= 2 and all(word[0].isupper() for word in rest.split())
    if given_name and (surname_only or (surname_first and len(words) == 1)):
        return f"{' '.join(words).upper()} {rest}", ""
    return name, rest


def _in_capitals(word: str) -> bool:
    """Tell whether a word is written as a last name: two capitals or more, no abbreviation point."""
    stem = _ELIDED.sub("", word)
    return sum(map(str.isalpha, stem)) >= 2 and stem == stem.upper() and "." not in stem


def _split(words: list[str], surname_first: bool | None) -> tuple[str, str, bool]:
    """Return first name, last name and whether this is certain."""
    if len(words) < 2:
        return "", " ".join(words), True
    capitals = [index for index, word in enumerate(words) if _in_capitals(word)]
    names = [word for word in words if word.lower() not in PARTICLES]
    if capitals and any(not _in_capitals(word) for word in names):
        start, end = capitals[0], capitals[-1] + 1
        while start and words[start - 1] in PARTICLES:
            start -= 1
        inside = all(_in_capitals(word) or word in PARTICLES for word in words[start:end])
        first = " ".join(words[:start] + words[end:])
        return first, " ".join(words[start:end]), inside and not (start and end < len(words))
    return _split_by_order(words, surname_first, shouted=len(capitals) == len(words))


def _split_by_order(words: list[str], surname_first: bool | None, *, shouted: bool) -> tuple[str, str, bool]:
    particles = [index for index, word in enumerate(words) if word.lower() in PARTICLES]
    certain = len(words) == 2 and not (shouted and surname_first is None)
    if surname_first:
        cut = 1
        while words[cut - 1].lower() in PARTICLES and cut < len(words) - 1:
            cut += 1
        last, first = words[:cut], words[cut:]
    else:
        inner = [index for index in particles if index]
        cut = inner[0] if inner else 1
        first, last = words[:cut], words[cut:]
    given = " ".join(first)
    return given.title() if shouted else given, " ".join(last), certain or bool(particles)


def read_email(text: str) -> tuple[str, str]:
    """Return a well-formed address or nothing, and what is wrong when a text is left aside."""
    parts = [part for part in re.split(r"[\s;,<>]+", text.removeprefix("mailto:")) if part]
    addresses = [part for part in parts if re.fullmatch(r"[^@]+@[^@.]+(\.[^@.]+)*\.[^@.]{2,}", part)]
    if not addresses:
        doubt = _("« {text} » n’est pas une adresse électronique, la ligne sera importée sans courriel.")
        return "", doubt.format(text=text) if text else ""
    if sum("@" in part for part in parts) > 1:
        doubt = _("de « {text} », seule l’adresse {address} sera importée.")
        return addresses[0], doubt.format(text=text, address=addresses[0])
    return addresses[0], ""


def read_phone(text: str) -> str:
    """Return a French number by pairs, with the leading zero a spreadsheet takes away; else the text."""
    digits = re.sub(r"[\s.\-/()]", "", text)
    digits = re.sub(r"^(\+33|0033)0?", "0", digits)
    if re.fullmatch(r"[1-9]\d{8}", digits):
        digits = f"0{digits}"
    return " ".join(re.findall("..", digits)) if re.fullmatch(r"0\d{9}", digits) else text

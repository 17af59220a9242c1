"""Warns on words that look like a file on a person. It never blocks: the writer decides."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _

# Every repetition is bounded and every name starts at a word, so that a long paste is read in a blink.
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_WORD = rf"(?<![\w’'-]){_CAPITAL}(?:[\w’'-]{{0,40}}\w)?\.?"
_PARTICLES = r"(?:(?:de|du|des|de la|von|van)\s|d[’'])"
_PART = rf"(?:{_WORD}|{_PARTICLES}{_CAPITAL}(?:[\w’'-]{{0,40}}\w)?)"
_NAME = rf"{_PART}(?:\s{{1,3}}{_PART}){{0,3}}"
_DATE = (
    r"(?:[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{2,4}"
    r"|(?:1er|[0-9]{1,2})\s+[a-zéû]{3,9}\.?\s+[0-9]{4})"
)
_STREET = r"(?:rue|avenue|av\.|boulevard|bd|place|allée|impasse|chemin|route|square|cours|quai|passage|sente)"

_BIRTH = re.compile(
    rf"\b(?:née?s?\s+(?:le\s+{_DATE}|en\s+(?:[a-zéû]+\s+)?[0-9]{{4}})"
    rf"|date\s+de\s+naissance\b(?:\s*:?\s*{_DATE})?|DDN\s*:?\s*{_DATE})",
    re.IGNORECASE,
)
_AGE = re.compile(r"\bâgée?s?\s+de\s+[0-9]{1,3}\s+ans\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w+])(?:\+33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s.-]?[0-9]{2}){4}(?![0-9])")
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-HJ-NP-TV-Z]{2}[\s-][0-9]{3}[\s-][A-HJ-NP-TV-Z]{2}"
    r"|[0-9]{2,4}[\s-][A-HJ-NP-TV-Z]{2,3}[\s-](?:[0-9]{2}|2[AB]))(?![\w-])"
)
# A hall or a building is a place under watch, not somebody's address.
_ADDRESS = re.compile(
    rf"(?P<place>\b(?:hall|halls|bâtiment|bât\.|entrée|escalier|arrêt|quai)\s+(?:n°\s*)?)?"
    rf"(?<![\w/])[0-9]{{1,3}}(?:\s?(?:bis|ter|quater))?,?\s+{_STREET}\s+(?:[\w’']{{1,20}}\s){{0,3}}?"
    rf"(?-i:(?:[ld][’'])?{_CAPITAL}[\w’'-]{{0,40}})",
    re.IGNORECASE,
)
_CIVILITY = re.compile(rf"\b(?:MM?\.|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle)\s{{1,3}}(?P<name>{_NAME})")
_CALLED = re.compile(
    rf"\b(?:(?:[Ll]e|[Ll]a|[Ll]es|[Uu]ne?|[Dd]u)\s)?(?:dé|pré|sur)?nommée?s?\s{{1,3}}(?P<name>{_NAME})"
)
_MINOR_BEFORE = re.compile(rf"\bmineure?(?:\s?[,(:]\s?|\s)(?P<name>{_NAME})")
_MINOR_AFTER = re.compile(rf"(?P<name>{_NAME})(?:\s?[,(]\s?|\s(?:qui\s)?est\s)(?:une?\s)?mineure?\b")


@dataclass(frozen=True, slots=True)
class NominativeWarning:
    """A stretch of the text, from `start` to `end` in characters, and why it may name somebody."""

    start: int
    end: int
    why: str


def nominative_warnings(text: str, known_names: Collection[str]) -> tuple[NominativeWarning, ...]:
    """Return what looks like a personal file, in the order of the text.

    `known_names` are those of the directory, first name then surname (« Solène Marqueval »): its members act
    in the council and may be named.
    """
    kept: list[NominativeWarning] = []
    for warning in sorted(_found(text, known_names), key=lambda one: (one.start, -one.end)):
        if not kept or warning.start >= kept[-1].end:
            kept.append(warning)
    return tuple(kept)


def _found(text: str, known_names: Collection[str]) -> Iterator[NominativeWarning]:
    plain = (
        (_BIRTH, _("date de naissance")),
        (_AGE, _("âge d’une personne")),
        (_PHONE, _("numéro de téléphone")),
        (_PLATE, _("plaque d’immatriculation")),
    )
    for pattern, why in plain:
        for match in pattern.finditer(text):
            yield NominativeWarning(match.start(), match.end(), why)
    for match in _ADDRESS.finditer(text):
        if not match["place"]:
            yield NominativeWarning(match.start(), match.end(), _("adresse avec son numéro"))
    directory = [_tokens(name) for name in known_names]
    named = (
        (_CIVILITY, _("nom absent de l’annuaire")),
        (_CALLED, _("personne nommée")),
        (_MINOR_BEFORE, _("mineur nommé")),
        (_MINOR_AFTER, _("mineur nommé")),
    )
    for pattern, why in named:
        for match in pattern.finditer(text):
            if not _known(_tokens(match["name"]), directory):
                yield NominativeWarning(match.start(), match.end(), why)


def _tokens(name: str) -> list[str]:
    return fold(name).replace("d'", "d' ").replace(".", "").split()


def _known(words: list[str], directory: list[list[str]]) -> bool:
    """Tell whether the words begin with somebody of the directory, surname at least.

    What follows the name may be another capitalised word (« Mme Marqueval CPN »), so each beginning is tried.
    """
    for length in range(1, len(words) + 1):
        beginning = set(words[:length])
        if any(person and person[-1] in beginning and beginning <= set(person) for person in directory):
            return True
    return False

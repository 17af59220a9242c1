"""One typed line of the live meeting: its prefix, its @institutions and its >due date, the rest is the words.

Nothing typed is ever lost: what is not understood stays in the text, with a gentle message.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import MONTHS, WEEKDAYS, fold, long_date, parse_date
from coprodesk.domain.i18n import _
from coprodesk.domain.records import RecordKind

Institution = tuple[int, str, str]
"""Id, short name and name."""


class QuickKind(StrEnum):
    """What a typed line is to become."""

    INFORMATION = "information"
    DECISION = "decision"
    COMMITMENT = "commitment"
    DISSENT = "dissent"
    REQUEST = "request"
    STATEMENT = "statement"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    WATCH_POINT = "watch_point"

    @property
    def label(self) -> str:
        """Return the French words."""
        if self is QuickKind.COMMITMENT:
            return _("Engagement")
        if self is QuickKind.WATCH_POINT:
            return _("Point de veille")
        return RecordKind(self.value).label

    @property
    def prefix(self) -> str:
        """Return the letter that says it, empty for what is only chosen in the list."""
        return next((letter for letter, kind in PREFIXES.items() if kind is self), "")


PREFIXES = {
    "i": QuickKind.INFORMATION,
    "d": QuickKind.DECISION,
    "e": QuickKind.COMMITMENT,
    "r": QuickKind.DISSENT,
    "v": QuickKind.REQUEST,
    "x": QuickKind.STATEMENT,
    "c": QuickKind.DISCUSSION,
    "p": QuickKind.WATCH_POINT,
}
_PREFIX = re.compile(r"\s*([idervxcp])\s", re.IGNORECASE)
_MENTION = re.compile(r"(?<![^\s(«,;])@(?=\w)")
_NAME = re.compile(r"\w+(?:[.’'-]\w+)*\.?(?: (?=[^\W_]))?")
_NAME_WORDS = 5
_LEADING_ARTICLE = re.compile(r"(?:(?:le|la|les) |l')")
_CLOSING = ".,;:!?)»"
_LEADING_JOINT = re.compile(r"\s*[:,;–-]\s+")
_BETWEEN = (",", ";", "et", ", et", "+", "&")


def _due_pattern() -> re.Pattern[str]:
    """Return what a due date looks like, in text without accents or capitals."""
    names = [fold(name) for name in MONTHS]
    words = sorted({name[:size] for name in names for size in range(3, len(name) + 1)} - {"jui"}, key=len)
    month = "(?:" + "|".join(reversed(words)) + r")(?:\.(?= [0-9]{4}))?(?: [0-9]{4})?"
    weekday = "|".join(WEEKDAYS)
    # « > 1/3 des élèves » compares; « +15 % » and « +3 m » are no delays.
    numbers = r"[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{2})|(?! d(?:es|e|u|')))"
    shapes = (
        r"\+ ?[0-9]{1,4} ?(?:jours?|j|semaines?|sem|mois)|\+[0-9]{1,3}(?=\s*(?:[@>.,;]|$))",
        rf"(?:(?:{weekday}) )?(?:{numbers}|[0-9]{{1,2}}(?:er)? ?{month})",
        r"[0-9]{1,2}(?P<dot>[.-])[0-9]{1,2}(?P=dot)(?:[0-9]{4}|[0-9]{2})",
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
        rf"(?:debut|mi|fin)[ -](?:de |d')?{month}",
        r"fin du mois|fin d'annee|fin de l'an(?:nee)?",
        r"apres-demain|aujourd'?hui|demain",
        rf"(?:{weekday})(?: prochain)?",
    )
    return re.compile(rf"(?:{'|'.join(f'(?:{shape})' for shape in shapes)})(?![\w/%])")


_DUE = _due_pattern()
_MARK = re.compile(r"(?<!\S)> ?(?=\S)")


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What was understood of one line; `due_words` is « lundi 30 novembre 2026 ».

    `lead` and `contributors` are short names, for `understood`. `lead_proposed`: nobody typed the @, the
    words begin with the institution. `tokens` are the pieces of the line that are no longer in the text.
    """

    kind: QuickKind
    text: str
    lead_id: int | None
    contributor_ids: tuple[int, ...]
    due_on: date | None
    due_words: str
    messages: tuple[str, ...]
    lead: str = ""
    contributors: tuple[str, ...] = ()
    lead_proposed: bool = False
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the line, from `start` to `end`, that was understood or calls for a message."""

    start: int
    end: int
    institution: Institution | None = None
    due: date | None = None
    message: str = ""

    @property
    def taken(self) -> bool:
        return self.institution is not None or self.due is not None


def parse_line(
    line: str,
    institutions: Sequence[Institution],
    today: date,
    *,
    usual: QuickKind = QuickKind.DISCUSSION,
    watch: bool = False,
) -> QuickLine:
    """Understand one line; `usual` is what a line without prefix becomes, `watch` allows watch points."""
    kind, start, messages = _kind(line, usual, watch=watch)
    pieces = [*_mentions(line, start, institutions), *_dues(line, start, today)]
    pieces.sort(key=lambda piece: piece.start)
    messages += [piece.message for piece in pieces if piece.message]
    taken = _with_joints(line, start, [piece for piece in pieces if piece.taken])
    text = _words(line, start, taken)
    named = list(dict.fromkeys(piece.institution for piece in taken if piece.institution is not None))
    proposed = None
    if kind is QuickKind.COMMITMENT and not named:
        proposed = _beginning(text, institutions)
    if proposed is not None:
        named = [proposed]
        messages.append(_("Pilote proposé : {name}.").format(name=proposed[1] or proposed[2]))
    due = next((piece.due for piece in taken if piece.due is not None), None)
    if not text and (start or taken):
        messages.append(_("Il manque les mots : écrivez ce qui est à noter."))
    shown = tuple(short or name for _id, short, name in named)
    return QuickLine(
        kind=kind,
        text=text,
        lead_id=named[0][0] if named else None,
        contributor_ids=tuple(one[0] for one in named[1:]),
        due_on=due,
        due_words="" if due is None else long_date(due),
        messages=tuple(dict.fromkeys(messages)),
        lead="".join(shown[:1]),
        contributors=shown[1:],
        lead_proposed=proposed is not None,
        tokens=(*([line[:start]] if start else ()), *(line[piece.start : piece.end] for piece in taken)),
    )


def understood(line: QuickLine) -> str:
    """Return « Engagement · DSDEN, avec PM et CPN · lundi 30 novembre 2026 », to show under the line."""
    who = line.lead
    if line.contributors:
        names = line.contributors
        others = (
            names[0]
            if len(names) == 1
            else _("{names} et {last}").format(names=", ".join(names[:-1]), last=names[-1])
        )
        who = _("{lead}, avec {others}").format(lead=line.lead, others=others)
    return " · ".join(part for part in (line.kind.label, who, line.due_words) if part)


def _kind(line: str, usual: QuickKind, *, watch: bool) -> tuple[QuickKind, int, list[str]]:
    """Return the kind, where the words begin, and what to say of the prefix."""
    found = _PREFIX.match(line)
    kind = PREFIXES[found[1].lower()] if found else usual
    if found is None:
        return usual, 0, []
    if kind is QuickKind.WATCH_POINT and not watch:
        return (
            usual,
            0,
            [_("Un point de veille se note dans une cellule de veille : « p » reste dans le texte.")],
        )
    return kind, found.end(), []


def _flat(text: str) -> str:
    """Return the text folded letter by letter, so that places in it are those of the text."""
    return "".join((fold(letter) or letter)[:1] for letter in text)


def _squeezed(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


# @institutions


def _mentions(line: str, start: int, institutions: Sequence[Institution]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for mark in _MENTION.finditer(line, start):
        if not pieces or mark.start() >= pieces[-1].end:
            pieces.append(_mention(line, mark.start(), mark.end(), institutions))
    return pieces


def _mention(line: str, start: int, begin: int, institutions: Sequence[Institution]) -> _Piece:
    """Return the institution named after an @: whole names of several words first, then one word."""
    ends: list[int] = []
    end = begin
    while len(ends) < _NAME_WORDS and (word := _NAME.match(line, end)):
        end = word.end()
        ends.append(begin + len(line[begin:end].rstrip(f" {_CLOSING}")))
    for end in reversed(ends):
        whole = [one for one in institutions if _squeezed(line[begin:end]) in _keys(one)]
        if len(whole) == 1:
            return _Piece(start, end, whole[0])
    typed = line[begin : ends[0]]
    found = _candidates(typed, institutions)
    if len(found) == 1:
        return _Piece(start, ends[0], found[0])
    if not found:
        message = _("« @{typed} » ne désigne aucune institution connue : il reste dans le texte.")
        return _Piece(start, ends[0], message=message.format(typed=typed))
    names = _(" ou ").join(short or name for _id, short, name in found[:3])
    message = _("« @{typed} » peut désigner {names} : écrivez-en un peu plus.")
    return _Piece(start, ends[0], message=message.format(typed=typed, names=names))


def _keys(institution: Institution) -> set[str]:
    return {key for key in (_squeezed(institution[1]), _squeezed(institution[2])) if key}


def _candidates(typed: str, institutions: Iterable[Institution]) -> list[Institution]:
    """Return those of the best rank: whole name, initials, beginning of a name, beginning of a word of it."""
    key = _squeezed(typed)
    ranked: dict[int, list[Institution]] = {}
    for one in institutions:
        rank = _rank(key, one)
        if rank is not None:
            ranked.setdefault(rank, []).append(one)
    return ranked[min(ranked)] if key and ranked else []


def _rank(key: str, institution: Institution) -> int | None:
    keys = _keys(institution)
    words = [_squeezed(word) for word in re.split(r"[\s’'-]+", institution[2])]
    words = [word for word in words if word]
    initials = {
        "".join(word[0] for word in words),
        "".join(word[0] for word in words if word not in _SMALL_WORDS),
    }
    for rank, holds in enumerate(
        (
            key in keys,
            len(key) > 1 and key in initials,
            any(one.startswith(key) for one in keys),
            len(key) > 1 and any(word.startswith(key) for word in words),
        )
    ):
        if holds:
            return rank
    return None


_SMALL_WORDS = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))


def _beginning(text: str, institutions: Iterable[Institution]) -> Institution | None:
    """Return the institution whose name the words begin with: « La DSDEN transmet … »."""
    typed = fold(text)
    article = _LEADING_ARTICLE.match(typed)
    starts = [typed, typed[article.end() :]] if article else [typed]
    found = [
        (len(name), one)
        for one in institutions
        for name in (fold(one[1]).strip(), fold(one[2]).strip())
        if name and any(start.startswith(name) and not start[len(name) :][:1].isalnum() for start in starts)
    ]
    longest = max((size for size, _one in found), default=0)
    best = list(dict.fromkeys(one for size, one in found if size == longest))
    return best[0] if len(best) == 1 else None


# >due dates


def _dues(line: str, start: int, today: date) -> list[_Piece]:
    flat = _flat(line)
    pieces: list[_Piece] = []
    for mark in _MARK.finditer(line, start):
        piece = _due(line, flat, mark.start(), mark.end(), today)
        if piece.due is not None and any(one.due is not None for one in pieces):
            message = _("Une seule échéance par ligne : « {typed} » reste dans le texte.")
            typed = line[piece.start : piece.end]
            piece = _Piece(piece.start, piece.end, message=message.format(typed=typed))
        pieces.append(piece)
    return pieces


def _due(line: str, flat: str, start: int, begin: int, today: date) -> _Piece:
    found = _DUE.match(flat, begin)
    if found is None:
        word = line[begin:].split(maxsplit=1)[0].rstrip(_CLOSING)
        # « > 3 ans » is a comparison, « >lundy » was meant to be a date.
        meant = begin == start + 1 and word[:1].isalpha()
        message = _("« >{word} » n’est pas compris comme une échéance : il reste dans le texte.")
        return _Piece(start, begin, message=message.format(word=word) if meant else "")
    typed = line[begin : found.end()]
    try:
        day = parse_date(typed, today)
    except Refusal:
        message = _("« {typed} » n’existe pas au calendrier : vérifiez la date, elle reste dans le texte.")
        return _Piece(start, found.end(), message=message.format(typed=typed))
    message = ""
    if day < today:
        message = _("Le {day} est déjà passé : vérifiez l’échéance.").format(day=long_date(day))
    return _Piece(start, found.end(), due=day, message=message)


# What remains


def _with_joints(line: str, start: int, taken: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces with what only joined them to the words: commas, « et », brackets, a first « : »."""
    grown = list(taken)
    for number in range(len(grown) - 1):
        if line[grown[number].end : grown[number + 1].start].strip() in (*_BETWEEN, ""):
            grown[number] = replace(grown[number], end=grown[number + 1].start)
    firsts = [n for n in range(len(grown)) if not n or grown[n - 1].end != grown[n].start]
    lasts = [n - 1 for n in (*firsts[1:], len(grown))]
    for first, last in zip(firsts, lasts, strict=True) if grown else ():
        before, after = grown[first].start, grown[last].end
        if before > start and line[before - 1] == "(" and line[after : after + 1] == ")":
            before, after = before - 1, after + 1
        if not line[start:before].strip():
            after = found.end() if (found := _LEADING_JOINT.match(line, after)) else after
        elif not line[after:].strip(f" {_CLOSING}"):
            kept = line[:before].rstrip()
            before = len(kept) - 1 if kept.endswith((",", ";")) else len(kept)
        grown[first] = replace(grown[first], start=max(before, start))
        grown[last] = replace(grown[last], end=after)
    return grown


def _words(line: str, start: int, taken: Sequence[_Piece]) -> str:
    """Return the line without what was understood; one blank is left where a piece was taken out."""
    text = ""
    for begin, end in zip(
        (start, *(piece.end for piece in taken)), (*(piece.start for piece in taken), len(line)), strict=True
    ):
        kept = line[begin:end].strip()
        if not kept:
            continue
        glued = not text or kept[0] in _CLOSING
        text += kept if glued else f" {kept}"
    return text

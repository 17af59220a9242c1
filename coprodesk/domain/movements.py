"""Who comes and goes during a meeting, in sentences, each at the item that was being discussed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from coprodesk.domain.attendance import MovementKind
from coprodesk.domain.french import hour
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import titled

_PLURALS = {"Mme": "Mmes", "M.": "MM."}


@dataclass(frozen=True, slots=True)
class Mover:
    """Who comes or goes: a person by name, else by civility and function, else an institution's delegation.

    `seat` tells one from another; `represents` is « représentant M. le Préfet »; `institution` is « de la
    préfecture ».
    """

    seat: int
    civility: str = ""
    name: str = ""
    function: str = ""
    represents: str = ""
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """An arrival or a departure at "HH:MM", with the item it was noted under when there is one."""

    mover: Mover
    kind: MovementKind
    at: str
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class DiscussedItem:
    """An item that may be named, by its printed number; each turn runs from "HH:MM" to "HH:MM".

    No turn: nobody knows when it was discussed. A turn to None runs until the next one of all.
    """

    id: int
    number: str
    turns: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class MovementSentence:
    """A sentence for the minutes; `item_id` is the item it stands at, None after all of them."""

    text: str
    item_id: int | None


class _Act(Enum):
    ARRIVE = auto()
    LEAVE = auto()
    RETURN = auto()


@dataclass(frozen=True, slots=True)
class _Place:
    words: str
    item_id: int | None


@dataclass(frozen=True, slots=True)
class _Turn:
    start: str
    end: str | None
    item: DiscussedItem
    first: bool


def movement_sentences(moves: Iterable[Move], items: Sequence[DiscussedItem]) -> tuple[MovementSentence, ...]:
    """Return the sentences in the order of the clock; same time, same act and same item make one sentence.

    A movement noted under an item that is not among `items` stands at the next one that is: which item it was
    is never told.
    """
    turns = _turns(items)
    gone: set[int] = set()
    groups: dict[tuple[str, _Act, _Place], list[Mover]] = {}
    for move in sorted(moves, key=lambda one: one.at):
        act = _act(move, gone)
        movers = groups.setdefault((move.at, act, _place(move, items, turns)), [])
        if move.mover not in movers:
            movers.append(move.mover)
    return tuple(
        MovementSentence(_sentence(at, act, place, movers), place.item_id)
        for (at, act, place), movers in groups.items()
    )


def _act(move: Move, gone: set[int]) -> _Act:
    seat = move.mover.seat
    if move.kind is MovementKind.DEPARTURE:
        gone.add(seat)
        return _Act.LEAVE
    if seat in gone:
        gone.remove(seat)
        return _Act.RETURN
    return _Act.ARRIVE


def _turns(items: Sequence[DiscussedItem]) -> tuple[_Turn, ...]:
    """Return all turns as they came, each one ended; the last may have no end."""
    found = [
        _Turn(start, end, item, number == 0)
        for item in items
        for number, (start, end) in enumerate(sorted(item.turns, key=lambda turn: turn[0]))
    ]
    found.sort(key=lambda turn: turn.start)
    following: list[str | None] = [*(turn.start for turn in found), None]
    return tuple(
        _Turn(turn.start, turn.end or after, turn.item, turn.first)
        for turn, after in zip(found, following[1:], strict=True)
    )


def _place(move: Move, items: Sequence[DiscussedItem], turns: Sequence[_Turn]) -> _Place:
    """Return where the sentence stands: the clock decides, the noted item only where the clock is silent."""
    noted = next((item for item in items if item.id == move.item_id), None)
    if noted is not None and not noted.turns:
        return _during(noted)
    unnamed = move.item_id is not None and noted is None
    running = [turn for turn in turns if turn.start < move.at and (turn.end is None or move.at < turn.end)]
    if running and not unnamed:
        return _during(running[-1].item)
    coming = [turn for turn in turns if turn.start >= move.at]
    if coming:
        turn = min(coming, key=lambda one: (one.start, one.item.id != move.item_id))
        words = _("avant l’examen du point {n}") if turn.first else _("avant la reprise du point {n}")
        return _Place(words.format(n=turn.item.number), turn.item.id)
    if turns:
        return _Place(_("après l’examen du point {n}").format(n=turns[-1].item.number), None)
    return _Place("", None)


def _during(item: DiscussedItem) -> _Place:
    return _Place(_("pendant l’examen du point {n}").format(n=item.number), item.id)


def _sentence(at: str, act: _Act, place: _Place, movers: Sequence[Mover]) -> str:
    number = len(movers)
    words = {
        _Act.ARRIVE: ngettext("{who} arrive en séance à {hour}", "{who} arrivent en séance à {hour}", number),
        _Act.LEAVE: ngettext("{who} quitte la séance à {hour}", "{who} quittent la séance à {hour}", number),
        _Act.RETURN: ngettext(
            "{who} rejoint la séance à {hour}", "{who} rejoignent la séance à {hour}", number
        ),
    }[act]
    who = _who(movers)
    said = words.format(who=who[:1].upper() + who[1:], hour=hour(at))
    return f"{said}, {place.words}." if place.words else f"{said}."


def _who(movers: Sequence[Mover]) -> str:
    """Return « Mmes A et B ainsi que M. C, représentant M. le Préfet, » with the comma the verb needs."""
    together: dict[str, list[str]] = {}
    for mover in movers:
        if _joins(mover):
            together.setdefault(mover.civility, []).append(mover.name)
    terms: list[str] = []
    several = False
    for mover in movers:
        if not _joins(mover):
            terms.append(_alone(mover))
        elif names := together.pop(mover.civility, []):
            many = len(names) > 1
            several |= many
            civility = _PLURALS[mover.civility] if many else mover.civility
            terms.append(f"{civility} {_listed(names, _('et'))}")
    return _listed(terms, _("ainsi que") if several else _("et"))


def _joins(mover: Mover) -> bool:
    """Tell whether « Mmes » or « MM. » may stand for this person and others."""
    return mover.civility in _PLURALS and bool(mover.name) and not mover.represents


def _alone(mover: Mover) -> str:
    who = f"{mover.civility} {mover.name}".strip() if mover.name else ""
    if not who and mover.civility and mover.function:
        who = titled(mover.civility, mover.function)
    if not who:
        return _("la délégation {of_institution}").format(of_institution=mover.institution).strip()
    return f"{who}, {mover.represents}," if mover.represents else who


def _listed(terms: Sequence[str], last: str) -> str:
    """Return « A, B et C »; a term that ends by a comma keeps it and needs no other."""
    if len(terms) < 2:
        return "".join(terms)
    before = "".join(term + (" " if term.endswith(",") else ", ") for term in terms[:-2])
    return f"{before}{terms[-2]} {last} {terms[-1]}"

"""Who came and left during a meeting, in the sentences of its minutes."""

import json
from collections.abc import Collection, Iterable, Mapping

from coprodesk.domain.attendance import MovementKind, Presence
from coprodesk.domain.meetings import planned_end
from coprodesk.domain.movements import DiscussedItem, Move, MovementSentence, Mover, movement_sentences
from coprodesk.domain.names import of_institution, representing, split_civility
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.attendance import RollLine
from coprodesk.store import Store

_AWAY = (Presence.EXCUSED, Presence.ABSENT)


def movements(
    store: Store, lines: Iterable[RollLine], items: Mapping[str, AgendaRow]
) -> tuple[MovementSentence, ...]:
    """Return who came and left, said by the items given under their printed numbers: those that may be named.

    A seat now marked excused or absent has no sentence: what was noted before was a mistake. Nor has an
    arrival noted before the first item began: that is the roll being taken.
    """
    moved = [line for line in lines if line.movements and line.presence not in _AWAY]
    if not moved:
        return ()
    articles = {row["id"]: row["article"] for row in store.rows("SELECT id, article FROM institution")}
    turns = _turns(store, items.values())
    begun = min((turn[0][0] for turn in turns.values()), default="")
    moves = []
    for line in moved:
        mover = _mover(line, articles.get(line.institution_id, ""))
        moves += [
            Move(mover, one.kind, one.at, one.agenda_item_id)
            for one in line.movements
            if one.kind is not MovementKind.ARRIVAL or one.agenda_item_id is not None or one.at > begun
        ]
    named = [DiscussedItem(item.id, number, turns.get(item.id, ())) for number, item in items.items()]
    return movement_sentences(moves, named)


def _turns(store: Store, items: Collection[AgendaRow]) -> dict[int, tuple[tuple[str, str | None], ...]]:
    """Return by item when it was discussed: its turns, else its real start and its real minutes."""
    found: dict[int, tuple[tuple[str, str | None], ...]] = {}
    for item in items:
        if item.started_at is not None:
            end = None if item.real_minutes is None else planned_end(item.started_at, item.real_minutes)
            found[item.id] = ((item.started_at, end),)
    rows = store.rows(
        "SELECT agenda_item_id, from_at, to_at FROM item_turn "
        "WHERE agenda_item_id IN (SELECT value FROM json_each(?)) ORDER BY from_at, id",
        (json.dumps([item.id for item in items]),),
    )
    turns: dict[int, tuple[tuple[str, str | None], ...]] = {}
    for row in rows:
        item_id = row["agenda_item_id"]
        turns[item_id] = (*turns.get(item_id, ()), (row["from_at"], row["to_at"]))
    return found | turns


def _mover(line: RollLine, article: str) -> Mover:
    represented = line.presence is Presence.REPRESENTED
    civility, name = split_civility(line.delegate if represented else line.person)
    represents = ""
    if represented and line.person:
        represents = representing(line.person.partition(" ")[0], line.function, line.person)
    return Mover(
        seat=line.id,
        civility=civility,
        name=name,
        function=line.delegate_function if represented else line.function,
        represents=represents,
        institution=of_institution(line.institution, article),
    )

"""Looks, before a document leaves, for texts marked above those it is for.

The queries never select such a text; this is the second door, which reads the finished file. What is found is
of two kinds. A passage of a reserved row that no open row of the file says too can only come from there: the
document does not leave. Words that an open row says as well, or too short to tell, may stand there by right:
they are shown, and the user may let them go.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from coprodesk.domain.disclosure import OPENNESS, Audience, Level, sees, tightest
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.field_levels import FIELD_LEVELS, closure_query, rule
from coprodesk.store import Store

LEAST = 12
"""Letters and digits a text must have to be looked for."""
CERTAIN = 24
"""Letters and digits from which a passage found can be no coincidence."""

_WRITTEN = {
    "record": "text contributors",
    "agenda_item": "title",
    "topic": "title note proposal_reason",
    "commitment": "what deliverable place means progress_indicator outcome_indicator outcome_baseline "
    "outcome_target outcome_source origin note",
    "commitment_event": "text",
    "indicator_reading": "note",
    "watch_point": "finding place action",
    "roll_entry": "excuse",
    "institution": "note",
    "person": "note",
    "body": "note",
    "meeting": "annexes",
}
"""Table -> the columns in which reserved words are written."""

_OTHER = re.compile(r"[\W_]+")
_MARK = "\n"


@dataclass(frozen=True, slots=True)
class Reserved:
    """A text that the audience may not read; `words` is how it is looked for: letters and digits only.

    `shared` tells that an open row says the same words.
    """

    text: str
    words: str
    level: Level
    meeting_id: int | None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A reserved text found in a document; it is certain when it can be no coincidence."""

    text: str
    level: Level
    place: str
    certain: bool

    @property
    def words(self) -> str:
        """Return « « Saisir le procureur » (secrétariat) »."""
        short = self.text if len(self.text) <= 80 else f"{self.text[:79].rstrip()}…"
        return _("«\u00a0{text}\u00a0» ({level}, {place})").format(
            text=" ".join(short.split()), level=self.level.label.lower(), place=self.place
        )


def reserved(store: Store, audience: Audience, meeting_id: int | None = None) -> tuple[Reserved, ...]:
    """Return the texts of the file that the audience may not read and that are long enough to be told.

    What is kept from the public only, being for the partners, is looked for in the papers of its own meeting.
    """
    if audience.level is Level.SECRETARIAT:
        return ()
    found: dict[str, tuple[Level, int | None]] = {}
    values = {**_values(audience), "meeting": meeting_id}
    for table, names in _WRITTEN.items():
        for least, columns in _by_rule(table, names.split()).items():
            for row in store.rows(_closed(table, columns, least, audience), values):
                for name in columns:
                    found.setdefault(row[name], (OPENNESS[row["closest"]], row["said_at"]))
    texts = [text for text in found if len(text) >= LEAST]
    return tuple(
        Reserved(text, words, *found[text])
        for text, words in zip(texts, _all_squeezed(texts), strict=True)
        if len(words) >= LEAST
    )


def _by_rule(table: str, names: Sequence[str]) -> dict[int, list[str]]:
    """Return the columns of a table by the closure they have at least: one reading for each."""
    found: dict[int, list[str]] = {}
    for name in names:
        one = rule(table, name)
        found.setdefault(one.closure if isinstance(one, Level) else 0, []).append(name)
    return found


def _all_squeezed(texts: Sequence[str]) -> list[str]:
    """Return the letters and digits of each text, folded: neither line ends nor typography hide them.

    In one go: thousands of them in milliseconds.
    """
    if not texts:
        return []
    joined = _MARK.join(text.replace(_MARK, " ") for text in texts).casefold()
    joined = joined.replace("œ", "oe").replace("æ", "ae")
    joined = re.sub("[\u0300-\u036f]+", "", unicodedata.normalize("NFKD", joined))
    return [_OTHER.sub("", line) for line in joined.split(_MARK)]


def in_words(store: Store, audience: Audience, marked: Sequence[Reserved], text: str) -> tuple[Reserved, ...]:
    """Return the reserved texts, with `shared` told of those in `text` that an open row says too."""
    there = _all_squeezed([text])[0]
    suspects = {one.words for one in marked if one.words in there}
    if not suspects:
        return tuple(marked)
    said = _MARK.join(_open_words(store, audience))
    shared = {words for words in suspects if words in said}
    return tuple(
        Reserved(one.text, one.words, one.level, one.meeting_id, shared=True) if one.words in shared else one
        for one in marked
    )


def findings(
    marked: Sequence[Reserved], places: Iterable[tuple[str, str]], meeting_id: int | None
) -> tuple[Finding, ...]:
    """Return the reserved texts that stand in the words of a document, given as (where, words).

    What an open row says too is told for the document's own meeting only: elsewhere it is open anyway.
    """
    found: dict[str, Finding] = {}
    for place, words in places:
        there = _all_squeezed([words])[0]
        for one in marked:
            if one.words in found or one.words not in there:
                continue
            if not one.shared or (meeting_id is not None and one.meeting_id == meeting_id):
                certain = not one.shared and len(one.words) >= CERTAIN
                found[one.words] = Finding(one.text, one.level, place, certain)
    return tuple(sorted(found.values(), key=lambda one: not one.certain))


def leak_words(found: Sequence[Finding]) -> str:
    """Return « 1 passage réservé se trouve dans ce document : … », '' for none."""
    if not found:
        return ""
    sentence = ngettext(
        "{n} passage réservé se trouve dans ce document\u00a0: {passages}.",
        "{n} passages réservés se trouvent dans ce document\u00a0: {passages}.",
        len(found),
    )
    return sentence.format(n=len(found), passages="\u00a0; ".join(one.words for one in found[:5]))


def _values(audience: Audience) -> dict[str, Any]:
    return {"group": audience.body_id, "restricted": audience.level is Level.RESTRICTED}


def _closed(table: str, columns: Sequence[str], least: int, audience: Audience) -> str:
    """Return the SELECT of the texts of a table that the audience may not read (domain.disclosure.sees)."""
    restricted = Level.RESTRICTED.closure
    written = " OR ".join(f"length(t0.{name}) >= {LEAST}" for name in columns)
    return f"""SELECT {", ".join(columns)}, closest, said_at FROM (
            SELECT *, max(closure, {least}) AS closest, {_meeting(table)} AS said_at
            FROM ({closure_query(table)} WHERE {written}))
        WHERE (closest > {audience.level.closure}
            OR (closest = {restricted} AND NOT (:restricted AND holder_id IS :group)))
            AND (closest >= {restricted} OR said_at = :meeting)"""


def _meeting(table: str) -> str:
    """Return the expression of the meeting in which a row was said, among the columns of its own table."""
    if table == "meeting":
        return "id"
    if table in ("agenda_item", "roll_entry"):
        return "meeting_id"
    if table in ("record", "commitment", "watch_point"):
        return "(SELECT i.meeting_id FROM agenda_item i WHERE i.id = agenda_item_id)"
    return "NULL"


def _open_words(store: Store, audience: Audience) -> list[str]:
    """Return the words of every text of the file that the audience may read."""
    texts: list[str] = []
    for table, held in FIELD_LEVELS.items():
        if table in ("journal_step", "journal_row", "search", "search_entry", "blob", "counter"):
            continue
        columns = [(name, one) for one, names in held.items() for name in names.split()]
        for row in store.rows(closure_query(table)) if columns else ():
            for name, one in columns:
                least = one if isinstance(one, Level) else Level.PUBLIC
                level = tightest(OPENNESS[row["closure"]], least)
                if row[name] and sees(audience, level, row["holder_id"]):
                    texts.append(str(row[name]))
    return _all_squeezed(texts)

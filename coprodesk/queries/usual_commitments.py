"""The suggestions of the commitment form, and the verbs that call for a gentle question."""

from dataclasses import dataclass

from coprodesk.domain import precision
from coprodesk.domain.usual_commitments import suited
from coprodesk.queries.council import setting
from coprodesk.store import Store

VERBS_SETTING = "vague_verbs"


@dataclass(frozen=True, slots=True)
class UsualCommitment:
    """One suggestion; `partner` names the kinds of partners it suits, separated by commas."""

    id: int
    partner: str
    what: str
    progress_indicator: str
    outcome_indicator: str


def usual_commitments(store: Store) -> tuple[UsualCommitment, ...]:
    """Return every suggestion in the order of the list."""
    rows = store.rows(
        """SELECT id, partner, what, progress_indicator, outcome_indicator
           FROM usual_commitment ORDER BY position, id"""
    )
    return tuple(UsualCommitment(*row) for row in rows)


def suggestions(store: Store, institution_id: int | None) -> tuple[UsualCommitment, ...]:
    """Return the suggestions for an institution, by its names and its college; all of them for None."""
    found = usual_commitments(store)
    row = store.row(
        """SELECT i.name, i.short_name, c.name AS college FROM institution i
           JOIN college c ON c.id = i.college_id WHERE i.id = ?""",
        (institution_id,),
    )
    return found if row is None else suited(found, tuple(row))


def vague_verbs(store: Store) -> tuple[str, ...]:
    """Return the council's list of vague verbs, that of the program until it was changed."""
    held = setting(store, VERBS_SETTING, "\n".join(precision.VAGUE_VERBS))
    return tuple(dict.fromkeys(line.strip() for line in held.splitlines() if line.strip()))

"""The items of the minutes: in what order they were discussed, under which number, with what was said."""

from dataclasses import dataclass

from coprodesk.domain.agenda import Outcome, Role, discussion_order
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _
from coprodesk.domain.movements import MovementSentence
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.follow_up import CommitmentLine
from coprodesk.queries.records import RecordRow


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """The paragraphs of one kind under an item, in their order."""

    kind: RecordKind
    records: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item as printed; `number` counts what the audience sees, `label` is « 3 », « 3.1 » for a sub-item.

    A placeholder has only a title. `section` is the heading it stands under on the agenda, '' for none.
    `movements` are the sentences of those who came or left before it or while it was discussed.
    """

    number: int
    label: str
    depth: int
    section: str
    role: Role
    title: str
    placeholder: bool
    reporter: str
    reporter_person: str
    outcome: Outcome
    added: bool
    level: Level
    postponements: int
    groups: tuple[RecordGroup, ...]
    commitments: tuple[CommitmentLine, ...]
    movements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """One item, or the trace of one that is cut, with its printed number and its real start."""

    number: int
    label: str
    depth: int
    section: str
    started_at: str | None
    row: AgendaRow | None


def printed_agenda(items: tuple[AgendaRow, ...]) -> list[PrintedItem]:
    """Return what is printed of the agenda, in its order and with its numbers."""
    return [
        PrintedItem(
            number, item.number, item.depth, item.section, item.started_at, None if item.cut else item
        )
        for number, item in enumerate(items, 1)
    ]


def _placeholder(printed: PrintedItem) -> MinutesItem:
    return MinutesItem(
        number=printed.number,
        label=printed.label,
        depth=printed.depth,
        section=printed.section,
        role=Role.NONE,
        title=_("[point traité en groupe restreint]"),
        placeholder=True,
        reporter="",
        reporter_person="",
        outcome=Outcome.TREATED,
        added=False,
        level=Level.PUBLIC,
        postponements=0,
        groups=(),
        commitments=(),
        movements=(),
    )


def minutes_item(
    printed: PrintedItem,
    said: tuple[RecordRow, ...],
    taken: tuple[CommitmentLine, ...],
    moved: tuple[MovementSentence, ...],
) -> MinutesItem:
    """Return one item with what was said under it, promised at it, and who came or left."""
    item = printed.row
    if item is None:
        return _placeholder(printed)
    groups: dict[RecordKind, list[RecordRow]] = {}
    for record in said:
        if record.item_id == item.id:
            groups.setdefault(record.kind, []).append(record)
    return MinutesItem(
        number=printed.number,
        label=printed.label,
        depth=printed.depth,
        section=printed.section,
        role=item.role,
        title=item.title,
        placeholder=False,
        reporter=item.reporter,
        reporter_person=item.reporter_person,
        outcome=item.outcome,
        added=item.added,
        level=item.level,
        postponements=item.postponements,
        groups=tuple(RecordGroup(kind, tuple(rows)) for kind, rows in groups.items()),
        commitments=tuple(line for line in taken if line.agenda_item_id == item.id),
        movements=tuple(one.text for one in moved if one.item_id == item.id),
    )


def as_discussed(said: tuple[RecordRow, ...], items: tuple[AgendaRow, ...]) -> tuple[RecordRow, ...]:
    """Return what was said in the order of discussion of its items."""
    ranks = {item.id: rank for rank, item in enumerate(discussion_order(items))}
    return tuple(sorted(said, key=lambda record: ranks[record.item_id]))

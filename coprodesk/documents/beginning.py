"""The beginning of a long document, set at once while the rest is still being set."""

from dataclasses import replace

from coprodesk.documents.document import (
    Block,
    BulletList,
    Document,
    NumberedList,
    PageBreak,
    Table,
)

LONG = 220
"""Lines from which a document takes long enough to show its first page before the others."""
SHOWN, SHOWN_WIDE = 48, 30
"""Lines that surely fill a first page, upright and across."""


def beginning(document: Document) -> Document | None:
    """Return the part of a long document that fills its first page, None for a short one."""
    if sum(_lines(block) for block in document.blocks) < LONG:
        return None
    blocks: list[Block] = []
    room = SHOWN_WIDE if document.landscape else SHOWN
    for block in document.blocks:
        if room <= 0 or (blocks and document.letters and isinstance(block, PageBreak)):
            break
        blocks.append(_cut(block, room))
        room -= _lines(block)
    return replace(document, blocks=tuple(blocks), unfinished=True)


def _lines(block: Block) -> int:
    """Return about how many lines a block takes; a page break counts, since it ends a page."""
    match block:
        case Table():
            return 1 + len(block.rows)
        case BulletList() | NumberedList():
            return len(block.items)
        case PageBreak():
            return 10
        case _:
            return 1


def _cut(block: Block, room: int) -> Block:
    match block:
        case Table():
            return replace(block, rows=block.rows[:room])
        case BulletList() | NumberedList():
            return replace(block, items=block.items[:room])
        case _:
            return block

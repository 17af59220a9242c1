"""The line in the making of a session: as what it is kept until it is accepted."""

from coprodesk.domain.quick_entry import QuickKind
from coprodesk.domain.records import RecordKind

_PLAIN = {
    QuickKind.INFORMATION: RecordKind.INFORMATION,
    QuickKind.STATEMENT: RecordKind.STATEMENT,
    QuickKind.DISCUSSION: RecordKind.DISCUSSION,
    QuickKind.DISSENT: RecordKind.DISSENT,
}


def draft_kind(kind: QuickKind) -> RecordKind:
    """Return as what a line of this kind is kept: a paragraph, which takes no number."""
    return _PLAIN.get(kind, RecordKind.DISCUSSION)


def draft_text(kind: QuickKind, text: str) -> str:
    """Return what is kept of a line in the making: a kind that is no paragraph keeps its letter."""
    return text if kind in _PLAIN else f"{kind.prefix} {text}"

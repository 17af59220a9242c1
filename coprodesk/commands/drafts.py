"""The line in the making of a session: kept while it is typed, then what it was understood to be."""

from coprodesk.commands.live import add_line
from coprodesk.commands.records import add_record, delete_record, set_record
from coprodesk.domain.drafts import draft_kind, draft_text
from coprodesk.domain.i18n import _
from coprodesk.domain.quick_entry import QuickKind, QuickLine
from coprodesk.queries.drafts import kept_kind
from coprodesk.store import Store


def keep_draft(
    store: Store,
    item_id: int,
    kind: QuickKind,
    text: str,
    *,
    draft_id: int | None = None,
    origin: object = None,
) -> int:
    """Keep what is typed so far as a paragraph of the item, and return its id; it takes no number.

    Raises Refusal for a blank text.
    """
    kept, record_kind = draft_text(kind, text), draft_kind(kind)
    if draft_id is None:
        return add_record(store, item_id, record_kind, kept, origin=origin)
    if kept_kind(store, draft_id) is record_kind:
        set_record(store, draft_id, text=kept, origin=origin)
    else:
        set_record(store, draft_id, text=kept, kind=record_kind, origin=origin)
    return draft_id


def accept_line(
    store: Store,
    item_id: int,
    line: QuickLine,
    at: str | None,
    *,
    draft_id: int | None = None,
    origin: object = None,
) -> tuple[str, int]:
    """Write the line as what it was understood to be, in the place of its draft; return table and id.

    `at` is None for a line written after the meeting. One act: taking it back brings the draft back.
    Raises Refusal as `live.add_line`.
    """
    label = _("{kind} au compte rendu").format(kind=line.kind.label)
    with store.change(label, origin=origin):
        if draft_id is not None:
            delete_record(store, draft_id)
        return add_line(store, item_id, line, at)

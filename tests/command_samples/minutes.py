"""One call of each verb of the minutes; all but the opening of a rectification are final."""

from coprodesk.commands import minutes
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.minutes import Copy, VersionState
from coprodesk.exchange.versions import prepare_version, render_version
from coprodesk.store import Store

PARTNERS = Audience(Level.PARTNERS)


def _meeting(store: Store, number: str) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = ?", (number,))[0]["id"])


def _copy(store: Store, meeting_id: int, wanted: VersionState | None = None) -> Copy:
    return render_version(prepare_version(store, meeting_id, PARTNERS, wanted)).copy


def freeze_minutes(store: Store) -> None:
    held = _meeting(store, "2026-02")
    minutes.freeze_minutes(store, held, _copy(store, held))


def validate_minutes(store: Store) -> None:
    held = _meeting(store, "2026-02")
    minutes.validate_minutes(store, held, [_copy(store, held, VersionState.VALIDATED)])


def approve_minutes(store: Store) -> None:
    """Approve in a session that was opened beside the door, so that this is the only step of the journal."""
    held, later = _meeting(store, "2026-02"), _meeting(store, "2026-03")
    store._connection.execute(
        "UPDATE meeting SET state = 'in_progress', date = '2026-10-15' WHERE id = ?", (later,)
    )
    on = store.clock().date()
    made = prepare_version(store, held, PARTNERS, VersionState.APPROVED, approved_on=on)
    minutes.approve_minutes(store, held, [render_version(made).copy], at_meeting_id=later)


def start_rectification(store: Store) -> None:
    minutes.start_rectification(store, _meeting(store, "2026-01"), "Nom corrigé")


def mark_sent(store: Store) -> None:
    minutes.mark_sent(
        store,
        "minutes",
        "Compte rendu",
        Level.PARTNERS,
        pages=3,
        digest="0" * 64,
        meeting_id=_meeting(store, "2026-02"),
    )

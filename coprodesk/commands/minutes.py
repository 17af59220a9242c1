"""Freeze a version of the minutes and note what was sent: two acts that are answered, never undone."""

from coprodesk.commands import require_row, require_text
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.meetings import meeting
from coprodesk.queries.minutes import VersionState
from coprodesk.store import Store


def freeze_minutes(
    store: Store,
    meeting_id: int,
    audience: Level,
    pdf: bytes,
    digest: str,
    reason: str = "",
    *,
    state: VersionState = VersionState.PROPOSED,
    origin: object = None,
) -> int:
    """Keep the minutes for an audience as they are now, under the next version number, and return its id.

    Once the minutes are approved, another version is a rectified one and needs its reason. Raises Refusal
    before the meeting is held, without a PDF, or for a rectification without a reason.
    """
    if not pdf:
        raise Refusal(_("Le document est vide. Aucune version n’a été figée. Produisez-le de nouveau."))
    with store.change(_("Version figée du compte rendu"), origin=origin, final=True) as change:
        held = meeting(store, meeting_id)
        if held is None:
            require_row(None)
        elif held.state is not MeetingState.HELD:
            raise Refusal(
                _("La séance n’est pas levée. Aucune version n’a été figée. Clôturez d’abord la séance.")
            )
        present = change.rows("minutes_version", meeting_id=meeting_id, audience=Level(audience).value)
        approved = any(row["state"] == VersionState.APPROVED for row in present)
        if approved or (held is not None and held.approved_on is not None and present):
            state = VersionState.RECTIFIED
        if state is VersionState.RECTIFIED:
            require_text(
                reason,
                _(
                    "Ce compte rendu est approuvé. Aucune version n’a été figée. "
                    "Indiquez le motif de la rectification."
                ),
            )
        return change.insert(
            "minutes_version",
            meeting_id=meeting_id,
            version=max((row["version"] for row in present), default=0) + 1,
            state=VersionState(state).value,
            audience=Level(audience).value,
            frozen_at=store.clock().isoformat(),
            digest=digest,
            pdf=change.put_blob(pdf),
            reason=reason.strip(),
        )


def mark_sent(
    store: Store,
    document: str,
    title: str,
    audience: Level,
    *,
    pages: int,
    digest: str,
    meeting_id: int | None = None,
    recipients: str = "",
    file_name: str = "",
    origin: object = None,
) -> int:
    """Note that a paper went out now, and return the note's id.

    `document` is its name on the command line: minutes, decision-sheet, agenda, convocations ...
    """
    with store.change(
        _("Document diffusé : {title}").format(title=title), origin=origin, final=True
    ) as change:
        return change.insert(
            "document_sent",
            document=document,
            title=title,
            meeting_id=meeting_id,
            audience=Level(audience).value,
            recipients=recipients,
            sent_at=store.clock().isoformat(),
            file_name=file_name,
            pages=pages,
            digest=digest,
        )

"""The life of the minutes: publish, validate, approve, rectify; and note what was sent.

Each version is frozen by a final act, answered by another version and never undone. Opening a rectification
only unlocks the text: that one may be undone.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from coprodesk.commands import require_row, require_text
from coprodesk.commands.agenda import add_item, set_outcome
from coprodesk.commands.council import set_setting
from coprodesk.commands.records import add_record
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.minutes import SETTLED, Copy, VersionState, require_silence
from coprodesk.domain.records import RecordKind
from coprodesk.queries.council import silence_days
from coprodesk.queries.minutes import document_data
from coprodesk.queries.publishing import changes_since, next_minutes
from coprodesk.queries.versions import correction_setting, standing
from coprodesk.store import Store, Writer


def freeze_minutes(store: Store, meeting_id: int, copy: Copy, *, origin: object = None) -> int:
    """Publish one copy of the minutes: keep it as it is under the next version number, and return its id.

    It is a proposal, a copy of what was validated or approved, or the rectification that is open, which it
    ends. Raises Refusal before the meeting is held, without a PDF, when the minutes or their versions changed
    since the pages were set, and for a copy that is there already.
    """
    with store.change(_("Publication du compte rendu"), origin=origin, final=True) as change:
        _held(change, meeting_id)
        return _freeze(store, change, meeting_id, copy)


def validate_minutes(store: Store, meeting_id: int, copies: Sequence[Copy], *, origin: object = None) -> None:
    """Note that the chair validated the minutes: each copy is kept as a validated version.

    Raises Refusal as `freeze_minutes`, once the minutes are approved, and without a copy.
    """
    with store.change(_("Validation du compte rendu"), origin=origin, final=True) as change:
        _held(change, meeting_id)
        _freeze_all(store, change, meeting_id, copies, VersionState.VALIDATED)


def approve_minutes(
    store: Store,
    meeting_id: int,
    copies: Sequence[Copy],
    *,
    at_meeting_id: int | None = None,
    origin: object = None,
) -> None:
    """Approve the minutes, at a meeting or, without one, by silence: each copy is kept as approved.

    The meeting is one that has begun; its item which approves these minutes is treated, with a sentence when
    nothing is written under it, and added when it has none. By silence the delay for observations must have
    run out. Raises Refusal as `freeze_minutes`, and once the minutes are approved.
    """
    today = store.clock().date()
    with store.change(_("Approbation du compte rendu"), origin=origin, final=True) as change:
        held = _held(change, meeting_id)
        found = standing(store, meeting_id)
        if found.state in SETTLED:
            raise Refusal(_("Ce compte rendu est déjà approuvé. Rien n’a changé."))
        if at_meeting_id is None:
            require_silence(found.published_on, silence_days(store), today)
            approved_on = today
        else:
            meeting = _require_approving(change, held, at_meeting_id)
            approved_on = date.fromisoformat(meeting["date"])
        reason = _approval_words(None if at_meeting_id is None else approved_on)
        _freeze_all(
            store, change, meeting_id, copies, VersionState.APPROVED, approved_on=approved_on, reason=reason
        )
        if at_meeting_id is not None:
            _treat(store, change, held, at_meeting_id)


@on_paper()
def _approval_words(at: date | None) -> str:
    """Return how minutes were approved, for the register: by silence, or at the meeting of that day."""
    if at is None:
        return _("Sans observation reçue dans le délai")
    return _("En séance du {day} {year}").format(day=day_month(at), year=at.year)


def start_rectification(store: Store, meeting_id: int, reason: str, *, origin: object = None) -> None:
    """Open a rectification of approved minutes: their text may change until the next version is published.

    Raises Refusal without a reason, before the minutes are approved, and when one is open already.
    """
    why = require_text(
        reason,
        _(
            "Ce compte rendu est approuvé. Rien n’a changé. "
            "Indiquez le motif de la rectification\u00a0: il figure au registre."
        ),
    )
    with store.change(_("Ouverture d’un rectificatif"), origin=origin) as change:
        _held(change, meeting_id)
        found = standing(store, meeting_id)
        if found.state not in SETTLED:
            raise Refusal(
                _(
                    "Ce compte rendu n’est pas approuvé. Rien n’a changé. "
                    "Corrigez son texte, puis publiez une nouvelle version."
                )
            )
        if found.correction:
            raise Refusal(_("Un rectificatif est déjà ouvert. Rien n’a changé. Corrigez, puis publiez-le."))
        set_setting(store, correction_setting(meeting_id), why)


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
        _("Document diffusé\u00a0: {title}").format(title=title), origin=origin, final=True
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


# Versions


def _held(change: Writer, meeting_id: int) -> dict[str, Any]:
    """Return the meeting; raise Refusal when it is gone or not held yet."""
    meeting = require_row(change.row("meeting", meeting_id))
    if meeting["state"] != MeetingState.HELD:
        raise Refusal(
            _("La séance n’est pas levée. Aucune version n’a été figée. Clôturez d’abord la séance.")
        )
    return meeting


def _freeze_all(
    store: Store,
    change: Writer,
    meeting_id: int,
    copies: Sequence[Copy],
    state: VersionState,
    *,
    approved_on: date | None = None,
    reason: str = "",
) -> None:
    if not copies:
        raise Refusal(_("Aucune copie n’est choisie. Rien n’a été figé. Cochez au moins un destinataire."))
    for copy in copies:
        _freeze(store, change, meeting_id, copy, state, approved_on=approved_on, reason=reason)


def _freeze(
    store: Store,
    change: Writer,
    meeting_id: int,
    copy: Copy,
    wanted: VersionState | None = None,
    *,
    approved_on: date | None = None,
    reason: str = "",
) -> int:
    """Keep one copy. What it was made from is read again here: it must be what its digest says."""
    if not copy.pdf:
        raise Refusal(_("Le document est vide. Aucune version n’a été figée. Produisez-le de nouveau."))
    level = Level(copy.level)
    body_id = require_row(change.row("meeting", meeting_id))["body_id"]
    audience = Audience(level, body_id if level is Level.RESTRICTED else None)
    document = next_minutes(store, meeting_id, audience, wanted, approved_on)
    data = document_data(document)
    if hashlib.sha256(data).hexdigest() != copy.digest:
        raise Refusal(
            _(
                "Le compte rendu ou ses versions ont changé pendant la mise en page. Rien n’a été figé. "
                "Relancez la publication."
            )
        )
    state = document.version_state or VersionState.PROPOSED
    found = standing(store, meeting_id)
    version_id = change.insert(
        "minutes_version",
        meeting_id=meeting_id,
        version=document.version,
        state=state.value,
        audience=level.value,
        frozen_at=store.clock().isoformat(),
        digest=copy.digest,
        pdf=change.put_blob(copy.pdf),
        data=change.put_blob(data),
        reason=(found.correction or found.reason) if state is VersionState.RECTIFIED else reason,
        changes="\n".join(changes_since(store, meeting_id, level, data)),
        fonts=copy.fonts,
        program=copy.program,
    )
    for row in change.rows("setting", name=correction_setting(meeting_id)):
        change.delete("setting", row["id"])
    return version_id


# Approval at a meeting


def _require_approving(change: Writer, held: dict[str, Any], meeting_id: int) -> dict[str, Any]:
    """Return the meeting at which the minutes are approved: another one, after it, that has begun."""
    meeting = require_row(change.row("meeting", meeting_id))
    begun = meeting["state"] in (MeetingState.IN_PROGRESS, MeetingState.HELD)
    if not begun or (meeting["date"], meeting["starts_at"]) <= (held["date"], held["starts_at"]):
        raise Refusal(
            _(
                "Un compte rendu s’approuve à une séance ultérieure, ouverte ou tenue. Rien n’a changé. "
                "Ouvrez d’abord cette séance."
            )
        )
    return meeting


def _treat(store: Store, change: Writer, held: dict[str, Any], at_meeting_id: int) -> None:
    """Treat the item of a meeting that approves the minutes of another, and write the sentence under it."""
    body = require_row(change.row("body", held["body_id"]))
    on = date.fromisoformat(held["date"])
    with on_paper():
        day = _("{day} {year}").format(day=day_month(on), year=on.year)
        title = _("Approbation du compte rendu du {day}").format(day=day)
        text = _("Le compte rendu de la réunion du {day} ({body}) est approuvé sans observation.").format(
            body=body["name"], day=day
        )
    rows = change.rows("agenda_item", meeting_id=at_meeting_id, approves_id=held["id"])
    if rows:
        item_id = rows[0]["id"]
    else:
        item_id = add_item(store, at_meeting_id, title, planned_minutes=5, approves_id=held["id"])
    if require_row(change.row("agenda_item", item_id))["outcome"] != Outcome.TREATED:
        set_outcome(store, item_id, Outcome.TREATED)
    if not change.rows("record", agenda_item_id=item_id):
        add_record(store, item_id, RecordKind.CONCLUSION, text)

"""The next version of the minutes, known before its pages are set: its number, its state, what it says."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.minutes import SETTLED, VersionState, next_state
from coprodesk.domain.minutes_changes import changes_between
from coprodesk.queries.minutes import (
    MinutesDocument,
    Rectified,
    document_data,
    minutes_document,
    text_changed,
)
from coprodesk.queries.versions import last_version, standing, validation_day, version_data, versions
from coprodesk.store import Store


def next_minutes(
    store: Store,
    meeting_id: int,
    audience: Audience,
    wanted: VersionState | None = None,
    approved_on: date | None = None,
) -> MinutesDocument:
    """Return the minutes as the next version would freeze them, with the number and the state it would have.

    Without `wanted` that is one more copy of the minutes as they stand. Raises Refusal as `visible_meeting`
    and `next_state`, and for a copy of approved minutes that is there already.
    """
    found = standing(store, meeting_id)
    changed = wanted is None and found.state is VersionState.VALIDATED and text_changed(store, meeting_id)
    state = next_state(found.state, wanted, correcting=bool(found.correction), changed=changed)
    document = minutes_document(store, meeting_id, audience)
    if found.locked and document.version and document.version_state in SETTLED:
        raise Refusal(
            _(
                "Cette copie est déjà publiée\u00a0: c’est la version {n}. Rien n’a été figé. "
                "Ouvrez-la dans la liste des versions."
            ).format(n=document.version)
        )
    last = last_version(store, meeting_id, audience.level)
    made = replace(
        document,
        version=(last.version if last else 0) + 1,
        version_state=state,
        approved_on=(approved_on or document.approved_on) if state in SETTLED else None,
        validated_on=_validated_on(store, meeting_id) if state is VersionState.VALIDATED else None,
        rectifies=None,
    )
    if state is not VersionState.RECTIFIED:
        return made
    reason = "" if audience.level is Level.PUBLIC else found.correction or found.reason
    return replace(
        made,
        rectifies=Rectified(
            version=last.version if last else 0,
            digest=last.digest if last else "",
            reason=reason,
            changes=changes_since(store, meeting_id, audience.level, document_data(made)),
        ),
    )


def changes_since(store: Store, meeting_id: int, level: Level, data: bytes) -> tuple[str, ...]:
    """Return what changed from the last version for an audience to these data, in sentences."""
    before = version_data(store, last_version(store, meeting_id, level))
    return () if before is None else changes_between(before, json.loads(data))


def audiences_published(store: Store, meeting_id: int) -> Sequence[Level]:
    """Return for whom there is a version of the minutes, the most open audience first."""
    levels = {one.audience for one in versions(store, meeting_id)}
    return [level for level in Level if level in levels]


def _validated_on(store: Store, meeting_id: int) -> date:
    """Return the day of the validation that holds, today for the one that is being noted."""
    return validation_day(store, meeting_id) or store.clock().date()

"""The frozen versions of the minutes of a meeting, and how far these minutes are.

A rectification that is open is told by a setting of the file, « rectification_12 » for meeting 12, whose
value is its reason: it is an intention, which may be undone, whereas a version is there for good. The next
frozen version takes its reason and ends it.
"""

import datetime
import json
from itertools import takewhile
from typing import Any, NamedTuple

from coprodesk.domain.disclosure import Level
from coprodesk.domain.minutes import SETTLED, VersionState
from coprodesk.store import Store


class VersionRow(NamedTuple):
    """One frozen version; `pdf` and `data` are the SHA-256 under which its bytes are kept ('' for none).

    `changes` tells, one sentence each, what changed since the version before it for the same audience.
    """

    id: int
    meeting_id: int
    version: int
    state: VersionState
    audience: Level
    frozen_at: datetime.datetime
    digest: str
    pdf: str
    data: str
    reason: str
    changes: tuple[str, ...]
    fonts: str
    program: str


class Standing(NamedTuple):
    """How far the minutes are: `state` is DRAFT before the first version and until the meeting is approved.

    `published_on` is when the text now before the members was first sent to them, None before that;
    `correction` is the reason of the rectification that is open, '' for none; `reason` that of the last one.
    """

    state: VersionState
    approved_on: datetime.date | None
    published_on: datetime.date | None
    correction: str
    reason: str

    @property
    def locked(self) -> bool:
        """Tell whether the text may not change."""
        return self.state in SETTLED and not self.correction


def correction_setting(meeting_id: int) -> str:
    """Return the name of the setting that tells an open rectification."""
    return f"rectification_{meeting_id}"


def versions(store: Store, meeting_id: int) -> tuple[VersionRow, ...]:
    """Return the frozen versions of a meeting's minutes, the latest first."""
    rows = store.rows("SELECT * FROM minutes_version WHERE meeting_id = ? ORDER BY id DESC", (meeting_id,))
    return tuple(_version(row) for row in rows)


def frozen_versions(store: Store) -> tuple[VersionRow, ...]:
    """Return every frozen version of the file, the latest first."""
    return tuple(_version(row) for row in store.rows("SELECT * FROM minutes_version ORDER BY id DESC"))


def validation_day(store: Store, meeting_id: int) -> datetime.date | None:
    """Return when the chair's validation that holds was noted, None when there is none."""
    held = takewhile(lambda one: one.state is VersionState.VALIDATED, versions(store, meeting_id))
    return min((one.frozen_at.date() for one in held), default=None)


def last_version(store: Store, meeting_id: int, level: Level) -> VersionRow | None:
    """Return the latest version frozen for an audience, None while there is only a draft."""
    row = store.row(
        "SELECT * FROM minutes_version WHERE meeting_id = ? AND audience = ? ORDER BY version DESC LIMIT 1",
        (meeting_id, level.value),
    )
    return None if row is None else _version(row)


def version_pdf(store: Store, version_id: int) -> bytes | None:
    """Return the PDF of a frozen version, as it was; None when there is no such version."""
    row = store.row(
        "SELECT b.data FROM minutes_version v JOIN blob b ON b.sha256 = v.pdf WHERE v.id = ?", (version_id,)
    )
    return None if row is None else bytes(row["data"])


def version_data(store: Store, version: VersionRow | None) -> dict[str, Any] | None:
    """Return the canonical data of a version; None without one, and for versions kept before data were."""
    if version is None:
        return None
    row = store.row("SELECT data FROM blob WHERE sha256 = ?", (version.data,))
    return None if row is None else dict(json.loads(bytes(row["data"])))


def standing(store: Store, meeting_id: int) -> Standing:
    """Return how far the minutes of a meeting are.

    They are approved once a later meeting that was held treated the item which approves them, or by a version
    that says so; the first day of either counts.
    """
    found = versions(store, meeting_id)
    days = [one.frozen_at.date() for one in found if one.state is VersionState.APPROVED]
    at_meeting = store.row(
        """SELECT min(h.date) AS day FROM agenda_item i JOIN meeting h ON h.id = i.meeting_id
           WHERE i.approves_id = ? AND i.outcome = 'treated' AND h.state = 'held'""",
        (meeting_id,),
    )
    if at_meeting is not None and at_meeting["day"]:
        days.append(datetime.date.fromisoformat(at_meeting["day"]))
    correction = store.row("SELECT value FROM setting WHERE name = ?", (correction_setting(meeting_id),))
    rectified = next((one for one in found if one.state is VersionState.RECTIFIED), None)
    state = found[0].state if found else VersionState.DRAFT
    if rectified is not None:
        state = VersionState.RECTIFIED
    elif days:
        state = VersionState.APPROVED
    members = (Level.PARTNERS, Level.RESTRICTED)
    proposed = [one for one in found if one.state is VersionState.PROPOSED]
    sent = next((one for one in proposed if one.audience in members), None)
    return Standing(
        state=state,
        approved_on=min(days, default=None),
        published_on=None if sent is None else sent.frozen_at.date(),
        correction="" if correction is None else str(correction["value"]),
        reason="" if rectified is None else rectified.reason,
    )


def minutes_locked(store: Store, meeting_id: int) -> bool:
    """Tell whether the minutes of a meeting are approved and no rectification is open."""
    row = store.row(
        """SELECT (EXISTS (SELECT 1 FROM agenda_item i JOIN meeting h ON h.id = i.meeting_id
                WHERE i.approves_id = :id AND i.outcome = 'treated' AND h.state = 'held')
            OR EXISTS (SELECT 1 FROM minutes_version
                WHERE meeting_id = :id AND state IN ('approved', 'rectified')))
            AND NOT EXISTS (SELECT 1 FROM setting WHERE name = :correction) AS found""",
        {"id": meeting_id, "correction": correction_setting(meeting_id)},
    )
    return bool(row and row["found"])


def approving_meetings(
    store: Store, meeting_id: int, on: datetime.date
) -> tuple[tuple[int, datetime.date, str], ...]:
    """Return id, day and body of the meetings begun by a day that may have approved these minutes.

    Those whose agenda holds the item come first, then the latest.
    """
    rows = store.rows(
        """SELECT h.id, h.date, b.name, EXISTS (SELECT 1 FROM agenda_item i
                WHERE i.meeting_id = h.id AND i.approves_id = m.id) AS listed
           FROM meeting m JOIN meeting h ON h.id <> m.id AND (h.date || h.starts_at) > (m.date || m.starts_at)
           JOIN body b ON b.id = h.body_id JOIN body o ON o.id = m.body_id
           WHERE m.id = ? AND h.date <= ? AND h.state IN ('in_progress', 'held')
               AND (listed OR h.body_id = m.body_id OR (b.numbered AND o.numbered))
           ORDER BY listed DESC, h.date DESC, h.id DESC""",
        (meeting_id, on.isoformat()),
    )
    return tuple((row["id"], datetime.date.fromisoformat(row["date"]), row["name"]) for row in rows)


def _version(row: Any) -> VersionRow:
    return VersionRow(
        id=row["id"],
        meeting_id=row["meeting_id"],
        version=row["version"],
        state=VersionState(row["state"]),
        audience=Level(row["audience"]),
        frozen_at=datetime.datetime.fromisoformat(row["frozen_at"]),
        digest=row["digest"],
        pdf=row["pdf"],
        data=row["data"] or "",
        reason=row["reason"],
        changes=tuple(row["changes"].splitlines()),
        fonts=row["fonts"],
        program=row["program"],
    )

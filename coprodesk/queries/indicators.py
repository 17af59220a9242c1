"""The two indicators of a commitment over time: baseline, dated readings, target."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from coprodesk.domain.i18n import _
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Reading:
    """The value read on a day; `kind` is progress or outcome."""

    id: int
    commitment_id: int
    kind: str
    on: date
    value: str
    note: str


def readings(store: Store, commitment_id: int) -> tuple[Reading, ...]:
    """Return the readings of a commitment, those of its progress first, oldest first."""
    rows = store.rows(
        """SELECT id, commitment_id, kind, on_date, value, note FROM indicator_reading
           WHERE commitment_id = ? ORDER BY kind DESC, on_date, id""",
        (commitment_id,),
    )
    return tuple(Reading(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4], row[5]) for row in rows)


def track(baseline: str, read: str, target: str) -> str:
    """Return « 38 → 31 (cible 27) » of what is known, "" when nothing is."""
    path = " → ".join(text.strip() for text in (baseline, read) if text.strip())
    if not target.strip():
        return path
    words = _("cible {target}").format(target=target.strip())
    return f"{path} ({words})" if path else words


def outcome_words(store: Store, commitment_ids: Collection[int], on: date) -> dict[int, str]:
    """Return « Interventions : 38 → 31 (cible 27) » of those whose outcome was read by a day, by id."""
    rows = store.rows(
        """SELECT c.id, c.outcome_indicator, c.outcome_baseline, c.outcome_target, r.value, max(r.on_date)
           FROM indicator_reading r JOIN commitment c ON c.id = r.commitment_id
           WHERE r.kind = 'outcome' AND r.on_date <= ? AND c.id IN (SELECT value FROM json_each(?))
           GROUP BY c.id""",
        (on.isoformat(), json.dumps(list(commitment_ids))),
    )
    found = {}
    for one, name, baseline, target, value, _day in rows:
        words = track(baseline, value, target)
        found[one] = _("{name}\u00a0: {figures}").format(name=name, figures=words) if name else words
    return found

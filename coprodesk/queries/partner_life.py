"""What a partner does in the council: its last meetings, the subjects it carries, what is to come, its seats.

Nothing that the audience may not see is selected; the secretariat sees everything.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import day
from coprodesk.queries.agenda import levels_seen
from coprodesk.queries.commitment_filter import visible
from coprodesk.queries.mandates import CURRENT
from coprodesk.store import Store

STRIP = 8
"""How many meetings the strip of presence shows."""


@dataclass(frozen=True, slots=True)
class StripCell:
    """What the institution did at one meeting held; not `convened`, it was not asked and nothing is known."""

    meeting_id: int
    on: date
    body: str
    presence: Presence
    convened: bool = True


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A subject the institution carries: its last turn, and what came of it in words."""

    topic_id: int
    item_id: int
    meeting_id: int
    on: date
    title: str
    mark: str
    words: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """The next meeting of a body in which the institution sits; `points` concern it."""

    id: int
    body: str
    on: date
    starts_at: str
    points: tuple[int, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatSpan:
    """One seat of the institution, in which body and when."""

    body: str
    yearly_target: int | None
    confidential: bool
    from_date: date | None
    to_date: date | None

    def stands(self, on: date) -> bool:
        """Tell whether it stands on a day, its last one included."""
        return (self.from_date is None or self.from_date <= on) and (
            self.to_date is None or self.to_date >= on
        )


def sight(institution_id: int, on: date, audience: Audience) -> dict[str, Any]:
    """Return the values that the statements below share; `:closed` is whether secret groups are seen."""
    return {
        "id": institution_id,
        "on": on.isoformat(),
        "levels": levels_seen(audience, None),
        "closed": audience.level is Level.SECRETARIAT,
        "audience_body": audience.body_id,
    }


SEEN = """a.level IN (SELECT value FROM json_each(:levels))
    AND t.level IN (SELECT value FROM json_each(:levels))
    AND (:closed OR NOT b.confidential)"""
"""The condition on an item `a` of topic `t` in a body `b`."""

_BEST_FIRST = [Presence.PRESENT, Presence.REPRESENTED, Presence.UNKNOWN, Presence.EXCUSED, Presence.ABSENT]


def strip(store: Store, institution_id: int, on: date) -> tuple[StripCell, ...]:
    """Return the last meetings held, oldest first; of several seats the best known presence counts.

    They are those to which the institution was convened and, since the first of them, those of the numbered
    series to which it was not. Attendance is for the secretariat alone: the caller sees to it.
    """
    rows = store.rows(
        f"""WITH asked AS (SELECT DISTINCT x.meeting_id
                FROM roll_entry x JOIN meeting m ON m.id = x.meeting_id
                WHERE x.institution_id = :id AND NOT x.guest AND m.state = 'held' AND m.date <= :on),
            shown AS (SELECT m.id FROM meeting m JOIN body b ON b.id = m.body_id
                WHERE m.state = 'held' AND m.date <= :on AND (m.id IN (SELECT meeting_id FROM asked)
                    OR b.numbered AND m.date >= (
                        SELECT min(f.date) FROM meeting f WHERE f.id IN (SELECT meeting_id FROM asked))
                    AND EXISTS (SELECT 1 FROM roll_entry x WHERE x.meeting_id = m.id AND NOT x.guest))
                ORDER BY m.date DESC, m.id DESC LIMIT {STRIP})
            SELECT g.id, g.date, b.short_name, r.presence FROM meeting g JOIN body b ON b.id = g.body_id
            LEFT JOIN roll_entry r ON r.meeting_id = g.id AND r.institution_id = :id AND NOT r.guest
            WHERE g.id IN (SELECT id FROM shown) ORDER BY g.date, g.id""",
        {"id": institution_id, "on": on.isoformat()},
    )
    cells: dict[int, StripCell] = {}
    for row in rows:
        convened = row["presence"] is not None
        presence = Presence(row["presence"]) if convened else Presence.UNKNOWN
        cell = StripCell(row["id"], date.fromisoformat(row["date"]), row["short_name"], presence, convened)
        held = cells.get(cell.meeting_id, cell)
        cells[cell.meeting_id] = min(held, cell, key=lambda one: _BEST_FIRST.index(one.presence))
    return tuple(cells.values())


def seat_spans(store: Store, institution_id: int, on: date, audience: Audience) -> tuple[SeatSpan, ...]:
    """Return the seats of the institution, those that stand first, in the order of the bodies."""
    rows = store.rows(
        f"""SELECT b.short_name, b.yearly_target, b.confidential, m.from_date, m.to_date, {CURRENT} AS stands
            FROM seat m JOIN body b ON b.id = m.body_id
            WHERE m.institution_id = :id AND (:closed OR NOT b.confidential)
                AND (b.closed_on IS NULL OR m.to_date IS NOT NULL)
            ORDER BY stands DESC, b.position, b.id, m.from_date DESC""",
        sight(institution_id, on, audience),
    )
    return tuple(
        SeatSpan(
            row["short_name"],
            row["yearly_target"],
            bool(row["confidential"]),
            day(row["from_date"]),
            day(row["to_date"]),
        )
        for row in rows
    )


_CONCERNS = """(a.reporter_id = :id OR t.raised_by_id = :id
    OR EXISTS (SELECT 1 FROM topic_institution x WHERE x.topic_id = t.id AND x.institution_id = :id))"""

# The same items, found from the institution rather than tried one by one.
_CONCERNED = """
    SELECT id FROM agenda_item WHERE reporter_id = :id
    UNION SELECT o.id FROM agenda_item o JOIN topic t ON t.id = o.topic_id WHERE t.raised_by_id = :id
    UNION SELECT o.id FROM agenda_item o JOIN topic_institution x ON x.topic_id = o.topic_id
        WHERE x.institution_id = :id"""


def topics(
    store: Store,
    institution_id: int,
    on: date,
    audience: Audience,
    limit: int = 8,
    *,
    sensitive: bool = False,
) -> tuple[TopicLine, ...]:
    """Return the subjects that concern it, the last treated or postponed first; all, or `sensitive` ones."""
    rows = store.rows(
        f"""SELECT last.*,
                (SELECT count(*) FROM agenda_item o WHERE o.topic_id = last.id
                    AND o.outcome = 'postponed') AS moved,
                (SELECT max(c.reference) FROM commitment c JOIN agenda_item o ON o.id = c.agenda_item_id
                    WHERE o.topic_id = last.id AND {visible(audience)}) AS promised,
                (SELECT max(d.reference) FROM record d JOIN agenda_item o ON o.id = d.agenda_item_id
                    JOIN meeting dm ON dm.id = o.meeting_id JOIN body db ON db.id = dm.body_id
                    WHERE o.topic_id = last.id AND d.kind = 'decision'
                        AND d.level IN (SELECT value FROM json_each(:levels))
                        AND o.level IN (SELECT value FROM json_each(:levels))
                        AND (:closed OR NOT db.confidential)) AS decided
            FROM (SELECT t.id, a.id AS item_id, a.meeting_id, max(g.date) AS date, a.title, a.outcome,
                    a.position, t.sensitive
                FROM ({_CONCERNED}) AS found CROSS JOIN agenda_item a ON a.id = found.id
                JOIN topic t ON t.id = a.topic_id JOIN meeting g ON g.id = a.meeting_id
                JOIN body b ON b.id = g.body_id
                WHERE g.state = 'held' AND g.date <= :on AND a.approves_id IS NULL AND {SEEN}
                    AND (t.sensitive OR NOT :sensitive)
                GROUP BY t.id ORDER BY date DESC, a.position LIMIT {limit}) AS last
            ORDER BY last.date DESC, last.position""",
        {**sight(institution_id, on, audience), "sensitive": sensitive},
    )
    return tuple(
        TopicLine(
            row["id"],
            row["item_id"],
            row["meeting_id"],
            date.fromisoformat(row["date"]),
            row["title"],
            *_came_of(row),
            bool(row["sensitive"]),
        )
        for row in rows
    )


def _came_of(row: Any) -> tuple[str, str]:
    if row["outcome"] == "postponed":
        return "postponed", ngettext("reporté {n} fois", "reporté {n} fois", row["moved"]).format(
            n=row["moved"]
        )
    if row["promised"]:
        return "commitment", _("engagement {reference}").format(reference=row["promised"])
    if row["decided"]:
        return "decision", _("décision {reference}").format(reference=row["decided"])
    if row["outcome"] == "withdrawn":
        return "withdrawn", _("retiré")
    return "treated", _("examiné")


def coming_meetings(
    store: Store, institution_id: int, on: date, audience: Audience, limit: int = 1
) -> tuple[ComingMeeting, ...]:
    """Return the next meetings of the bodies in which it sits, with the items that concern it."""
    values = sight(institution_id, on, audience)
    rows = store.rows(
        f"""SELECT g.id, b.short_name, g.date, g.starts_at FROM meeting g JOIN body b ON b.id = g.body_id
           WHERE g.date >= :on AND g.state IN ('preparation', 'convened', 'in_progress')
               AND (:closed OR NOT b.confidential)
               AND EXISTS (SELECT 1 FROM seat s WHERE s.body_id = g.body_id AND s.institution_id = :id
                   AND (s.from_date IS NULL OR s.from_date <= g.date)
                   AND (s.to_date IS NULL OR s.to_date >= g.date))
           ORDER BY g.date, g.starts_at LIMIT {limit}""",
        values,
    )
    found = []
    for row in rows:
        points = store.rows(
            f"""SELECT a.position, a.title FROM agenda_item a JOIN topic t ON t.id = a.topic_id
                JOIN meeting g ON g.id = a.meeting_id JOIN body b ON b.id = g.body_id
                WHERE a.meeting_id = :meeting AND {_CONCERNS} AND {SEEN} ORDER BY a.position""",
            {**values, "meeting": row["id"]},
        )
        found.append(
            ComingMeeting(
                row["id"],
                row["short_name"],
                date.fromisoformat(row["date"]),
                row["starts_at"],
                tuple(point["position"] for point in points),
                tuple(point["title"] for point in points),
            )
        )
    return tuple(found)

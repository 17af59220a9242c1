"""What a copy of the minutes leaves out, counted by level: « Aperçu du destinataire »."""

from dataclasses import dataclass
from typing import Any

from coprodesk.domain.disclosure import OPENNESS, Audience, Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.agenda import levels_seen
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is left out of one level: whole items, and of the items kept, paragraphs and commitments."""

    level: Level
    items: int = 0
    records: int = 0
    commitments: int = 0

    @property
    def words(self) -> str:
        """Return « 3 points restreints, 2 paragraphes du secrétariat », with what is not none."""
        return ", ".join(
            words.format(n=n, level=_of(self.level, n))
            for n, words in (
                (self.items, ngettext("{n} point {level}", "{n} points {level}", self.items)),
                (self.records, ngettext("{n} paragraphe {level}", "{n} paragraphes {level}", self.records)),
                (
                    self.commitments,
                    ngettext("{n} engagement {level}", "{n} engagements {level}", self.commitments),
                ),
            )
            if n
        )


@dataclass(frozen=True, slots=True)
class RecipientView:
    """What one audience does not get of the minutes of a meeting, the most open level first."""

    left_out: tuple[LeftOut, ...]

    @property
    def passages(self) -> int:
        """Return how many items, paragraphs and commitments are left out."""
        return sum(one.items + one.records + one.commitments for one in self.left_out)

    @property
    def sentence(self) -> str:
        """Return « 3 points restreints, 2 paragraphes du secrétariat ne figurent pas. »."""
        if not self.left_out:
            return _("Rien n’est retiré de cette copie.")
        words = ", ".join(one.words for one in self.left_out)
        return ngettext("{words} ne figure pas.", "{words} ne figurent pas.", self.passages).format(
            words=words
        )


def recipient_view(store: Store, meeting_id: int, audience: Audience) -> RecipientView:
    """Return what a copy for an audience leaves out of the items, records and commitments of a meeting."""
    meeting = store.row("SELECT body_id FROM meeting WHERE id = ?", (meeting_id,))
    seen = levels_seen(audience, meeting["body_id"] if meeting else None)
    rows = store.rows(
        """
        WITH seen AS (SELECT value AS level FROM json_each(:levels)),
        item AS (SELECT id, level, level IN seen AS kept FROM agenda_item WHERE meeting_id = :meeting)
        SELECT 'items' AS what, level, count(*) AS n FROM item WHERE NOT kept GROUP BY level
        UNION ALL SELECT 'records', r.level, count(*) FROM record r JOIN item i ON i.id = r.agenda_item_id
            WHERE i.kept AND r.level NOT IN seen GROUP BY r.level
        UNION ALL SELECT 'commitments', c.level, count(*) FROM commitment c
            JOIN item i ON i.id = c.agenda_item_id
            WHERE i.kept AND c.level NOT IN seen GROUP BY c.level
        """,
        {"meeting": meeting_id, "levels": seen},
    )
    counts: dict[Level, dict[str, int]] = {}
    for row in rows:
        _count(counts, row)
    return RecipientView(tuple(LeftOut(level, **counts[level]) for level in OPENNESS if level in counts))


def _count(counts: dict[Level, dict[str, int]], row: Any) -> None:
    counts.setdefault(Level(row["level"]), {})[row["what"]] = row["n"]


def _of(level: Level, n: int) -> str:
    """Return the level as it qualifies what is left out."""
    return {
        Level.PUBLIC: ngettext("public", "publics", n),
        Level.PARTNERS: _("des partenaires"),
        Level.RESTRICTED: ngettext("restreint", "restreints", n),
        Level.SECRETARIAT: _("du secrétariat"),
    }[level]

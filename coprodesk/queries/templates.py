"""The templates of meetings: which there are, what each holds, which one a body takes."""

from dataclasses import dataclass

from coprodesk.domain.agenda import Role
from coprodesk.domain.disclosure import Level
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template; `items` and `minutes` sum its items, `usual` marks the one its kind of body takes."""

    id: int
    name: str
    body_kind_id: int
    body_kind_code: str
    body_kind: str
    usual: bool
    position: int
    items: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TemplateItemRow:
    """One standing item, its length in minutes; `reporter` is the short name of an institution."""

    id: int
    template_id: int
    position: int
    title: str
    section: str
    reporter_id: int | None
    reporter: str
    planned_minutes: int
    level: Level
    role: Role


def templates(store: Store, body_kind_id: int | None = None) -> tuple[TemplateRow, ...]:
    """Return the templates in order, those of one kind of body when asked for."""
    rows = store.rows(
        """SELECT t.*, k.code, k.name AS kind, count(i.id) AS items,
               coalesce(sum(i.planned_minutes), 0) AS minutes
           FROM meeting_template t JOIN body_kind k ON k.id = t.body_kind_id
           LEFT JOIN template_item i ON i.meeting_template_id = t.id
           WHERE :kind IS NULL OR t.body_kind_id = :kind
           GROUP BY t.id ORDER BY t.position, t.id""",
        {"kind": body_kind_id},
    )
    return tuple(
        TemplateRow(
            id=row["id"],
            name=row["name"],
            body_kind_id=row["body_kind_id"],
            body_kind_code=row["code"],
            body_kind=row["kind"],
            usual=bool(row["usual"]),
            position=row["position"],
            items=row["items"],
            minutes=row["minutes"],
        )
        for row in rows
    )


def template_items(store: Store, template_id: int) -> tuple[TemplateItemRow, ...]:
    """Return the items of a template in order."""
    rows = store.rows(
        """SELECT i.*, coalesce(n.short_name, '') AS reporter
           FROM template_item i LEFT JOIN institution n ON n.id = i.reporter_id
           WHERE i.meeting_template_id = ? ORDER BY i.position, i.id""",
        (template_id,),
    )
    return tuple(
        TemplateItemRow(
            id=row["id"],
            template_id=row["meeting_template_id"],
            position=row["position"],
            title=row["title"],
            section=row["section"],
            reporter_id=row["reporter_id"],
            reporter=row["reporter"],
            planned_minutes=row["planned_minutes"],
            level=Level(row["level"]),
            role=Role(row["role"]),
        )
        for row in rows
    )

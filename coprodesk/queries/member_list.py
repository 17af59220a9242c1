"""The members of a body, college by college, as they are annexed to the order that names them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import sort_key
from coprodesk.domain.i18n import _
from coprodesk.domain.names import display_name, name_line
from coprodesk.queries.bodies import body
from coprodesk.queries.holders import Holder, holders
from coprodesk.queries.papers import Letterhead, letterhead
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Member:
    """One institution that sits: « Membre de droit », and who speaks for it as « Mme X, commissaire »."""

    institution: str
    kind: str
    titulars: tuple[str, ...]
    substitutes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollegeMembers:
    """The members of one college, in the order of protocol."""

    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Mayor:
    """Who signs the order: the titular of the seat that presides, blank when there is none."""

    civility: str
    name: str
    function: str


@dataclass(frozen=True, slots=True)
class MemberList:
    """The members of a body on a day."""

    letterhead: Letterhead
    level: Level
    body: str
    confidential: bool
    on: datetime.date
    colleges: tuple[CollegeMembers, ...]
    mayor: Mayor


def member_list(store: Store, body_id: int, audience: Audience) -> MemberList:
    """Return who sits today. Raises Refusal when the body is gone, or confidential and not for others."""
    on = store.clock().date()
    row = body(store, body_id, on)
    if row is None:
        raise Refusal(_("Ce groupe n’existe plus. Rien n’a été produit. Revenez à la liste des groupes."))
    if row.confidential and not sees(audience, Level.RESTRICTED, body_id):
        raise Refusal(
            _(
                "«\u00a0{body}\u00a0» est un groupe confidentiel (L. 132-5). Rien n’a été produit. "
                "Choisissez une diffusion à ce groupe seul."
            ).format(body=row.name)
        )
    return MemberList(
        letterhead=letterhead(store),
        level=audience.level,
        body=row.name,
        confidential=row.confidential,
        on=on,
        colleges=_colleges(store, body_id, on),
        mayor=_mayor(store, on),
    )


def _colleges(store: Store, body_id: int, on: datetime.date) -> tuple[CollegeMembers, ...]:
    day = on.isoformat()
    titulars = holders(store, body_id, day, "titular")
    substitutes = holders(store, body_id, day, "substitute")
    rows = store.rows(
        """SELECT DISTINCT n.id, n.name, n.protocol_rank, c.name AS college, c.position,
               coalesce(k.name, '') AS kind
           FROM seat s JOIN institution n ON n.id = s.institution_id JOIN college c ON c.id = n.college_id
           LEFT JOIN member_kind k ON k.id = n.member_kind_id
           WHERE s.body_id = :body
               AND coalesce(s.from_date, '') <= :on AND coalesce(s.to_date, '9999') >= :on""",
        {"body": body_id, "on": day},
    )
    found: dict[str, list[Member]] = {}
    for row in sorted(rows, key=lambda r: (r["position"], r["protocol_rank"], sort_key(r["name"]), r["id"])):
        member = Member(
            row["name"],
            row["kind"],
            _lines(titulars.get(row["id"], ())),
            _lines(substitutes.get(row["id"], ())),
        )
        found.setdefault(row["college"], []).append(member)
    return tuple(CollegeMembers(name, tuple(members)) for name, members in found.items())


def _lines(held: Sequence[Holder]) -> tuple[str, ...]:
    return tuple(name_line(one.name, one.function) for one in held)


def _mayor(store: Store, on: datetime.date) -> Mayor:
    row = store.row(
        """SELECT p.civility, p.first_name, p.last_name, m.function
           FROM institution n JOIN member_kind k ON k.id = n.member_kind_id AND k.code = 'chair'
           JOIN mandate m ON m.institution_id = n.id AND m.rank = 'titular'
               AND coalesce(m.from_date, '') <= :on AND coalesce(m.to_date, '9999') >= :on
           JOIN person p ON p.id = m.person_id
           ORDER BY n.protocol_rank, m.from_date DESC, m.id LIMIT 1""",
        {"on": on.isoformat()},
    )
    if row is None:
        return Mayor("", "", "")
    return Mayor(row["civility"], display_name("", row["first_name"], row["last_name"]), row["function"])

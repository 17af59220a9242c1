"""The usual institutions of a new council, written in its founding step with their seats."""

from collections.abc import Iterable

from coprodesk.domain.usual_institutions import UsualInstitution
from coprodesk.store import Writer

RANK_STEP = 10
"""Between two ranks of protocol, so that another institution can come in between."""


def seat_usual(change: Writer, chosen: Iterable[UsualInstitution]) -> None:
    """Write these institutions, in the order of protocol, with a seat in the plenary body.

    Those made for it sit in the restricted body too. The seats have no first day: it is not known.
    Raises KeyError for a college or a kind of member that the file does not hold.
    """
    colleges = {row["name"]: row["id"] for row in change.rows("college")}
    kinds = {row["code"]: row["id"] for row in change.rows("member_kind")}
    codes = {row["id"]: row["code"] for row in change.rows("body_kind")}
    bodies = {codes[row["body_kind_id"]]: row["id"] for row in change.rows("body")}
    for place, one in enumerate(chosen, 1):
        institution_id = change.insert(
            "institution",
            name=one.name,
            short_name=one.short_name,
            article=one.article,
            gender=one.gender,
            number=one.number,
            college_id=colleges[one.college],
            member_kind_id=kinds[one.kind],
            protocol_rank=place * RANK_STEP,
            core=int(one.core),
        )
        for code in ("plenary", "restricted") if one.restricted else ("plenary",):
            change.insert("seat", body_id=bodies[code], institution_id=institution_id)

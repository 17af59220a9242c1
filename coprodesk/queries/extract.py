"""The extract of the minutes for one partner: what concerns it, and nothing else."""

import datetime
import re
from dataclasses import dataclass

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.minutes import VersionState
from coprodesk.domain.names import of_institution
from coprodesk.queries.agenda import agenda, keeps_cut
from coprodesk.queries.follow_up import CommitmentLine, commitments_of
from coprodesk.queries.minutes import (
    DecisionLine,
    MinutesDocument,
    MinutesItem,
    NextMeeting,
    minutes_document,
)
from coprodesk.queries.papers import Letterhead, MeetingFacts, visible_meeting
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Partner:
    """Whom an extract is for; `of` is « de la DSDEN »."""

    id: int
    name: str
    short_name: str
    of: str


@dataclass(frozen=True, slots=True)
class Extract:
    """The part of the minutes that concerns one partner; `commitments` are those it leads or shares."""

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    partner: Partner
    items: tuple[MinutesItem, ...]
    commitments: tuple[CommitmentLine, ...]
    decisions: tuple[DecisionLine, ...]
    next_meeting: NextMeeting | None
    version: int
    version_state: VersionState | None
    approved_on: datetime.date | None
    validated_on: datetime.date | None


def extract(store: Store, meeting_id: int, audience: Audience, partner_id: int | None = None) -> Extract:
    """Return the extract for one partner. Raises Refusal as `visible_meeting`, or without a partner."""
    row = visible_meeting(store, meeting_id, audience)
    partner = _partner(store, partner_id)
    whole = minutes_document(store, meeting_id, audience)
    concerned = {
        item.number
        for item in agenda(store, meeting_id, audience, keep_cut=keeps_cut(store))
        if not item.cut and (partner.id == item.reporter_id or partner.id in item.institutions)
    }
    items = tuple(item for item in whole.items if item.label in concerned or _speaks_of(item, partner))
    known = {one.id: one for one in (*_taken(whole), *whole.follow_up) if _shares(one, partner)}
    for one in commitments_of(store, row, audience, partner.id):
        known.setdefault(one.id, one)
    return Extract(
        letterhead=whole.letterhead,
        meeting=whole.meeting,
        level=whole.level,
        partner=partner,
        # What others promised under an item that concerns it stays there.
        items=items,
        commitments=tuple(sorted(known.values(), key=lambda one: one.reference)),
        decisions=tuple(
            one for one in whole.decisions if one.commitment is None and _names_decision(one, partner)
        ),
        next_meeting=whole.next_meeting,
        version=whole.version,
        version_state=whole.version_state,
        approved_on=whole.approved_on,
        validated_on=whole.validated_on,
    )


def _partner(store: Store, partner_id: int | None) -> Partner:
    row = store.row("SELECT id, name, short_name, article FROM institution WHERE id = ?", (partner_id,))
    if row is None:
        raise Refusal(
            _("Un extrait se fait pour un partenaire. Rien n’a été imprimé. Choisissez le partenaire.")
        )
    return Partner(row["id"], row["name"], row["short_name"], of_institution(row["name"], row["article"]))


def _taken(whole: MinutesDocument) -> tuple[CommitmentLine, ...]:
    return tuple(one for item in whole.items for one in item.commitments)


def _shares(one: CommitmentLine, partner: Partner) -> bool:
    """Tell whether the partner leads the commitment or contributes to it."""
    return partner.short_name in (one.lead, *one.contributors)


def _speaks_of(item: MinutesItem, partner: Partner) -> bool:
    """Tell whether the partner spoke, is named or promised something under an item."""
    said = (record for group in item.groups for record in group.records)
    return any(_shares(one, partner) for one in item.commitments) or any(
        record.institution_id == partner.id or _names(f"{record.text} {record.contributors}", partner)
        for record in said
    )


def _names_decision(one: DecisionLine, partner: Partner) -> bool:
    return one.lead == partner.short_name or _names(f"{one.text} {one.contributors}", partner)


def _names(text: str, partner: Partner) -> bool:
    """Tell whether a text names the partner, by its name or its short name, as whole words."""
    words = fold(text)
    return any(
        re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", words)
        for name in (partner.name, partner.short_name)
        if name
    )

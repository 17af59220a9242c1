"""What a recipient does not get is counted, and what is to be looked at leads to its place."""

from datetime import date

import pytest

from coprodesk.commands import agenda, commitments, records
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.records import RecordKind
from coprodesk.queries.left_out import recipient_view
from coprodesk.queries.meetings import meeting
from coprodesk.queries.minutes import minutes_document
from coprodesk.queries.minutes_checks import Check, minutes_checks
from coprodesk.store import Store
from tests.test_minutes import hide_everywhere, session

PARTNERS = Audience(Level.PARTNERS)
ON = date(2026, 10, 15)


def test_what_is_left_out_is_counted_by_level(store: Store) -> None:
    world, one, items = session(store)
    assert recipient_view(store, one, PARTNERS).sentence == "Rien n’est retiré de cette copie."
    hide_everywhere(store, world, one, items)
    view = recipient_view(store, one, PARTNERS)
    assert (
        view.sentence
        == "1 point restreint, 1 paragraphe restreint, 1 paragraphe du secrétariat ne figurent pas."
    )
    assert view.passages == 3
    members = recipient_view(store, one, Audience(Level.RESTRICTED, world.restricted))
    assert members.sentence == "1 paragraphe du secrétariat ne figure pas."
    assert recipient_view(store, one, Audience(Level.SECRETARIAT)).passages == 0
    public = recipient_view(store, one, Audience(Level.PUBLIC))
    assert public.sentence.startswith("3 points des partenaires, 1 point restreint")


@pytest.mark.parametrize("level", Level)
def test_the_count_is_what_the_paper_lacks(store: Store, level: Level) -> None:
    world, one, items = session(store)
    hide_everywhere(store, world, one, items)
    commitments.add_commitment(store, "Agir", decided_on=ON, agenda_item_id=items["Rodéos"])
    audience = Audience(level, world.restricted if level is Level.RESTRICTED else None)
    whole, copy = (minutes_document(store, one, each) for each in (Audience(Level.SECRETARIAT), audience))
    kept = {item.title for item in copy.items}
    lacking = len(whole.items) - len(copy.items)
    for item in whole.items:
        if item.title in kept:
            shown = next(other for other in copy.items if other.title == item.title)
            lacking += _written(item) - _written(shown)
    assert recipient_view(store, one, audience).passages == lacking


def _written(item: object) -> int:
    return sum(len(group.records) for group in item.groups) + len(item.commitments)


# ---- before publishing


def wrong(store: Store, meeting_id: int) -> list[Check]:
    row = meeting(store, meeting_id)
    assert row is not None
    return [one for one in minutes_checks(store, row, ON) if not one.ok]


def test_each_line_leads_to_its_place(store: Store) -> None:
    _world, one, items = session(store)
    titles = {check.title: check for check in wrong(store, one)}
    assert titles["Point 1 sans suite"].item_id == items["Approbation"]
    agenda.set_outcome(store, items["Approbation"], Outcome.TREATED)
    agenda.set_outcome(store, items["Rodéos"], Outcome.TREATED)
    titles = {check.title: check for check in wrong(store, one)}
    assert titles["Point 1 vide"].item_id == items["Approbation"]
    said = records.add_record(
        store, items["Approbation"], RecordKind.DISCUSSION, "M. GARNIER, né le 3/4/2010"
    )
    made = commitments.add_commitment(store, "Agir", decided_on=ON, agenda_item_id=items["Rodéos"])
    titles = {check.title: check for check in wrong(store, one)}
    assert "Point 1 vide" not in titles
    assert titles["Point 1 sans conclusion"].link == "Rédiger"
    assert titles["Nom absent de l’annuaire"].record_id == said
    assert titles["Date de naissance"].detail.replace("\u00a0", " ") == "« né le 3/4/2010 », point 1"
    assert titles["Engagement sans pilote"].commitment_id == made
    assert titles["Appel à compléter"].step == "live"


def test_minutes_in_order_have_nothing_to_mend(store: Store) -> None:
    _world, one, items = session(store)
    for title in ("Approbation", "Rodéos"):
        records.add_record(store, items[title], RecordKind.CONCLUSION, "Vu.")
        agenda.set_outcome(store, items[title], Outcome.TREATED)
    left = {check.title for check in wrong(store, one)}
    assert left == {"Appel à compléter", "Signataires à nommer"}

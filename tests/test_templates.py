"""The templates of meetings, and the draft agenda drawn from one."""

from datetime import date

import pytest

from coprodesk.commands import agenda, agenda_draft, council, meetings, templates, topics
from coprodesk.domain.agenda import Role
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.templates import usual_templates
from coprodesk.queries import agenda as agenda_query
from coprodesk.queries import templates as queries
from coprodesk.queries.carry_over import SuggestionKind, carry_over, carry_over_to
from coprodesk.store import Opening, Store, create
from tests.test_meetings import NOVEMBER, SEPTEMBER, build

PLENARY, RESTRICTED, CELL = 1, 2, 3
LENGTHS = {
    "Séance plénière": 140,
    "Formation restreinte": 90,
    "Cellule de veille": 60,
    "Groupe thématique": 90,
    "Installation après les élections": 140,
}


def template_of(store: Store, body_id: int) -> queries.TemplateRow | None:
    """Return the usual template of a body's kind, None when there is none."""
    (kind,) = store.rows("SELECT body_kind_id FROM body WHERE id = ?", (body_id,))
    return next((one for one in queries.templates(store, kind[0]) if one.usual), None)


def shape(store: Store, meeting_id: int) -> list[tuple[str, str, str]]:
    return [(row.number, row.title, row.role.value) for row in agenda_query.agenda(store, meeting_id)]


def test_the_usual_templates_last_as_long_as_their_meetings_and_follow_up_once() -> None:
    drafts = usual_templates()
    assert {draft.name: draft.minutes for draft in drafts} == LENGTHS
    for draft in drafts:
        roles = [item.role for item in draft.items if item.role is not Role.NONE]
        assert len(roles) == len(set(roles)) >= 1
        assert draft.usual or draft.kind == "plenary"
    cell = next(draft for draft in drafts if draft.kind == "watch_cell")
    assert {item.level for item in cell.items} == {Level.RESTRICTED}


def test_a_new_council_and_the_example_have_them(tmp_path, opening: Opening, example: Store) -> None:
    made = create(
        tmp_path / "neuf.copro", opening, lambda c: council.seed(c, name="CLSPD", commune="Essai"), "Création"
    )
    for store in (made, example):
        assert {row.name: row.minutes for row in queries.templates(store)} == LENGTHS
        usual = [row.body_kind_code for row in queries.templates(store) if row.usual]
        assert sorted(usual) == ["plenary", "restricted", "thematic", "watch_cell"]
    made.close()
    found = template_of(example, RESTRICTED)
    assert found is not None
    assert found.name == "Formation restreinte"
    with pytest.raises(Refusal, match="déjà tous là"):
        templates.add_usual_templates(example)


def test_a_file_without_templates_receives_those_of_its_kinds(store: Store) -> None:
    world = build(store)
    assert template_of(store, world.restricted) is None
    templates.add_usual_templates(store)
    assert {row.body_kind_code for row in queries.templates(store)} == {"plenary", "restricted", "watch_cell"}
    store.undo()
    assert queries.templates(store) == ()


def test_one_template_of_a_kind_is_usual_whatever_is_done(example: Store) -> None:
    kind = queries.templates(example)[0].body_kind_id
    first, second = (row.id for row in queries.templates(example, kind))
    third = templates.add_template(example, "Plénière courte", kind)

    def usual() -> list[int]:
        return [row.id for row in queries.templates(example, kind) if row.usual]

    assert usual() == [first]
    templates.set_template(example, third, usual=True)
    assert usual() == [third]
    templates.set_template(example, third, usual=False)
    assert usual() == [first]
    templates.delete_template(example, first)
    assert usual() == [second]
    templates.set_template(example, second, body_kind_id=2)
    assert usual() == [third]
    assert len([row for row in queries.templates(example, 2) if row.usual]) == 1
    with pytest.raises(Refusal):
        templates.set_template(example, second, name=" ")


def test_the_items_of_a_template_are_typed_moved_and_deleted(store: Store) -> None:
    world = build(store)
    kind = store.row("SELECT body_kind_id FROM body WHERE id = ?", (world.restricted,))[0]
    one = templates.add_template(store, "Restreinte", kind)
    first = templates.add_template_item(store, one, "Ouverture", section="Début")
    second = templates.add_template_item(store, one, "Suivi", role=Role.FOLLOW_UP)
    last = templates.add_template_item(store, one, "Clôture", section="Fin", planned_minutes=5)
    between = templates.add_template_item(store, one, "Tendances", position=3)
    assert [(row.id, row.section) for row in queries.template_items(store, one)] == [
        (first, "Début"),
        (second, "Début"),
        (between, "Début"),
        (last, "Fin"),
    ]
    templates.move_template_item(store, between, 1)
    assert [row.section for row in queries.template_items(store, one)][-1] == "Fin"
    templates.move_template_item(store, between, -9)
    rows = queries.template_items(store, one)
    assert (rows[0].id, rows[0].section) == (between, "Début")
    templates.delete_template_item(store, first)
    assert [row.position for row in queries.template_items(store, one)] == [1, 2, 3]
    for fields in ({"title": ""}, {"planned_minutes": -1}):
        with pytest.raises(Refusal):
            templates.set_template_item(store, last, **fields)
    templates.set_template_item(store, last, level=Level.PUBLIC, role=Role.WATCH_POINTS)
    assert queries.template_items(store, one)[-1].role is Role.WATCH_POINTS


def test_a_draft_holds_the_standing_items_the_approvals_and_what_returns_in_their_places(
    example: Store,
) -> None:
    topics.set_recurring(example, 22, True)
    with example.change("Reprise de la série") as change:
        # « Tranquillité estivale » was last treated by the restricted formation in June 2025.
        change.update("agenda_item", 57, outcome="postponed")
        change.delete("agenda_item", 62)
    model = template_of(example, RESTRICTED)
    assert model is not None
    made = meetings.create_meeting(example, RESTRICTED, date(2026, 12, 10), "14:30", template_id=model.id)
    assert shape(example, made) == [
        ("1", "Approbation du compte rendu du 24 septembre 2026", ""),
        ("2", "Suivi des engagements", "follow_up"),
        ("3", "Abords des collèges", ""),
        ("4", "Tranquillité estivale", ""),
        ("5", "Tendances du trimestre", ""),
        ("6", "Sites sensibles", ""),
        ("7", "Dispositifs à venir", ""),
        ("8", "Dossiers FIPD", ""),
        ("9", "Tour de table", ""),
        ("10", "Date de la prochaine réunion", ""),
    ]
    rows = {row.title: row for row in agenda_query.agenda(example, made)}
    # The threads go on: the same topics as in the meetings before.
    assert [rows[title].topic_id for title in ("Tendances du trimestre", "Tour de table")] == [13, 11]
    assert rows["Suivi des engagements"].references == ("E-2025-04", "E-2026-03", "E-2025-03")
    assert carry_over(example, made) == tuple(
        one for one in carry_over(example, made) if one.kind is SuggestionKind.PROPOSAL
    )
    example.undo()
    assert example.rows("SELECT * FROM meeting WHERE id = ?", (made,)) == []


def test_without_template_what_returns_makes_the_draft_and_an_agenda_begun_is_left_alone(
    store: Store,
) -> None:
    world = build(store)
    past = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    agenda.add_item(store, past, "Laissé ouvert")
    meetings.close_meeting(store, past, "16:00")
    topics.add_topic(store, "De la boîte")
    found = carry_over_to(store, world.restricted, NOVEMBER)
    made = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30", chosen=found)
    assert [row.title for row in agenda_query.agenda(store, made)] == [
        "Approbation du compte rendu du 24 septembre 2026",
        "Laissé ouvert",
        "De la boîte",
    ]
    with pytest.raises(Refusal, match="a déjà des points"):
        agenda_draft.draft_agenda(store, made, None)
    empty = meetings.create_meeting(store, world.restricted, NOVEMBER, "17:00")
    assert agenda_query.agenda(store, empty) == ()


def test_a_confidential_body_keeps_its_draft_to_itself(example: Store) -> None:
    model = template_of(example, CELL)
    assert model is not None
    made = meetings.create_meeting(example, CELL, date(2026, 12, 1), "09:30", template_id=model.id)
    rows = agenda_query.agenda(example, made)
    assert {row.level for row in rows} == {Level.RESTRICTED}
    assert [row.role for row in rows if row.role] == [Role.WATCH_POINTS]
    assert len({row.topic_id for row in rows} & set(range(1, 24))) == 0, "no topic of another body"

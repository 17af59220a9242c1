"""Usual commitments: what a new council starts with, whom each suits, the list of vague verbs."""

from datetime import date

import pytest

from coprodesk.commands import commitment_bulk as bulk
from coprodesk.commands import commitments, indicators
from coprodesk.commands import usual_commitments as commands
from coprodesk.commands.council import set_setting
from coprodesk.domain.commitments import require_theme
from coprodesk.domain.errors import Refusal
from coprodesk.domain.precision import VAGUE_VERBS, vague_verbs
from coprodesk.domain.usual_commitments import USUAL_COMMITMENTS, suited, suits
from coprodesk.queries import commitments as questions
from coprodesk.queries import usual_commitments as queries
from coprodesk.queries.commitment_matrix import matrix
from coprodesk.queries.commitments import Arrangement, CommitmentFilter, Order, Sort
from coprodesk.queries.indicators import outcome_words, readings, track
from coprodesk.store import Store

ON = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Brévigny Habitat (OPH)", "Brév. Habitat", "Bailleurs"), "Porter plainte"),
        (("Lorneo", "Lorneo", "Transports"), "médiateurs"),
        (("Lorne Aide aux Victimes", "LAV", "Aide aux victimes"), "permanence par semaine"),
        (("Police municipale", "PM", "Ville"), "douze opérations"),
        (("CPN de Brévigny", "CPN", "État – FSI"), "correspondant par quartier"),
        (("Union des commerçants", "Commerçants", "Économie"), "diagnostics"),
    ],
)
def test_a_partner_is_offered_what_its_kind_usually_promises(names: tuple[str, ...], words: str) -> None:
    assert [words in one.what for one in suited(USUAL_COMMITMENTS, names)] == [True]


def test_a_partner_of_no_known_kind_is_offered_everything() -> None:
    assert suited(USUAL_COMMITMENTS, ("Amicale du quartier",)) == USUAL_COMMITMENTS
    assert not suits(" , ", ("Amicale",))


def test_the_seed_is_precise_on_its_indicators_and_has_no_vague_verb() -> None:
    for one in USUAL_COMMITMENTS:
        assert one.progress_indicator
        assert one.outcome_indicator
        assert vague_verbs(one.what) == ()
    assert len({one.what for one in USUAL_COMMITMENTS}) == len(USUAL_COMMITMENTS)


def test_those_of_the_program_come_back_only_when_missing(example: Store) -> None:
    with pytest.raises(Refusal, match="sont là"):
        commands.add_usual_commitments(example)
    first = queries.usual_commitments(example)[0]
    commands.delete_usual_commitment(example, first.id)
    commands.add_usual_commitments(example)
    found = queries.usual_commitments(example)
    assert {one.what for one in found} == {one.what for one in USUAL_COMMITMENTS}
    assert found[-1].what == first.what


@pytest.mark.parametrize(("partner", "what"), [("", "Un texte"), ("Bailleur", "  ")])
def test_a_blank_one_is_refused_at_its_field(example: Store, partner: str, what: str) -> None:
    with pytest.raises(Refusal) as told:
        commands.add_usual_commitment(example, partner, what)
    assert told.value.field == ("partner" if not partner else "what")


def test_the_list_of_vague_verbs_is_the_councils(example: Store) -> None:
    assert queries.vague_verbs(example) == VAGUE_VERBS
    set_setting(example, queries.VERBS_SETTING, " accompagner \n\naccompagner\nréfléchir à")
    assert queries.vague_verbs(example) == ("accompagner", "réfléchir à")
    set_setting(example, queries.VERBS_SETTING, "")
    assert queries.vague_verbs(example) == ()


def test_a_theme_is_asked_where_there_are_some() -> None:
    require_theme(None, 0)
    require_theme(3, 5)
    with pytest.raises(Refusal) as told:
        require_theme(None, 5)
    assert told.value.field == "theme_id"


# Several commitments at once


def test_a_bulk_act_is_refused_whole_and_names_the_one(example: Store) -> None:
    before = questions.commitments(example, ON)
    late = [row.id for row in before if row.days_late]
    with pytest.raises(Refusal, match="E-2025-01"):
        bulk.keep_commitments(example, [*late, 1], ON)
    with pytest.raises(Refusal, match=r"^E-2025-07"):
        bulk.postpone_commitments(example, [*late, 7], date(2026, 11, 30), on=ON)
    with pytest.raises(Refusal, match=r"^E-2025-08"):
        bulk.go_on(example, [*late, 8], on=ON)
    assert questions.commitments(example, ON) == before


def test_a_bulk_postponement_gives_a_first_date_to_what_has_none(example: Store) -> None:
    undated = next(row for row in questions.commitments(example, ON) if row.current_due is None)
    bulk.postpone_commitments(example, [undated.id, 4], date(2027, 1, 31), on=ON)
    one, other = (questions.commitment(example, key, ON) for key in (undated.id, 4))
    assert one is not None
    assert other is not None
    assert (one.initial_due, one.postponements) == (date(2027, 1, 31), 0)
    assert (other.current_due, other.postponements) == (date(2027, 1, 31), 3)


# Indicators


def test_the_latest_progress_becomes_that_of_the_commitment(example: Store) -> None:
    later = indicators.add_reading(example, 4, "progress", date(2026, 10, 14), "2")
    indicators.add_reading(example, 4, "progress", date(2026, 7, 1), "1")
    assert example.rows("SELECT progress_done FROM commitment WHERE id = 4")[0][0] == 2
    indicators.delete_reading(example, later)
    assert example.rows("SELECT progress_done FROM commitment WHERE id = 4")[0][0] == 1
    indicators.add_reading(example, 4, "progress", date(2026, 10, 15), "un tiers")
    assert example.rows("SELECT progress_done FROM commitment WHERE id = 4")[0][0] == 1
    assert [one.value for one in readings(example, 4)] == ["1", "un tiers"]


def test_a_day_has_one_reading_of_an_indicator(example: Store) -> None:
    indicators.add_reading(example, 4, "outcome", ON, "5 %")
    with pytest.raises(Refusal, match="porte déjà cette date"):
        indicators.add_reading(example, 4, "outcome", ON, "4 %")
    with pytest.raises(Refusal, match="vide"):
        indicators.add_reading(example, 4, "outcome", date(2026, 10, 1), " ")


def test_the_outcome_is_told_as_it_was_on_a_day(example: Store) -> None:
    rodeo = example.rows("SELECT id FROM commitment WHERE reference = 'E-2026-03'")[0][0]
    told = outcome_words(example, [rodeo, 4], ON)[rodeo].replace("\u00a0", " ")
    assert told.endswith(": 38 → 31 (cible 27)")
    assert outcome_words(example, [rodeo], date(2026, 9, 24)) == {}
    assert track("", "31", "") == "31"
    assert track("38", "", "27") == "38 (cible 27)"


def test_a_deleted_commitment_takes_its_readings_with_it(example: Store) -> None:
    made = commitments.add_commitment(example, "Prêter une salle", decided_on=ON)
    indicators.add_reading(example, made, "progress", ON, "1")
    commitments.delete_commitment(example, made)
    assert readings(example, made) == ()
    example.undo()
    assert len(readings(example, made)) == 1


# Orders and the matrix


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("sort", [None, *Sort])
@pytest.mark.parametrize("descending", [False, True])
def test_pieces_of_the_list_make_the_whole_in_every_order(
    example: Store, order: Order, sort: Sort | None, descending: bool
) -> None:
    arranged = Arrangement(order, sort, descending)
    whole = [row.id for row in questions.commitments(example, ON, arranged=arranged)]
    pieces = [
        row.id
        for offset in range(0, 15, 5)
        for row in questions.commitments(example, ON, limit=5, offset=offset, arranged=arranged)
    ]
    assert pieces == whole
    assert len(set(whole)) == 12


def test_headings_count_what_stands_under_them(example: Store) -> None:
    commitments.add_commitment(example, "Sans thème ni pilote", decided_on=ON)
    for order in (Order.THEME, Order.PARTNER, Order.DATE, Order.STATE):
        counted: dict[str, int] = {}
        for row in questions.commitments(example, ON, arranged=Arrangement(order)):
            name = questions.heading(
                order, theme=row.theme, lead=row.lead_name, due=row.current_due, status=row.status
            )
            counted[name] = counted.get(name, 0) + 1
        found = questions.board(example, ON, None, Arrangement(order), limit=1)[1]
        assert list(found.items()) == list(counted.items())


def test_the_cells_of_the_matrix_are_the_lists_they_open(example: Store) -> None:
    commitments.add_commitment(example, "Sans thème ni pilote", decided_on=ON)
    found = matrix(example, ON)
    assert [one.id for one in found.themes][-1] == 0
    for theme in found.themes:
        for lead in found.leads:
            rows = questions.commitments(example, ON, CommitmentFilter(theme_id=theme.id, lead_id=lead.id))
            assert len(rows) == found.of(theme.id, lead.id)
    assert sum(found.of_lead(one.id) for one in found.leads) == 13
    assert found.holes == 5 * 27 - 11
    assert found.words.replace("\u00a0", " ").startswith("5 / 5 thèmes portés · 11 / 27 partenaires pilotes")

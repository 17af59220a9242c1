"""The example council agrees with the dossier's oracles: roll, second meeting of 2026, twelve commitments."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from coprodesk.assets import resource
from coprodesk.exchange.council_json import export_council, fill, read_council
from coprodesk.store import Opening, Store, create

ROLL = {
    "Préfecture": "R R R P E R P R",
    "Parquet": "P E R P E E P E",
    "CPN": "P P P P P R P P",
    "Département": "E A E E A A R A",
    "DSDEN": "R E R P R E P R",
    "PJJ": "A E A E A A E A",
    "SPIP": "E N N A N N E N",
    "Brév. Habitat": "P P P P P P P P",
    "Logéal": "P A P P R P P E",
    "Lorneo": "R P P R E P P P",
    "LAV": "P P P P P P P P",
    "Le Passage": "P P E P P E P P",
}
MEETINGS = [
    ("2024-01", "2024-03-14", "plenary"),
    ("2024-02", "2024-06-20", "restricted"),
    ("2024-03", "2024-11-07", "restricted"),
    ("2025-01", "2025-03-20", "plenary"),
    ("2025-02", "2025-06-19", "restricted"),
    ("2025-03", "2025-11-13", "restricted"),
    ("2026-01", "2026-06-11", "plenary"),
    ("2026-02", "2026-09-24", "restricted"),
    ("2026-03", "2026-11-19", "restricted"),
]
# reference after E-, what, lead, due first, due now (= first), reports, state, done, precision, contributors
COMMITMENTS = """
2025-01|Remplacer 14 portes de hall aux Aulnettes (36 400 €)|Brév. Habitat|2025-12-31|=|0|kept|2025-12-12|8|2
2025-02|Transmettre chaque mois, avant le 10, les chiffres agrégés|CPN|2026-12-31|=|0|open||7|1
2025-03|Désigner un référent et assister à 2 restreintes/an|Parquet|2025-09-30|=|0|open||5|1
2025-04|Communiquer l’absentéisme trimestriel agrégé|DSDEN|2026-01-31|2026-09-30|2|open||6|1
2025-05|Deux éducateurs de rue 3 soirées/semaine|Le Passage|2026-06-30|=|0|kept|2026-06-30|6|2
2025-06|Deux médiateurs ligne B, 16 h – 20 h|Lorneo|2025-10-01|=|0|kept|2025-11-15|8|3
2025-07|Six caméras et relecture CSU|CSU|2026-06-30|2026-12-31|1|open||8|3
2025-08|Quatre modules « justice des mineurs » en collège|PJJ|2026-06-30|=|0|abandoned||4|1
2026-01|Permanence hebdomadaire au commissariat|LAV|2026-09-01|=|0|kept|2026-09-08|7|2
2026-02|Dépôt de plainte systématique, signalement des halls|Logéal|2026-12-31|=|0|open||5|1
2026-03|Douze opérations conjointes anti-rodéos|PM|2026-09-30|=|0|open||8|2
2026-04|« Renforcer le sentiment de sécurité »||||0|open||1|0
""".strip().splitlines()


PEOPLE = """
CARRÉGNAC RUVENNE LOUVETOT QUERVAL DARSONVILLE PRÉVALET TILLOY BELARBRE ABRISSEL MARQUEVAL CORTAMBEL
ROCHEVERT SENAUVEL FLAMERIE OSQUIN VIROLLET HÉNAULIN SOLVAND TOUSSERET GARMEAU PLANCOËT ORSEL DELAUNOUX
PERTUIS CASTERAN IMBRET MONTREDON FOUQUERAND BERTHOLAZ VALMORIN ESTREPY LANOUE JORDAIRE SAUVEGRAIN
NDOUMBAREL PIOT ORVAULT TESSERET ARNOULD
"""


@pytest.fixture(scope="module")
def text() -> str:
    return resource("brevigny.json").read_text(encoding="utf-8")


@pytest.fixture
def demo(tmp_path, opening: Opening, text: str) -> Iterator[Store]:
    opened = create(
        tmp_path / "demo.copro", opening, lambda change: fill(change, read_council(text)), "Exemple"
    )
    yield opened
    opened.close()


def table(store: Store, sql: str) -> list[tuple]:
    return [tuple(row) for row in store.rows(sql)]


def test_it_is_sound_and_exports_to_the_shipped_text(demo: Store, text: str) -> None:
    assert demo.rows("PRAGMA foreign_key_check") == []
    assert export_council(demo) == text
    assert table(demo, "SELECT example_at, population, priority_district, kind FROM council") == [
        ("2026-10-15T14:32:05+02:00", 18640, "Les Aulnettes", "communal")
    ]


def test_nine_meetings_all_on_thursdays(demo: Store) -> None:
    found = table(
        demo,
        "SELECT m.number, m.date, k.code, m.state FROM meeting m JOIN body b ON b.id = m.body_id "
        "JOIN body_kind k ON k.id = b.body_kind_id ORDER BY m.date",
    )
    assert found == [(*m, "preparation" if m[0] == "2026-03" else "held") for m in MEETINGS]
    assert all(date.fromisoformat(day).weekday() == 3 for _number, day, _kind, _state in found)


def test_the_roll_is_the_one_of_the_table(demo: Store) -> None:
    rolls = {
        (number, short): presence[0].upper()
        for number, short, presence in table(
            demo,
            "SELECT m.number, i.short_name, r.presence FROM roll_entry r JOIN meeting m ON m.id = "
            "r.meeting_id "
            "JOIN institution i ON i.id = r.institution_id WHERE r.counted = 1",
        )
    }
    held = [number for number, _day, _kind in MEETINGS[:8]]
    assert {short: " ".join(rolls.get((n, short), "N") for n in held) for short in ROLL} == ROLL
    assert len(rolls) == sum(letters.count(letter) for letters in ROLL.values() for letter in "PREA")
    seats = table(
        demo,
        "SELECT b.short_name, count(*), sum(c.counted) FROM seat s JOIN body b ON b.id = s.body_id "
        "JOIN institution i ON i.id = s.institution_id JOIN college c ON c.id = i.college_id "
        "WHERE b.numbered = 1 GROUP BY b.id ORDER BY b.id",
    )
    assert seats == [("Plénière", 18, 12), ("Restreinte", 17, 11)]
    wrong_college = (
        "SELECT count(*) FROM roll_entry r JOIN institution i ON i.id = r.institution_id "
        "JOIN college c ON c.id = i.college_id WHERE r.counted <> c.counted OR r.college_label <> c.name"
    )
    assert table(demo, wrong_college) == [(0,)]


def test_who_was_on_the_roll_held_the_mandate_that_day(demo: Store) -> None:
    strangers = table(
        demo,
        "SELECT m.number, r.institution_label, r.person_label FROM roll_entry r "
        "JOIN meeting m ON m.id = r.meeting_id WHERE NOT EXISTS (SELECT 1 FROM mandate d "
        "WHERE d.person_id = r.person_id AND d.institution_id = r.institution_id AND d.rank = 'titular' "
        "AND d.function = r.function_label AND d.from_date <= m.date AND coalesce(d.to_date, '9') >= m.date)",
    )
    assert strangers == []
    delegates = table(
        demo,
        "SELECT m.date, r.institution_id, replace(r.delegate_label, char(160), ' ') FROM roll_entry r "
        "JOIN meeting m ON m.id = r.meeting_id WHERE r.presence = 'represented'",
    )
    assert len(delegates) == 19
    for day, institution, label in delegates:
        substitutes = table(
            demo,
            "SELECT p.civility || ' ' || p.first_name || ' ' || p.last_name FROM mandate d "
            f"JOIN person p ON p.id = d.person_id WHERE d.institution_id = {institution} AND d.rank = "
            f"'substitute' "
            f"AND d.from_date <= '{day}' AND coalesce(d.to_date, '9') >= '{day}'",
        )
        assert substitutes == [(label,)], (day, label)
    named_without_cause = (
        "SELECT count(*) FROM roll_entry WHERE (delegate_label <> '') <> (presence = 'represented') "
        "OR (reply = 'none') <> (reply_on IS NULL)"
    )
    assert table(demo, named_without_cause) == [(0,)]


def test_the_meeting_of_24_september_is_the_printed_one(demo: Store) -> None:
    assert table(
        demo, "SELECT opened_at, closed_at, chair_line, secretary_line FROM meeting WHERE number = '2026-02'"
    ) == [
        (
            "14:35",
            "16:10",
            "M. Thibault RUVENNE, adjoint à la tranquillité publique, représentant Mme la Maire",
            "Mme Maëlle DARSONVILLE, coordonnatrice",
        )
    ]
    roll = table(
        demo,
        "SELECT r.presence, i.short_name, replace(CASE r.presence WHEN 'represented' THEN "
        "r.delegate_label || ', ' "
        "|| r.delegate_function WHEN 'present' THEN r.person_label ELSE '' END, char(160), ' ') FROM "
        "roll_entry r "
        "JOIN institution i ON i.id = r.institution_id JOIN meeting m ON m.id = r.meeting_id "
        "WHERE m.number = '2026-02' AND r.counted = 1 ORDER BY r.position",
    )
    assert roll == [
        ("represented", "Préfecture", "Mme Claire ABRISSEL, directrice de cabinet"),
        ("excused", "Parquet", ""),
        ("present", "CPN", "Mme Solène MARQUEVAL"),
        ("absent", "Département", ""),
        ("represented", "DSDEN", "M. Éric SOLVAND, IEN"),
        ("absent", "PJJ", ""),
        ("present", "Brév. Habitat", "M. Karim DELAUNOUX"),
        ("excused", "Logéal", ""),
        ("present", "Lorneo", "M. Xavier MONTREDON"),
        ("present", "LAV", "Mme Agnès BERTHOLAZ"),
        ("present", "Le Passage", "M. Idriss VALMORIN"),
    ]
    items = table(
        demo,
        "SELECT a.position, a.title, a.outcome, count(r.id) FROM agenda_item a JOIN meeting m ON m.id = "
        "a.meeting_id "
        "LEFT JOIN record r ON r.agenda_item_id = a.id WHERE m.number = '2026-02' GROUP BY a.id ORDER "
        "BY a.position",
    )
    assert items == [
        (1, "Approbation du compte rendu du 11 juin 2026", "treated", 1),
        (2, "Suivi des décisions antérieures", "treated", 1),
        (3, "Tendances du trimestre (données agrégées)", "treated", 2),
        (4, "Rodéos motorisés : point d’étape de l’action 3.2", "treated", 4),
        (5, "Abords des collèges", "postponed", 3),
        (6, "Dossiers FIPD 2027", "treated", 1),
        (7, "Tour de table", "treated", 2),
    ]
    said = "\n".join(
        row[0]
        for row in table(
            demo,
            "SELECT r.text FROM record r JOIN agenda_item a ON a.id = r.agenda_item_id "
            "JOIN meeting m ON m.id = a.meeting_id WHERE m.number = '2026-02' ORDER BY a.position, "
            "r.position",
        )
    )
    for passage in (
        "approuvé sans observation",
        "Cinq engagements étaient échus ; quatre sont tenus, un est à relancer (E-2025-03).",
        "ont changé de formulaire en mai",
        "28 contrôles, 5 véhicules immobilisés",
        "ne soient pas associés aux contrôles",
        "calendrier resserré, médiation distincte",
        "Point reporté pour la deuxième fois, la DSDEN n’ayant pas les éléments et le Département étant "
        "absent",
        "avant le 30 novembre 2026",
        "un chantier de voirie du 5 au 30 octobre",
    ):
        assert passage in said
    references = "SELECT reference FROM record WHERE reference LIKE '%-2026-%' ORDER BY reference"
    assert table(demo, references) == [*((f"D-2026-0{n}",) for n in range(1, 9)), ("V-2026-01",)]


def test_each_minutes_is_approved_at_the_next_meeting_but_the_last(demo: Store) -> None:
    approvals = table(
        demo,
        "SELECT m.number, o.number, a.outcome FROM agenda_item a JOIN meeting m ON m.id = a.meeting_id "
        "JOIN meeting o ON o.id = a.approves_id ORDER BY m.date",
    )
    numbers = [number for number, _day, _kind in MEETINGS]
    expected = [(after, before, "treated") for before, after in pairwise(numbers[:8])]
    assert approvals == [*expected, ("2026-03", "2026-02", "open")]


def test_a_held_meeting_s_items_fill_its_hours(demo: Store) -> None:
    for opened, closed, first, minutes, untreated in table(
        demo,
        "SELECT opened_at, closed_at, min(started_at), sum(real_minutes), sum(outcome = 'open') FROM "
        "meeting m "
        "JOIN agenda_item a ON a.meeting_id = m.id WHERE m.state = 'held' GROUP BY m.id",
    ):
        begin, end = (int(text[:2]) * 60 + int(text[3:]) for text in (opened, closed))
        assert (first, minutes, untreated) == (opened, end - begin, 0)


def test_the_ninth_meeting_is_in_preparation_with_its_nine_items(demo: Store) -> None:
    items = table(
        demo,
        "SELECT a.title, i.name, a.planned_minutes, a.level FROM agenda_item a JOIN institution i "
        "ON i.id = a.reporter_id JOIN meeting m ON m.id = a.meeting_id WHERE m.number = '2026-03' ORDER "
        "BY a.position",
    )
    presidency, coordination, police = "Mairie – présidence", "CLSPD – coordination", "Police municipale"
    assert items == [
        ("Approbation du compte rendu du 24 sept.", presidency, 5, "partners"),
        ("Suivi des engagements arrivés à échéance", coordination, 15, "partners"),
        ("Abords des collèges : absentéisme, T3", "DSDEN de la Haute-Lorne", 15, "partners"),
        ("Tendances du trimestre, données agrégées", "CPN de Brévigny", 10, "partners"),
        ("Sites sensibles : Ferrand, Aulnettes, ligne B", police, 15, "restricted"),
        ("Rodéos motorisés : étape de l’action 3.2", police, 10, "public"),
        ("Fêtes de fin d’année : dispositif commun", police, 8, "partners"),
        ("Dossiers FIPD 2027", coordination, 7, "partners"),
        ("Tour de table, date de la prochaine réunion", presidency, 5, "partners"),
    ]
    roll = (
        "SELECT count(*) FROM roll_entry r JOIN meeting m ON m.id = r.meeting_id WHERE m.number = '2026-03'"
    )
    assert table(demo, roll) == [(0,)]
    postponed = (
        "SELECT m.number, a.outcome FROM agenda_item a JOIN meeting m ON m.id = a.meeting_id WHERE "
        "a.topic_id = "
        "(SELECT id FROM topic WHERE title = 'Abords des collèges') ORDER BY m.date"
    )
    assert table(demo, postponed) == [("2025-03", "postponed"), ("2026-02", "postponed"), ("2026-03", "open")]


PRECISION = """
    (lead_id IS NOT NULL) + (referent_id IS NOT NULL) + (deliverable <> '') + (place <> '')
    + (current_due IS NOT NULL) + (means <> '') + (progress_indicator <> '')
    + (outcome_indicator <> '' AND outcome_baseline <> '' AND outcome_target <> '' AND outcome_source <> '')
"""


def test_the_twelve_commitments_are_those_of_the_table(demo: Store) -> None:
    found = table(
        demo,
        "SELECT reference, what, i.short_name, initial_due, current_due, (SELECT count(*) FROM "
        "commitment_event e "
        "WHERE e.commitment_id = c.id AND e.kind = 'postponed'), state, done_on, "
        f"{PRECISION}, (SELECT count(*) FROM contributor k WHERE k.commitment_id = c.id AND k.kind = "
        f"'contributor') "
        "FROM commitment c LEFT JOIN institution i ON i.id = c.lead_id ORDER BY reference",
    )
    expected = []
    for line in COMMITMENTS:
        parts = f"E-{line}".split("|")
        parts[4] = parts[3] if parts[4] == "=" else parts[4]
        expected.append(tuple(part or None for part in parts))
    assert [tuple(None if v is None else str(v) for v in row) for row in found] == expected
    assert sum(row[8] for row in found) == 73


def test_the_history_of_each_commitment_agrees_with_its_state(demo: Store) -> None:
    events = (
        "SELECT c.reference FROM commitment c JOIN commitment_event e ON e.commitment_id = c.id "
        "WHERE e.kind = "
    )
    assert len(table(demo, events + "'created' AND e.on_date = c.decided_on")) == 12
    kept = table(demo, events + "'kept' AND e.on_date = c.done_on ORDER BY 1")
    assert kept == [("E-2025-01",), ("E-2025-05",), ("E-2025-06",), ("E-2026-01",)]
    assert table(demo, events + "'abandoned' AND e.text = 'mutation'") == [("E-2025-08",)]
    assert table(demo, events + "'reminder' AND e.on_date = '2026-10-02'") == [("E-2025-04",)]
    assert table(
        demo,
        "SELECT c.reference, e.from_due, e.to_due FROM commitment c JOIN commitment_event e ON "
        "e.commitment_id = c.id "
        "WHERE e.kind = 'postponed' ORDER BY c.reference, e.on_date",
    ) == [
        ("E-2025-04", "2026-01-31", "2026-06-11"),
        ("E-2025-04", "2026-06-11", "2026-09-30"),
        ("E-2025-07", "2026-06-30", "2026-12-31"),
    ]
    off_meeting = (
        "SELECT count(*) FROM commitment_event e LEFT JOIN meeting m ON m.id = e.meeting_id "
        "WHERE e.on_date > '2026-10-15' OR m.date <> e.on_date"
    )
    assert table(demo, off_meeting) == [(0,)]
    without_origin = (
        "SELECT count(*) FROM commitment c LEFT JOIN agenda_item a ON a.id = c.agenda_item_id LEFT JOIN "
        "meeting m "
        "ON m.id = a.meeting_id WHERE (c.origin = '') = (m.id IS NULL) OR m.date <> c.decided_on"
    )
    assert table(demo, without_origin) == [(0,)]


def test_every_phone_is_fictional_and_every_address_an_example(text: str) -> None:
    phones = re.findall(r"(?<![\d-])0\d(?:[ .]?\d\d){4}\b", text)
    assert len(phones) > 50
    assert [p for p in phones if not re.fullmatch(r"04 65 71( \d\d){2}|06 39 98( \d\d){2}", p)] == []
    mails = re.findall(r"[\w.-]+@[\w.-]+", text)
    assert len(mails) > 50
    assert [mail for mail in mails if not mail.endswith(".example")] == []


def test_every_person_is_one_of_the_sample(demo: Store) -> None:
    known = {*PEOPLE.split(), "de LESMONT"}
    names = [row[0] for row in table(demo, "SELECT last_name FROM person")]
    assert sorted(names) == sorted(known)


def test_the_counters_continue_the_numbers_given(demo: Store) -> None:
    with demo.change("Suivants") as change:
        following = [change.next_number(series, 2026) for series in ("meeting", "D", "E", "V")]
    assert following == [4, 9, 5, 2]


def test_short_names_fit_the_roll_and_texts_are_french(demo: Store, text: str) -> None:
    assert table(demo, "SELECT short_name FROM institution WHERE length(short_name) > 13") == []
    core = table(demo, "SELECT short_name FROM institution WHERE core = 1 ORDER BY protocol_rank")
    assert core == [("Préfecture",), ("Parquet",), ("CPN",)]
    assert "'" not in text
    assert json.loads(text)["format"] == "coprodesk-council"

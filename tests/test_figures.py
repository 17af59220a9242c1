"""The figures of the example council: the oracle of the formulas."""

import json
from datetime import date

import pytest

from coprodesk.commands import attendance as roll_verbs
from coprodesk.commands import meetings as meeting_verbs
from coprodesk.commands import partners
from coprodesk.commands.council import set_setting
from coprodesk.commands.topics import set_sensitive
from coprodesk.domain import figures as shapes
from coprodesk.domain.attendance import (
    Period,
    Presence,
    chronic_absentees,
    institution_presence,
    last_months,
    meeting_participation,
)
from coprodesk.domain.cadence import Signal, plenary_years, vigilance
from coprodesk.domain.coverage import coverage
from coprodesk.domain.items import postponements
from coprodesk.queries import life_facts
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.cadence import body_facts, meeting_facts
from coprodesk.queries.figures import figures, report
from coprodesk.store import Store

ON = date(2026, 10, 15)


def shares(store: Store, number: str, period: Period | None = None) -> dict[tuple[str | None, str], str]:
    found = figures(store, ON, period)[number]
    return {(one.key, one.name): f"{one.numerator}/{one.denominator}" for one in found}


def test_presence_over_24_months(example: Store) -> None:
    found = {key: share for (key, _name), share in shares(example, "M1").items()}
    assert (found["Préfecture"], found["Parquet"], found["Département"], found["SPIP"]) == (
        "5/6",
        "3/6",
        "1/6",
        "0/2",
    )
    meetings = {key: share for (key, _name), share in shares(example, "M2", Period(None, ON)).items()}
    assert list(meetings.values()) == ["9/12", "6/11", "8/11", "9/12", "6/11", "6/11", "10/12", "7/11"]
    assert list(shares(example, "M19").values()) == ["14/46"]


def test_presence_over_all_meetings(example: Store) -> None:
    found = {key: share for (key, _name), share in shares(example, "M1", Period(None, ON)).items()}
    assert (found["Préfecture"], found["DSDEN"], found["PJJ"], found["SPIP"]) == ("7/8", "6/8", "0/8", "0/3")


def test_chronic_absentees_and_their_thresholds(example: Store) -> None:
    assert {key for key, _name in shares(example, "M3")} == {"Département", "PJJ", "SPIP"}
    set_setting(example, "absentee_streak", "4")
    set_setting(example, "absentee_percent", "10")
    assert {key for key, _name in shares(example, "M3")} == {"PJJ"}


def test_commitments(example: Store) -> None:
    precise = shares(example, "M4")
    assert precise[None, "Indice de précision moyen"] == "73/96"
    assert precise["E-2026-04", "Indice de précision"] == "1/8"
    assert [
        precise[None, band] for band in ("engagement précis", "à compléter", "déclaration d’intention")
    ] == [
        "6/12",
        "4/12",
        "2/12",
    ]
    kept = shares(example, "M11")
    assert (
        kept[None, "Taux de tenue"],
        kept[None, "Tenus à l’échéance initiale"],
        kept[None, "En retard"],
    ) == (
        "4/7",
        "2/7",
        "3/7",
    )
    assert list(shares(example, "M13").values()) == ["5/11"]


def test_the_report_is_flat_and_without_floats(example: Store) -> None:
    told = report(example, ON).as_json()
    assert json.loads(json.dumps(told)) == told
    assert (told["on"], told["period"]) == ("2026-10-15", ["2024-10-15", "2026-10-15"])
    assert list(told["figures"]) == [
        *("M1", "M1-titular", "M1-excused", "M1-delegated", "M2", "M2-persons"),
        *("M3", "M4", "M5", "M6", "M7", "M8", "M11", "M12", "M13", "M14", "M15", "M16", "M19", "M20"),
    ]
    for rows in told["figures"].values():
        for row in rows:
            assert list(row) == ["key", "name", "numerator", "denominator", "ids"]
            assert all(type(row[name]) is int for name in ("numerator", "denominator"))
            assert all(type(one) is int for one in row["ids"])
    mean, *_bands = told["figures"]["M4"]
    assert (mean["key"], mean["numerator"], mean["denominator"], len(mean["ids"])) == (None, 73, 96, 12)
    by_key = {row["key"]: row for row in told["figures"]["M1"]}
    assert (by_key["DSDEN"]["numerator"], by_key["DSDEN"]["denominator"]) == (5, 6)
    assert len(by_key["DSDEN"]["ids"]) == 5
    assert "2026-02" in [row["key"] for row in told["figures"]["M2"]]
    assert told["figures"]["M4"][-1]["key"].startswith("E-2026-")


def test_the_report_of_all_meetings_has_no_beginning(example: Store) -> None:
    told = report(example, ON, everything=True).as_json()
    assert told["period"] == [None, "2026-10-15"]
    by_key = {row["key"]: row for row in told["figures"]["M1"]}
    assert (by_key["Préfecture"]["numerator"], by_key["Préfecture"]["denominator"]) == (7, 8)


@pytest.mark.parametrize(
    "on", [ON, date(2024, 3, 1), date(2025, 6, 30), date(2027, 12, 31), date(2031, 1, 1)], ids=str
)
def test_reading_only_some_rolls_changes_no_figure(example: Store, on: date) -> None:
    """The figures of a period are those of the formulas on every roll of the file."""
    period, whole = last_months(on, 24), roll_rows(example)
    found = figures(example, on)
    assert found["M1"] == shapes.presence_figures(institution_presence(whole, period))
    assert found["M2"] == shapes.participation_figures(meeting_participation(whole, period))
    assert found["M3"] == shapes.absentee_figures(chronic_absentees(whole, period))


def test_the_rolls_of_the_period_alone_would_not_do(example: Store) -> None:
    """Sabotage: years later nobody came in the period, and M3 still names who was absent before it."""
    on = date(2031, 1, 1)
    period = last_months(on, 24)
    assert not chronic_absentees(roll_rows(example, after=period.start_exclusive, until=on), period)
    assert figures(example, on)["M3"]


# Each institution: presence over all meetings, then over 24 months; titular over 24 months (2.8).
PRESENCE = {
    "Préfecture": ("7/8", "5/6", "2/6"),
    "Parquet": ("4/8", "3/6", "2/6"),
    "CPN": ("8/8", "6/6", "5/6"),
    "Département": ("1/8", "1/6", "0/6"),
    "DSDEN": ("6/8", "5/6", "2/6"),
    "PJJ": ("0/8", "0/6", "0/6"),
    "SPIP": ("0/3", "0/2", "0/2"),
    "Brév. Habitat": ("8/8", "6/6", "6/6"),
    "Logéal": ("6/8", "5/6", "4/6"),
    "Lorneo": ("7/8", "5/6", "4/6"),
    "LAV": ("8/8", "6/6", "6/6"),
    "Le Passage": ("6/8", "4/6", "4/6"),
}


def test_presence_of_the_whole_sample(example: Store) -> None:
    ever = Period(None, ON)
    for number, place, period in (("M1", 0, ever), ("M1", 1, None), ("M1-titular", 2, None)):
        found = {key: share for (key, _name), share in shares(example, number, period).items()}
        assert found == {key: line[place] for key, line in PRESENCE.items()}
    streaks = {
        key: share for (key, name), share in shares(example, "M3").items() if name == "Absences de suite"
    }
    assert streaks == {"Département": "1/8", "PJJ": "8/8", "SPIP": "3/3"}


def test_cadence_and_plenaries_of_the_sample(example: Store) -> None:
    found = shares(example, "M5", Period(None, ON))
    cadence = {key: share for (key, name), share in found.items() if name.startswith("Réunions tenues")}
    assert (cadence["Plénière"], cadence["Restreinte"]) == ("1/1", "2/4")
    gaps = [share for (_key, name), share in found.items() if name == "Jours depuis la réunion précédente"]
    assert gaps == ["98/1", "140/1", "133/1", "91/1", "147/1", "210/1", "105/1"]
    assert [found[None, f"Plénières tenues en {year}"] for year in (2024, 2025, 2026)] == ["1/1"] * 3
    assert found[None, "Jours depuis la dernière plénière, sur 365"] == "126/365"
    assert found[None, "Jours entre les deux dernières plénières, sur 365"] == "448/365"
    bodies, meetings = body_facts(example), meeting_facts(example)
    assert [year.signal for year in plenary_years(bodies, meetings, ON)] == [Signal.GREEN] * 3
    assert vigilance(bodies, meetings, ON).signal is Signal.ORANGE
    before = vigilance(bodies, meetings, date(2026, 6, 10))
    assert (before.since_last, before.between_last_two) == (447, 371)
    assert vigilance(bodies, meetings, date(2026, 6, 14)).signal is Signal.ORANGE
    assert (shares(example, "M6")[None, "Formations en sommeil"]) == "0/5"


def test_items_and_topics_of_the_sample(example: Store) -> None:
    put_off = shares(example, "M7", Period(None, ON))
    assert put_off[None, "Reports de «\u00a0Abords des collèges\u00a0»"] == "2/2"
    covered = {name: share for (key, name), share in shares(example, "M8").items() if key == "2026-02"}
    assert covered["Couverture du point 5, Abords des collèges"] == "1/2"


def test_days_of_lateness_of_the_sample(example: Store) -> None:
    late = shares(example, "M11")
    assert [late[f"E-{one}", "Jours de retard"] for one in ("2025-03", "2025-04", "2026-03")] == [
        *("380/1", "15/1", "15/1")
    ]
    assert late["E-2025-04", "Jours de retard sur l’échéance initiale"] == "257/1"
    assert late["E-2025-07", "Glissement de l’échéance, en jours"] == "184/1"


def test_commitments_on_an_earlier_day(example: Store) -> None:
    """What was decided, kept or put off later changes no figure of that day."""
    on = date(2026, 2, 1)
    found = {one.name: (one.numerator, one.denominator) for one in figures(example, on)["M11"]}
    # Decided: 2025-01 to -08. Due: -01 and -06, kept, -03 and -04, whose date moved only on 12/02/2026.
    assert found["Taux de tenue"] == (2, 4)
    assert found["En retard"] == (2, 4)
    assert found["Abandonnés"] == (0, 8)


# Seven cases from other people's bugs.


def counted(store: Store, meeting_id: int, key: str) -> dict[str, object]:
    return dict(
        store.rows(
            """SELECT r.* FROM roll_entry r JOIN institution i ON i.id = r.institution_id
               WHERE r.meeting_id = ? AND i.short_name = ?""",
            (meeting_id, key),
        )[0]
    )


def test_a_substitute_sworn_in_late(example: Store) -> None:
    """The seat is convened, not the person: a mandate begun between two meetings changes no presence."""
    before = figures(example, ON)
    institution = example.rows("SELECT id FROM institution WHERE short_name = 'PJJ'")[0][0]
    person = example.rows("SELECT max(id) FROM person")[0][0]
    partners.add_mandate(
        example, person, institution, rank="substitute", function="adjointe", from_date=date(2026, 9, 1)
    )
    after = figures(example, ON)
    assert after == before
    assert {one.key: one.denominator for one in after["M1"]}["PJJ"] == 6


def test_excused_apart(example: Store) -> None:
    """An excuse is no presence, and is told apart from an absence."""
    excused = {one.key: (one.numerator, one.denominator) for one in figures(example, ON)["M1-excused"]}
    assert (excused["Parquet"], excused["Département"], excused["PJJ"]) == ((3, 6), (2, 6), (2, 6))
    entry = counted(example, 8, "Département")
    roll_verbs.set_presence(example, entry["id"], Presence.EXCUSED)
    told = figures(example, ON)
    assert {one.key: one.numerator for one in told["M1-excused"]}["Département"] == 3
    assert {one.key: (one.numerator, one.denominator) for one in told["M1"]}["Département"] == (1, 6)


def test_a_leave_period(example: Store) -> None:
    """Between two terms of one person the seat is vacant, and nobody took over; presences stay the seat's."""
    before = figures(example, ON)
    mandate = example.row(
        """SELECT m.* FROM mandate m JOIN institution i ON i.id = m.institution_id
           WHERE i.short_name = 'LAV' AND m.rank = 'titular'"""
    )
    assert mandate is not None
    columns = {name: mandate[name] for name in ("person_id", "institution_id", "rank", "function")}
    with example.change("Congé") as change:
        change.update("mandate", mandate["id"], to_date="2026-01-31")
        change.insert("mandate", **columns, from_date="2026-05-01")
    after = figures(example, ON)
    vacant = [one for one in after["M14"] if one.key == "LAV"]
    assert {one.numerator for one in vacant} == {89}  # February, March and April, in each of its bodies
    assert after["M14"][0].numerator == before["M14"][0].numerator == 0
    assert after["M14"][1] == before["M14"][1]
    assert (after["M1"], after["M3"]) == (before["M1"], before["M3"])


def test_a_member_removed_after_the_meeting(example: Store) -> None:
    """A seat that ends keeps the presences of its time."""
    before = figures(example, ON)
    seats = example.rows(
        "SELECT s.id FROM seat s JOIN institution i ON i.id = s.institution_id WHERE i.short_name = 'Lorneo'"
    )
    with example.change("Fin des sièges") as change:
        for seat in seats:
            change.update("seat", seat[0], to_date="2026-09-30")
    after = figures(example, ON)
    assert [after[number] for number in ("M1", "M2", "M3", "M19")] == [
        before[number] for number in ("M1", "M2", "M3", "M19")
    ]
    assert after["M14"][0].denominator == before["M14"][0].denominator - len(seats)


def test_a_direct_switch_among_states(example: Store) -> None:
    """From any state straight to another: only the last one counts, and nothing of the former remains."""
    before = figures(example, ON)
    entry = counted(example, 8, "CPN")
    for presence in (Presence.ABSENT, Presence.UNKNOWN, Presence.EXCUSED, Presence.PRESENT):
        roll_verbs.set_presence(example, entry["id"], presence)
    after = figures(example, ON)
    assert after == before
    roll_verbs.set_presence(example, entry["id"], Presence.UNKNOWN)
    told = {one.key: (one.numerator, one.denominator) for one in figures(example, ON)["M1"]}
    assert told["CPN"] == (5, 5)


def test_the_next_meeting_rescheduled_before_carry_over(example: Store) -> None:
    """A topic waits since the meetings really held: moving the next adds nothing, treating it restarts."""
    topic, following = 16, 9
    name = (None, "Reports de «\u00a0Abords des collèges\u00a0»")
    assert shares(example, "M7")[name] == "2/2"
    meeting_verbs.reschedule_meeting(example, following, date(2026, 12, 3), "14:30", "salle prise")
    later = date(2026, 12, 31)
    items = life_facts.waiting_item_facts(example, later)
    assert [one.meetings for one in postponements(items, later) if one.topic_id == topic] == [(6, 8)]
    item = example.rows(
        "SELECT id FROM agenda_item WHERE meeting_id = ? AND topic_id = ?", (following, topic)
    )[0][0]
    for outcome, waiting in (("postponed", [(6, 8, 9)]), ("treated", [])):
        with example.change("Tenue") as change:
            change.update("meeting", following, state="held")
            change.update("agenda_item", item, outcome=outcome)
        items = life_facts.waiting_item_facts(example, later)
        assert [one.meetings for one in postponements(items, later) if one.topic_id == topic] == waiting


def test_a_meeting_whose_roll_was_never_taken(example: Store) -> None:
    """Unknown is never absent: it has no rate, lowers no presence and covers no item, but it was held."""
    before = figures(example, ON)
    with example.change("Réunion sans appel") as change:
        change.update("meeting", 9, date="2026-10-01")
        roll_verbs.take_roll_snapshot(example, 9)
        change.update("meeting", 9, state="held")
    after = figures(example, ON)
    same = ("M1", "M1-titular", "M1-excused", "M2", "M2-persons", "M3", "M8", "M19")
    assert [after[number] for number in same] == [before[number] for number in same]
    cadence = {one.key: one.numerator for one in after["M5"] if one.key}
    assert cadence["Restreinte"] == 3


def test_the_mark_of_a_sensitive_topic_reaches_the_coverage_of_its_items(example: Store) -> None:
    topic = example.rows(
        """SELECT n.topic_id FROM topic_institution n JOIN agenda_item i ON i.topic_id = n.topic_id
           JOIN meeting m ON m.id = i.meeting_id WHERE m.state = 'held' LIMIT 1"""
    )[0][0]
    window = Period(None, ON)
    assert not any(one.alert for one in coverage(life_facts.concerned_facts(example, window), window))
    set_sensitive(example, topic, True)
    marked = [one for one in coverage(life_facts.concerned_facts(example, window), window) if one.sensitive]
    assert marked
    assert all(one.alert is bool(one.missing) for one in marked)

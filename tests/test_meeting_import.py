"""Past meetings from a calendar: read, planned, numbered, with their roll; one step back."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from coprodesk.commands import meeting_import as verbs
from coprodesk.commands import meetings as meeting_verbs
from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.import_plan import Fate
from coprodesk.domain.meeting_import import Mark, MeetingDraft, Plan, plan, read_number
from coprodesk.exchange import printing
from coprodesk.exchange.columns import left_columns
from coprodesk.exchange.meeting_sheet import (
    Field,
    draft_meetings,
    field_label,
    suggest_mapping,
    used_columns,
)
from coprodesk.exchange.sheets import Sheet, read_sheet
from coprodesk.queries import figures, minutes
from coprodesk.queries.attendance import roll
from coprodesk.queries.meeting_import import known, line_words
from coprodesk.store import Store
from tests.test_undo import snapshot

ON = date(2026, 10, 15)
P, R, E, A = Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT


def sheet(*rows: tuple[str, ...], header: tuple[str, ...]) -> Sheet:
    return Sheet("", header, rows, tuple(range(2, len(rows) + 2)))


def planned(store: Store, *drafts: MeetingDraft, body_id: int | None = None) -> Plan:
    return plan(known(store), drafts, ON, body_id)


def fates(found: Plan) -> list[Fate]:
    return [line.fate for line in found.lines]


def meetings(store: Store, year: int) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in store.rows(
            "SELECT number, date, state FROM meeting WHERE date LIKE ? ORDER BY date, id", (f"{year}-%",)
        )
    ]


CALENDAR = (
    "Groupe;Date séance;Début;Fin;N°;Lieu;Présidence;DSDEN;Préfecture de la Haute-Lorne;Parquet;Couleur\n"
    "Plénière;14/03/2023;14h30;16h30;2023-01;Salle des fêtes;Mme Odile CARRÉGNAC, maire;P;"
    "R (Mme Paule X);E;x\n"
    "restreinte;05/10/2023;9 h;;;;;A;-;;x\n"
    "Restreinte;20/06/2023;9 h – 11 h;;;;;P;N;peut-être;x\n"
    "Restreinte;12/11/2026;9 h;;;;;P;P;P;x\n"
    "Conseil des sages;12/11/2022;9 h;;;;;P;P;P;x\n"
    "Plénière;le jour dit;9 h;;;;;P;P;P;x\n"
)


def read(store: Store, folder: Path, text: str = CALENDAR) -> tuple[Plan, dict[int, str]]:
    path = folder / "calendrier.csv"
    path.write_text(text, "utf-8")
    table = read_sheet(path)
    facts = known(store)
    found = draft_meetings(table, suggest_mapping(table.header), facts.keys, ON)
    return plan(facts, found.rows, ON), {one.line: one.sentence for one in found.problems}


def test_a_calendar_becomes_meetings_held_with_their_roll(example: Store, tmp_path: Path) -> None:
    before = snapshot(example)
    found, told = read(example, tmp_path)
    assert fates(found) == [Fate.CREATE, Fate.CREATE, Fate.CREATE, Fate.SKIP, Fate.SKIP]
    assert "peut-être" in told[4]
    assert "n’est pas comprise" in told[7]
    assert "à venir" in found.lines[3].remarks[0]
    assert "n’existe pas" in found.lines[4].remarks[0]
    assert [line.number for line in found.lines[:3]] == ["2023-01", "2023-03", "2023-02"], "by date"
    assert snapshot(example) == before, "planning writes nothing"
    verbs.import_meetings(example, found)
    assert meetings(example, 2023) == [
        ("2023-01", "2023-03-14", "held"),
        ("2023-02", "2023-06-20", "held"),
        ("2023-03", "2023-10-05", "held"),
    ]
    row = example.rows("SELECT * FROM meeting WHERE number = '2023-01'")[0]
    assert (row["starts_at"], row["ends_at"], row["place"], row["chair_line"]) == (
        *("14:30", "16:30", "Salle des fêtes", "Mme Odile CARRÉGNAC, maire"),
    )
    assert row["chair_id"] is not None
    states = {line.short_name: line.presence for line in roll(example, row["id"])}
    assert (states["DSDEN"], states["Préfecture"], states["Parquet"]) == (P, R, E)
    assert set(states.values()) - {P, R, E} <= {Presence.UNKNOWN}, "a blank is unknown, never absent"
    sent = next(line for line in roll(example, row["id"]) if line.presence is R)
    assert sent.delegate == "Mme Paule X"
    example.undo()
    assert snapshot(example) == before


def test_what_a_table_does_not_say_is_unknown_and_what_was_not_convened_has_no_line(
    example: Store, tmp_path: Path
) -> None:
    found, _told = read(example, tmp_path)
    verbs.import_meetings(example, found)
    june = example.rows("SELECT id FROM meeting WHERE number = '2023-02'")[0]["id"]
    states = {line.short_name: line.presence for line in roll(example, june)}
    assert states["DSDEN"] is P
    assert "Préfecture" not in states
    assert states.get("Parquet", Presence.UNKNOWN) is Presence.UNKNOWN


def test_the_history_enters_the_figures(example: Store) -> None:
    """The rate of the DSDEN over 2019 is that of the four meetings told, excused and unknown apart."""
    marks = [P, R, E, None, Presence.UNKNOWN]
    drafts = [
        MeetingDraft(n, "Plénière", date(2019, n, 10), "09:00", marks=(Mark("DSDEN", mark),))
        for n, mark in enumerate(marks, start=2)
    ]
    verbs.import_meetings(example, planned(example, *drafts))
    report = figures.report(example, date(2019, 12, 31))
    (dsden,) = (one for one in report.figures["M1"] if one.key == "DSDEN" and "présence inst" in one.name)
    assert (dsden.numerator, dsden.denominator, dsden.rate) == (2, 3, Fraction(2, 3))
    meetings_told = [one for one in report.figures["M2"] if one.denominator]
    assert [(one.numerator, one.denominator) for one in meetings_told] == [(1, 1), (1, 1), (0, 1)]


def test_a_meeting_of_the_file_is_the_same_by_body_and_day(example: Store) -> None:
    held = example.rows("SELECT * FROM meeting WHERE number = '2024-01'")[0]
    day = date.fromisoformat(held["date"])
    same = MeetingDraft(2, "Plénière", day, place="Ailleurs", number="2024-01", marks=(Mark("DSDEN", A),))
    assert fates(planned(example, same)) == [Fate.SAME]
    assert fates(planned(example, MeetingDraft(2, "Restreinte", day))) == [Fate.CREATE]
    with example.change("Préparation") as change:
        change.insert(
            "meeting", body_id=4, date="2020-02-03", starts_at="09:00", ends_at="10:00", state="held"
        )
        change.insert("meeting", body_id=4, date="2020-03-03", starts_at="09:00", ends_at="10:00")
    found = planned(
        example,
        MeetingDraft(2, "VIF", date(2020, 2, 3), place="Salle A", marks=(Mark("DSDEN", P),)),
        MeetingDraft(3, "vif", date(2020, 2, 3)),
        MeetingDraft(4, "VIF", date(2020, 3, 3)),
    )
    assert fates(found) == [Fate.COMPLETE, Fate.SKIP, Fate.SKIP]
    assert "lieu Salle A" in line_words(found.lines[0])
    assert "1 partenaire" in line_words(found.lines[0]) or "partenaires à l’appel" in line_words(
        found.lines[0]
    )
    assert "ligne 2" in found.lines[1].remarks[0]
    assert "en préparation" in found.lines[2].remarks[0]


def test_who_chaired_is_filled_only_where_the_file_says_nothing_and_told_in_words(example: Store) -> None:
    """The link alone would make one person preside under the name of another."""
    with example.change("Préparation") as change:
        meeting = change.insert(
            "meeting", body_id=4, date="2020-02-03", starts_at="09:00", ends_at="10:00", state="held",
            chair_line="M. Autre, adjoint",
        )  # fmt: skip
    draft = MeetingDraft(2, "VIF", date(2020, 2, 3), chair="Mme Odile CARRÉGNAC")
    assert fates(planned(example, draft)) == [Fate.SAME]
    with example.change("Préparation") as change:
        change.update("meeting", meeting, chair_line="")
    (line,) = planned(example, draft).lines
    assert {"chair_id", "chair_line"} == line.writes[0].values.keys()
    assert line_words(line) == "complétée\u00a0: présidence (mention) Mme Odile CARRÉGNAC, maire"


def test_a_roll_that_was_never_pointed_is_filled_and_no_state_is_changed(example: Store) -> None:
    with example.change("Préparation") as change:
        seats = {row["institution_label"]: row for row in change.rows("roll_entry", meeting_id=1)}
        meeting = change.insert(
            "meeting", body_id=4, date="2020-02-03", starts_at="09:00", ends_at="10:00", state="held"
        )
        for position, label in enumerate(sorted(seats)[:4], start=1):
            change.insert(
                "roll_entry",
                meeting_id=meeting,
                position=position,
                institution_id=seats[label]["institution_id"],
                institution_label=label,
                presence="absent" if position == 1 else "unknown",
            )
    labels = [line.institution for line in roll(example, meeting)]
    marks = [Mark(labels[0], P), Mark(labels[1], P), Mark(labels[2], R), Mark(labels[3], R, "Mme X")]
    draft = MeetingDraft(2, "VIF", date(2020, 2, 3), marks=tuple(marks))
    (line,) = (found := planned(example, draft)).lines
    assert line.fate is Fate.COMPLETE
    assert "2 partenaires à l’appel, dont 2 venus" in line_words(line)
    assert "il manque le nom" in line.remarks[0]
    verbs.import_meetings(example, found)
    states = [(one.presence, one.delegate) for one in roll(example, meeting)]
    assert states == [(A, ""), (P, ""), (Presence.UNKNOWN, ""), (R, "Mme X")]
    assert fates(planned(example, draft)) == [Fate.SAME]


def test_numbers_are_neither_reused_nor_shared(example: Store) -> None:
    found = planned(
        example,
        MeetingDraft(2, "Plénière", date(2024, 1, 5), number="2024-02"),
        MeetingDraft(3, "Plénière", date(2023, 1, 5), number="n° 4"),
        MeetingDraft(4, "Restreinte", date(2023, 2, 5), number="4/2023"),
        MeetingDraft(5, "Restreinte", date(2023, 3, 5), number="2022-01"),
        MeetingDraft(6, "Restreinte", date(2023, 4, 5)),
        MeetingDraft(7, "Restreinte", date(2024, 4, 5)),
        MeetingDraft(8, "VIF", date(2023, 4, 5), number="12"),
    )
    assert [(line.fate, line.number) for line in found.lines] == [
        (Fate.SKIP, ""),
        (Fate.CREATE, "2023-04"),
        (Fate.SKIP, ""),
        (Fate.SKIP, ""),
        (Fate.CREATE, "2023-05"),
        (Fate.CREATE, "2024-04"),
        (Fate.CREATE, ""),
    ]
    assert "20/06/2024" in found.lines[0].remarks[0]
    assert "05/01/2023" in found.lines[2].remarks[0]
    assert "2022-01" in found.lines[3].remarks[0]
    assert "pas de numéro" in found.lines[6].remarks[0]
    verbs.import_meetings(example, found)
    later = meeting_verbs.create_meeting(example, 2, date(2023, 5, 5), "09:00")
    assert example.rows("SELECT number FROM meeting WHERE id = ?", (later,))[0]["number"] == "2023-06"
    example.undo()
    example.undo()
    again = planned(example, MeetingDraft(2, "Restreinte", date(2023, 4, 5)))
    assert again.lines[0].number == "2023-07", "a number once given is not given again"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02", 2),
        ("02/2024", 2),
        ("N° 3", 3),
        ("séance n°12", 12),
        ("7", 7),
        ("2023-02", None),
        ("0", None),
        ("deux", None),
    ],
)
def test_how_numbers_are_written(text: str, expected: int | None) -> None:
    assert read_number(text, 2024) == expected


def test_the_body_of_lines_that_name_none(example: Store) -> None:
    draft = MeetingDraft(2, "", date(2023, 4, 5))
    assert fates(planned(example, draft)) == [Fate.SKIP]
    (line,) = planned(example, draft, body_id=4).lines
    assert (line.fate, line.body) == (Fate.CREATE, "Groupe thématique violences intrafamiliales")


def test_names_in_lists_are_partners_or_their_people(example: Store) -> None:
    header = ("Date", "Présents", "Excusés", "Absents", "Bureau")
    table = sheet(
        ("05/04/2023", "DSDEN ; M. Gauthier de LESMONT", "Parquet", "Le Père Noël", "x"), header=header
    )
    facts = known(example)
    mapping = suggest_mapping(header)
    assert left_columns(table, used_columns(header, mapping, facts.keys)) == ("Bureau",)
    (draft,) = draft_meetings(table, mapping, facts.keys, ON).rows
    (line,) = plan(facts, [draft], ON, 1).lines
    states = {
        one.values["institution_label"]: one.values["presence"]
        for one in line.writes
        if one.table == "roll_entry"
    }
    assert states["Préfecture de la Haute-Lorne"] == "present"
    assert sorted(one for one in states.values() if one != "unknown") == ["excused", "present", "present"]
    assert "Le Père Noël" in line.remarks[1]


def test_hours_are_read_and_their_absence_is_said(example: Store) -> None:
    header = ("Date", "Horaire")
    rows = (
        ("05/04/2023", "de 14h à 16h15"),
        ("06/04/2023", "14:30:00"),
        ("07/04/2023", ""),
        ("08/04/2023", "midi"),
    )
    facts = known(example)
    drafts = draft_meetings(sheet(*rows, header=header), {Field.DATE: 0, Field.START: 1}, facts.keys, ON)
    assert [(one.starts_at, one.ends_at) for one in drafts.rows] == [
        *(("14:00", "16:15"), ("14:30", ""), ("", ""), ("", "")),
    ]
    assert [one.line for one in drafts.problems] == [5]
    lines = plan(facts, drafts.rows, ON, 2).lines
    assert [one.writes[0].values["starts_at"] for one in lines] == ["14:00", "14:30", "00:00", "00:00"]
    assert "0 h 00 est noté" in lines[2].remarks[0]
    assert lines[1].writes[0].values["ends_at"] > "14:30"


def test_a_meeting_without_any_mark_has_no_roll(example: Store) -> None:
    (line,) = planned(example, MeetingDraft(2, "Plénière", date(2023, 4, 5))).lines
    assert [one.table for one in line.writes] == ["meeting"]


def test_the_minutes_of_an_imported_meeting_can_be_printed(example: Store) -> None:
    """Represented by nobody named: the paper says the state and misnames nobody."""
    verbs.import_meetings(
        example,
        planned(
            example, MeetingDraft(2, "Plénière", date(2024, 4, 5), marks=(Mark("DSDEN", R), Mark("CPN", P)))
        ),
    )
    meeting_id = example.rows("SELECT id FROM meeting WHERE date = '2024-04-05'")[0]["id"]
    audience = Audience(Level.SECRETARIAT)
    data = minutes.minutes_document(example, meeting_id, audience)
    (sent,) = (line for line in data.roll if line.presence is R)
    assert (sent.person, sent.word) == ("", "Représentée")
    assert printing.print_document(example, "minutes", meeting_id, audience).pdf.startswith(b"%PDF")


def test_without_a_column_of_dates_nothing_is_read(example: Store) -> None:
    with pytest.raises(Refusal, match="aucune colonne ne donne « Date »"):
        draft_meetings(sheet(("a", "b"), header=("Qui", "Quoi")), {}, known(example).keys, ON)
    assert len({field_label(field) for field in Field}) == len(Field)


def test_an_import_that_is_stopped_leaves_nothing(example: Store) -> None:
    found = planned(example, *(MeetingDraft(n, "VIF", date.fromordinal(700_000 + n)) for n in range(2, 202)))
    before = snapshot(example)
    with pytest.raises(Refusal, match="Import arrêté"):
        verbs.import_meetings(example, found, tell=lambda done: done < 100)
    assert snapshot(example) == before
    verbs.import_meetings(example, found)
    assert set(fates(planned(example, *(line.draft for line in found.lines)))) == {Fate.SAME}

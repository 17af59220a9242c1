"""The follow-up spreadsheet that exists today: read, planned, imported in one step."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coprodesk.commands.commitment_import import import_commitments
from coprodesk.domain.commitment_import import plan
from coprodesk.domain.commitments import CommitmentState, EventKind, keeping, mean_precision, single_sector
from coprodesk.domain.errors import Refusal
from coprodesk.domain.import_plan import Fate
from coprodesk.exchange.columns import left_columns
from coprodesk.exchange.commitment_sheet import (
    CommitmentDrafts,
    Field,
    draft_commitments,
    field_label,
    new_partner,
    read_day,
    suggest_mapping,
)
from coprodesk.exchange.sheets import Sheet, read_sheet
from coprodesk.queries.commitment_import import known
from coprodesk.queries.commitments import commitment, commitments, facts
from coprodesk.store import Store

SAMPLES = Path(__file__).parent / "data" / "commitments"
ON = date(2026, 10, 15)
HEADER = ("Réf.", "Engagement", "Pilote", "Décidé le", "Échéance initiale", "Échéance actuelle", "État")


def drafts_of(path: Path) -> CommitmentDrafts:
    sheet = read_sheet(path)
    return draft_commitments(sheet, suggest_mapping(sheet.header), ON)


def drafts(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> CommitmentDrafts:
    padded = tuple((*row, *[""] * (len(header) - len(row))) for row in rows)
    sheet = Sheet("", header, padded, tuple(range(2, len(rows) + 2)))
    return draft_commitments(sheet, suggest_mapping(header), ON)


def with_partners(store: Store) -> None:
    """Give an empty council the institutions of the example under other spellings."""
    with store.change("Partenaires") as change:
        college = change.insert("college", name="Tous")
        theme = "Axe 3 · Tranquillité publique"
        change.insert("theme", name=theme)
        for name, short in (
            *(
                ("BRÉVIGNY HABITAT (OPH)", "Brév. Habitat"),
                ("CPN de Brévigny", "cpn"),
                ("Le parquet", "Parquet"),
            ),
            *(
                ("DSDEN de la Haute-Lorne", "DSDEN"),
                ("Club de prévention", "Le passage"),
                ("Lorneo", "Lorneo"),
            ),
            *(("CSU", "CSU"), ("STEMO Lorne", "PJJ"), ("Lorne Aide aux Victimes", "LAV"), ("PM", "PM")),
            *(("Logéal Plateaux", "Logéal"), ("Conseil départemental", "Département")),
            ("Préfecture de la Haute-Lorne", "Préfecture"),
        ):
            change.insert("institution", name=name, short_name=short, college_id=college)


@pytest.mark.parametrize("name", ["suivi.xlsx", "suivi_windows.csv"])
def test_the_sample_follow_up_table_gives_the_figures_of_the_oracle(store: Store, name: str) -> None:
    with_partners(store)
    found = drafts_of(SAMPLES / name)
    assert not [one for one in found.problems if not one.kept]
    done = import_commitments(store, found.rows, on=ON)
    assert (done.created, done.completed, done.skipped) == (12, 0, 0)
    held = facts(store)
    kept = keeping(held, ON)
    assert (len(kept.kept), len(kept.due), len(kept.kept_on_time)) == (4, 7, 2)
    assert {one.facts.reference: (one.days, one.days_since_initial) for one in kept.late} == {
        "E-2025-03": (380, 380),
        "E-2025-04": (15, 257),
        "E-2026-03": (15, 15),
    }
    assert mean_precision(held) == (73, 96)
    assert tuple(map(len, single_sector(held))) == (5, 11)
    assert (len(kept.abandoned), len(kept.undated)) == (1, 1)


def test_late_and_postponed_ones_keep_their_dates(store: Store) -> None:
    with_partners(store)
    import_commitments(store, drafts_of(SAMPLES / "suivi.xlsx").rows, on=ON)
    rows = {row.reference: row for row in commitments(store, ON)}
    absence = rows["E-2025-04"]
    assert (absence.initial_due, absence.current_due) == (date(2026, 1, 31), date(2026, 9, 30))
    assert (absence.postponements, absence.days_late, absence.lead) == (2, 15, "DSDEN")
    moved = [event for event in reversed(absence.events) if event.kind is EventKind.POSTPONED]
    assert [(event.from_due, event.to_due) for event in moved] == [
        (date(2026, 1, 31), None),
        (None, date(2026, 9, 30)),
    ]
    assert absence.last_news is not None
    assert (absence.last_news.on, absence.last_news.text) == (
        date(2026, 9, 24),
        "Point reporté, éléments absents",
    )
    given_up = rows["E-2025-08"]
    assert (given_up.state, given_up.motive) == (CommitmentState.ABANDONED, "mutation")
    assert rows["E-2025-01"].done_on == date(2025, 12, 12)
    assert [one.short_name for one in rows["E-2025-05"].contributors] == ["Le passage", "Département"]
    assert rows["E-2025-06"].theme == "Axe 3 · Tranquillité publique"
    assert "Thème indiqué" in rows["E-2025-01"].note


def test_what_the_file_holds_already_is_skipped_or_completed(example: Store) -> None:
    found = drafts_of(SAMPLES / "suivi.xlsx").rows
    before = [tuple(row) for row in example.rows("SELECT * FROM commitment")]
    assert plan(known(example), found).count(Fate.SAME) == 12
    with pytest.raises(Refusal, match="Rien n’a été importé"):
        import_commitments(example, found, on=ON)
    assert [tuple(row) for row in example.rows("SELECT * FROM commitment")] == before
    # E-2026-04 has no lead; a table that knows it fills it, and changes neither its state nor its dates.
    told = drafts(("e-2026-4", "Autre intitulé", "DSDEN", "11/06/2026", "31/12/2026", "", "tenu"))
    assert import_commitments(example, told.rows, on=ON).completed == 1
    row = next(row for row in commitments(example, ON) if row.reference == "E-2026-04")
    assert (row.lead, row.state, row.current_due) == ("DSDEN", CommitmentState.OPEN, None)
    assert row.what == "« Renforcer le sentiment de sécurité »"


def test_the_same_text_of_the_same_lead_is_the_same_commitment(example: Store) -> None:
    same = drafts(
        ("", "communiquer l'absentéisme trimestriel AGRÉGÉ", "dsden"),
        ("12", "Communiquer l’absentéisme trimestriel agrégé", "Parquet"),
        ("13", "Communiquer l’absentéisme trimestriel agrégé", "parquet de Montarel"),
    )
    fates = plan(known(example), same.rows).lines
    assert [line.fate for line in fates] == [Fate.SAME, Fate.CREATE, Fate.SKIP]
    assert "E-2025-04" in fates[0].remarks[0]
    assert "ligne 3" in fates[2].remarks[0]
    import_commitments(example, same.rows, on=ON)
    row = example.rows("SELECT id FROM commitment ORDER BY id DESC LIMIT 1")[0]
    made = commitment(example, row["id"], ON)
    assert made is not None
    assert made.reference == "E-2026-05", "a reference of another form is noted, not kept"
    assert "Référence d’origine\u00a0: 12" in made.note


def test_an_unknown_lead_is_created_only_when_asked(example: Store) -> None:
    told = drafts(("E-2026-40", "Ouvrir un point d’accueil", "Régie de quartier", "01/06/2026"))
    found = plan(known(example), told.rows)
    assert found.unknown == ("Régie de quartier",)
    assert found.lines[0].lead is None
    assert plan(known(example), told.rows, ["Régie de quartier"]).lines[0].lead == "Régie de quartier"
    import_commitments(example, told.rows, on=ON)
    row = next(row for row in commitments(example, ON) if row.reference == "E-2026-40")
    assert (row.lead, row.note) == ("", "Pilote indiqué\u00a0: Régie de quartier")
    example.undo()
    done = import_commitments(example, told.rows, on=ON, partners=[new_partner("Régie de quartier")])
    assert done.partners == 1
    row = next(row for row in commitments(example, ON) if row.reference == "E-2026-40")
    assert (row.lead, row.note) == ("Régie de quartier", "")
    example.undo()
    assert not example.rows("SELECT 1 FROM institution WHERE name = 'Régie de quartier'")


def test_a_person_of_the_lead_is_the_referent(example: Store) -> None:
    header = ("Action", "Pilote", "Référent")
    told = drafts(
        ("Un", "DSDEN", "M. Éric SOLVAND (IEN)"),
        ("Deux", "DSDEN", "la CPE"),
        ("Trois", "Parquet", "Solvand"),
        header=header,
    )
    lines = [dict(line.values) for line in plan(known(example), told.rows).lines]
    solvand = example.rows("SELECT id FROM person WHERE last_name = 'SOLVAND'")[0]["id"]
    assert lines == [
        {"referent_id": solvand, "referent_function": "IEN"},
        {"referent_function": "la CPE"},
        {"referent_function": "Solvand"},
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (HEADER, "reference what lead decided_on initial_due current_due state"),
        (
            (
                "N°",
                "Actions",
                "Structure pilote",
                "Partenaires associés",
                "Date limite",
                "Statut",
                "Commentaires",
            ),
            "reference what lead contributors current_due state news",
        ),
        (
            ("Thématique", "Intitulé de l’action", "Porteur", "Échéance", "Nb de reports", "Motif"),
            "theme what lead current_due postponements motive",
        ),
        (("Engagement", "Indice de précision (/8)", "Réalisé le"), "what - done_on"),
    ],
)
def test_columns_are_recognised(header: tuple[str, ...], expected: str) -> None:
    found = {column: str(field) for field, column in suggest_mapping(header).items()}
    assert [found.get(column, "-") for column in range(len(header))] == expected.split()
    assert all(field_label(field) for field in Field)


def test_a_column_left_aside_is_told() -> None:
    header = ("Engagement", "Couleur")
    table = Sheet("", header, (("x", "y"),), (2,))
    assert left_columns(table, suggest_mapping(header).values()) == ("Couleur",)
    with pytest.raises(Refusal, match="aucune colonne ne donne « Engagement »"):
        drafts(("x", "y"), header=("Couleur", "Taille"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-12-31", date(2025, 12, 31)),
        ("2025-12-31 00:00", date(2025, 12, 31)),
        ("31/12/25", date(2025, 12, 31)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("12/2025", date(2025, 12, 31)),
        ("février 2028", date(2028, 2, 29)),
        ("T2 2026", date(2026, 6, 30)),
        ("fin 2026", date(2026, 12, 31)),
        ("31/02/2026", None),
        ("13/2025", None),
        ("lundi", None),
        ("dès que possible", None),
    ],
)
def test_dates_of_a_table(text: str, day: date | None) -> None:
    assert read_day(text, ON) == day


@pytest.mark.parametrize(
    ("text", "state", "motive"),
    [
        ("Réalisé", CommitmentState.KEPT, ""),
        ("Non réalisé", CommitmentState.OPEN, ""),
        ("NON TENU", CommitmentState.OPEN, ""),
        ("En retard", CommitmentState.OPEN, ""),
        ("abandonné : faute de budget", CommitmentState.ABANDONED, "faute de budget"),
        ("À confirmer", CommitmentState.TO_CONFIRM, ""),
        ("terminée", CommitmentState.KEPT, ""),
    ],
)
def test_states_of_a_table(text: str, state: CommitmentState, motive: str) -> None:
    (row,) = drafts(("", "Un", "", "01/01/2026", "", "", text)).rows
    assert (row.state, row.motive) == (state, motive)


def test_doubts_are_told_and_bad_lines_left_out() -> None:
    found = drafts(
        ("", "", "DSDEN"),
        ("", "Engagement", "Pilote"),
        ("E-2024-03", "Deux", "", "", "31/02/2025", "", "peut-être"),
        ("", "x" * 1001),
    )
    assert [row.line for row in found.rows] == [4]
    assert found.rows[0].decided_on == date(2024, 1, 1)
    told = {
        line: " ".join(one.sentence for one in found.problems if one.line == line) for line in (2, 3, 4, 5)
    }
    assert "l’engagement manque" in told[2]
    assert "répété" in told[3]
    assert "31/02/2025" in told[4]
    assert "peut-être" in told[4]
    assert "01/01/2024 est retenu" in told[4]
    assert "trop long" in told[5]


def test_an_import_that_is_stopped_leaves_nothing(example: Store) -> None:
    many = drafts(*[("", f"Engagement {n}", "DSDEN", "01/01/2026") for n in range(200)]).rows
    before = example.rows("SELECT count(*) FROM commitment")[0][0]
    label = example.undo_label
    heard: list[int] = []

    def tell(done: int) -> bool:
        heard.append(done)
        return done < 100

    with pytest.raises(Refusal, match="Import arrêté"):
        import_commitments(example, many, on=ON, tell=tell)
    assert heard == [0, 50, 100]
    assert example.rows("SELECT count(*) FROM commitment")[0][0] == before
    assert example.undo_label == label


def test_five_thousand_lines_take_a_few_seconds(example: Store) -> None:
    (one,) = drafts(("", "Un", "DSDEN", "01/01/2026", "31/03/2026", "30/06/2026", "tenu")).rows
    many = [replace(one, line=n, what=f"Engagement {n}", contributors=("CPN", "PM")) for n in range(5_000)]
    start = time.perf_counter()
    done = import_commitments(example, many, on=ON)
    spent = time.perf_counter() - start
    assert done.created == 5_000
    print(f"5 000 lignes : {spent:.2f} s")
    example.undo()
    assert len(facts(example)) == 12

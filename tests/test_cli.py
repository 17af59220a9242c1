"""The command line as a user types it: the main job without a window, one clear line when refused."""

import json
import sqlite3
from pathlib import Path

import pytest
from pypdf import PdfReader

from coprodesk.__main__ import main
from coprodesk.cli.parser import DONE, MISUSED, REFUSED

DATA = Path(__file__).parent / "data"
DEMO_PAPERS = {
    "2026-02 Compte rendu.pdf",
    "2026-02 Feuille d’émargement.pdf",
    "2026-02 Relevé de décisions.pdf",
    "2026-03 Feuille d’émargement.pdf",
    "2026-03 Ordre du jour.pdf",
}

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No screen, and a home that belongs to the test."""
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def demo(tmp_path: Path, own_home: None) -> Path:
    assert main(["demo", "exemple", "--no-window"]) == DONE
    return tmp_path / "exemple" / "brevigny.copro"


def refused(said: Said, *arguments: str) -> str:
    """Run a command that must be refused with one line, and return the line."""
    said.readouterr()
    assert main(arguments) == REFUSED
    out, err = said.readouterr()
    assert out == ""
    assert err.count("\n") == 1, err
    return err


def test_demo_makes_the_council_and_its_papers(tmp_path: Path, capsys: Said) -> None:
    assert main(["demo", "exemple"]) == DONE
    out = capsys.readouterr().out
    assert {path.name for path in (tmp_path / "exemple").glob("*.pdf")} == DEMO_PAPERS
    for name in DEMO_PAPERS:
        assert name in out
        assert "Brévigny" in PdfReader(tmp_path / "exemple" / name).pages[0].extract_text()
    assert "jeudi 15 octobre 2026" in out
    assert "Pas d’écran" in out


def test_demo_twice_keeps_what_the_user_did(demo: Path, capsys: Said) -> None:
    before = demo.read_bytes()
    capsys.readouterr()
    assert main(["demo", "exemple", "--no-window"]) == DONE
    assert "tel que vous l’aviez laissé" in capsys.readouterr().out
    assert demo.read_bytes() == before


def test_demo_on_another_day(tmp_path: Path, capsys: Said) -> None:
    assert main(["demo", "autre", "--no-window", "--on", "02/11/2026"]) == DONE
    assert "lundi 2 novembre 2026" in capsys.readouterr().out


def test_from_nothing_to_paper(tmp_path: Path, capsys: Said) -> None:
    assert main(["new", "c.copro", "--name", "CLSPD d’Essai", "--commune", "Essai"]) == DONE
    sheet = str(DATA / "partners" / "point_virgule_windows.csv")
    assert main(["import", "partners", "c.copro", sheet, "--preview"]) == DONE
    assert "Rien n’a été écrit" in capsys.readouterr().out
    assert main(["import", "partners", "c.copro", sheet, "--body", "Plénière"]) == DONE
    meeting = {
        "body": "Plénière",
        "date": "10/12/2026",
        "starts_at": "14 h 30",
        "opened_at": "14 h 32",
        "closed_at": "16 h 00",
        "roll": {},
        "agenda": [
            {"title": "R&D <dupont@ville.fr>", "records": [{"kind": "decision", "text": "Équiper l’œuvre"}]}
        ],
    }
    connection = sqlite3.connect("c.copro")
    (name,) = connection.execute(
        "SELECT i.name FROM institution i JOIN seat s ON s.institution_id = i.id"
    ).fetchone()
    connection.close()
    meeting["roll"] = {name: "present"}
    Path("seance.json").write_text(json.dumps(meeting), encoding="utf-8")
    assert main(["import", "meeting", "c.copro", "seance.json", "--confirm"]) == DONE
    assert main(["print", "minutes", "c.copro", "--meeting", "2026-01", "-o", "cr.pdf"]) == DONE
    text = PdfReader("cr.pdf").pages[0].extract_text()
    assert "R&D <dupont@ville.fr>" in text
    assert "Équiper l’œuvre" in "".join(page.extract_text() for page in PdfReader("cr.pdf").pages)
    assert (
        main(["print", "agenda", "c.copro", "--meeting", "10/12/2026", "--body", "Plénière", "-o", "odj.txt"])
        == DONE
    )
    assert "R&D" in Path("odj.txt").read_text(encoding="utf-8")


def test_a_session_ahead_of_its_own_date_is_told_and_let_in_when_confirmed(demo: Path, capsys: Said) -> None:
    asked = ["import", "meeting", str(demo), str(DATA / "seance.json")]
    told = refused(capsys, *asked)
    assert "datée du jeudi 3 décembre 2026, dans 49 jours" in told
    assert "Rien n’a été importé" in told
    assert "--confirm" in told
    assert main([*asked, "--confirm"]) == DONE
    for document, meeting, said in (
        ("minutes", "2026-04", 1),
        ("agenda", "2026-03", 0),
        ("minutes", "2026-02", 0),
    ):
        capsys.readouterr()
        assert main(["print", document, str(demo), "--meeting", meeting, "-o", "papier.pdf"]) == DONE
        assert capsys.readouterr().out.count("Vérifiez cette date") == said


def test_stats_are_the_oracle_without_a_float(demo: Path, capsys: Said) -> None:
    capsys.readouterr()
    assert main(["stats", str(demo), "--json"]) == DONE
    text = capsys.readouterr().out
    report = json.loads(text, parse_float=lambda number: pytest.fail(f"a float: {number}"))
    assert report["on"] == "2026-10-15"
    assert report["period"] == ["2024-10-15", "2026-10-15"]
    figures = report["figures"]
    presence = {row["key"]: (row["numerator"], row["denominator"]) for row in figures["M1"]}
    assert presence["DSDEN"] == (5, 6)
    assert presence["Département"] == (1, 6)
    assert (73, 96) in {(row["numerator"], row["denominator"]) for row in figures["M4"] if row["key"] is None}
    kept = {
        row["name"]: (row["numerator"], row["denominator"]) for row in figures["M11"] if row["key"] is None
    }
    assert (4, 7) in kept.values()
    assert (2, 7) in kept.values()


def test_stats_over_every_meeting(demo: Path, capsys: Said) -> None:
    capsys.readouterr()
    assert main(["stats", str(demo), "--json", "--all", "--on", "15/10/2026"]) == DONE
    report = json.loads(capsys.readouterr().out)
    assert report["period"] == [None, "2026-10-15"]
    presence = {row["key"]: (row["numerator"], row["denominator"]) for row in report["figures"]["M1"]}
    assert presence["PJJ"] == (0, 8)
    assert presence["SPIP"] == (0, 3)


def test_the_follow_up_table_is_imported(demo: Path, capsys: Said) -> None:
    file = str(demo)
    table = str(DATA / "commitments" / "suivi_windows.csv")
    assert main(["import", "commitments", file, table, "--preview"]) == DONE
    said = capsys.readouterr().out
    assert "Pilote ← colonne «\u00a0Pilote\u00a0»" in said
    assert "12 laissés" in said
    Path("un.csv").write_text("Action;Pilote\nOuvrir un lieu;Régie\n", encoding="utf-8")
    assert main(["import", "commitments", file, "un.csv"]) == DONE
    assert "Partenaires inconnus" in capsys.readouterr().out
    assert main(["import", "commitments", file, "un.csv"]) == REFUSED
    Path("deux.csv").write_text("Action;Pilote\nFermer un lieu;Régie\n", encoding="utf-8")
    assert main(["import", "commitments", file, "deux.csv", "--create-partners"]) == DONE
    said = capsys.readouterr().out
    assert "Partenaires créés" in said
    assert "1 engagement créé" in said


def test_a_reminder_is_a_letter_or_a_draft(demo: Path, capsys: Said) -> None:
    file = str(demo)
    capsys.readouterr()
    assert main(["remind", file, "--partner", "DSDEN", "--tone", "gentle", "-o", "relance.txt"]) == DONE
    assert "E-2025-04" in Path("relance.txt").read_text(encoding="utf-8")
    assert main(["history", file, "--last", "1"]) == DONE
    assert "Relance notée" not in capsys.readouterr().out
    assert main(["remind", file, "--partner", "DSDEN", "-o", "relance.eml", "--log"]) == DONE
    assert b"X-Unsent: 1" in Path("relance.eml").read_bytes()
    assert main(["history", file, "--last", "1"]) == DONE
    assert "Relance notée" in capsys.readouterr().out
    assert main(["remind", file, "--partner", "PJJ", "-o", "rien.txt"]) == REFUSED
    assert not Path("rien.txt").exists()
    assert main(["print", "since-then", file, "--meeting", "2026-03", "-o", "depuis.pdf"]) == DONE
    assert len(PdfReader("depuis.pdf").pages) == 6


def test_lists_cards_and_past_meetings_are_told_then_imported(demo: Path, capsys: Said) -> None:
    file = str(demo)
    sheet = str(DATA / "partners" / "opendocument.ods")
    Path("contacts.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nN:MARTIN;Zoé;;Mme;\nORG:Régie de quartier\nEND:VCARD\n", "utf-8"
    )
    Path("seances.csv").write_text(
        "Groupe;Date;Heure;DSDEN\nPlénière;14/03/2023;9h;P\nPlénière;14/03/2099;9h;P\n", "utf-8"
    )
    capsys.readouterr()
    assert main(["import", "partners", file, sheet, "--preview"]) == DONE
    assert "Lignes créées\u00a0: " in capsys.readouterr().out
    assert main(["import", "partners", file, "contacts.vcf", "--preview"]) == DONE
    told = capsys.readouterr().out
    assert "Ligne 1\u00a0: Mme Zoé MARTIN\u00a0: nouveau partenaire, nouvelle personne." in told
    assert "←" not in told, "a card has no columns"
    assert "créées\u00a0: 1" in told
    assert "Rien n’a été écrit." in told
    assert main(["import", "partners", file, "contacts.vcf"]) == DONE
    assert main(["import", "partners", file, "contacts.vcf", "--preview"]) == DONE
    assert "inchangées\u00a0: 1" in capsys.readouterr().out
    assert main(["import", "meetings", file, "seances.csv", "--preview"]) == DONE
    assert "nouvelle séance tenue, n° 2023-01, " in capsys.readouterr().out
    assert main(["import", "meetings", file, "seances.csv"]) == DONE
    told = capsys.readouterr().out
    assert "Ligne 3\u00a0: la date est à venir" in told
    assert main(["history", file, "--last", "1"]) == DONE
    assert "Import de séances passées" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("partners", "Organisme;;Couleur\nRégie de quartier;x;y\n"),
        ("meetings", "Date;;DSDEN;Couleur;Groupe\n14/03/2023;x;P;y;Plénière\n"),
        ("commitments", "Action;;Couleur\nOuvrir un lieu;x;y\n"),
    ],
)
def test_the_columns_that_are_not_read_are_named(demo: Path, capsys: Said, what: str, text: str) -> None:
    Path("liste.csv").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["import", what, str(demo), "liste.csv", "--preview"]) == DONE
    left = [line for line in capsys.readouterr().out.splitlines() if "de côté\u00a0: «" in line]
    assert left == [
        "Colonnes laissées de côté\u00a0: «\u00a0colonne 2 sans titre\u00a0», «\u00a0Couleur\u00a0»"
    ]
    Path("liste.csv").write_text(
        text.replace(";;", ";").replace(";x;", ";").replace("Couleur", "DSPAP"), "utf-8"
    )
    assert main(["import", what, str(demo), "liste.csv", "--preview"]) == DONE
    assert "Colonne laissée de côté\u00a0: «\u00a0DSPAP\u00a0»" in capsys.readouterr().out


def test_an_invitation_is_a_file_or_drafts(demo: Path, capsys: Said) -> None:
    file = str(demo)
    assert main(["invite", file, "--meeting", "2026-03", "-o", "reunion.ics"]) == DONE
    text = Path("reunion.ics").read_bytes().decode()
    assert "METHOD:REQUEST\r\n" in text
    assert main(["invite", file, "--meeting", "2026-03", "-o", "envoi"]) == DONE
    assert "16 brouillons écrits" in capsys.readouterr().out
    drafts = list(Path("envoi").glob("*.eml"))
    assert len(drafts) == 16
    assert main(["history", file, "--last", "1"]) == DONE
    assert "Invitation d’agenda préparée" in capsys.readouterr().out
    assert main(["invite", file, "--meeting", "2026-03", "--letter", "notice", "-o", "avis"]) == REFUSED
    assert not Path("avis").exists()


def test_export_and_import_are_the_same_council(demo: Path, tmp_path: Path) -> None:
    assert main(["export", str(demo), "-o", "sortie"]) == DONE
    told = Path("sortie/LISEZ-MOI.txt").read_text(encoding="utf-8-sig")
    assert "coprodesk import council nouveau.copro brevigny.json" in told
    assert main(["import", "council", "retour.copro", "sortie/brevigny.json"]) == DONE
    assert main(["export", "retour.copro", "-o", "encore"]) == DONE
    assert Path("encore/retour.json").read_text() == Path("sortie/brevigny.json").read_text()


def test_check_history_and_backup(demo: Path, capsys: Said) -> None:
    capsys.readouterr()
    assert main(["check", str(demo)]) == DONE
    assert "en ordre" in capsys.readouterr().out
    assert main(["history", str(demo)]) == DONE
    assert "Conseil d’exemple" in capsys.readouterr().out
    assert main(["backup", str(demo), "-o", "copie.copro"]) == DONE
    assert main(["check", "copie.copro"]) == DONE


def test_a_council_file_is_named_copro_wherever_it_is_made(demo: Path, capsys: Said) -> None:
    Path("conseil.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert main(["new", "c.txt", "--name", "x"]) == DONE
    assert "« c.txt » devient « c.txt.copro »" in capsys.readouterr().out
    assert main(["backup", "c.txt.copro", "-o", "copie"]) == DONE
    told = capsys.readouterr().out
    assert "« copie » devient « copie.copro »" in told
    assert "vérifiée : copie.copro" in told
    assert main(["new", "C.COPRO", "--name", "x"]) == DONE
    assert "devient" not in capsys.readouterr().out
    assert main(["export", "C.COPRO", "-o", "sortie"]) == DONE
    assert main(["import", "council", "retour", "sortie/C.json"]) == DONE
    assert {path.name for path in Path().glob("*.[cC][oO]*")} == {
        *("c.txt.copro", "copie.copro", "C.COPRO", "retour.copro"),
    }


def test_a_folder_that_is_not_there_is_made_for_no_council(demo: Path, capsys: Said) -> None:
    assert "Le dossier « nouvau » n’existe pas" in refused(capsys, "new", "nouvau/c.copro", "--name", "x")
    assert "Le dossier « cle » n’existe pas" in refused(capsys, "backup", str(demo), "-o", "cle/c.copro")
    assert "existe déjà" in refused(capsys, "new", ".", "--name", "x")
    assert not Path("nouvau").exists()
    assert not Path("cle").exists()


def test_where_this_user_may_not_look_is_said_in_one_line(demo: Path, capsys: Said, forbidden: Path) -> None:
    file, place = str(demo), str(forbidden)
    assert "n’a pas pu être créé ici" in refused(capsys, "new", f"{place}/c.copro", "--name", "x")
    assert "ne peut pas être lu" in refused(capsys, "check", f"{place}/c.copro")
    for what in ("partners", "meetings", "commitments", "meeting"):
        assert "Rien n’a été importé" in refused(capsys, "import", what, file, f"{place}/liste.xlsx")
    assert "«\u00a0sortie\u00a0» n’a pas été écrit" in refused(
        capsys, "export", file, "-o", f"{place}/sortie"
    )
    assert "n’a pas été écrit" in refused(capsys, "export", file, "-o", f"{place}/a/sortie")
    assert "n’a pas été écrit" in refused(
        capsys, "print", "minutes", file, "--meeting", "2026-02", "-o", f"{place}/cr.pdf"
    )
    assert "n’a pas été écrit" in refused(
        capsys, "invite", file, "--meeting", "2026-03", "-o", f"{place}/envoi"
    )
    assert "La copie vers" in refused(capsys, "backup", file, "-o", f"{place}/c.copro")
    assert "n’a pas été écrit" in refused(capsys, "demo", f"{place}/ex", "--no-window")
    assert "n’a pas pu être créé ici" in refused(capsys, "demo", place, "--no-window")
    assert "n’a pas pu être lu" in refused(capsys, "verify", file, f"{place}/cr.pdf")
    assert main([f"{place}/c.copro"]) == REFUSED
    assert main([f"{place}/c"]) == MISUSED
    assert "Traceback" not in capsys.readouterr().err


def test_a_damaged_file_is_said(demo: Path, capsys: Said) -> None:
    data = bytearray(demo.read_bytes())
    data[20_000:60_000] = bytes(40_000)
    Path("abime.copro").write_bytes(data)
    assert main(["check", "abime.copro"]) == REFUSED
    assert "endommagé" in capsys.readouterr().err


def test_expected_refusals_are_one_line(demo: Path, tmp_path: Path, capsys: Said) -> None:
    Path("note.copro").write_text("une note")
    file = str(demo)
    assert "pas un fichier CoproDesk" in refused(capsys, "check", "note.copro")
    assert "introuvable" in refused(capsys, "history", "absent.copro")
    assert "existe déjà" in refused(capsys, "new", file, "--name", "x")
    assert "2026-99" in refused(capsys, "print", "minutes", file, "--meeting", "2026-99", "-o", "x.pdf")
    assert "--meeting" in refused(capsys, "print", "minutes", file, "-o", "x.pdf")
    assert "minutes" in refused(capsys, "print", "poem", file, "--meeting", "2026-02", "-o", "x.pdf")
    assert ".pdf" in refused(capsys, "print", "minutes", file, "--meeting", "2026-02", "-o", "x.odt")
    assert "Rien n’a été" in refused(capsys, "import", "partners", file, "note.copro")
    assert "Rien n’a été" in refused(capsys, "import", "meeting", file, "note.copro")
    assert "introuvable" in refused(capsys, "import", "meeting", file, "absent.json")
    assert "Sénat" in refused(
        capsys, "import", "partners", file, str(DATA / "partners" / "excel.xlsx"), "--body", "Sénat"
    )
    assert not list(tmp_path.glob("x.*"))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["prnt"], "prnt"),
        (["new"], "FICHIER"),
        (["new", "a.copro"], "--name"),
        (["print", "minutes", "a.copro", "-o"], "-o"),
        (["stats", "a.copro", "--on", "31/02/2026"], "31/02/2026"),
        (["print", "annual-report", "a.copro", "--year", "deux", "-o", "b.pdf"], "« deux »"),
        (["demo", "--no-windw"], "--no-windw"),
    ],
)
def test_wrong_usage_is_french(arguments: list[str], word: str, capsys: Said) -> None:
    assert main(arguments) == MISUSED
    err = capsys.readouterr().err
    assert word in err
    assert "Commande non comprise" in err
    assert ".." not in err
    assert not [english for english in ("argument", "error", "required", "invalid") if english in err]


@pytest.mark.parametrize(
    "verb",
    ["demo", "new", "import", "print", "remind", "invite", "export", "stats", "check", "history", "backup"],
)
def test_help_is_french_with_an_example(verb: str, capsys: Said) -> None:
    assert main([verb, "--help"]) == DONE
    out = capsys.readouterr().out
    assert f"coprodesk {verb}" in out
    assert "Exemple" in out
    assert not [english for english in ("usage:", "optional", "positional", "show this") if english in out]

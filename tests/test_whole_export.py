"""The whole council in a folder: complete, linked, whole or not at all, no more than its audience reads."""

import csv
import hashlib
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pypdf
import pytest

from coprodesk.commands.meetings import create_meeting
from coprodesk.commands.minutes import freeze_minutes
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import council_json, printing, whole_export
from coprodesk.exchange.leak_check import Finding
from coprodesk.exchange.progress import ExportProgress
from coprodesk.exchange.versions import prepare_version, render_version
from coprodesk.exchange.whole_export import DIGESTS, Done, export_all
from coprodesk.queries.tables import KINDS, kinds_for
from coprodesk.store import Opening, Store, create
from tests import canary
from tests.canary import Garden, leaks
from tests.conftest import FrozenClock

SECRETARIAT = Audience(Level.SECRETARIAT)
PARTNERS = Audience(Level.PARTNERS)
HELD, WATCH = 8, 3


def export(store: Store, target: Path, audience: Audience = SECRETARIAT) -> Done:
    return export_all(store, audience, target, ExportProgress())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers cost a tenth of a second each: where they do not matter, one blank page stands for all."""
    real = printing.render
    done: list[printing.Printed] = []

    def once(prepared: printing.Prepared, progress: object = None) -> printing.Printed:
        if not done:
            done.append(real(prepared))
        return printing.Printed(prepared.kind, prepared.document, done[0].pdf, 1, (), f"{prepared.stem}.pdf")

    monkeypatch.setattr(whole_export.printing, "render", once)


def files(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


class Links(HTMLParser):
    """The links and the tags of a page, and what stands where it should not."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(unquote(dict(attrs)["href"] or ""))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)
        assert not any(name.startswith("on") for name, _value in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read_index(folder: Path) -> Links:
    page = Links()
    page.feed((folder / "index.html").read_text(encoding="utf-8"))
    assert page.open == []
    return page


# ---- what is there


def test_everything_is_there_and_linked(example: Store, tmp_path: Path) -> None:
    held = prepare_version(example, HELD, PARTNERS)
    frozen = render_version(held)
    freeze_minutes(example, HELD, frozen.copy)
    made = export(example, tmp_path / "sortie")
    there = files(made.folder)
    page = read_index(made.folder)
    assert {"script", "img", "iframe"}.isdisjoint(page.tags)
    assert page.tags.count("main") == page.tags.count("h1") == 1
    assert {"caption", "th", "time"} <= set(page.tags)
    assert len(page.links) == len(set(page.links))
    assert set(page.links) == there - {"index.html", "LISEZ-MOI.txt", DIGESTS}
    assert made.left_out == ()
    assert made.papers == sum(one.endswith(".pdf") for one in there)
    assert made.tables == len(KINDS) == sum(one.endswith(".csv") for one in there)
    kept = made.folder / "documents/2026-02 Restreinte/2026-02 Compte rendu v1.pdf"
    assert kept.read_bytes() == frozen.copy.pdf, "a frozen version leaves as it is"
    for place in sorted(there):
        if place.endswith(".pdf"):
            assert pypdf.PdfReader(made.folder / place).pages
        if place.endswith(".csv"):
            data = (made.folder / place).read_text(encoding="utf-8-sig")
            assert list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))


def test_its_data_are_the_same_council_again(
    example: Store, opening: Opening, tmp_path: Path, quick: None
) -> None:
    made = export(example, tmp_path / "sortie")
    text = (made.folder / "brevigny.json").read_text(encoding="utf-8")
    data = council_json.read_council(text)
    again = create(
        tmp_path / "retour.copro", opening, lambda change: council_json.fill(change, data), "Import"
    )
    assert council_json.export_council(again) == council_json.export_council(example) == text
    again.close()


def test_each_file_has_its_digest(example: Store, tmp_path: Path, quick: None) -> None:
    made = export(example, tmp_path / "sortie")
    lines = (made.folder / DIGESTS).read_text(encoding="utf-8").splitlines()
    told = dict(reversed(line.split("  ", 1)) for line in lines)
    assert set(told) == files(made.folder) - {DIGESTS}
    for place, digest in told.items():
        assert hashlib.sha256((made.folder / place).read_bytes()).hexdigest() == digest


def test_what_has_the_same_name_keeps_its_own_file(example: Store, tmp_path: Path, quick: None) -> None:
    with example.change("Homonymes") as change:
        for number in (5, 6):
            change.update("institution", number, short_name="Doublon")
    made = export(example, tmp_path / "sortie")
    sheets = [place for place in files(made.folder) if "Doublon" in place]
    assert len(sheets) == 2
    assert len(read_index(made.folder).links) == len(set(read_index(made.folder).links))


def test_the_readme_tells_what_and_for_whom(example: Store, tmp_path: Path, quick: None) -> None:
    made = export(example, tmp_path / "sortie", PARTNERS)
    text = (made.folder / "LISEZ-MOI.txt").read_bytes().decode("utf-8-sig")
    assert "\r\n" in text
    for words in ("CLSPD de Brévigny-sur-Lorne", "index.html", "Diffusion\u00a0: Partenaires", "EXEMPLE"):
        assert words in text
    assert "JSON" not in text


# ---- who may read what


def words_of(folder: Path) -> Iterator[str]:
    """Yield every word of an export: names of files, texts, tables, pages."""
    for path in folder.rglob("*"):
        yield path.name
        data = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".xlsx":
            yield from canary.read_archive(data)
        elif path.suffix == ".pdf" and data != b"%PDF":
            yield from canary.read_pdf(data)
        else:
            yield data.decode("utf-8-sig", "ignore")


@pytest.mark.parametrize("level", [Level.PARTNERS, Level.PUBLIC])
def test_nothing_reserved_is_in_the_folder(example: Store, tmp_path: Path, level: Level) -> None:
    garden = Garden(example)
    made = export(example, tmp_path / "sortie", Audience(level))
    told, read = leaks(garden, Audience(level), canary.squeezed(words_of(made.folder)))
    assert told == []
    assert read > 20
    there = files(made.folder)
    assert not any(place.endswith(".json") for place in there)
    assert not any("Fiche partenaire" in place or "Présences" in place for place in there)
    assert made.tables == len(kinds_for(level))


def test_the_twin_for_the_secretariat_holds_them_all(example: Store, tmp_path: Path, quick: None) -> None:
    garden = Garden(example)
    made = export(example, tmp_path / "sortie")
    told, _read = leaks(garden, PARTNERS, canary.squeezed(words_of(made.folder)))
    assert {one.level for _token, one in told} == {Level.RESTRICTED, Level.SECRETARIAT}


def test_a_closed_meeting_is_not_even_listed(example: Store, tmp_path: Path, quick: None) -> None:
    create_meeting(example, WATCH, example.clock().date(), "10:00")
    (body,) = example.rows("SELECT name, short_name FROM body WHERE id = ?", (WATCH,))
    made = export(example, tmp_path / "sortie", PARTNERS)
    page = (made.folder / "index.html").read_text(encoding="utf-8")
    assert body["name"] not in page
    assert not any(body["short_name"] in place for place in files(made.folder))


def test_a_paper_with_reserved_words_stays_out_and_they_are_not_told(
    example: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    once = whole_export.printing.render
    found = (Finding("Saisir le procureur", Level.SECRETARIAT, "texte", certain=False),)

    def leaking(prepared: printing.Prepared, progress: object = None) -> printing.Printed:
        printed = once(prepared)
        return printing.replace(printed, leaks=found) if prepared.kind.name == "follow-up" else printed

    monkeypatch.setattr(whole_export.printing, "render", leaking)
    made = export(example, tmp_path / "sortie", PARTNERS)
    assert len(made.left_out) == 1
    assert "des mots réservés à d’autres y sont" in made.left_out[0]
    assert made.words.endswith("1 document laissé de côté")
    assert not any("Tableau de suivi" in place for place in files(made.folder))
    for name in ("index.html", "LISEZ-MOI.txt"):
        text = (made.folder / name).read_text(encoding="utf-8-sig")
        assert "procureur" not in text
        assert "ne pouvaient pas être faits" in text


# ---- whole or not at all


def test_a_stopped_export_leaves_nothing(example: Store, tmp_path: Path, quick: None) -> None:
    class Tired(ExportProgress):
        def begin(self, what: str) -> None:
            self.stopped = self.done == 30
            super().begin(what)

    before = {one.name for one in tmp_path.iterdir()}
    with pytest.raises(Refusal, match="est arrêté"):
        export_all(example, SECRETARIAT, tmp_path / "sortie", Tired())
    assert {one.name for one in tmp_path.iterdir()} == before


def test_a_stopped_export_leaves_the_one_before(example: Store, tmp_path: Path, quick: None) -> None:
    made = export(example, tmp_path / "sortie")
    before = {place: (made.folder / place).read_bytes() for place in files(made.folder)}
    with pytest.raises(Refusal, match="est arrêté"):
        export_all(example, SECRETARIAT, made.folder, ExportProgress(stopped=True))
    assert {place: (made.folder / place).read_bytes() for place in files(made.folder)} == before


def test_an_earlier_export_is_replaced(example: Store, tmp_path: Path, quick: None) -> None:
    export(example, tmp_path / "sortie")
    (tmp_path / "sortie" / "Thumbs.db").write_bytes(b"of the system")
    made = export(example, tmp_path / "sortie", PARTNERS)
    assert "brevigny.json" not in files(made.folder)
    assert {one.name for one in tmp_path.iterdir() if one.is_dir()} == {"sortie"}


@pytest.mark.parametrize("touched", ["Notes.txt", "tableaux/Réunions.csv", "index.html"])
def test_what_was_added_or_changed_is_never_lost(
    example: Store, tmp_path: Path, quick: None, touched: str
) -> None:
    export(example, tmp_path / "sortie")
    path = tmp_path / "sortie" / touched
    path.write_text("à moi", encoding="utf-8")
    with pytest.raises(Refusal, match=f"« {path.name} »".replace(" ", "\u00a0")):
        export(example, tmp_path / "sortie")
    assert path.read_text(encoding="utf-8") == "à moi"


def test_what_was_added_while_the_export_was_made_is_never_lost(
    example: Store, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(example, tmp_path / "export")
    write = whole_export.export_index.page

    def meanwhile(index: whole_export.Index) -> str:
        (tmp_path / "export/à moi.txt").write_text("notes", encoding="utf-8")
        return write(index)

    monkeypatch.setattr(whole_export.export_index, "page", meanwhile)
    with pytest.raises(Refusal, match="à moi"):
        export(example, tmp_path / "export")
    assert (tmp_path / "export/à moi.txt").read_text(encoding="utf-8") == "notes"
    assert {one.name for one in tmp_path.iterdir() if one.is_dir()} == {"export"}


def test_a_folder_or_a_file_of_others_is_refused(example: Store, tmp_path: Path) -> None:
    folder, file = tmp_path / "photos", tmp_path / "photo.jpg"
    folder.mkdir()
    for path in (folder / "a.jpg", file):
        path.write_bytes(b"jpeg")
        with pytest.raises(Refusal, match="Choisissez un dossier vide"):
            export(example, path.parent if path != file else file)
        assert path.read_bytes() == b"jpeg"
    with pytest.raises(Refusal, match=r"brevigny\.copro"):
        export(example, example.path.parent)


def test_a_link_is_not_followed(example: Store, tmp_path: Path, quick: None) -> None:
    export(example, tmp_path / "sortie")
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "sortie" / "lien").symlink_to(tmp_path / "ailleurs")
    with pytest.raises(Refusal, match="lien"):
        export(example, tmp_path / "sortie")


def test_the_one_before_comes_back_when_the_new_one_cannot_be_named(
    example: Store, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = export(example, tmp_path / "sortie")
    before = files(made.folder)
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise PermissionError(13, "held open")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(Refusal, match="n’a pas été écrit"):
        export(example, tmp_path / "sortie")
    assert files(made.folder) == before


def test_the_annual_reports_of_the_last_year_and_of_this_one_are_there(
    example: Store, quick: None, tmp_path: Path
) -> None:
    made = export(example, tmp_path / "sortie")
    index = (made.folder / "index.html").read_text(encoding="utf-8")
    for year in (2025, 2026):
        assert [one for one in files(made.folder) if one.startswith(f"documents/{year} Bilan annuel")]
        assert f"Bilan annuel {year}" in index
    assert "Bilan annuel 2024" not in index
    assert [link for link in made.left_out if "Bilan" in link] == []


def test_an_annual_report_that_cannot_be_made_says_why_in_the_index(
    example: Store, clock: FrozenClock, quick: None, tmp_path: Path
) -> None:
    clock.advance(days=14 * 366)
    made = export(example, tmp_path / "sortie")
    (why,) = [one for one in made.left_out if one.startswith("Bilan annuel 2039")]
    assert "ne contient rien de 2039" in why
    assert "ne contient rien de 2039" in (made.folder / "index.html").read_text(encoding="utf-8")


def test_the_bar_counts_the_annual_reports_and_stops_at_them(
    example: Store, quick: None, tmp_path: Path
) -> None:
    class StopsAtReports(ExportProgress):
        def begin(self, what: str) -> None:
            super().begin(what)
            told.append(what)
            self.stopped = what.startswith("Bilan annuel")

    told: list[str] = []
    with pytest.raises(Refusal, match="est arrêté"):
        export_all(example, SECRETARIAT, tmp_path / "sortie", StopsAtReports())
    assert told[-1] == "Bilan annuel 2025"
    assert not (tmp_path / "sortie").exists()
    whole = ExportProgress()
    export_all(example, SECRETARIAT, tmp_path / "sortie", whole)
    assert whole.done == whole.total

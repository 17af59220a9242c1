"""The example council says what it is on every page of every paper, and goes away alone."""

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from coprodesk.documents import catalogue, docx, html, pdf, plain
from coprodesk.documents.document import Document as Tree
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import printing
from coprodesk.store import Opening, Store, backups, create, open_file
from coprodesk.store.erasing import erase_example
from coprodesk.store.lock import lock_path
from tests.conftest import NOON, bare_council
from tests.test_pdf_structure import PARTNER, about

MARK = re.compile(r"EXEMPLE|Exemple\s*:")


def unmarked(document: Tree) -> list[str]:
    """Return the forms of a document, and the pages of its PDF, that do not say it is an example."""
    pages = PdfReader(io.BytesIO(pdf.render(document))).pages
    forms = {f"PDF, page {number}": page.extract_text() for number, page in enumerate(pages, 1)}
    made = Document(io.BytesIO(docx.render(document)))
    furniture = [part for one in made.sections for part in (one.header, one.footer)]
    forms["docx"] = "\n".join(part.text for whole in (made, *furniture) for part in whole.paragraphs)
    forms["html"] = html.render(document)
    forms["text"] = plain.render(document)
    return [form for form, text in forms.items() if MARK.search(text) is None]


def paper(example: Store, kind: catalogue.Kind) -> Tree:
    audience = Audience(kind.level if kind.closed else Level.PARTNERS)
    partner_id = PARTNER if kind.needs_partner else None
    asked = about(example, kind)
    return printing.prepare(example, kind.name, asked, audience, partner_id=partner_id).document


@pytest.mark.parametrize("kind", catalogue.KINDS, ids=lambda kind: kind.name)
def test_every_page_of_every_paper_says_it_is_an_example(example: Store, kind: catalogue.Kind) -> None:
    document = paper(example, kind)
    assert document.example
    assert unmarked(document) == []


def test_the_search_sees_a_paper_that_does_not_say_it(example: Store) -> None:
    document = replace(paper(example, catalogue.kind("minutes")), example=False)
    assert {"PDF, page 1", "docx", "html", "text"} <= set(unmarked(document))


@pytest.fixture
def copied(example: Store, tmp_path: Path) -> Store:
    """The example with two copies, another file beside it and another one among its copies."""
    for hour in (8, 9):
        backups.back_up(example.path, tmp_path / "copies", NOON.replace(hour=hour))
    (example.path.parent / "compte-rendu.pdf").write_bytes(b"%PDF")
    return example


def test_the_example_goes_with_its_lock_and_copies_and_nothing_else(copied: Store, tmp_path: Path) -> None:
    folder = backups.folder_of(copied.path, tmp_path / "copies")
    neighbour = backups.folder_of(copied.path.with_name("autre.copro"), tmp_path / "copies") / "autre.copro"
    neighbour.parent.mkdir()
    neighbour.touch()
    assert erase_example(copied, [tmp_path / "copies", tmp_path / "nowhere"]) == 2
    assert not copied.path.exists()
    assert not lock_path(copied.path).exists()
    assert not folder.exists()
    assert neighbour.exists()
    assert (copied.path.parent / "compte-rendu.pdf").exists()


def test_the_copy_of_a_real_council_of_the_same_name_stays(
    copied: Store, tmp_path: Path, opening: Opening
) -> None:
    real = create(tmp_path / "vrai.copro", opening, bare_council, "Création")
    real.close()
    folder = backups.folder_of(copied.path, tmp_path / "copies")
    kept = folder / f"{copied.path.stem} 2026-01-05 10h00m00.copro"
    shutil.copyfile(real.path, kept)
    (folder / f"{copied.path.stem} 2026-01-06 10h00m00.copro").write_bytes(b"damaged")
    assert erase_example(copied, [tmp_path / "copies"]) == 2
    assert sorted(path.name[-24:] for path in folder.iterdir()) == [
        "2026-01-05 10h00m00.copro"[-24:],
        "2026-01-06 10h00m00.copro"[-24:],
    ]


def test_a_real_council_and_one_only_read_are_refused(
    store: Store, example: Store, opening: Opening, tmp_path: Path
) -> None:
    reading = open_file(example.path, opening, read_only=True)
    for refused, words in ((store, "n’est pas l’exemple"), (reading, "lecture seule")):
        with pytest.raises(Refusal, match=words):
            erase_example(refused, [tmp_path / "copies"])
        assert refused.path.exists()
        assert refused.rows("SELECT count(*) FROM council")[0][0] == 1
    reading.close()

"""Several papers at once: one for each recipient, whole or none; the first page of a long one."""

import io
import shutil
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from coprodesk.commands.meetings import convene_meeting
from coprodesk.commands.records import add_record
from coprodesk.documents import catalogue
from coprodesk.documents.beginning import LONG, beginning
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.exchange import print_runs, printing
from coprodesk.exchange.print_runs import Progress
from coprodesk.queries.agenda import agenda
from coprodesk.queries.letters import convocations
from coprodesk.queries.recipients import body_recipients, council_recipients, meeting_recipients
from tests.test_documents import COMING, HELD, PARTNERS, built
from tests.test_pdf import squeeze


def test_each_letter_has_its_file(example):
    papers = print_runs.prepare_each(example, "convocations", COMING, PARTNERS)
    people = convocations(example, COMING, PARTNERS).addressees
    assert len(papers) == len({one.stem for one in papers}) == len(people) > 10
    printed = print_runs.render_all(papers[:2], Progress())
    for one, addressee in zip(printed, people, strict=False):
        assert addressee.institution in one.file_name
        text = squeeze(pypdf.PdfReader(io.BytesIO(one.pdf)).pages[0].extract_text())
        assert squeeze(addressee.name) in text
        assert not any(squeeze(other.name) in text for other in people if other is not addressee)


def test_recipients_of_the_same_name_keep_their_own_file(example):
    whole = printing.prepare(example, "convocations", COMING, PARTNERS)
    papers = print_runs._named([(whole, "DSDEN / Nord"), (whole, "DSDEN - Nord"), (whole, "PJJ")])
    assert len({one.stem for one in papers}) == 3
    assert not any("/" in one.stem for one in papers)


def test_each_partner_of_the_roll_has_its_extract(example):
    papers = print_runs.prepare_each(example, "extract", HELD, PARTNERS)
    assert {one.data.partner.id for one in papers} == {
        one.institution_id for one in meeting_recipients(example, HELD)
    }
    assert len({one.stem for one in papers}) == len(papers)


def files(folder):
    return sorted(path.name for path in folder.rglob("*"))


def test_a_folder_appears_whole_and_never_over_another(example, tmp_path):
    papers = print_runs.prepare_each(example, "convocations", COMING, PARTNERS)[:3]
    printed = print_runs.render_all(papers, Progress())
    first = print_runs.write_folder(tmp_path, "Lettres : 2026", printed)
    assert first.name == "Lettres - 2026"
    assert files(first) == sorted(one.file_name for one in printed)
    second = print_runs.write_folder(tmp_path, "Lettres : 2026", printed[:1])
    assert second.name == "Lettres - 2026 (2)"
    assert len(files(first)) == 3


def test_a_folder_that_cannot_be_filled_leaves_nothing(example, tmp_path, monkeypatch):
    printed = print_runs.render_all(
        print_runs.prepare_each(example, "convocations", COMING, PARTNERS)[:2], Progress()
    )
    write, written = printing.write_whole, []

    def full(path, data):
        if written:
            raise Refusal("Le disque est plein.")
        written.append(path)
        write(path, data)

    monkeypatch.setattr(printing, "write_whole", full)
    folder = tmp_path / "sortie"
    folder.mkdir()
    with pytest.raises(Refusal, match="disque"):
        print_runs.write_folder(folder, "Lettres", printed)
    assert written
    assert files(folder) == []
    # The twin: without cleaning, the first file would be there.
    monkeypatch.setattr(shutil, "rmtree", lambda *_args, **_options: None)
    written.clear()
    with pytest.raises(Refusal, match="disque"):
        print_runs.write_folder(folder, "Lettres", printed)
    assert any(name.endswith(".pdf") for name in files(folder))


def test_a_stopped_run_ends_at_the_next_page(example):
    papers = print_runs.prepare_each(example, "convocations", COMING, PARTNERS)
    progress = Progress(stopped=True)
    with pytest.raises(Refusal, match="arrêtée"):
        print_runs.render_all(papers, progress)
    assert (progress.papers, progress.pages) == (0, 1)


def test_a_run_tells_how_far_it_has_come(example):
    progress = Progress()
    printed = printing.render(printing.prepare(example, "minutes", HELD, PARTNERS), progress)
    assert progress.pages == printed.pages == 3


# ---- what is found in the papers of a run


def doubt(store, meeting_id, place=2):
    """Say the title of an open item in a reserved note too: by right or not, somebody must look."""
    item = agenda(store, meeting_id)[place]
    add_record(store, item.id, RecordKind.INFORMATION, item.title, level=Level.SECRETARIAT)
    return item.title


def test_a_run_lets_no_doubtful_paper_out_unseen(example, tmp_path):
    title = doubt(example, HELD)
    wanted = [printing.prepare(example, name, HELD, PARTNERS) for name in ("decision-sheet", "minutes")]
    printed = print_runs.render_all(wanted, Progress())
    assert [one.held for one in printed] == [False, True]
    with pytest.raises(Refusal) as told:
        print_runs.write_folder(tmp_path, "Documents", printed)
    words = str(told.value).replace("\u00a0", " ")
    assert words.startswith("2026-02 Compte rendu.pdf : 1 passage réservé se trouve")
    assert title[:20] in words
    assert "--confirm" in words
    assert not list(tmp_path.glob("*Documents*"))
    made = print_runs.write_folder(tmp_path, "Documents", [replace(one, confirmed=True) for one in printed])
    assert len(files(made)) == 2


def test_without_the_gate_a_doubtful_paper_would_be_written(example, tmp_path, monkeypatch):
    doubt(example, HELD)
    printed = print_runs.render_all([printing.prepare(example, "minutes", HELD, PARTNERS)], Progress())
    monkeypatch.setattr(printing, "let_out", lambda *_papers: None)
    assert files(print_runs.write_folder(tmp_path, "Documents", printed)) == ["2026-02 Compte rendu.pdf"]


def test_a_refusal_names_three_papers_and_counts_the_others(example):
    doubt(example, HELD)
    one = printing.print_document(example, "minutes", HELD, PARTNERS)
    with pytest.raises(Refusal, match="Et 2 autres documents") as told:
        printing.let_out(*(replace(one, file_name=f"{n}.pdf") for n in range(5)))
    assert "2.pdf" in str(told.value)
    assert "3.pdf" not in str(told.value)


# ---- the first page of a long one


def long_board(store, rows):
    data = catalogue.kind("follow-up").ask(store, 0, PARTNERS)
    return replace(data, rows=(data.rows * (rows // len(data.rows) + 1))[:rows])


def test_only_a_long_paper_has_a_beginning(example):
    assert beginning(built(example, "minutes", HELD)) is None
    kind = catalogue.kind("follow-up")
    assert beginning(kind.build(long_board(example, LONG - 4), printing.Edition(date(2026, 10, 15)))) is None


def test_the_beginning_is_the_first_page_of_the_whole(example):
    prepared = printing.prepare(example, "follow-up", 0, PARTNERS)
    prepared = replace(prepared, data=long_board(example, 600))
    first = printing.first_page(prepared)
    whole = printing.render(prepared)
    start, all_of_it = (
        squeeze(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()) for data in (first, whole.pdf)
    )
    assert "Page1/…" in start
    assert start.replace("Page1/…", f"Page1/{whole.pages}") == all_of_it
    assert whole.pages > 20


# ---- recipients


def test_who_receives_is_who_sits(example):
    before = {one.name for one in meeting_recipients(example, COMING)}
    convene_meeting(example, COMING, date(2026, 10, 15))
    assert {one.name for one in meeting_recipients(example, COMING)} == before
    assert {one.name for one in body_recipients(example, 2, date(2026, 10, 15))} == before
    assert before < {one.name for one in council_recipients(example, date(2026, 10, 15))}


def test_a_paper_for_one_audience_is_refused_to_another(example):
    with pytest.raises(Refusal, match="ne se fait que pour"):
        printing.prepare(example, "chair-note", COMING, Audience(Level.PUBLIC))

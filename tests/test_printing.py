"""The printing door: files whole or absent, names that fit, sentences that say what was done."""

import errno
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date

import pytest

from coprodesk.commands.council import set_setting
from coprodesk.commands.meetings import create_meeting
from coprodesk.documents import catalogue
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import demo, printing

PARTNERS = Audience(Level.PARTNERS)
HELD, WATCH = 8, 3


@pytest.fixture
def printed(example):
    return printing.print_document(example, "minutes", HELD, PARTNERS)


def test_a_document_is_written_as_pdf_or_text(printed, folder):
    for name in ("a.pdf", "b.PDF", "c.txt", "d.html", "e.docx"):
        printing.write(printed, folder / name)
    assert (folder / "a.pdf").read_bytes() == (folder / "b.PDF").read_bytes() == printed.pdf
    assert (folder / "c.txt").read_text(encoding="utf-8") == printed.text
    assert (folder / "d.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (folder / "e.docx").read_bytes().startswith(b"PK")
    with pytest.raises(Refusal, match=r"\.pdf"):
        printing.write(printed, folder / "f.doc")
    assert left_in(folder) == ["a.pdf", "b.PDF", "c.txt", "d.html", "e.docx"]


def test_one_sentence_says_what_was_printed(example, printed, tmp_path):
    path = tmp_path / "CR.pdf"
    assert printed.summary(path) == f"Compte rendu imprimé\u00a0: {path} (3 pages)"
    sheet = printing.print_document(example, "decision-sheet", HELD, PARTNERS)
    assert sheet.summary(path) == f"Relevé de décisions imprimé\u00a0: {path} (1 page)"
    assert (printed.title, printed.file_name) == ("Compte rendu", "2026-02 Compte rendu.pdf")
    assert len(printed.digest) == 64


def test_a_worker_can_set_what_the_main_thread_prepared(example, printed):
    prepared = printing.prepare(example, "minutes", HELD, PARTNERS)
    found = []
    worker = threading.Thread(target=lambda: found.append(printing.render(prepared)))
    worker.start()
    worker.join(20)
    assert found[0].pdf == printed.pdf


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "sortie"
    made.mkdir()
    return made


@pytest.fixture
def narrow_disk():
    """A process that may write no file longer than 4 kB, as a disk that fills up while it is written."""
    resource = pytest.importorskip("resource")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    def narrow(act):
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
        try:
            act()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    return narrow


def test_a_full_disk_leaves_nothing(printed, folder, narrow_disk):
    with pytest.raises(Refusal, match="disque est plein"):
        narrow_disk(lambda: printing.write(printed, folder / "CR.pdf"))
    assert left_in(folder) == []


def test_a_full_disk_leaves_the_older_file(printed, folder, narrow_disk):
    path = folder / "CR.pdf"
    path.write_bytes(b"ancien")
    with pytest.raises(Refusal):
        narrow_disk(lambda: printing.write(printed, path))
    assert (left_in(folder), path.read_bytes()) == (["CR.pdf"], b"ancien")


def test_a_plain_writer_would_leave_half_a_file(printed, folder, narrow_disk):
    path = folder / "CR.pdf"
    with pytest.raises(OSError, match="too large"):
        narrow_disk(lambda: path.write_bytes(printed.pdf))
    assert 0 < path.stat().st_size < len(printed.pdf)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disque est plein"),
        (errno.EACCES, "protégé"),
        (errno.EROFS, "protégé"),
        (errno.EIO, "ne répond pas"),
    ],
)
def test_trouble_at_the_last_moment_leaves_nothing(printed, folder, monkeypatch, code, words):
    def fail(_descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(printing.os, "fsync", fail)
    with pytest.raises(Refusal, match=words):
        printing.write(printed, folder / "CR.pdf")
    assert left_in(folder) == []


def test_a_folder_under_the_name_is_refused(printed, folder):
    (folder / "CR.pdf").mkdir()
    with pytest.raises(Refusal):
        printing.write(printed, folder / "CR.pdf")
    assert left_in(folder) == ["CR.pdf"]
    with pytest.raises(Refusal, match="n’existe pas"):
        printing.write(printed, folder / "ailleurs" / "CR.pdf")


def test_the_example_prints_its_papers(example, folder):
    made = demo.print_papers(example, folder)
    assert [path.name for _words, path in made] == [
        "2026-03 Ordre du jour.pdf",
        "2026-03 Feuille d’émargement.pdf",
        "2026-02 Compte rendu.pdf",
        "2026-02 Relevé de décisions.pdf",
        "2026-02 Feuille d’émargement.pdf",
    ]
    assert made[2][0] == "Compte rendu n° 2026-02 – 24 septembre 2026"
    assert left_in(folder) == sorted(path.name for _words, path in made)
    assert all(path.read_bytes().startswith(b"%PDF") for _words, path in made)


def test_a_secret_group_is_not_printed_with_the_example(example, folder):
    create_meeting(example, WATCH, date(2026, 10, 20), "10:00")
    _words, path = demo.print_papers(example, folder)[0]
    assert path.name.startswith("2026-03")


def test_names_fit_every_system_and_tell_the_level(example):
    facts = catalogue.kind("minutes").ask(example, HELD, PARTNERS)

    def numbered(number):
        return replace(facts, meeting=replace(facts.meeting, number=number))

    kind = catalogue.kind("minutes")
    hostile = numbered('a/b\\c:d*e?"<f>|\x07 .')
    assert printing._stem(kind, hostile, Level.PARTNERS) == "a-b-c-d-e---f--- . Compte rendu"
    assert printing._stem(kind, facts, Level.PUBLIC) == "2026-02 Compte rendu (public)"
    assert printing._stem(kind, facts, Level.SECRETARIAT) == "2026-02 Compte rendu (secrétariat)"
    assert printing._stem(kind, numbered(None), Level.PARTNERS) == "2026-09-24 Compte rendu"


def test_unknown_documents_and_meetings_are_refused(example):
    with pytest.raises(Refusal, match="decision-sheet"):
        printing.prepare(example, "letter", HELD, PARTNERS)
    with pytest.raises(Refusal, match="n’existe plus"):
        printing.prepare(example, "minutes", 10_000, PARTNERS)


def test_the_engine_waits_for_the_first_page():
    code = "import sys, coprodesk.exchange.printing; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_rules_of_the_council_are_printed(example):
    words = printing.print_document(example, "minutes", HELD, PARTNERS).text
    assert "sous quinze jours" in words
    assert "institutions convoquées" not in words
    set_setting(example, "observation_days", "8")
    set_setting(example, "participation", "yes")
    words = printing.print_document(example, "minutes", HELD, PARTNERS).text
    assert "sous huit jours" in words
    assert "réputé approuvé" in words
    assert "institutions convoquées" in words
    set_setting(example, "silent_approval", "no")
    words = printing.print_document(example, "minutes", HELD, PARTNERS).text
    assert "sous huit jours." in words
    assert "réputé approuvé" not in words

"""« Vérifier un document »: identical, modified or unknown."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from coprodesk.cli import run
from coprodesk.commands import minutes
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.verifying import Verdict, verify
from coprodesk.exchange.verify import read_pdf, verify_pdf
from coprodesk.exchange.versions import PublishedVersion, prepare_version, render_version
from coprodesk.store import Store


@dataclass(frozen=True)
class Known:
    pdf: str
    digest: str


@pytest.fixture
def published(example: Store) -> PublishedVersion:
    held = int(example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0]["id"])
    made = render_version(prepare_version(example, held, Audience(Level.PARTNERS)))
    minutes.freeze_minutes(example, held, made.copy)
    return made


def test_bytes_come_first_then_what_the_file_tells(example: Store, published: PublishedVersion) -> None:
    pdf = published.copy.pdf
    same = verify_pdf(example, "reçu.pdf", pdf)
    assert same.verdict is Verdict.IDENTICAL
    assert "identique, octet pour octet, au projet de compte rendu (version 1" in same.sentence
    changed = verify_pdf(example, "reçu.pdf", pdf.replace(b"Commune", b"COMMUNE"))
    assert changed.verdict is Verdict.MODIFIED
    assert changed.version == same.version
    assert "a été modifié" in changed.sentence
    other = verify_pdf(example, "autre.pdf", b"%PDF-1.7 tout autre")
    assert (other.verdict, other.version) == (Verdict.UNKNOWN, None)


def test_a_live_print_is_unknown_and_a_repeated_one_is_not_trusted(
    example: Store, published: PublishedVersion
) -> None:
    held = int(example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0]["id"])
    other = render_version(prepare_version(example, held, Audience(Level.PUBLIC)))
    assert verify_pdf(example, "b.pdf", other.copy.pdf).verdict is Verdict.UNKNOWN


def test_the_digest_is_found_in_packed_metadata_and_on_printed_pages() -> None:
    digest = "0123456789abcdef" * 4
    known = [Known("f" * 64, "e" * 64), Known("a" * 64, digest)]
    packed = b"%PDF stream\r\n" + zlib.compress(f"SHA-256 {digest}".encode()) + b"\r\nendstream"
    assert verify(packed, known).version == known[1]
    printed = "Empreinte : 0123 4567 89AB CDEF\n0123 4567 89AB CDEF  Page 1 / 3"
    assert verify(b"%PDF", known, printed).verdict is Verdict.MODIFIED
    assert verify(b"%PDF", known, printed.replace("0123", "0124")).verdict is Verdict.UNKNOWN


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Bonjour")
    with pytest.raises(Refusal, match="n’est pas un PDF"):
        read_pdf(text)
    with pytest.raises(Refusal, match="n’a pas pu être lu"):
        read_pdf(tmp_path / "absent.pdf")


def test_the_command_line_tells_by_its_exit_code(
    example: Store, published: PublishedVersion, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same, changed, other = (tmp_path / name for name in ("pareil.pdf", "change.pdf", "autre.pdf"))
    same.write_bytes(published.copy.pdf)
    changed.write_bytes(published.copy.pdf + b"\n")
    other.write_bytes(b"%PDF-1.7")
    council = str(example.path)
    assert run(["verify", council, str(same)]).code == 0
    assert "est identique" in capsys.readouterr().out
    for path, words in ((changed, "a été modifié"), (other, "est inconnu")):
        assert run(["verify", council, str(path)]).code == 1
        assert words in capsys.readouterr().err
    assert run(["verify", council]).code == 2

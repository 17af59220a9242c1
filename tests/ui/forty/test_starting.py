"""A second start and the six files that may be handed over: 18, 19."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from coprodesk import __main__ as entry
from coprodesk import screen
from coprodesk.ui import app, doorbell
from tests.ui import test_app
from tests.ui.test_app import Make, file

__all__ = ["file"]
Spoil = Callable[[Path], object]


test_18_a_second_start_raises_the_first_window = (
    test_app.test_a_second_start_on_the_same_file_raises_the_first_window
)


def test_18_a_window_put_away_comes_to_the_front(make_program: Make, file: Path, qtbot: QtBot) -> None:
    program = make_program()
    program.start(file)
    assert program.desk is not None
    shell = program.desk.shell
    shell.showMinimized()
    doorbell.raise_window(shell)
    qtbot.waitUntil(shell.isActiveWindow)
    assert not shell.isMinimized()


def good(_path: Path) -> None:
    """Leave the file as it is."""


def missing(path: Path) -> None:
    path.unlink()


def not_ours(path: Path) -> None:
    path.write_text("Objet : réunion du 15 octobre", encoding="utf-8")


def newer(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[60:64] = (999).to_bytes(4, "big")
    path.write_bytes(held)


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def read_only(path: Path) -> None:
    path.chmod(0o444)


FILES: list[tuple[Spoil, str]] = [
    (good, ""),
    (missing, "introuvable"),
    (not_ours, "n’est pas un fichier CoproDesk"),
    (newer, "vient d’une version plus récente"),
    (damaged, "est incomplet ou endommagé"),
    (read_only, "est protégé en écriture"),
]


@pytest.mark.parametrize(("spoil", "words"), FILES, ids=[spoil.__name__ for spoil, _words in FILES])
def test_19_each_file_handed_over_opens_or_is_explained(
    make_program: Make,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Spoil,
    words: str,
) -> None:
    """What a double click does: the program is started with the path of the file and nothing else."""
    spoil(file)
    if spoil is read_only:
        monkeypatch.setattr(os, "access", lambda *_asked: False)  # who is root may write all
    before = file.read_bytes() if file.exists() else None
    boxes: list[str] = []

    def decline(box: QMessageBox) -> int:
        boxes.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", decline)
    started = make_program()
    monkeypatch.setattr(app, "run_window", lambda path: int(started.start(path)))
    monkeypatch.setattr(screen, "why_no_window", lambda: None)
    entry.main([str(file)])
    if not words:
        assert started.desk is not None
        assert started.desk.store.path == file
        return
    assert started.desk is None
    told = " ".join([test_app.said(started), *boxes]).replace("\u00a0", " ")
    assert words in told
    assert (file.read_bytes() if file.exists() else None) == before
    assert list(tmp_path.glob(".brevigny*")) == [], "nothing is left beside it"

"""Every step of every import has room, is heard and is walked in the order of the eye, small or large."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from coprodesk.ui.desk import Desk
from coprodesk.ui.pages import import_centre, import_commitments, import_meetings, import_partners
from coprodesk.ui.pages.import_dialog import ImportDialog
from tests.ui import detect
from tests.ui.test_room import cramped
from tests.ui.visits import Visit, harmless

UNREAD = "".join(f";Une colonne que personne ne lit numéro {n}" for n in range(20))
IMPORTS: tuple[tuple[Callable[[Desk], QDialog], str], ...] = (
    (
        import_partners.open_import,
        f"Organisme;Nom;Prénom{UNREAD}\nCPN de Brévigny Centre;A;B\nLycée de la Z;C;\n",
    ),
    (import_meetings.open_import, "Groupe;Date;DSDEN\nPlénière;14/03/2001;P\nPlénière;un jour;z\n"),
    (import_commitments.open_import, "Engagement;Pilote\nOuvrir;Régie de quartier\nAutre;Association X\n"),
)


def faults(dialog: QDialog, step: str) -> list[str]:
    detectors = (cramped, *detect.ACCESS, detect.out_of_order, detect.too_large)
    detect.settle()
    return [f"{type(dialog).__name__}, {step}: {words}" for words in detect.of(dialog, detectors)]


@pytest.mark.parametrize(
    ("size", "text_scale"),
    [((1366, 768), 1.0), ((900, 430), 1.0), ((1366, 768), 1.5)],
    ids=["100", "low", "150"],
)
def test_every_step_of_an_import(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, size: tuple[int, int], text_scale: float
) -> None:
    visit = Visit(tmp_path)
    visit.dress("light", text_scale)
    visit.resize(*size)
    with harmless():
        centre = import_centre.open_centre(visit.desk)
        found = faults(centre, "choices")
        centre.reject()
        for opener, text in IMPORTS:
            dialog = opener(visit.desk)
            assert isinstance(dialog, ImportDialog)
            found += faults(dialog, "file")
            path = tmp_path / "liste.csv"
            path.write_text(text, "utf-8")
            dialog.read(path)
            qtbot.waitUntil(lambda dialog=dialog: dialog.stack.currentIndex() == 1)
            found += faults(dialog, "columns")
            dialog.look()
            found += faults(dialog, "preview")
            dialog.reject()
    visit.close()
    assert found == []

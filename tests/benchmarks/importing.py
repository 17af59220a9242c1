"""Five thousand people from a workbook, through the dialog of the window: file, preview, rows written."""

import resource
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from coprodesk.domain.tables import DataTable
from coprodesk.exchange.tables import workbook_of
from coprodesk.store import Store
from coprodesk.ui import window
from coprodesk.ui.pages.import_partners import ImportPartnersDialog, open_import

PEOPLE, PLACES = 5_000, 300
TITLES = ("Institution", "Civilité", "Prénom", "Nom", "Fonction", "Téléphone", "Courriel")


def people(store: Store, folder: Path) -> list[tuple[str, float, float]]:
    """Return what was done, its milliseconds of wall and of processor, the child's included; then undo it."""
    path = folder / "annuaire.xlsx"
    rows = [
        (f"Service {n % PLACES}", "Mme", "Zoé", f"NOM {n}", "agente", f"04 65 {n:06d}", f"{n}@x.example")
        for n in range(PEOPLE)
    ]
    path.write_bytes(workbook_of([DataTable("Annuaire", TITLES, tuple(rows))]))
    desk = window.build(store)
    desk.shell.show()
    dialog = open_import(desk)
    told = []
    for what, act in (
        ("lire 5 000 personnes jusqu’à l’aperçu", lambda: _look(dialog, path)),
        ("les écrire, avec la barre", dialog.bring_in),
    ):
        wall, processor = _spent(act)
        told.append((what, wall, processor))
    assert store.undo_label == "Import de partenaires"
    store.undo()
    desk.leave()
    desk.shell.close()
    return told


def _look(dialog: ImportPartnersDialog, path: Path) -> None:
    dialog.read(path)
    while dialog.stack.currentIndex() == 0:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    dialog.look()
    dialog.grab()


def _spent(act: Callable[[], object]) -> tuple[float, float]:
    start, before = time.perf_counter(), _processor()
    act()
    return (time.perf_counter() - start) * 1000, (_processor() - before) * 1000


def _processor() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)

"""What is exported from a screen: written whole, noted in the register, told."""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from coprodesk.commands.minutes import mark_sent
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, labelled, on_paper
from coprodesk.domain.tables import DataTable
from coprodesk.exchange import printing, tables
from coprodesk.queries.council import council
from coprodesk.ui.ask_place import ask_file
from coprodesk.ui.desk import Desk


def note_export(desk: Desk, title: str, level: Level, file_name: str, digest: str) -> None:
    """Note in the register that an export left, unless the file is only read."""
    if not desk.store.read_only:
        desk.act(mark_sent, desk.store, "export", title, level, pages=0, digest=digest, file_name=file_name)


def write_export(
    desk: Desk, path: Path, make: Callable[[], bytes], title: str, refuse: Callable[[Refusal], object]
) -> None:
    """Make and write what a screen shows the secretariat, note that it left and say so."""
    try:
        data = make()
        printing.write_whole(path, data)
    except Refusal as refusal:
        refuse(refusal)
        return
    with on_paper():
        words = labelled(_("Export"), title)
    note_export(desk, words, Level.SECRETARIAT, path.name, hashlib.sha256(data).hexdigest())
    desk.say(_("Fichier écrit\u00a0: {name}").format(name=path.name), undoable=False)


def export_tables(
    desk: Desk,
    parent: QWidget,
    title: str,
    found: Sequence[DataTable],
    refuse: Callable[[Refusal], object] | None = None,
) -> None:
    """Ask for a file and write tables that a screen shows: a workbook, or the text of a single one.

    A refusal is told in the window, else by `refuse`.
    """
    kinds = _("Classeur Excel (*.xlsx)")
    if len(found) == 1:
        kinds = ";;".join((kinds, _("Texte CSV (*.csv)")))
    name = f"{title} ({Level.SECRETARIAT.label.lower()}).xlsx"
    path = ask_file(desk, parent, _("Exporter ce tableau"), name, kinds)
    if path is None:
        return
    make = partial(tables.csv_of, found[0])
    if len(found) > 1 or path.suffix.lower() != ".csv":
        told = tables.about_lines(council(desk.store).name, desk.today(), Level.SECRETARIAT, found)
        make = partial(tables.workbook_of, found, told)
    write_export(desk, path, make, title, refuse or desk.shell.refuse)

"""Sauvegardes: the verified copies of this file, making one now, looking into one, coming back to one."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QWidget

from coprodesk.domain.french import clock, in_days, medium_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.store import backups
from coprodesk.store.backups import Backup
from coprodesk.ui.actions import make
from coprodesk.ui.ask_copy import ask_copy
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.header import ElidedLabel, PageHeader


class BackupsPage(Page):
    """The copies of the open file, newest first; a copy is looked at before anything comes back."""

    subjects = frozenset({"backup"})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._now = make(self, _("Sauvegarder maintenant"), self.back_up, icon="backup")
        self._copy = make(self, _("Copier sur une clé…"), self.copy_elsewhere, icon="copy")
        self._verify = make(self, _("Vérifier"), self.verify, shortcut="V", icon="check")
        self._restore = make(
            self, _("Restaurer dans un nouveau fichier…"), self.restore, shortcut="R", icon="undo"
        )
        desk.writes(self._now, self._copy)
        self.set_header(PageHeader(_("Sauvegardes"), "", primary=self._now, secondary=[self._copy]))
        columns: list[Column[Backup]] = [
            Column(_("Date"), self._when, 290, sort=lambda backup: backup.made_at),
            Column(_("Fichier"), lambda backup: Cell(backup.path.name, small=True), stretch=True),
            Column(_("Taille"), _size, 110, sort=lambda backup: backup.size),
        ]
        self.table = RowsTable(RowsModel(columns, lambda backup: backup.path), _("Sauvegardes"))
        self.empty = EmptyState(
            "backup",
            _("Aucune sauvegarde"),
            _(
                "CoproDesk sauvegarde le fichier à l’ouverture, toutes les 30 minutes et à la fermeture, "
                "s’il a changé."
            ),
            self._now,
        )
        self._card = Card(bare=True)
        self._card.body.addWidget(self.table)
        self._words = ElidedLabel("", "small", "text2")
        self._compose()

    def _compose(self) -> None:
        self.body.addWidget(self._words)
        self.body.addWidget(self._card, 1)
        self.body.addWidget(self.empty, 1)
        row = QHBoxLayout()
        row.addWidget(ActionButton(self._verify))
        row.addWidget(ActionButton(self._restore))
        row.addStretch(1)
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Look again into the folder of copies."""
        found = self._found()
        self.table.set_rows(found)
        if found and self.table.current() is None:
            self.table.select_first()
        self._card.setVisible(bool(found))
        self.empty.setVisible(not found)
        for action in (self._verify, self._restore):
            action.setEnabled(bool(found))
        root = self.desk.backups_root
        if root is not None:
            folder = backups.folder_of(self.desk.store.path, root)
            self._words.setText(_("Dossier : {folder}").format(folder=folder))
        count = ngettext("{n} sauvegarde vérifiée", "{n} sauvegardes vérifiées", len(found)).format(
            n=len(found)
        )
        last = self._ago(found[0]) if found else _("jamais encore")
        if self.header is not None:
            self.header.set_title(
                _("Sauvegardes"), _("{count} · la dernière : {last}").format(count=count, last=last)
            )

    def first_focus(self) -> QWidget:
        """The list, or the button when there is none."""
        return self.table

    def parts(self) -> Mapping[str, QWidget]:
        """The list."""
        return {"table": self.table}

    def back_up(self) -> None:
        """Copy the file now, in a worker."""
        if self.desk.backup_places():
            self.desk.back_up(self._made, self._failed)

    def copy_elsewhere(self) -> None:
        """Write a verified copy where the user says."""
        self.desk.shell.flush()
        asked = ask_copy(self, _("Copier sur une clé"), Path(self.desk.store.path.name))
        if asked is not None:
            target, replace = asked
            task = partial(backups.copy_to, self.desk.store.path, target, replace=replace)
            self.desk.work(task, partial(self._copied, target.name), self._failed)

    def verify(self) -> None:
        """Read every page of the selected copy."""
        backup = self.table.current()
        if backup is not None:
            self.desk.work(partial(backups.check, backup.path), self._verified, self._failed)

    def restore(self) -> None:
        """Write the selected copy as a new file beside the present one, which stays as it is."""
        backup = self.table.current()
        if backup is None:
            return
        proposed = self.desk.store.path.with_name(f"{backup.path.stem}.copro")
        asked = ask_copy(self, _("Restaurer dans un nouveau fichier"), proposed)
        if asked is not None:
            target, _replaced = asked
            task = partial(backups.copy_to, backup.path, target)
            self.desk.work(task, partial(self._restored, target.name), self._failed)

    def _found(self) -> list[Backup]:
        root = self.desk.backups_root
        return [] if root is None else backups.existing(self.desk.store.path, root)

    def _when(self, backup: Backup) -> Cell:
        moment = _("{day}, {time}").format(day=medium_date(backup.made_at.date()), time=clock(backup.made_at))
        return Cell(moment, self._ago(backup))

    def _ago(self, backup: Backup) -> str:
        return in_days((backup.made_at.date() - self.desk.today()).days)

    def _made(self, _backup: object) -> None:
        self.refresh()
        self.desk.say(_("Sauvegarde faite et vérifiée"), undoable=False)

    def _copied(self, name: str, _nothing: object) -> None:
        self.desk.say(_("Copie faite et vérifiée : {name}").format(name=name), undoable=False)

    def _verified(self, faults: list[str]) -> None:
        if faults:
            self._failed(
                _("Cette sauvegarde est endommagée : {fault}. Le fichier ouvert est intact.").format(
                    fault=faults[0]
                )
            )
        else:
            self.desk.say(_("Sauvegarde relue page par page : en ordre"), undoable=False)

    def _restored(self, name: str, _nothing: object) -> None:
        QMessageBox.information(
            self,
            "CoproDesk",
            _(
                "La sauvegarde est dans « {name} ». Le fichier ouvert n’a pas changé"
                " ; Fichier, Ouvrir mène à l’autre."
            ).format(name=name),
        )

    def _failed(self, sentence: str) -> None:
        self.banner.say(sentence, "late")


def _size(backup: Backup) -> Cell:
    return Cell(_("{n} Ko").format(n=(backup.size + 1023) // 1024), small=True)

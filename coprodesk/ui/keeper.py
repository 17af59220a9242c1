"""Looks after the open file: verification, copies, changes made by another window."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import backups
from coprodesk.store.backups import Copying
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.doorbell import Doorbell

BACKUP_EVERY_MS = 30 * 60 * 1000
POLL_EVERY_MS = 1000
PATIENCE = 5
"""How many polls in a row may fail before the window says why."""


class Keeper(QObject):
    """One per open file. A failed copy or a damaged page is told in the window's banner."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._failures = 0
        self._busy = False
        self._faulty = False
        self._said = ""
        self._bell: Doorbell | None = None
        self._timer = QTimer(self)
        self._retry = make(desk.shell, _("Sauvegarder maintenant"), self.back_up_now)

    def start(self) -> None:
        """Begin, once the first page is seen: the file is verified and copied in a worker."""
        if self._desk.store.read_only:
            self._timer.timeout.connect(self.poll)
            self._timer.start(POLL_EVERY_MS)
            return
        self._bell = Doorbell(self._desk.store.path, self._desk.shell)
        self._timer.timeout.connect(self.back_up_if_changed)
        self._timer.start(BACKUP_EVERY_MS)
        self._desk.work(partial(backups.check, self._desk.store.path), self._checked, self._failed)

    def leave(self) -> None:
        """Stop answering for the file, which is about to be closed."""
        if self._bell is not None:
            self._bell.take_away()

    def back_up_if_changed(self) -> None:
        """Copy the file in a worker unless the newest copy holds the same last save."""
        self._copy(backups.back_up_if_changed)

    def back_up_now(self) -> None:
        """Copy the file in a worker, whatever the last copy holds."""
        self._desk.shell.flush()
        self._copy(backups.back_up)

    def last_copy(self) -> None:
        """Copy the file before it is closed. Raises Refusal when that fails."""
        if not self._desk.store.read_only:
            self._desk.copying(backups.back_up_if_changed)()

    def poll(self) -> None:
        """Look for changes made by the window that holds the pen; say why when it takes too long."""
        try:
            self._desk.store.poll()
        except Refusal as refusal:
            self._failures += 1
            if self._failures == PATIENCE:
                self._say(str(refusal), "soon")
            return
        self._unsay()
        self._failures = 0

    def _copy(self, how: Copying) -> None:
        if self._busy:
            return
        self._busy = True
        self._desk.work(self._desk.copying(how), self._copied, self._not_copied)

    def _checked(self, faults: list[str]) -> None:
        if faults:
            self._faulty = True
            self._failed(
                _(
                    "Le fichier présente un défaut : {fault}. Vos sauvegardes sont intactes. "
                    "Ouvrez Sauvegardes et restaurez la dernière."
                ).format(fault=faults[0])
            )
            return
        self.back_up_if_changed()

    def _copied(self, backup: object) -> None:
        self._busy = False
        self._unsay()
        if backup is not None:
            self._desk.shell.touched({"backup"})

    def _not_copied(self, sentence: str) -> None:
        self._busy = False
        self._say(sentence, "late", self._retry)

    def _say(self, sentence: str, role: str, action: QAction | None = None) -> None:
        """Tell what may pass; a fault of the file is graver and stays."""
        if not self._faulty:
            self._said = sentence
            self._desk.shell.banner.say(sentence, role, action)

    def _unsay(self) -> None:
        """Take away what has passed, and nothing that another has told meanwhile."""
        if self._said and self._desk.shell.banner.text() == self._said:
            self._desk.shell.banner.clear()
        self._said = ""

    def _failed(self, sentence: str) -> None:
        self._desk.shell.banner.say(sentence, "late")

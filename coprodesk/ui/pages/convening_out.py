"""What leaves for those convened: an invitation for their calendars, and the drafts of the mails."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from coprodesk.commands import invitations as commands
from coprodesk.documents import catalogue
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange import calendar_file, letter_drafts, printing
from coprodesk.exchange.letter_drafts import Drafts, MailRun
from coprodesk.queries.invitations import convened_audience
from coprodesk.queries.meetings import meeting
from coprodesk.ui.actions import make
from coprodesk.ui.ask_place import ask_file, ask_folder
from coprodesk.ui.desk import Desk
from coprodesk.ui.held_papers import Papers, let_out_then
from coprodesk.ui.pages.export_work import WorkDialog
from coprodesk.ui.widgets.filters import ComboBox

_TOLD = 3


def outgoing_actions(owner: QWidget, desk: Desk, meeting_id: Callable[[], int]) -> tuple[QAction, QAction]:
    """Return « Brouillons de courriel… » and « Invitation d’agenda (.ics)… » for the meeting shown then."""

    def draft() -> None:
        open_drafts(desk, meeting_id())

    def invite() -> None:
        save_invitation(desk, owner, meeting_id())

    made = (
        make(owner, _("Brouillons de courriel…"), draft, icon="mail"),
        make(owner, _("Invitation d’agenda (.ics)…"), invite, icon="calendar"),
    )
    desk.writes(*made)
    return made


def save_invitation(desk: Desk, parent: QWidget, meeting_id: int) -> None:
    """Ask where, write the invitation of a meeting, and note that it left."""
    desk.shell.flush()
    row = meeting(desk.store, meeting_id)
    if row is None or desk.act(commands.name_for_calendars, desk.store) is None:
        return
    stem = calendar_file.file_stem(row.number, row.date)
    title, kinds = _("Enregistrer l’invitation"), _("Agenda (*.ics)")
    path = ask_file(desk, parent, title, f"{stem}.ics", kinds)
    if path is None:
        return
    audience = convened_audience(desk.store, meeting_id)
    try:
        found, data = calendar_file.meeting_calendar(desk.store, meeting_id, audience)
        printing.write_whole(path, data)
    except Refusal as refusal:
        desk.shell.refuse(refusal)
        return
    shown = found.appointment.digest
    if desk.act(_noted, desk, meeting_id, audience.level, shown, path.name, None):
        desk.say(_("Invitation écrite\u00a0: {name}").format(name=path.name), undoable=False)


def _noted(
    desk: Desk, meeting_id: int, level: Level, shown: str, name: str, letters: commands.Letters | None
) -> bool:
    commands.note_invitation(desk.store, meeting_id, level, shown, file_name=name, letters=letters)
    return True


class DraftsDialog(WorkDialog):
    """Which letters leave as mails; one draft for each addressee, written in a new folder."""

    def __init__(self, desk: Desk, meeting_id: int) -> None:
        super().__init__(desk, _("Brouillons de courriel"), _("Écrire les brouillons…"))
        self._meeting_id = meeting_id
        self._audience = convened_audience(desk.store, meeting_id)
        self._runs: dict[str, MailRun] = {}
        self.letter = ComboBox(_("Lettre"))
        why = ""
        for name in letter_drafts.LETTERS:
            try:
                run = letter_drafts.prepare(desk.store, name, meeting_id, self._audience)
            except Refusal as refusal:
                why = why or str(refusal)
                continue
            self._runs[name] = run
            self.letter.addItem(catalogue.kind(name).label, name)
        told = _(
            "Un fichier par destinataire, avec sa lettre en PDF et l’invitation pour son agenda. Votre "
            "messagerie l’ouvre comme brouillon\u00a0: c’est vous qui envoyez."
        )
        self._row = self.form.add(_("&Lettre"), self.letter, told)
        self.letter.currentIndexChanged.connect(self._follow)
        if not self._runs:
            self.stay(why)
        self._follow()
        self.letter.setFocus()

    def run(self) -> MailRun | None:
        """Return the mails of the letter chosen, None when no letter can be written now."""
        return self._runs.get(self.letter.currentData() or "")

    def _follow(self) -> None:
        run = self.run()
        n = len(run.mails) if run is not None else 0
        self.confirm.action().setText(
            ngettext("Écrire {n} brouillon…", "Écrire {n} brouillons…", n).format(n=n)
        )
        self.confirm.action().setEnabled(n > 0)
        missing = run.without_address if run is not None else ()
        if missing:
            k = len(missing)
            words = ngettext("{n} sans adresse\u00a0: {names}", "{n} sans adresse\u00a0: {names}", k)
            names = ", ".join(one or _("Invité") for one in missing[:_TOLD])
            more = ngettext(", et {n} autre", ", et {n} autres", k - _TOLD).format(n=k - _TOLD)
            self._row.understand(words.format(n=k, names=names) + (more if k > _TOLD else "") + ".")

    def submit(self) -> None:
        """Ask for a folder."""
        folder = ask_folder(self.desk, self)
        if folder is not None:
            self.write(folder)

    def write(self, folder: Path) -> None:
        """Write the drafts in a new folder of `folder`, and note what leaves.

        What is found in their papers is told before: a draft leaves with every paper it names, or not at all.
        """
        run, document = self.run(), self.letter.currentData()
        row = meeting(self.desk.store, self._meeting_id)
        if run is None or row is None:
            return
        name = _("{meeting} {letters} – brouillons").format(
            meeting=row.number or row.date.isoformat(), letters=catalogue.kind(document).label
        )

        def keep(drafts: Drafts, out: Papers) -> None:
            kept = letter_drafts.with_papers(drafts, out)
            if not kept:
                self.stay(_("Chaque brouillon contient un document laissé de côté. Rien n’a été écrit."))
                return
            self.export(
                lambda _progress: letter_drafts.write(folder, name, kept),
                partial(self._note, run, document, kept),
            )

        def ask(drafts: Drafts) -> None:
            papers = letter_drafts.papers_of(drafts)
            let_out_then(self.desk, self, papers, partial(keep, drafts))

        self.begin(partial(letter_drafts.render, run, self.desk.now()), ask)

    def _note(self, run: MailRun, document: str, drafts: Drafts, folder: Path) -> None:
        letters = letter_drafts.register_entry(document, drafts)
        if self.desk.act(
            _noted, self.desk, self._meeting_id, self._audience.level, run.shown, folder.name, letters
        ):
            n = len(drafts)
            words = ngettext("{n} brouillon écrit\u00a0: {name}", "{n} brouillons écrits\u00a0: {name}", n)
            self.desk.say(words.format(n=n, name=folder.name), undoable=False)


def open_drafts(desk: Desk, meeting_id: int) -> DraftsDialog | None:
    """Open the drafts of the letters of a meeting; None when calendars cannot know this council."""
    desk.shell.flush()
    if desk.act(commands.name_for_calendars, desk.store) is None:
        return None
    dialog = DraftsDialog(desk, meeting_id)
    dialog.open()
    return dialog

"""The acts on the minutes: publish, note the chair's validation, approve, rectify, note a sending.

Each asks in one small form; the pages are set in the worker with the number of their own version, and only
then kept. Publishing takes three actions, one more for each further audience.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coprodesk.commands import minutes as commands
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month, short_date
from coprodesk.domain.i18n import _, labelled, ngettext, on_paper
from coprodesk.domain.meetings import OBSERVATION_DAYS
from coprodesk.domain.minutes import Copy, VersionState, last_observation_day
from coprodesk.exchange import printing, versions
from coprodesk.queries.council import number_setting, silence_days
from coprodesk.queries.left_out import recipient_view
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.minutes_checks import Check
from coprodesk.queries.publishing import audiences_published
from coprodesk.queries.versions import approving_meetings, standing
from coprodesk.ui import theme
from coprodesk.ui.ask_place import ask_folder
from coprodesk.ui.desk import Desk, UnderWay
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.held_papers import Papers, let_out_then
from coprodesk.ui.preview import audience_of, audience_words, audiences
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.filters import ComboBox

_SHOWN_CHECKS = 4
Published = Sequence[versions.PublishedVersion]


class CopiesBox(QWidget):
    """For whom: a box for each audience, with what its copy leaves out under it."""

    def __init__(self, desk: Desk, row: MeetingRow, chosen: Sequence[Level]) -> None:
        super().__init__()
        self.setAccessibleName(_("Copies"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.boxes: dict[Level, CheckBox] = {}
        for level in audiences(row):
            box = self.boxes[level] = CheckBox(audience_words(level))
            box.setChecked(level in chosen)
            view = recipient_view(desk.store, row.id, audience_of(row, level))
            box.setAccessibleDescription(view.sentence)
            column.addWidget(box)
            words = Label(view.sentence, "tiny", "text2", wrap=True)
            words.setContentsMargins(theme.px(28), 0, 0, 4)
            column.addWidget(words)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def chosen(self, row: MeetingRow) -> list[Audience]:
        """Return the audiences ticked. Raises Refusal when there is none."""
        found = [audience_of(row, level) for level, box in self.boxes.items() if box.isChecked()]
        if not found:
            raise Refusal(
                _("Aucune copie n’est choisie. Rien n’a été figé. Cochez au moins un destinataire.")
            )
        return found


class PublishDialog(FormDialog):
    """For whom to publish, and what is left to look at, which may be passed over."""

    help_page = "publish"

    def __init__(self, desk: Desk, row: MeetingRow, level: Level, checks: Sequence[Check]) -> None:
        super().__init__(desk.shell, _("Publier le compte rendu"), _("Publier…"), self._prepare)
        self._desk, self._row = desk, row
        self._prepared: list[versions.PreparedVersion] = []
        self.copies = CopiesBox(desk, row, (level,))
        self.form.add(
            _("&Pour qui"),
            self.copies,
            _(
                "Chaque copie est figée sous son numéro et écrite en PDF. Elle ne changera plus\u00a0: "
                "une correction sera une autre version."
            ),
        )
        wrong = [one for one in checks if not one.ok]
        title = ngettext("{n} ligne à voir, ou à passer", "{n} lignes à voir, ou à passer", len(wrong))
        self.foot.addWidget(
            Label(title.format(n=len(wrong)) if wrong else _("Tout est en ordre."), "small_strong", "text2")
        )
        for one in wrong[:_SHOWN_CHECKS]:
            words = labelled(one.title, one.detail) if one.detail else one.title
            self.foot.addWidget(Label(words, "small", "text2", wrap=True))

    def try_submit(self) -> None:
        """Ask for the folder, then publish; without a folder nothing happens and the form stays."""
        folder = ask_folder(self._desk, self, _("Où écrire les copies"))
        if folder is not None:
            super().try_submit()
            if self._prepared:
                render_then(self._desk, self._prepared, partial(_publish, self._desk, self._row.id, folder))

    def _prepare(self) -> None:
        self._prepared = []
        store = self._desk.store
        chosen = self.copies.chosen(self._row)
        self._prepared = [versions.prepare_version(store, self._row.id, one) for one in chosen]


def render_then(
    desk: Desk, prepared: Sequence[versions.PreparedVersion], keep: Callable[[Published], object]
) -> None:
    """Set the pages in the worker, then `keep` in this thread those that may leave."""

    def keep_all(published: Published, out: Papers) -> None:
        known = {paper.file_name: paper for paper in out}
        keep(
            [
                replace(one, printed=known[one.printed.file_name])
                for one in published
                if one.printed.file_name in known
            ]
        )

    def ask(published: Published) -> None:
        let_out_then(desk, desk.shell, [one.printed for one in published], partial(keep_all, published))

    desk.say(_("Mise en page des copies…"), undoable=False)
    question = _("Des copies sont en cours de mise en page. Arrêtées, elles ne sont ni figées ni écrites.")
    # Setting one version is short: it ends by itself, and what comes after it is dropped.
    under_way = UnderWay(question, lambda: None)
    desk.work(partial(_render_all, tuple(prepared)), ask, desk.shell.refuse, under_way)


def _render_all(prepared: Sequence[versions.PreparedVersion]) -> Published:
    return [versions.render_version(one) for one in prepared]


def _publish(desk: Desk, meeting_id: int, folder: Path, published: Published) -> None:
    """Keep each copy, then write it: a disk that refuses leaves the version in the register."""
    for one in published:
        if desk.act(commands.freeze_minutes, desk.store, meeting_id, one.copy) is None:
            return
    _write(desk, folder, published, _("Publié"))


def _write(desk: Desk, folder: Path, published: Published, verb: str) -> None:
    try:
        for one in published:
            printing.write_whole(folder / one.printed.file_name, one.printed.pdf)
    except Refusal as refusal:
        desk.shell.refuse(refusal)
        return
    words = ngettext(
        "{verb}\u00a0: {n} copie écrite dans «\u00a0{folder}\u00a0»",
        "{verb}\u00a0: {n} copies écrites dans «\u00a0{folder}\u00a0»",
        len(published),
    )
    desk.say(words.format(verb=verb, n=len(published), folder=folder.name or str(folder)), undoable=False)


# Validation and approval


def _usual_copies(desk: Desk, row: MeetingRow, level: Level) -> Sequence[Level]:
    """Return the audiences that have a version, else the one that is shown."""
    return audiences_published(desk.store, row.id) or (level,)


def ask_validation(desk: Desk, row: MeetingRow, level: Level) -> FormDialog:
    """Ask which copies the chair validated, and keep them as validated versions."""
    copies = CopiesBox(desk, row, _usual_copies(desk, row, level))

    def submit() -> None:
        chosen = copies.chosen(row)
        prepared = [
            versions.prepare_version(desk.store, row.id, one, VersionState.VALIDATED) for one in chosen
        ]
        render_then(desk, prepared, partial(_validated, desk, row.id))

    dialog = FormDialog(desk.shell, _("Noter la validation"), _("Noter la validation"), submit)
    dialog.form.add(
        _("&Copies"),
        copies,
        _("La présidence a validé le texte tel qu’il est\u00a0: il est figé comme version validée."),
    )
    dialog.open()
    return dialog


def _validated(desk: Desk, meeting_id: int, published: Published) -> None:
    def attempt() -> bool:
        commands.validate_minutes(desk.store, meeting_id, _copies(published))
        return True

    if desk.act(attempt):
        desk.say(_("Compte rendu validé, gardé dans Documents"), undoable=False)


class ApprovalDialog(FormDialog):
    """At which meeting, or by silence, and for which copies."""

    help_page = "publish"

    def __init__(self, desk: Desk, row: MeetingRow, level: Level, at_meeting_id: int | None = None) -> None:
        super().__init__(desk.shell, _("Approuver le compte rendu"), _("Approuver"), self._approve)
        self._desk, self._row = desk, row
        self.when = ComboBox(_("Approbation"))
        days: dict[int | None, date] = {}
        for meeting_id, day, body in approving_meetings(desk.store, row.id, desk.today()):
            days[meeting_id] = day
            words = _("En séance du {day} {year}, {body}")
            self.when.addItem(words.format(day=day_month(day), year=day.year, body=body), meeting_id)
        found = standing(desk.store, row.id)
        hint = _("Aucune observation reçue n’est notée ici\u00a0: vérifiez votre courrier.")
        if found.published_on is not None and silence_days(desk.store) is not None:
            last = last_observation_day(found.published_on, _delay(desk))
            words = _("Sans observation dans le délai, au {day}").format(day=short_date(last))
            self.when.addItem(words, None)
        elif not days and found.published_on is not None:
            hint = _("Le silence n’approuve pas, et aucune séance n’a suivi\u00a0: tenez la prochaine.")
        elif not days:
            hint = _("Ni séance ultérieure ni copie publiée\u00a0: rien ne peut encore approuver.")
        self._days = days
        if self.when.count() == 0:
            self.when.addItem(_("Pas encore"), None)
            self.when.setEnabled(False)
            self.confirm.action().setEnabled(False)
        if at_meeting_id is not None:
            self.when.setCurrentIndex(max(0, self.when.findData(at_meeting_id)))
        self.form.add(_("&Comment"), self.when, hint)
        self.copies = CopiesBox(desk, row, _usual_copies(desk, row, level))
        self.form.add(
            _("Co&pies"),
            self.copies,
            _(
                "Chaque copie porte «\u00a0approuvé le …\u00a0». "
                "Ensuite le texte ne change que par un rectificatif."
            ),
        )

    def _approve(self) -> None:
        desk, row = self._desk, self._row
        at_meeting_id = self.when.currentData()
        on = self._days.get(at_meeting_id, desk.today())
        prepared = [
            versions.prepare_version(desk.store, row.id, one, VersionState.APPROVED, approved_on=on)
            for one in self.copies.chosen(row)
        ]
        render_then(desk, prepared, partial(_approved, desk, row.id, at_meeting_id))


def _approved(desk: Desk, meeting_id: int, at_meeting_id: int | None, published: Published) -> None:
    def attempt() -> bool:
        commands.approve_minutes(desk.store, meeting_id, _copies(published), at_meeting_id=at_meeting_id)
        return True

    if desk.act(attempt):
        desk.say(_("Compte rendu approuvé, gardé dans Documents"), undoable=False)


def _copies(published: Published) -> list[Copy]:
    return [one.copy for one in published]


def _delay(desk: Desk) -> int:
    return number_setting(desk.store, "observation_days", OBSERVATION_DAYS)


def ask_rectification(desk: Desk, row: MeetingRow) -> FormDialog:
    """Ask why approved minutes are corrected; the text may then be changed until it is published."""
    reason = AutoLineEdit(spelled=True)

    def submit() -> None:
        commands.start_rectification(desk.store, row.id, reason.text())
        desk.say(_("Rectificatif ouvert\u00a0: le texte peut être corrigé, puis publié"))

    dialog = FormDialog(desk.shell, _("Créer un rectificatif"), _("Ouvrir le rectificatif"), submit)
    dialog.form.add(
        _("&Motif"),
        reason,
        _(
            "Imprimé sur les copies, sauf la version publiable, avec la liste de ce qui change. "
            "La version approuvée reste au registre."
        ),
    )
    dialog.open()
    reason.setFocus()
    return dialog


def ask_sent(desk: Desk, row: MeetingRow, printed: printing.Printed, level: Level) -> FormDialog:
    """Ask to whom the copy `printed` went."""
    to = AutoLineEdit()
    to.setPlaceholderText(_("Membres de la formation"))

    def submit() -> None:
        with on_paper():
            title = f"{printed.title} – {row.title}"
        commands.mark_sent(
            desk.store,
            "minutes",
            title,
            level,
            pages=printed.pages,
            digest=printed.digest,
            meeting_id=row.id,
            recipients=to.text().strip(),
            file_name=printed.file_name,
        )
        desk.say(_("Diffusion notée au registre"), undoable=False)

    dialog = FormDialog(desk.shell, _("Marquer comme diffusé"), _("Noter la diffusion"), submit)
    told = _("Copie « {audience} ». La diffusion est notée à l’heure qu’il est et ne s’annule pas.")
    dialog.form.add(_("&Destinataires"), to, told.format(audience=audience_words(level)))
    dialog.open()
    to.setFocus()
    return dialog


def after_words(desk: Desk, meeting_id: int) -> str:
    """Return what comes after the last version: until when observations are awaited, what is open."""
    found = standing(desk.store, meeting_id)
    if found.correction:
        return _("Rectificatif ouvert\u00a0: {reason}. Corrigez le texte, puis publiez.").format(
            reason=found.correction.rstrip(".")
        )
    if found.approved_on is not None:
        words = _("Rectifié\u00a0: {reason}.").format(reason=found.reason.rstrip(".")) if found.reason else ""
        on = _("Approuvé le {day} {year}.").format(
            day=day_month(found.approved_on), year=found.approved_on.year
        )
        return f"{on} {words}".strip()
    if found.published_on is None:
        return _("Rien n’est publié aux membres\u00a0: le compte rendu est un brouillon.")
    days = _delay(desk)
    last = last_observation_day(found.published_on, days)
    if silence_days(desk.store) is None:
        return _("Observations reçues jusqu’au {day} {year}\u00a0; à approuver en séance.").format(
            day=day_month(last), year=last.year
        )
    return ngettext(
        "Réputé approuvé sans observation sous {n} jour, soit le {day} {year}\u00a0: à noter ici.",
        "Réputé approuvé sans observation sous {n} jours, soit le {day} {year}\u00a0: à noter ici.",
        days,
    ).format(n=days, day=day_month(last), year=last.year)

"""The small dialogs of a commitment: kept on a day, postponed, abandoned, news, a contributor."""

from collections.abc import Callable

from coprodesk.commands import commitments as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.commitment_form import fill_partners, short_text, typed_date, typed_number
from coprodesk.ui.widgets import AutoLineEdit, AutoTextEdit, CheckBox, ComboBox, DateField


def _dialog(
    desk: Desk, row: CommitmentRow, title: str, verb: str, submit: Callable[[], object]
) -> FormDialog:
    return FormDialog(desk.shell, f"{title} – {row.reference}", verb, submit)


def ask_kept(desk: Desk, row: CommitmentRow) -> FormDialog:
    """Ask on which day the commitment was kept, today unless told otherwise."""
    day = DateField(desk.today(), today=desk.today)
    text = AutoLineEdit()

    def submit() -> None:
        done_on = typed_date(day, _("Tenu le")) or desk.today()
        commands.keep_commitment(desk.store, row.id, done_on, text=text.text())

    dialog = _dialog(desk, row, _("Engagement tenu"), _("Noter comme tenu"), submit)
    dialog.form.add(_("Tenu le"), day)
    dialog.form.add(_("Précision"), text, _("Facultatif"))
    return _open(dialog, day)


def ask_postponed(desk: Desk, row: CommitmentRow) -> FormDialog:
    """Ask for the new due date; without a first one, the date given is the first."""
    day = DateField(today=desk.today)
    text = AutoLineEdit()

    def submit() -> None:
        to_due = typed_date(day, _("Échéance"))
        if to_due is None:
            raise Refusal(_("La nouvelle échéance manque. Rien n’a été modifié. Écrivez une date."))
        if row.current_due is None:
            commands.set_dates(desk.store, row.id, due=to_due)
        else:
            commands.postpone_commitment(desk.store, row.id, to_due, on=desk.today(), text=text.text())

    if row.current_due is None:
        dialog = _dialog(desk, row, _("Donner une échéance"), _("Enregistrer"), submit)
        dialog.form.add(_("Échéance"), day)
    else:
        dialog = _dialog(desk, row, _("Reporter l’échéance"), _("Reporter"), submit)
        now = _("Aujourd’hui fixée au {day}").format(day=short_date(row.current_due))
        dialog.form.add(_("Nouvelle échéance"), day, now)
        dialog.form.add(_("Motif"), text, _("Facultatif"))
    return _open(dialog, day)


def ask_abandoned(desk: Desk, row: CommitmentRow) -> FormDialog:
    """Ask why the commitment is given up."""
    motive = short_text()

    def submit() -> None:
        commands.abandon_commitment(desk.store, row.id, motive.text(), on=desk.today())

    dialog = _dialog(desk, row, _("Abandonner l’engagement"), _("Abandonner"), submit)
    dialog.form.add(_("Motif"), motive)
    return _open(dialog, motive)


def ask_news(desk: Desk, row: CommitmentRow) -> FormDialog:
    """Ask for news, and for the number reached when it is followed by one."""
    text = short_text()
    reached = AutoLineEdit("" if row.progress_done is None else str(row.progress_done))

    def submit() -> None:
        number = typed_number(reached, _("Nombre réalisé"))
        commands.add_news(desk.store, row.id, text.text(), on=desk.today(), progress_done=number)

    dialog = _dialog(desk, row, _("Nouvelle"), _("Noter la nouvelle"), submit)
    dialog.form.add(_("Nouvelle"), text)
    dialog.form.add(_("Nombre réalisé"), reached, row.progress_indicator)
    return _open(dialog, text)


def ask_contributor(desk: Desk, row: CommitmentRow) -> FormDialog:
    """Ask which institution contributes, with what."""
    combo = ComboBox(_("Partenaire"))
    fill_partners(combo, desk, _("Choisir un partenaire"))
    share = AutoLineEdit()
    associate = CheckBox(_("Associé seulement, sans moyens apportés"))

    def submit() -> None:
        if combo.currentData() is None:
            raise Refusal(_("Aucun partenaire n’est choisi. Rien n’a été modifié. Choisissez-en un."))
        kind = "associate" if associate.isChecked() else "contributor"
        commands.add_contributor(desk.store, row.id, combo.currentData(), kind=kind, share=share.text())

    dialog = _dialog(desk, row, _("Ajouter un contributeur"), _("Ajouter"), submit)
    dialog.form.add(_("Partenaire"), combo)
    dialog.form.add(_("Apport"), share, _("Temps, argent, locaux, personnes"))
    dialog.form.add(_("Rôle"), associate)
    return _open(dialog, combo)


def _open(dialog: FormDialog, first: DateField | AutoLineEdit | AutoTextEdit | ComboBox) -> FormDialog:
    dialog.open()
    first.setFocus()
    return dialog

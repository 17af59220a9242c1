"""The small dialogs of commitments: kept on a day, postponed, abandoned, news; of one or of several."""

from collections.abc import Callable, Sequence

from coprodesk.commands import commitment_bulk as bulk
from coprodesk.commands import commitments as commands
from coprodesk.commands import contributors
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.commitment_fields import fill_partners, short_text, typed_date, typed_number
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.filters import ComboBox

Rows = Sequence[CommitmentRow]
NAMED = 4
"""How many references a title names."""


def names(rows: Rows) -> str:
    """Return « E-2025-04 », « E-2025-04, E-2026-03 » or « 7 engagements »."""
    if len(rows) <= NAMED:
        return ", ".join(row.reference for row in rows)
    return ngettext("{n} engagement", "{n} engagements", len(rows)).format(n=len(rows))


def _dialog(desk: Desk, rows: Rows, title: str, verb: str, submit: Callable[[], object]) -> FormDialog:
    return FormDialog(desk.shell, f"{title} – {names(rows)}", verb, submit)


def _ids(rows: Rows) -> list[int]:
    return [row.id for row in rows]


def ask_kept(desk: Desk, rows: Rows) -> FormDialog:
    """Ask on which day the commitments were kept, today unless told otherwise."""
    day = DateField(desk.today(), today=desk.today)
    text = AutoLineEdit(spelled=True)

    def submit() -> None:
        done_on = typed_date(day, _("Tenu le")) or desk.today()
        if len(rows) == 1:
            commands.keep_commitment(desk.store, rows[0].id, done_on, text=text.text())
        else:
            bulk.keep_commitments(desk.store, _ids(rows), done_on, text=text.text())
            desk.say(ngettext("{n} engagement tenu", "{n} engagements tenus", len(rows)).format(n=len(rows)))

    title = ngettext("Engagement tenu", "Engagements tenus", len(rows))
    dialog = _dialog(desk, rows, title, _("Noter comme tenu"), submit)
    dialog.form.add(_("Tenu le"), day)
    dialog.form.add(_("Précision"), text, _("Facultatif"))
    return _open(dialog, day)


def ask_postponed(desk: Desk, rows: Rows) -> FormDialog:
    """Ask for the new due date; without a first one, the date given is the first."""
    day = DateField(today=desk.today)
    text = AutoLineEdit(spelled=True)
    undated = all(row.current_due is None for row in rows)

    def submit() -> None:
        to_due = typed_date(day, _("Échéance"))
        if to_due is None:
            raise Refusal(_("La nouvelle échéance manque. Rien n’a été modifié. Écrivez une date."))
        if len(rows) > 1:
            bulk.postpone_commitments(desk.store, _ids(rows), to_due, on=desk.today(), text=text.text())
            words = ngettext("{n} engagement reporté", "{n} engagements reportés", len(rows))
            desk.say(words.format(n=len(rows)))
        elif undated:
            commands.set_dates(desk.store, rows[0].id, due=to_due)
        else:
            commands.postpone_commitment(desk.store, rows[0].id, to_due, on=desk.today(), text=text.text())

    if undated:
        dialog = _dialog(desk, rows, _("Donner une échéance"), _("Enregistrer"), submit)
        dialog.form.add(_("Échéance"), day)
    else:
        dialog = _dialog(desk, rows, _("Reporter l’échéance"), _("Reporter"), submit)
        dialog.form.add(_("Nouvelle échéance"), day, _postponed_hint(rows))
        dialog.form.add(_("Motif"), text, _("Facultatif"))
    return _open(dialog, day)


def _postponed_hint(rows: Rows) -> str:
    """Return what is fixed today, and how many times it was put off."""
    days = sorted({row.current_due for row in rows if row.current_due is not None})
    if len(days) > 1:
        return _("Aujourd’hui fixées du {first} au {last}").format(
            first=short_date(days[0]), last=short_date(days[-1])
        )
    words = _("Aujourd’hui fixée au {day}").format(day=short_date(days[0]))
    if len(rows) == 1 and rows[0].postponements:
        rank = _("{n}e report").format(n=rows[0].postponements + 1)
        words = _("{words}\u00a0; {rank}").format(words=words, rank=rank)
    return words


def ask_abandoned(desk: Desk, rows: Rows) -> FormDialog:
    """Ask why the commitments are given up."""
    motive = short_text()

    def submit() -> None:
        if len(rows) == 1:
            commands.abandon_commitment(desk.store, rows[0].id, motive.text(), on=desk.today())
        else:
            bulk.abandon_commitments(desk.store, _ids(rows), motive.text(), on=desk.today())
            words = ngettext("{n} engagement abandonné", "{n} engagements abandonnés", len(rows))
            desk.say(words.format(n=len(rows)))

    dialog = _dialog(desk, rows, _("Abandonner"), _("Abandonner"), submit)
    dialog.form.add(_("Motif"), motive)
    return _open(dialog, motive)


def ask_news(desk: Desk, rows: Rows) -> FormDialog:
    """Ask for news, and for the number reached when one is followed by a number."""
    text = short_text()
    only = rows[0] if len(rows) == 1 else None
    done = only.progress_done if only is not None else None
    reached = AutoLineEdit("" if done is None else str(done))

    def submit() -> None:
        if only is None:
            bulk.add_news_to(desk.store, _ids(rows), text.text(), on=desk.today())
            words = ngettext("Nouvelle de {n} engagement", "Nouvelle de {n} engagements", len(rows))
            desk.say(words.format(n=len(rows)))
            return
        number = typed_number(reached, _("Nombre réalisé"))
        commands.add_news(desk.store, only.id, text.text(), on=desk.today(), progress_done=number)

    dialog = _dialog(desk, rows, _("Nouvelle"), _("Noter la nouvelle"), submit)
    dialog.form.add(_("Nouvelle"), text)
    if only is not None:
        dialog.form.add(_("Nombre réalisé"), reached, only.progress_indicator)
    return _open(dialog, text)


def ask_contributor(desk: Desk, row: CommitmentRow) -> FormDialog:
    """Ask which institution contributes, with what."""
    combo = ComboBox(_("Partenaire"))
    fill_partners(combo, desk, _("Choisir un partenaire"))
    share = AutoLineEdit(spelled=True)
    associate = CheckBox(_("Associé seulement, sans moyens apportés"))

    def submit() -> None:
        if combo.currentData() is None:
            raise Refusal(_("Aucun partenaire n’est choisi. Rien n’a été modifié. Choisissez-en un."))
        kind = "associate" if associate.isChecked() else "contributor"
        contributors.add_contributor(desk.store, row.id, combo.currentData(), kind=kind, share=share.text())

    dialog = _dialog(desk, (row,), _("Ajouter un contributeur"), _("Ajouter"), submit)
    dialog.form.add(_("Partenaire"), combo)
    dialog.form.add(_("Apport"), share, _("Temps, argent, locaux, personnes"))
    dialog.form.add(_("Rôle"), associate)
    return _open(dialog, combo)


def _open(dialog: FormDialog, first: DateField | AutoLineEdit | AutoTextEdit | ComboBox) -> FormDialog:
    dialog.open()
    first.setFocus()
    return dialog

"""Acts of the convening as a whole: at whose request, addresses to the clipboard, changes since."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from coprodesk.commands import meetings as commands
from coprodesk.domain.attendance import Reply
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import CONVENING_DAYS, Convener, MeetingState, majority, short_notice
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.attendance import RollDiff
from coprodesk.queries.concerned import concerned_without_reply, concerned_words
from coprodesk.queries.convened import addresses, convened, diff_words, request, silent
from coprodesk.queries.council import number_setting
from coprodesk.queries.meetings import meeting
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.filters import ComboBox

_TOLD = 3


class ConvenerDialog(FormDialog):
    """At whose request a meeting is held, and how many members ask for it when their majority does."""

    def __init__(self, desk: Desk, meeting_id: int) -> None:
        super().__init__(desk.shell, _("À la demande de qui\u00a0?"), _("Enregistrer"), self._save)
        self._desk, self._meeting_id = desk, meeting_id
        held = request(desk.store, meeting_id)
        self._members = held.members if held is not None else 0
        self.convener = ComboBox(_("Réunion demandée par"))
        for one in Convener:
            self.convener.addItem(one.label, one.value)
        self.asking = AutoLineEdit(str(held.asking) if held is not None and held.asking is not None else "")
        told = _("De droit à la demande du préfet ou de la majorité des membres (D.\u00a0132-9).")
        self.form.add(_("&Demandée par"), self.convener, told)
        words = ngettext("Sur {all} membre, hors commune.", "Sur {all} membres, hors commune.", self._members)
        self._row = self.form.add(
            _("&Membres qui la demandent"), self.asking, words.format(all=self._members), name="asking"
        )
        self.convener.currentIndexChanged.connect(self._follow)
        self.asking.textChanged.connect(self._follow)
        if held is not None:
            choose(self.convener, held.convened_by.value)
        self._follow()
        self.convener.setFocus()

    def _follow(self) -> None:
        """Show the number for a majority only, and warn gently below it."""
        self._row.setVisible(self.convener.currentData() == Convener.MAJORITY.value)
        text, needed = self.asking.text().strip(), majority(self._members)
        short = text.isdecimal() and int(text) < needed
        warning = _("La majorité est de {needed} membres sur {all}.").format(needed=needed, all=self._members)
        self._row.understand(warning if short else "")

    def _save(self) -> None:
        convener = Convener(self.convener.currentData())
        text = self.asking.text().strip() if convener is Convener.MAJORITY else ""
        if text and not (text.isdecimal() and int(text) <= self._members):
            raise Refusal(
                _("Écrivez un nombre de membres, {all} au plus. Rien n’a changé.").format(all=self._members),
                field="asking",
            )
        commands.set_meeting(
            self._desk.store,
            self._meeting_id,
            convened_by=convener.value,
            convened_members=int(text) if text else None,
        )


def copy_addresses(desk: Desk, meeting_id: int, *, only_silent: bool) -> None:
    """Put the addresses of the convened, or of the silent ones, into the clipboard, and say how many."""
    lines = convened(desk.store, meeting_id)
    found = addresses(silent(lines) if only_silent else lines)
    QGuiApplication.clipboard().setText(found.text)
    words = ngettext("{n} adresse copiée", "{n} adresses copiées", found.count).format(n=found.count)
    if found.missing:
        lacking = ngettext(
            "{n} manquante\u00a0: {names}", "{n} manquantes\u00a0: {names}", len(found.missing)
        )
        words += f", {lacking.format(n=len(found.missing), names=', '.join(found.missing[:_TOLD]))}"
    desk.say(words, undoable=False)


def changes_sentence(diff: RollDiff, state: MeetingState) -> str:
    """Return « 2 changements depuis la convocation, les appliquer ? » and what they are."""
    told = diff_words(diff)
    since = _("depuis la convocation") if state is MeetingState.CONVENED else _("depuis la liste")
    words = ngettext(
        "{n} changement {since}, l’appliquer\u00a0?",
        "{n} changements {since}, les appliquer\u00a0?",
        len(told),
    ).format(n=len(told), since=since)
    details = list(told[:_TOLD])
    if len(told) > _TOLD:
        rest = len(told) - _TOLD
        details.append(ngettext("et {n} autre", "et {n} autres", rest).format(n=rest))
    return f"{words} {' ; '.join(details)}."


def concern_sentence(desk: Desk, meeting_id: int, items: Sequence[AgendaRow]) -> str:
    """Return which institution concerned by the items is excused, '' for none."""
    found = [one for one in concerned_without_reply(desk.store, meeting_id) if one.reply is Reply.EXCUSED]
    if not found:
        return ""
    numbers = {item.id: item.number for item in items}
    mine = [one.item_id for one in found if one.institution_id == found[0].institution_id]
    words = concerned_words(found[0], *(numbers.get(one, "") for one in mine))
    more = len({one.institution_id for one in found}) - 1
    rest = ngettext("{n} autre manque.", "{n} autres manquent.", more).format(n=more) if more else ""
    return f"{words} {rest}".strip()


def tell_short_notice(desk: Desk, meeting_id: int) -> None:
    """Say so when members are convened later than the council's rules ask; nothing is barred."""
    row, page = meeting(desk.store, meeting_id), desk.shell.current_page()
    words = ""
    if row is not None:
        asked = number_setting(desk.store, "convening_days", CONVENING_DAYS)
        words = short_notice(desk.today(), row.date, asked)
    if words and page is not None:
        page.banner.say(words, "soon")

"""The sheet of one seat beside the replies: who to call, how it came before, what concerns it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.documents.picture import Presence
from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _, labelled
from coprodesk.domain.names import name_line
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.attendance import RollLine
from coprodesk.queries.partners import PartnerSheet
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.marks import PresenceCell
from coprodesk.ui.widgets.panel import DetailPanel


class SeatPanel(DetailPanel):
    """Filled anew for each seat; `answers` are the buttons that note its reply, made once by the step."""

    def show_seat(
        self,
        line: RollLine | None,
        sheet: PartnerSheet | None,
        items: Sequence[AgendaRow],
        answers: QWidget,
        call: str = "",
    ) -> None:
        """Show a seat, its buttons, its people and what concerns it; `call` says which call this is."""
        answers.hide()
        self.start((line.institution or line.person) if line is not None else "", reference=call)
        if line is None:
            return
        kind = sheet.member_kind.lower() if sheet is not None else ""
        who = " · ".join(part for part in (line.college, kind) if part)
        self.add(Label(who, "small", "text2", wrap=True))
        self.add(answers)
        answers.show()
        self._people(line, sheet)
        if sheet is not None:
            self._presence(sheet)
        self._items(line, items)

    def _people(self, line: RollLine, sheet: PartnerSheet | None) -> None:
        phones = {one.person_id: one.phone for one in sheet.sitting} if sheet is not None else {}
        self.section(_("Titulaire"))
        self._person(name_line(line.person, line.function), phones.get(line.person_id or 0, ""))
        if line.substitute is not None:
            self.section(_("Suppléance habituelle"))
            self._person(name_line(line.substitute.name, line.substitute.function), line.substitute.phone)
        if sheet is not None and sheet.phone:
            self.add(Label(_("Standard\u00a0: {phone}").format(phone=sheet.phone), "small", "text2"))

    def _person(self, who: str, phone: str) -> None:
        self.add(Label(who or _("Siège vacant"), "small", wrap=True))
        if phone:
            self.add(Label(phone, "small", "text2"))

    def _presence(self, sheet: PartnerSheet) -> None:
        if not sheet.strip:
            return
        self.section(_("Dernières séances"))
        strip = QWidget()
        line = QHBoxLayout(strip)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for cell in (one for one in sheet.strip if one.convened):
            mark = PresenceCell(Presence(cell.presence.value), 26)
            words = _("{body}, {day} {year}").format(
                body=cell.body, day=day_month(cell.on), year=cell.on.year
            )
            mark.setToolTip(labelled(words, cell.presence.label.lower()))
            line.addWidget(mark)
        line.addStretch(1)
        self.add(strip)
        if sheet.strip_presence is not None and sheet.strip_presence.denominator:
            strip.setAccessibleName(sheet.presence_words)
            self.add(Label(sheet.presence_words, "small", "text2", wrap=True))

    def _items(self, line: RollLine, items: Sequence[AgendaRow]) -> None:
        mine = [
            item
            for item in items
            if line.institution_id is not None
            and (line.institution_id == item.reporter_id or line.institution_id in item.institutions)
        ]
        if mine:
            self.section(_("Points concernés"))
        for item in mine:
            self.add(Label(f"{item.number}. {item.title}", "small", wrap=True))

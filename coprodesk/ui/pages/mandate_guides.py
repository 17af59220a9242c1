"""Guided dialogs on the mandates: the end of one and its successor, a body renewed after elections."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from coprodesk.commands import mandates as commands
from coprodesk.commands.mandates import SeatChange, Successor
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold, short_date, sort_key
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import Gender, civility_gender, display_name, name_line
from coprodesk.exchange.person_cells import read_name
from coprodesk.queries import partners as queries
from coprodesk.queries.bodies import BodyRow, SeatRow
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.departure import open_commitments
from coprodesk.queries.partners import MandateRow, PersonRow
from coprodesk.ui import theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.partner_form import beside, choice, line_field
from coprodesk.ui.preview import open_preview
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.scroll import scrolled

NOBODY, NEW = 0, -1
"""Instead of the id of a person: nobody for now, somebody who is not in the directory."""
WIDTH, ABOUT_SEATS = 760, 250
"""The least width of the table of seats, and how much stands above and below it, in logical pixels."""
_VACANT = ("vacant", "vacante", "-", "–")


def directory(desk: Desk) -> list[PersonRow]:
    """Return the people of the directory by name."""
    return sorted(queries.people(desk.store, desk.today()), key=lambda one: sort_key(one.last_name))


class MandateGuide(FormDialog):
    """The end of a mandate: its last day, why, and at once its successor or an empty seat."""

    def __init__(self, desk: Desk, mandate: MandateRow) -> None:
        title = _("Fin de mandat · {name}").format(name=mandate.name)
        super().__init__(desk.shell, title, _("Mettre fin"), self._submit_form)
        self.desk, self._mandate = desk, mandate
        self._warned = ""
        self.last_day = DateField(mandate.to_date or desk.today(), today=desk.today)
        self.reason = line_field(most=commands.LONGEST_REASON)
        known = [
            (" · ".join((one.name, *one.holds)), one.id)
            for one in directory(desk)
            if one.id != mandate.person_id
        ]
        self.successor = choice(
            [
                (_("personne pour l’instant\u00a0: siège vacant"), NOBODY),
                (_("une nouvelle personne"), NEW),
                *known,
            ]
        )
        self.civility = choice([(word or _("aucune"), word) for word in ("Mme", "M.", "Dr", "")], "Mme")
        self.first_name, self.last_name = line_field(), line_field()
        self.function = line_field(mandate.function)
        self.phone, self.email = line_field(), line_field()
        promised = open_commitments(desk.store, mandate.person_id, mandate.institution_id, desk.today())
        self.ticks: dict[int, CheckBox] = {row.id: _tick(row) for row in promised}
        self.hand_over = CheckBox(_("Ouvrir ensuite la fiche de passation"))
        self.hand_over.setChecked(mandate.rank == "titular")
        self._compose()
        self.successor.currentIndexChanged.connect(self._choose)
        self._choose()
        self.last_day.setFocus()

    def _compose(self) -> None:
        mandate = self._mandate
        beside(
            self.form,
            (_("&Dernier jour"), self.last_day),
            (_("&Motif"), self.reason, _("facultatif\u00a0: mutation, retraite, élection")),
        )
        self.form.add(
            _("&Qui lui succède\u00a0?"), self.successor, _("Le successeur siège dès le lendemain.")
        )
        beside(
            self.form,
            (_("Ci&vilité"), self.civility),
            (_("&Prénom"), self.first_name),
            (_("&Nom"), self.last_name),
        )
        beside(
            self.form,
            (_("&Fonction"), self.function),
            (_("&Téléphone"), self.phone),
            (_("Cou&rriel"), self.email),
        )
        if self.ticks:
            feminine = civility_gender(mandate.civility) is Gender.FEMININE
            self._asked = Label(
                _("Engagements dont elle est la référente, à transmettre")
                if feminine
                else _("Engagements dont il est le référent, à transmettre"),
                "small_strong",
                "text2",
                wrap=True,
            )
            layout = self.form.layout()
            assert layout is not None
            layout.addWidget(self._asked)
            for tick in self.ticks.values():
                layout.addWidget(tick)
        self.foot.addWidget(self.hand_over)

    def _choose(self) -> None:
        """Ask only for what is not known yet."""
        chosen = self.successor.currentData()
        for field in (self.civility, self.first_name, self.last_name, self.phone, self.email):
            field.setEnabled(chosen == NEW)
        self.function.setEnabled(chosen != NOBODY)
        for tick in self.ticks.values():
            tick.setEnabled(chosen != NOBODY)

    def _submit_form(self) -> None:
        last_day = self.last_day.value()
        if last_day is None or self.last_day.pending():
            raise Refusal(_("Il manque le dernier jour du mandat. Rien n’a été modifié. Écrivez-le."))
        chosen, store = self.successor.currentData(), self.desk.store
        if chosen == NOBODY:
            commands.leave_seat(store, self._mandate.id, last_day, reason=self.reason.text())
            said = _("Mandat de {name} terminé").format(name=self._mandate.name)
        else:
            commands.succeed(
                store,
                self._mandate.id,
                last_day + timedelta(days=1),
                self._successor(chosen),
                referent_ids=[key for key, tick in self.ticks.items() if tick.isChecked()],
                reason=self.reason.text(),
            )
            said = _("Mandat de {name} transmis").format(name=self._mandate.name)
        self.desk.say(said)
        if self.hand_over.isChecked():
            open_preview(self.desk, "handover", self._mandate.institution_id)

    def _successor(self, chosen: int) -> Successor:
        """Return who takes over; a namesake of the directory is told once."""
        function = self.function.text().strip()
        if chosen != NEW:
            return Successor(person_id=chosen, function=function)
        first_name, last_name = self.first_name.text().strip(), self.last_name.text().strip()
        warning = queries.homonym_warning(self.desk.store, first_name, last_name) or ""
        if warning and warning != self._warned:
            self._warned = warning
            raise Refusal(warning)
        return Successor(
            last_name=last_name,
            first_name=first_name,
            civility=self.civility.currentData(),
            function=function,
            phone=self.phone.text(),
            email=self.email.text(),
        )


def _tick(row: CommitmentRow) -> CheckBox:
    due = short_date(row.current_due) if row.current_due else _("sans date")
    what = row.what if len(row.what) <= 60 else f"{row.what[:60].rsplit(' ', 1)[0]}…"
    box = CheckBox(f"{row.reference} · {what} · {due}")
    box.setToolTip(row.what)
    box.setChecked(True)
    return box


class SeatLine:
    """One seat of a body being renewed: goes on, vacant, or whoever is typed."""

    GOES_ON, VACANT, SUCCESSOR = "goes on", "vacant", "successor"

    def __init__(self, seat: SeatRow, names: Sequence[str]) -> None:
        self.seat = seat
        self.choice: ComboBox = choice(
            [
                (_("reconduit") if seat.titular else _("reste vacant"), self.GOES_ON),
                (_("vacant"), self.VACANT),
                (_("nouveau titulaire"), self.SUCCESSOR),
            ]
        )
        self.typed: QLineEdit = line_field()
        self.typed.setPlaceholderText(_("Mme Lise Orveau, directrice"))
        completer = QCompleter(list(names), self.typed)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.typed.setCompleter(completer)
        self.typed.textChanged.connect(self._follow)
        self.choice.setAccessibleName(_("Siège {name}").format(name=seat.short_name))
        self.typed.setAccessibleName(_("Nouveau titulaire, {name}").format(name=seat.short_name))

    def _follow(self, text: str) -> None:
        """Let what is typed tell the choice."""
        words = fold(text.strip())
        kind = self.GOES_ON if words in ("", "reconduit", "reconduite") else self.SUCCESSOR
        if words in _VACANT:
            kind = self.VACANT
        self.choice.setCurrentIndex(self.choice.findData(kind))

    def change(self, people: dict[str, int]) -> SeatChange | None:
        """Return what becomes of the seat, None when it goes on. Raises Refusal for a successor not named."""
        kind = self.choice.currentData()
        if kind == self.GOES_ON or (kind == self.VACANT and not self.seat.titular):
            return None
        if kind == self.VACANT:
            return SeatChange(self.seat.institution_id, None)
        text = self.typed.text().strip()
        if not text:
            raise Refusal(
                _(
                    "Le nouveau titulaire de «\u00a0{name}\u00a0» n’est pas nommé. Rien n’a été "
                    "modifié. Écrivez-le."
                ).format(name=self.seat.short_name)
            )
        return SeatChange(self.seat.institution_id, read_successor(text, people))


def read_successor(text: str, people: dict[str, int]) -> Successor:
    """Return who « Mme Lise Orveau, directrice » is: the person of the directory of that name, or a new one.

    `people` gives ids by folded name.
    """
    read = read_name(text)
    function = read.function
    for name in (text, display_name(read.civility, read.first, read.last), f"{read.first} {read.last}"):
        if (found := people.get(fold(name.strip()))) is not None:
            return Successor(person_id=found, function="" if name == text else function)
    return Successor(last_name=read.last, first_name=read.first, civility=read.civility, function=function)


class RenewBodyForm(FormDialog):
    """The seats of a body after elections, one line each and one date; one step takes all of it back."""

    def __init__(self, desk: Desk, body: BodyRow, seats: Sequence[SeatRow]) -> None:
        title = _("Renouvellement · {name}").format(name=body.short_name)
        super().__init__(desk.shell, title, _("Renouveler"), self._submit_form)
        self.desk, self._body = desk, body
        self.form.setMinimumWidth(theme.px(WIDTH))
        self._people = _by_name(directory(desk))
        names = [one.name for one in directory(desk)]
        self.on = DateField(desk.today(), today=desk.today)
        self.form.add(
            _("&Premier jour des nouveaux titulaires"),
            self.on,
            _("Les comptes rendus et les appels déjà faits gardent les noms d’alors."),
        )
        self.lines = [SeatLine(seat, names) for seat in seats]
        # In the foot, so that the table alone scrolls in a low window.
        self.foot.addWidget(self._table(max(120, desk.shell.height() - theme.px(ABOUT_SEATS))), 1)
        self._count = Label("", "small", "text2", wrap=True)
        self.foot.addWidget(self._count)
        for line in self.lines:
            line.choice.currentIndexChanged.connect(self._tell)
            line.typed.textChanged.connect(self._tell)
        self._tell(0)
        self.on.setFocus()

    def _table(self, most: int) -> QWidget:
        """Return the seats, no higher than `most` pixels."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 14, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for column, words in enumerate((_("Siège et ancien titulaire"), _("Suite"), _("Nouveau titulaire"))):
            grid.addWidget(Label(words, "tiny", "text2"), 0, column)
        for row, line in enumerate(self.lines, 1):
            seat = line.seat
            who = name_line(seat.titular, seat.function) if seat.titular else _("siège vacant")
            label = Label(f"{seat.short_name}\n{who}", "small", "text" if seat.titular else "soon", wrap=True)
            label.setBuddy(line.typed)
            grid.addWidget(label, row, 0)
            grid.addWidget(line.choice, row, 1)
            grid.addWidget(line.typed, row, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 4)
        grid.setRowStretch(len(self.lines) + 1, 1)
        area = scrolled(inner)
        area.setMinimumHeight(120)
        area.setMaximumHeight(most)
        return area

    def _tell(self, _index: object = None) -> None:
        """Say how many seats change."""
        changed = sum(line.choice.currentData() != SeatLine.GOES_ON for line in self.lines)
        self._count.setText(
            ngettext("{n} siège change sur {all}", "{n} sièges changent sur {all}", changed).format(
                n=changed, all=len(self.lines)
            )
        )

    def _submit_form(self) -> None:
        on = self.on.value()
        if on is None or self.on.pending():
            raise Refusal(_("Il manque le jour du renouvellement. Rien n’a été modifié. Écrivez-le."))
        changes = [found for line in self.lines if (found := line.change(self._people)) is not None]
        commands.renew_body(self.desk.store, self._body.id, on, changes)
        self.desk.say(
            ngettext(
                "{body}\u00a0: {n} siège renouvelé", "{body}\u00a0: {n} sièges renouvelés", len(changes)
            ).format(body=self._body.short_name, n=len(changes))
        )


def _by_name(people: Sequence[PersonRow]) -> dict[str, int]:
    """Return ids by folded name, with and without the civility; two of one name are nobody."""
    found: dict[str, int | None] = {}
    for one in people:
        for name in {fold(one.name), fold(f"{one.first_name} {one.last_name}".strip())}:
            found[name] = None if name in found else one.id
    return {name: key for name, key in found.items() if key is not None}

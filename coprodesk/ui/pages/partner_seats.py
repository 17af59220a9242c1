"""« Qui siège »: the present mandates with contacts that save by themselves, the facts, who sat before."""

from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.commands import partners as commands
from coprodesk.domain.french import day_month, short_date, thousands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import Gender, civility_gender
from coprodesk.domain.vacancies import Vacancy
from coprodesk.queries.partners import MandateRow, PartnerSheet, SeatSpan
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.departure import DepartureDialog, departure_title
from coprodesk.ui.pages.mandate_guides import MandateGuide
from coprodesk.ui.pages.partner_form import choice
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, Separator
from coprodesk.ui.widgets.editors import AutoLineEdit, flush_pending
from coprodesk.ui.widgets.marks import Monogram, initials


def _since(mandate: MandateRow) -> str:
    if mandate.from_date is None:
        return ""
    day = f"{day_month(mandate.from_date)} {mandate.from_date.year}"
    return _("depuis le {day}").format(day=day)


def _rank(mandate: MandateRow) -> str:
    if mandate.rank == "titular":
        return _("titulaire")
    return {"Mme": _("suppléante"), "M.": _("suppléant")}.get(mandate.civility, _("suppléance"))


def _span(first: date | None, last: date | None) -> str:
    """Return « du 01/09/2021 au 31/08/2024 », or the day that is known."""
    if first and last:
        return _("du {first} au {last}").format(first=short_date(first), last=short_date(last))
    if last:
        return _("jusqu’au {last}").format(last=short_date(last))
    return _("depuis le {first}").format(first=short_date(first)) if first else ""


def _vacant_words(vacancy: Vacancy) -> str:
    """Return « Siège vacant, 12 jours », « Siège vacant depuis 12 jours » while it lasts."""
    if vacancy.end is None:
        return ngettext("Siège vacant depuis {n} jour", "Siège vacant depuis {n} jours", vacancy.days).format(
            n=thousands(vacancy.days)
        )
    return ngettext("Siège vacant, {n} jour", "Siège vacant, {n} jours", vacancy.days).format(
        n=thousands(vacancy.days)
    )


def _seat_words(seat: SeatSpan) -> str:
    """Return « Plénière depuis 2022 », « Plénière, 2022 – 2025 »."""
    if seat.from_date is not None and seat.to_date is None:
        return _("{body} depuis {year}").format(body=seat.body, year=seat.from_date.year)
    years = " – ".join(dict.fromkeys(str(one.year) for one in (seat.from_date, seat.to_date) if one))
    return f"{seat.body}, {years}" if years else seat.body


def _leaves_words(mandate: MandateRow) -> str:
    words = {
        Gender.FEMININE: _("Si elle part demain…"),
        Gender.MASCULINE: _("S’il part demain…"),
        None: _("En cas de départ…"),
    }
    return words[civility_gender(mandate.civility)]


def _ended(one: MandateRow | Vacancy) -> date:
    last = one.end if isinstance(one, Vacancy) else one.to_date
    return last or date.max


class _Sitting(QWidget):
    """One present mandate: name, function, contact, authority; the contact is corrected in place."""

    def __init__(self, desk: Desk, mandate: MandateRow) -> None:
        super().__init__()
        self.desk, self.mandate = desk, mandate
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._disc = Monogram(initials(mandate.name), 38, disc=True)
        head.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = Label("", "strong", wrap=True)
        self._function = Label("", "small", "text2", wrap=True)
        self._since = Label("", "tiny", "text2", wrap=True)
        for label in (self._name, self._function, self._since):
            words.addWidget(label)
        head.addLayout(words, 1)
        column.addLayout(head)
        self.phone = self._contact("phone", _("Téléphone"))
        self.email = self._contact("email", _("Courriel"))
        self.authority = choice(
            [
                (_("à préciser"), None),
                (_("oui"), "yes"),
                (_("sous réserve"), "subject_to_approval"),
                (_("non"), "no"),
            ]
        )
        self.authority.activated.connect(self._authorise)
        desk.writes(self.authority)
        rows = (
            (_("Téléphone"), self.phone),
            (_("Courriel"), self.email),
            (_("Peut engager"), self.authority),
        )
        for name, field in rows:
            field.setAccessibleName(f"{name}, {mandate.name}")
            column.addLayout(_fact(name, field))
        column.addLayout(self._make_links())
        self.load(mandate)

    def _make_links(self) -> QHBoxLayout:
        mandate = self.mandate
        end = make(self, _("Fin de mandat…"), self._end)
        self.desk.writes(end)
        tomorrow = make(self, _leaves_words(mandate), self.ask_tomorrow)
        self._links = [ActionButton(tomorrow, "link"), ActionButton(end, "link")]
        self._links[0].setAccessibleName(departure_title(mandate))
        self._links[1].setAccessibleName(_("Fin de mandat de {name}").format(name=mandate.name))
        self._acts = QHBoxLayout()
        self._acts.setSpacing(0)
        for link in self._links:
            self._acts.addWidget(link, 0, Qt.AlignmentFlag.AlignRight)
        return self._acts

    def _contact(self, column: str, name: str) -> AutoLineEdit:
        editor = AutoLineEdit()
        editor.setPlaceholderText(name)
        self.desk.bind(editor, partial(self._save, editor, column))
        return editor

    def _save(self, editor: AutoLineEdit, column: str, text: str) -> None:
        commands.set_person(self.desk.store, self.mandate.person_id, origin=editor, **{column: text.strip()})

    def load(self, mandate: MandateRow) -> None:
        """Show the mandate as it is now."""
        self.mandate = mandate
        self._disc.set_letters(initials(f"{mandate.first_name} {mandate.last_name}"))
        self._name.setText(mandate.name)
        words = (mandate.function, _rank(mandate), mandate.body)
        self._function.setText(", ".join(part for part in words if part))
        self._since.setText(_since(mandate))
        self.phone.load(mandate.phone, mandate.person_id)
        self.email.load(mandate.email, mandate.person_id)
        self.authority.setCurrentIndex(max(self.authority.findData(mandate.authority), 0))

    def _authorise(self) -> None:
        self.desk.act(
            commands.set_mandate,
            self.desk.store,
            self.mandate.id,
            authority=self.authority.currentData(),
            origin=self.authority,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put one act under the other where there is no room beside it."""
        super().resizeEvent(event)
        needed = sum(link.sizeHint().width() for link in self._links)
        beside = QBoxLayout.Direction.LeftToRight
        self._acts.setDirection(beside if needed <= self.width() else QBoxLayout.Direction.TopToBottom)

    def _end(self) -> None:
        MandateGuide(self.desk, self.mandate).open()

    def ask_tomorrow(self) -> None:
        """Tell what would be lost if this person left."""
        DepartureDialog(self.desk, self.mandate, self._end).open()


def _fact(name: str, field: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    label = Label(name, "small", "text2")
    label.setFixedWidth(theme.px(96))
    row.addWidget(label)
    row.addWidget(field, 1)
    return row


class _Before(QWidget):
    """One step of the thread: a predecessor, or days on which nobody held the seat."""

    def __init__(self, one: MandateRow | Vacancy, *, last: bool) -> None:
        super().__init__()
        self._last = last
        self._tint = "soon" if isinstance(one, Vacancy) else "text3"
        if isinstance(one, Vacancy):
            title = _vacant_words(one)
            facts, told = _span(one.start, one.end), ""
        else:
            title, number = one.name, one.meetings
            rank = "" if one.rank == "titular" else _rank(one)
            span = _span(one.from_date, one.to_date)
            facts = ", ".join(part for part in (one.function, rank, span) if part)
            told = ngettext("{n} séance", "{n} séances", number).format(n=number) if number else ""
        self.words = " · ".join(part for part in (title, facts, told) if part)
        self.setAccessibleName(self.words)
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 0, 0, 4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(title, "small", "soon" if isinstance(one, Vacancy) else "text", wrap=True))
        words.addWidget(Label(facts, "tiny", "text2", wrap=True))
        line.addLayout(words, 1)
        line.addWidget(Label(told, "tiny", "text2"), 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring and thread."""
        p = QPainter(self)
        top = paint.line_height("small") / 2 - 5
        paint.box(p, QRectF(1, top, 10, 10), None, self._tint, 5, 1.5)
        if not self._last:
            paint.fill(p, QRectF(5.5, top + 12, 1, self.height()), "line2")
        p.end()


class SeatsCard(Card):
    """Who sits, the facts of the institution, who sat before."""

    def __init__(self, desk: Desk, appoint: QAction) -> None:
        super().__init__(_("Qui siège"))
        self.desk = desk
        self.blocks: list[_Sitting] = []
        self.past: list[_Before] = []
        self._shown: tuple[object, ...] = ()
        self._fact_lines = QVBoxLayout()
        self._fact_lines.setSpacing(0)
        self._before = QVBoxLayout()
        self._before.setSpacing(2)
        self._sitting = QVBoxLayout()
        self._sitting.setSpacing(14)
        for layout in (self._sitting, self._fact_lines, self._before):
            self.body.addLayout(layout)
        self.body.addStretch(1)
        self.body.addWidget(ActionButton(appoint), 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_sheet(self, sheet: PartnerSheet) -> None:
        """Show a sheet; fields stay as they are while the same people sit."""
        shown = (sheet.id, *(one.id for one in sheet.sitting))
        if shown != self._shown:
            self._shown = shown
            flush_pending(self)
            _empty(self._sitting)
            self.blocks = [_Sitting(self.desk, one) for one in sheet.sitting]
            for block in self.blocks:
                self._sitting.addWidget(block)
        for block, mandate in zip(self.blocks, sheet.sitting, strict=True):
            block.load(mandate)
        self._show_facts(sheet)
        self._show_before(sheet)

    def _show_facts(self, sheet: PartnerSheet) -> None:
        _empty(self._fact_lines)
        if sheet.vacant:
            since = next((one for one in sheet.vacancies if one.end is None), None)
            told = _("Aucun titulaire\u00a0: siège vacant") if since is None else _vacant_words(since)
            self._fact_lines.addWidget(Label(told, "small_strong", "soon", wrap=True))
        seats = "\n".join(_seat_words(seat) for seat in sheet.seats)
        agreement = short_date(sheet.agreement_on) if sheet.agreement_on else _("pas encore")
        pairs = (
            (_("Siège dans"), seats),
            (_("Accord reçu"), agreement),
            (_("Téléphone"), sheet.phone),
            (_("Courriel"), sheet.email),
            (_("Adresse"), sheet.address),
            (_("Remarque"), sheet.note),
        )
        self._fact_lines.addWidget(Separator())
        for name, value in pairs:
            if value:
                words = Label(value, "small", wrap=True)
                words.setAccessibleName(f"{name} : {value}")
                words.setToolTip(value)  # a long address has no place where a line may break
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._fact_lines.addWidget(Label(name, "tiny", "text2"))
                self._fact_lines.addWidget(words)
                self._fact_lines.addSpacing(4)

    def _show_before(self, sheet: PartnerSheet) -> None:
        _empty(self._before)
        past: list[MandateRow | Vacancy] = [*sheet.before, *(one for one in sheet.vacancies if one.end)]
        if not past:
            return
        self._before.addWidget(Separator())
        self._before.addWidget(Label(_("Avant"), "small_strong", "text2"))
        past.sort(key=_ended, reverse=True)
        self.past = [_Before(one, last=number == len(past)) for number, one in enumerate(past, 1)]
        for step in self.past:
            self._before.addWidget(step)

    def first_field(self) -> QWidget | None:
        """Return the first field that can be typed into."""
        return self.blocks[0].phone if self.blocks else None


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

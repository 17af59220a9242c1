"""One body: fields that save by themselves, who sits in it, what may be done with it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import bodies as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import name_line
from coprodesk.queries import bodies as queries
from coprodesk.queries import council
from coprodesk.queries import partners as partner_queries
from coprodesk.queries.bodies import BodyRow, SeatRow
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.mandate_guides import RenewBodyForm
from coprodesk.ui.pages.partner_form import SHORT_NAME_LENGTH, beside, choice
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.cards import Card, Separator
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField, Form
from coprodesk.ui.widgets.scroll import scrolled

WIDTH = 370


def whole_number(text: str) -> int | None:
    """Return the number typed, None for nothing. Raises Refusal for anything else."""
    typed = "".join(text.split())
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 9:
        raise Refusal(
            _("« {text} » n’est pas un nombre entier. La valeur d’avant est gardée. Corrigez-le.").format(
                text=text.strip()
            )
        )
    return int(typed)


ABOUT_SEATS = 270
"""What stands above and below the seats of the form, in logical pixels."""


class SeatsForm(FormDialog):
    """Which partners sit in a body, from a day."""

    def __init__(self, desk: Desk, body: BodyRow, seats: Sequence[SeatRow]) -> None:
        super().__init__(
            desk.shell, _("Composition · {name}").format(name=body.short_name), _("Enregistrer"), self._submit
        )
        self.desk, self._body_id = desk, body.id
        sitting = {seat.institution_id for seat in seats}
        self.boxes: dict[int, CheckBox] = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(2)
        college = ""
        for row in partner_queries.partners(desk.store, desk.today()):
            if row.college != college:
                college = row.college
                column.addWidget(Label(college, "small_strong", "text2"))
            box = CheckBox(row.name)
            box.setChecked(row.id in sitting)
            column.addWidget(box)
            self.boxes[row.id] = box
        column.addStretch(1)
        area = scrolled(inner)
        area.setMinimumHeight(120)
        area.setMaximumHeight(max(120, desk.shell.height() - theme.px(ABOUT_SEATS)))
        self.since = DateField(desk.today(), today=desk.today)
        self.form.add(_("&Depuis le"), self.since, _("Qui est décoché siège jusqu’à la veille."))
        # In the foot, so that the boxes alone scroll in a low window.
        self.foot.addWidget(Label(_("Partenaires qui siègent"), "small_strong", "text2"))
        self.foot.addWidget(area, 1)
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.setFocus()

    def _submit(self) -> None:
        since = self.since.value()
        if since is None or self.since.pending():
            raise Refusal(
                _("Il manque le jour de la nouvelle composition. Rien n’a été modifié. Écrivez-le.")
            )
        chosen = [key for key, box in self.boxes.items() if box.isChecked()]
        commands.set_seats(self.desk.store, self._body_id, chosen, since)


class BodyDetail(Card):
    """The fields of one body; `closed` asks for the list, `removed` says that the body is gone."""

    closed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(bare=True)
        self.desk = desk
        self._body: BodyRow | None = None
        self._seats: tuple[SeatRow, ...] = ()
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(19, 14, 19, 14)
        self._column.setSpacing(12)
        area = scrolled(inner)
        self.body.addWidget(area)
        self._back = ActionButton(
            make(self, _("Revenir à la liste"), self.closed.emit, icon="chevron-left"), "link"
        )
        self._column.addWidget(self._back)
        self._make_fields()
        self._make_seats()
        self._make_acts()
        self._column.addStretch(1)

    def _make_fields(self) -> None:
        form = Form()
        self.name = self._editor("name")
        self.short_name = self._editor("short_name")
        self.short_name.setMaxLength(SHORT_NAME_LENGTH)
        self.place = self._editor("place")
        self.target = self._editor("yearly_target", number=True)
        self.minutes = self._editor("planned_minutes", number=True)
        self.kind = choice([(one.name, one.id) for one in council.body_kinds(self.desk.store)])
        self.kind.activated.connect(self._set_kind)
        form.add(_("Nom"), self.name)
        beside(form, (_("Nom court"), self.short_name), (_("Type"), self.kind))
        beside(
            form,
            (_("Réunions par an"), self.target, _("vide\u00a0: sans objectif")),
            (_("Durée usuelle"), self.minutes, _("en minutes")),
        )
        form.add(_("Lieu habituel"), self.place)
        self.numbered = self._box(_("Réunions numérotées"), "numbered")
        self.confidential = self._box(_("Échanges confidentiels"), "confidential")
        self.dormant = self._box(_("Se réunit seulement au besoin"), "dormant_by_design")
        self._column.addWidget(form)
        self.desk.writes(self.kind, self.numbered, self.confidential, self.dormant)
        for box in (self.numbered, self.confidential, self.dormant):
            self._column.addWidget(box)

    def _editor(self, column: str, *, number: bool = False) -> AutoLineEdit:
        editor = AutoLineEdit()
        self.desk.bind(editor, partial(self._save, editor, column, number))
        return editor

    def _save(self, editor: AutoLineEdit, column: str, number: bool, text: str) -> None:
        value: int | str | None = text.strip()
        if number:
            value = whole_number(text)
            if value is None and column == "planned_minutes":
                raise Refusal(_("La durée usuelle manque. Celle d’avant est gardée. Écrivez-la en minutes."))
        subject = editor.subject
        if isinstance(subject, int):
            commands.set_body(self.desk.store, subject, origin=editor, **{column: value})

    def _box(self, words: str, column: str) -> CheckBox:
        box = CheckBox(words)
        box.clicked.connect(partial(self._toggle, box, column))
        return box

    def _toggle(self, box: CheckBox, column: str) -> None:
        if self._body is not None:
            self._change(commands.set_body, self._body.id, **{column: box.isChecked()})

    def _set_kind(self) -> None:
        if self._body is not None:
            self._change(commands.set_body, self._body.id, body_kind_id=self.kind.currentData())

    def _change(self, command: Callable[..., object], *args: object, **fields: object) -> bool:
        """Run a command; after a refusal show what is stored again."""

        def attempt() -> bool:
            command(self.desk.store, *args, **fields)
            return True

        done = bool(self.desk.act(attempt))
        if not done and self._body is not None:
            self._load(self._body)
        return done

    def _make_seats(self) -> None:
        self._column.addWidget(Separator())
        self._seats_head = Label("", "small_strong", "text2", wrap=True)
        self._column.addWidget(self._seats_head)
        head = QHBoxLayout()
        compose = make(self, _("Composition…"), self.compose, icon="users")
        head.addWidget(ActionButton(compose))
        self.renew = make(self, _("Renouveler…"), self.renew_seats, icon="refresh")
        self.desk.writes(compose, self.renew)
        head.addWidget(ActionButton(self.renew))
        head.addStretch(1)
        self._column.addLayout(head)
        self._seats_list = QVBoxLayout()
        self._seats_list.setSpacing(4)
        self._column.addLayout(self._seats_list)

    def _make_acts(self) -> None:
        self._column.addWidget(Separator())
        self._close = make(self, _("Clôturer"), self.close_body, icon="archive")
        self._delete = make(self, _("Supprimer"), self.delete, icon="trash")
        self.desk.writes(self._close, self._delete)
        row = QHBoxLayout()
        for action in (self._close, self._delete):
            row.addWidget(ActionButton(action))
        row.addStretch(1)
        self._column.addLayout(row)

    def set_alone(self, alone: bool) -> None:
        """Take the whole room, with a way back, or a column at the right."""
        self._back.action().setVisible(alone)
        self.setMinimumWidth(0 if alone else theme.px(WIDTH))
        self.setMaximumWidth(16_777_215 if alone else theme.px(WIDTH))

    def show_body(self, body_id: int) -> None:
        """Show the body of this id as it is now; 0 shows none."""
        store, today = self.desk.store, self.desk.today()
        self._body = queries.body(store, body_id, today) if body_id else None
        if self._body is None:
            return
        self._seats = queries.seats(store, body_id, today)
        self._load(self._body)
        self._show_seats()

    def _load(self, body: BodyRow) -> None:
        self.setAccessibleName(body.name)
        target = "" if body.yearly_target is None else str(body.yearly_target)
        texts = (
            (self.name, body.name),
            (self.short_name, body.short_name),
            (self.place, body.place),
            (self.target, target),
            (self.minutes, str(body.planned_minutes)),
        )
        for editor, text in texts:
            editor.load(text, body.id)
        self.kind.setCurrentIndex(max(self.kind.findData(body.kind_id), 0))
        self.numbered.setChecked(body.numbered)
        self.confidential.setChecked(body.confidential)
        self.dormant.setChecked(body.dormant_by_design)
        self._close.setText(_("Rouvrir") if body.closed_on else _("Clôturer"))

    def _show_seats(self) -> None:
        while (item := self._seats_list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        number = len(self._seats)
        vacant = sum(seat.vacant for seat in self._seats)
        words = ngettext("{n} siège", "{n} sièges", number).format(n=number)
        if vacant:
            words = ngettext("{words}, dont {n} vacant", "{words}, dont {n} vacants", vacant).format(
                words=words, n=vacant
            )
        self._seats_head.setText(words if number else _("Personne ne siège encore"))
        self.renew.setEnabled(bool(self._seats))
        for seat in self._seats:
            line = Label(seat.short_name, "small", wrap=True)
            who = name_line(seat.titular, seat.function) if seat.titular else _("siège vacant")
            told = Label(who, "tiny", "text2" if seat.titular else "soon", wrap=True)
            self._seats_list.addWidget(line)
            self._seats_list.addWidget(told)

    # Acts

    def compose(self) -> None:
        """Ask who sits."""
        if self._body is not None:
            SeatsForm(self.desk, self._body, self._seats).open()

    def renew_seats(self) -> None:
        """Ask who holds each seat after elections."""
        if self._body is not None:
            RenewBodyForm(self.desk, self._body, self._seats).open()

    def close_body(self) -> None:
        """Close the body today, or open it again."""
        body = self._body
        if body is None:
            return
        on = None if body.closed_on else self.desk.today()
        if self._change(commands.close_body, body.id, on):
            words = _("Groupe « {name} » clôturé") if on else _("Groupe « {name} » rouvert")
            self.desk.say(words.format(name=body.short_name))

    def delete(self) -> None:
        """Delete the body when nothing was ever done in it."""
        body = self._body
        if body is not None and self._change(commands.delete_body, body.id):
            self.desk.say(_("Groupe « {name} » supprimé").format(name=body.short_name))
            self.removed.emit()

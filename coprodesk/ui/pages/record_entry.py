"""The line in which a meeting is written: a kind, its text, and for what must be done who and when.

What is typed is stored as one types: the line holds a record or a commitment in the making, which
« valider » leaves where it is to open the next one.
"""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import commitments, records
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import hour, long_date
from coprodesk.domain.i18n import _
from coprodesk.domain.records import RecordKind
from coprodesk.ui import paint
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.focus import TAB_LAST
from coprodesk.ui.pages.commitment_form import fill_partners
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.record_lines import COMMITMENT, kind_words
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, AutoLineEdit, AutoTextEdit, ComboBox, DateField

KINDS: tuple[str, ...] = (
    RecordKind.STATEMENT,
    RecordKind.DISCUSSION,
    RecordKind.DISSENT,
    RecordKind.CONCLUSION,
    RecordKind.INFORMATION,
    RecordKind.DECISION,
    RecordKind.REQUEST,
    COMMITMENT,
)
_TO_DO = (RecordKind.DECISION, RecordKind.REQUEST, COMMITMENT)


class RecordEntry(QWidget):
    """`changed()` tells that the line in the making was stored, became something else or was left."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.item_id: int | None = None
        self._held_on = desk.today()
        self._level = Level.PARTNERS
        self.draft: tuple[str, int] | None = None
        self.making = False
        self._usual: str = RecordKind.STATEMENT
        self.kind = ComboBox(_("Ce qui s’écrit"))
        for kind in KINDS:
            self.kind.addItem(kind_words(kind), str(kind))
        self.kind.activated.connect(self._kind_chosen)
        self.text = AutoTextEdit(lines=2)
        self.text.setAccessibleName(_("Texte"))
        desk.bind(self.text, self._keep)
        self.lead = ComboBox(_("Pilote"))
        self.lead.activated.connect(self._lead_chosen)
        self.others = AutoLineEdit()
        self.others.setPlaceholderText(_("Contributeurs"))
        self.others.setAccessibleName(_("Contributeurs"))
        desk.bind(self.others, self._keep_others)
        self.due = DateField(today=self._counted_from)
        self.due.setAccessibleName(_("Échéance"))
        self.due.setPlaceholderText(_("Échéance\u00a0: 30/11, lundi, +7…"))
        self.due.changed.connect(self._keep_due)
        self.due.understood.connect(self._understood)
        self.due.refused.connect(self._refused)
        self.meaning = Label("", "small", "text2", wrap=True)
        self.validate_action = make(self, _("Valider"), self.validate, icon="check")
        self._compose()
        self._show_fields()

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self._confirm = ActionButton(self.validate_action)
        self._confirm.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self._confirm, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._fields = QWidget()
        below = QHBoxLayout(self._fields)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.lead, 2)
        below.addWidget(self.others, 2)
        below.addWidget(self.due, 2)
        column.addWidget(self._fields)
        column.addWidget(self.meaning)
        self.set_lines(2)
        # Tab goes from the text to who and when, then to the button.
        self._confirm.setProperty(TAB_LAST, True)

    def set_lines(self, lines: int) -> None:
        """Make the text as high as `lines` lines; longer ones scroll."""
        self.text.setFixedHeight(max(40, round(paint.line_height() * lines) + 18))

    def _counted_from(self) -> date:
        """Return the day « +7 » starts from: today, never before the session."""
        return max(self._desk.today(), self._held_on)

    # Where it writes

    def set_item(self, item_id: int | None, held_on: date, level: Level) -> None:
        """Write under another item; what was being written stays under its own."""
        if item_id != self.item_id:
            self.leave()
            self.item_id = item_id
        self._held_on, self._level = held_on, level

    def leave(self) -> None:
        """Store what is pending and begin a new line."""
        for editor in (self.text, self.others, self.due):
            editor.flush()
        self._begin()

    def set_locked(self, on: bool) -> None:
        """Take the keyboard away from the line, or give it back."""
        self.setEnabled(not on)

    def sync(self, known: dict[tuple[str, int], str]) -> None:
        """Follow what is stored: an undo takes the line in the making back."""
        if self.draft is None:
            return
        if self.draft not in known:
            self._begin()
        elif known[self.draft].strip() != self.text.text().strip():
            self.text.load(known[self.draft], subject=self.draft)

    def load_partners(self) -> None:
        """Offer the institutions as they are now."""
        held = self.lead.currentData()
        fill_partners(self.lead, self._desk, _("Pilote\u00a0?"))
        choose(self.lead, held)

    def focus(self) -> None:
        """Give the keyboard to the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Kind

    def current_kind(self) -> str:
        """Return the kind chosen."""
        return str(self.kind.currentData())

    def set_kind(self, kind: str) -> None:
        """Write a line of another kind; the one in the making becomes it."""
        if kind == self.current_kind():
            return
        if kind in _TO_DO and self.current_kind() not in _TO_DO:
            self._usual = self.current_kind()
        choose(self.kind, str(kind))
        self._kind_chosen()

    def _kind_chosen(self) -> None:
        self._show_fields()
        if self.draft is not None:
            self._desk.act(self._become, self.current_kind())
            self.changed.emit()

    def _become(self, kind: str) -> bool:
        """Turn the line in the making into another kind: its text and who does it stay."""
        assert self.draft is not None
        table, row_id = self.draft
        store = self._desk.store
        if table == "record" and kind != COMMITMENT:
            records.set_record(store, row_id, kind=RecordKind(kind))
            return True
        self.making = True
        try:
            if table == "record":
                records.delete_record(store, row_id)
            else:
                commitments.delete_commitment(store, row_id)
            self.draft = None
            self._create(self.text.text())
        finally:
            self.making = False
        return True

    def _show_fields(self) -> None:
        to_do = self.current_kind() in _TO_DO
        self._fields.setVisible(to_do)
        self.others.setVisible(to_do and self.current_kind() != COMMITMENT)
        hints: dict[str, str] = {
            RecordKind.DECISION: _("Ce qui est décidé"),
            RecordKind.REQUEST: _("Ce qui est demandé à un organisme extérieur"),
            COMMITMENT: _("Ce qui est promis"),
        }
        hint = hints.get(self.current_kind(), _("Ce qui est dit"))
        self.text.setPlaceholderText(_("{hint}, Ctrl+Entrée pour valider").format(hint=hint))
        self._understood("")

    # What is typed

    def _keep(self, text: str) -> None:
        """Store the text; an empty one takes the line in the making away."""
        store = self._desk.store
        if not text.strip():
            if self.draft is not None:
                self._drop()
            return
        if self.draft is None:
            self.making = True
            try:
                self._create(text)
            finally:
                self.making = False
            self.changed.emit()
        elif self.draft[0] == "record":
            records.set_record(store, self.draft[1], text=text, origin=self.text)
        else:
            commitments.set_commitment(store, self.draft[1], what=_one_line(text), origin=self.text)

    def _create(self, text: str) -> None:
        assert self.item_id is not None
        kind, lead, due = self.current_kind(), self.lead.currentData(), self.due.value()
        if kind == COMMITMENT:
            made = commitments.add_commitment(
                self._desk.store,
                _one_line(text),
                decided_on=self._held_on,
                due=due,
                lead_id=lead,
                agenda_item_id=self.item_id,
                level=self._level.value,
                origin=self.text,
            )
            self.draft = (COMMITMENT, made)
        else:
            to_do = kind in _TO_DO
            made = records.add_record(
                self._desk.store,
                self.item_id,
                RecordKind(kind),
                text,
                institution_id=lead if to_do else None,
                contributors=self.others.text() if to_do else "",
                due_on=due if to_do else None,
                origin=self.text,
            )
            self.draft = ("record", made)
        self.text.subject = self.draft

    def _drop(self) -> None:
        assert self.draft is not None
        (table, row_id), self.draft = self.draft, None
        if table == "record":
            records.delete_record(self._desk.store, row_id)
        else:
            commitments.delete_commitment(self._desk.store, row_id)
        self.changed.emit()

    def _lead_chosen(self) -> None:
        self._change_draft(institution_id=self.lead.currentData())

    def _keep_others(self, text: str) -> None:
        if self.draft is not None and self.draft[0] == "record":
            records.set_record(self._desk.store, self.draft[1], contributors=text, origin=self.others)

    def _keep_due(self, due: date | None) -> None:
        if not self._change_draft(due_on=due):
            self.due.not_stored()

    def _change_draft(self, **field: object) -> bool:
        """Store who or when in the line in the making; returns whether it was not refused."""
        return self.draft is None or bool(self._desk.act(self._changed_draft, *self.draft, field))

    def _changed_draft(self, table: str, row_id: int, field: dict[str, Any]) -> bool:
        """Store one field; a commitment names both otherwise."""
        store = self._desk.store
        if table == "record":
            records.set_record(store, row_id, **field)
        elif "institution_id" in field:
            commitments.set_commitment(store, row_id, lead_id=field["institution_id"])
        elif isinstance(field["due_on"], date):
            commitments.set_dates(store, row_id, due=field["due_on"])
        return True

    def _understood(self, words: str) -> None:
        self.meaning.set_tint("text2")
        self.meaning.setText(_("Pour le {day}").format(day=words) if words else "")
        self.meaning.setVisible(bool(words))

    def _refused(self, words: str) -> None:
        self.meaning.set_tint("late")
        self.meaning.setText(words)
        self.meaning.show()

    def due_words(self) -> str:
        """Return the due date in full, as understood."""
        found = self.due.value()
        return long_date(found) if found is not None else ""

    # Acts

    def validate(self) -> bool:
        """Leave the line where it is and open the next one; returns whether there was one."""
        for editor in (self.text, self.others, self.due):
            editor.flush()
        if self.due.pending():
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if self.draft is None:
            self.focus()
            return False
        self._begin()
        self.focus()
        self.changed.emit()
        return True

    def insert_time(self) -> None:
        """Write « 14 h 32 — » at the cursor, or of the editor that has the keyboard."""
        words = f"{hour(self._desk.now().strftime('%H:%M'))} — "
        focus = self.window().focusWidget()
        (focus if isinstance(focus, AutoTextEdit) else self.text).insertPlainText(words)
        if not isinstance(focus, AutoTextEdit):
            self.focus()

    def _begin(self) -> None:
        """Empty the line; after something to do, the kind is again what was written before."""
        self.draft = None
        # A text that was not taken stays on screen; any other is stored or was taken back.
        self.text.subject = None
        self.text.load("", subject=None)
        self.others.load("", subject=None)
        self.due.setModified(False)  # a date that was refused belongs to the line that is left
        self.due.load(None)
        choose(self.lead, None)
        if self.current_kind() in _TO_DO:
            choose(self.kind, str(self._usual))
        self._show_fields()


def _one_line(text: str) -> str:
    return " ".join(text.split())

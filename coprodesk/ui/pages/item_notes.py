"""What is written under one item of a meeting: its title and outcome, its lines, the line in the making."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import commitments as commitment_commands
from coprodesk.commands import records as record_commands
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.records import RecordRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.record_entry import RecordEntry
from coprodesk.ui.pages.record_lines import (
    COMMITMENT,
    LineActs,
    RecordLine,
    RecordLines,
    Written,
    kind_words,
    promised,
    written,
)
from coprodesk.ui.pages.session_dialogs import ask_decision_facts
from coprodesk.ui.room import Room
from coprodesk.ui.widgets import (
    ActionButton,
    AutoTextEdit,
    Card,
    ElidedLabel,
    Segment,
    SegmentedFilter,
    Separator,
)


class ItemNotes(Card):
    """One item at a time; `stepped(int)` asks for the item before (-1) or the next one (1)."""

    stepped = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.item: AgendaRow | None = None
        self.row: MeetingRow | None = None
        self.locked = True
        self._said: dict[int, RecordRow] = {}
        self._promised: dict[int, CommitmentRow] = {}
        self.title = ElidedLabel("", "main")
        self.facts = ElidedLabel("", "small", "text2")
        self.outcome = SegmentedFilter(
            [Segment(one.value, one.label) for one in Outcome], _("Suite donnée au point")
        )
        self.outcome.changed.connect(self._set_outcome)
        back, forth = partial(self.stepped.emit, -1), partial(self.stepped.emit, 1)
        self.previous = make(self, _("Point précédent"), back, icon="chevron-left")
        self.next = make(self, _("Point suivant"), forth, icon="chevron-right")
        self.lines = RecordLines(
            desk,
            LineActs(self._save_line, self._move_line, self._remove_line, self._fill_menu, self._is_locked),
        )
        self.entry = RecordEntry(desk)
        self.entry.changed.connect(self.show_lines)
        self._compose()

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for action in (self.previous, self.next):
            head.addWidget(ActionButton(action, "link", icon_only=True))
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.facts, 1)
        below.addWidget(self.outcome)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(below)
        self.body.addLayout(column)
        self.body.addWidget(Separator())
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(self.entry)

    def set_room(self, room: Room) -> None:
        """Tighten in a very low window."""
        pad = 8 if room.height == "very_low" else 14
        self.body.setContentsMargins(20, pad, 20, pad)
        self.entry.set_lines(1 if room.height == "very_low" else 2)

    # What is shown

    def load(
        self,
        row: MeetingRow,
        said: dict[int, RecordRow],
        taken: dict[int, CommitmentRow],
        *,
        locked: bool,
    ) -> None:
        """Take what is written at the meeting; `show_item` or `show_lines` shows it."""
        self.row, self.locked = row, locked
        self._said, self._promised = said, taken
        self.entry.load_partners()

    def _is_locked(self) -> bool:
        return self.locked

    def show_item(self, item: AgendaRow | None, place: int, count: int) -> None:
        """Show an item, `place` from 0 among `count`; what is being typed stays under its own."""
        self.item = item
        if self.row is None:
            return
        level = Level.PARTNERS if item is None else item.level
        self.entry.set_item(None if item is None else item.id, self.row.date, level)
        self.entry.set_locked(self.locked or item is None)
        if item is None:
            self.title.setText(_("Rien à l’ordre du jour"))
            self.facts.setText("")
        else:
            self.title.setText(_("{n}. {title}").format(n=item.position, title=item.title))
            self.facts.setText(_facts(item))
            self.outcome.blockSignals(True)
            self.outcome.choose(item.outcome.value)
            self.outcome.blockSignals(False)
        self.outcome.setEnabled(item is not None and not self.locked)
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(-1 < place < count - 1)
        self.show_lines()

    def show_lines(self) -> None:
        """Show the lines of the item, without the one in the making."""
        if self.entry.making:
            return
        if self.item is None:
            self.lines.show_lines((), _("Ajoutez d’abord un point à l’étape « Ordre du jour »."))
            return
        known = {("record", one.id): one.text for one in self._said.values()}
        known |= {(COMMITMENT, one.id): one.what for one in self._promised.values()}
        self.entry.sync(known)
        self.lines.show_lines(self._lines_of(self.item), self._nothing_words())

    def _lines_of(self, item: AgendaRow) -> list[Written]:
        lines = [written(one, item.level) for one in self._said.values() if one.item_id == item.id]
        taken = [one for one in self._promised.values() if one.agenda_item_id == item.id]
        lines += [promised(one, item.level) for one in taken]
        return [line for line in lines if line.key != self.entry.draft]

    def _nothing_words(self) -> str:
        if self.locked:
            return _("Rien n’est écrit sous ce point.")
        return _("Rien n’est encore écrit sous ce point. Tapez ci-dessous ce qui est dit.")

    # Writing

    def validate(self) -> None:
        """Leave the editor of a line, else the line in the making."""
        focus = self.window().focusWidget()
        line = next((one for one in self.lines.lines.values() if focus and one.editor is focus), None)
        if line is not None:
            line.read()
        else:
            self.entry.validate()

    def begin(self, kind: str) -> None:
        """Write a line of a kind."""
        self.entry.set_kind(kind)
        self.entry.focus()

    def _set_outcome(self, key: str) -> None:
        if self.item is not None:
            self.desk.act(agenda_commands.set_outcome, self.desk.store, self.item.id, Outcome(key))

    def _save_line(self, editor: AutoTextEdit, text: str) -> None:
        assert isinstance(editor.subject, tuple)
        table, row_id = editor.subject
        if table == "record":
            record_commands.set_record(self.desk.store, row_id, text=text, origin=editor)
        else:
            what = " ".join(text.split())
            commitment_commands.set_commitment(self.desk.store, row_id, what=what, origin=editor)

    def _move_line(self, line: Written, steps: int) -> None:
        if line.key[0] == "record" and not self.locked:
            self.desk.act(record_commands.move_record, self.desk.store, line.key[1], steps)

    def _remove_line(self, line: Written) -> None:
        """Take a line away; a commitment is no longer written by mistake once it has a history."""
        if self.locked:
            return
        table, row_id = line.key
        self.lines.setFocus()
        if table == "record":
            self.desk.act(record_commands.delete_record, self.desk.store, row_id)
        else:
            self.desk.act(commitment_commands.delete_commitment, self.desk.store, row_id)
        self.desk.say(_("{kind} supprimé du compte rendu").format(kind=kind_words(line.kind)))
        self.entry.focus()

    def _fill_menu(self, menu: QMenu, widget: RecordLine) -> None:
        """What else a line can become."""
        line, locked = widget.line, self.locked
        table, row_id = line.key
        if table == COMMITMENT:
            menu.addAction(_("Ouvrir dans Engagements"), partial(self._open_commitment, row_id))
        else:
            record = self._said[row_id]
            kinds = menu.addMenu(_("Nature"))
            for kind in RecordKind:
                kinds.addAction(kind_words(kind), partial(self._set_field, row_id, "kind", kind))
            if record.reference:
                menu.addAction(_("Pilote et échéance…"), partial(ask_decision_facts, self.desk, record))
            levels = menu.addMenu(_("Diffusion"))
            for level in Level:
                levels.addAction(level.label, partial(self._set_field, row_id, "level", level))
        menu.addSeparator()
        menu.addAction(_("Modifier le texte"), widget.edit)
        menu.addAction(_("Supprimer"), partial(self._remove_line, line))
        for action in menu.actions():
            action.setEnabled(not locked or (table == COMMITMENT and action is menu.actions()[0]))

    def _set_field(self, record_id: int, name: str, value: object) -> None:
        self.desk.act(record_commands.set_record, self.desk.store, record_id, **{name: value})

    def _open_commitment(self, commitment_id: int) -> None:
        self.desk.go("commitments", commitment_id=commitment_id)


def _facts(item: AgendaRow) -> str:
    who = item.reporter_person or item.reporter
    parts = [
        _("Rapporteur\u00a0: {who}").format(who=who) if who else "",
        _("Diffusion\u00a0: {level}").format(level=item.level.label.lower()),
        ngettext("reporté {n} fois", "reporté {n} fois", item.postponements).format(n=item.postponements)
        if item.postponements
        else "",
        ", ".join(item.references),
    ]
    return " · ".join(part for part in parts if part)

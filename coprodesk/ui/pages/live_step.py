"""The third step of a meeting: take the roll, write what was said, decided and promised under each item."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import commitments as commitment_commands
from coprodesk.commands import records as record_commands
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import duration, hour
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.records import RecordRow, records
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.meeting_step import MeetingStep
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
from coprodesk.ui.pages.roll_card import RollCard
from coprodesk.ui.pages.session_dialogs import (
    CloseSession,
    CorrectHours,
    OpenSession,
    ask_decision_facts,
)
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import (
    ActionButton,
    AutoTextEdit,
    Banner,
    Card,
    ElidedLabel,
    KeyBar,
    Segment,
    SegmentedFilter,
    Separator,
)

_BEGUN = (MeetingState.IN_PROGRESS, MeetingState.HELD)
_OUTCOME_ICONS = {Outcome.TREATED: "check", Outcome.POSTPONED: "arrow-down", Outcome.WITHDRAWN: "close"}
_LIST_WIDE = 264


class LiveStep(MeetingStep):
    """Roll on top, agenda at the left, what is written under the item in the middle."""

    subjects = frozenset(
        {
            "meeting",
            "roll_entry",
            "movement",
            "agenda_item",
            "record",
            "commitment",
            "institution",
            "person",
            "mandate",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: MeetingRow | None = None
        self._items: tuple[AgendaRow, ...] = ()
        self._said: dict[int, RecordRow] = {}
        self._promised: dict[int, CommitmentRow] = {}
        self._room = Room()
        self._folded: bool | None = None
        self.session = make(self, _("Ouvrir la séance"), self._session, icon="play")
        self.correct = make(self, _("Corriger la séance…"), self._correct, icon="edit")
        self.hint = Banner()
        self.roll = RollCard(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.hint)
        column.addWidget(self.roll)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._make_list())
        row.addWidget(self._make_notes(), 1)
        column.addLayout(row, 1)
        self.keys = KeyBar(
            (
                ("Ctrl+D", _("décision")),
                ("Ctrl+E", _("engagement")),
                ("Ctrl+Entrée", _("valider")),
                ("F8", _("heure")),
                ("F9", _("appel")),
                ("Ctrl+PgSuiv", _("point suivant")),
                ("Ctrl+P", _("aperçu")),
            )
        )
        column.addWidget(self.keys)

    def _make_list(self) -> QWidget:
        columns = (
            Column("", _number_cell, 46, sortable=False),
            Column(_("Point"), _item_cell, 180, stretch=True, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, lambda item: item.id), _("Points de l’ordre du jour"))
        self.table.horizontalHeader().hide()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._write)
        self.tally = Label("", "small", "text2", wrap=True)
        self.tally.setContentsMargins(16, 8, 12, 8)
        self.agenda_card = Card(bare=True)
        self.agenda_card.setFixedWidth(theme.px(_LIST_WIDE))
        self.agenda_card.body.addWidget(self.table, 1)
        self.agenda_card.body.addWidget(Separator())
        self.agenda_card.body.addWidget(self.tally)
        return self.agenda_card

    def _make_notes(self) -> QWidget:
        self.title = ElidedLabel("", "main")
        self.facts = ElidedLabel("", "small", "text2")
        self.outcome = SegmentedFilter(
            [Segment(one.value, one.label) for one in Outcome], _("Suite donnée au point")
        )
        self.outcome.changed.connect(self._set_outcome)
        self.previous = make(self, _("Point précédent"), self.previous_item, icon="chevron-left")
        self.next = make(self, _("Point suivant"), self.next_item, icon="chevron-right")
        self.lines = RecordLines(
            self.desk,
            LineActs(self._save_line, self._move_line, self._remove_line, self._fill_menu, self._locked),
        )
        self.entry = RecordEntry(self.desk)
        self.entry.changed.connect(self._show_item)
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        head.addLayout(words, 1)
        head.addWidget(self.outcome)
        for action in (self.previous, self.next):
            head.addWidget(ActionButton(action, icon_only=True))
        card.body.addLayout(head)
        card.body.addWidget(Separator())
        card.body.addWidget(self.lines, 1)
        card.body.addWidget(self.entry)
        self.notes_card = card
        return card

    # What is shown

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting, from its first item that is still to be treated."""
        self.entry.set_item(None, self.desk.today(), Level.PARTNERS)
        self._folded = None
        self.meeting_id = meeting_id
        self.refresh()
        waiting = next((item for item in self._items if item.outcome is Outcome.OPEN), None)
        if waiting is not None:
            self.table.select(waiting.id)
        elif self._items:
            self.table.select(self._items[0].id)

    def refresh(self) -> None:
        """Read the meeting, its roll, its items and what was written."""
        store = self.desk.store
        self.row = meeting(store, self.meeting_id)
        if self.row is None:
            return
        self._items = agenda(store, self.meeting_id)
        self._said = {one.id: one for one in records(store, self.meeting_id)}
        chosen = CommitmentFilter(meeting_id=self.meeting_id)
        found = commitments(store, self.desk.today(), chosen, by_theme=False)
        self._promised = {one.id: one for one in sorted(found, key=lambda one: one.reference)}
        locked = self._locked()
        self.roll.set_roll(self.meeting_id, roll(store, self.meeting_id), locked=locked)
        self._show_state(self.row)
        self.entry.load_partners()
        self.entry.set_locked(locked or not self._items)
        self.table.set_rows(self._items)
        if self.table.current() is None:
            self.table.select_first()
        self.tally.setText(self._tally())
        self._show_item()

    def _locked(self) -> bool:
        return self.row is None or self.row.state not in _BEGUN or self.desk.store.read_only

    def _show_state(self, row: MeetingRow) -> None:
        """Say what may be done, fold the roll once it is taken."""
        self.hint.clear()
        state = row.state
        if state is MeetingState.HELD:
            self.session.setText(_("Passer au compte rendu"))
            self.session.setProperty("icon_name", "file-text")
        elif state is MeetingState.IN_PROGRESS:
            self.session.setText(_("Clore la séance…"))
            self.session.setProperty("icon_name", "check")
        else:
            self.session.setText(_("Ouvrir la séance"))
            self.session.setProperty("icon_name", "play")
            if state is MeetingState.CANCELLED:
                self.hint.say(_("La réunion est annulée."), "soon")
            else:
                self.hint.say(_("La séance n’est pas ouverte."), "run", self.session)
        self.session.setEnabled(state is not MeetingState.CANCELLED and not self.desk.store.read_only)
        self.correct.setVisible(state is MeetingState.HELD)
        taken = row.entries > 0 and row.known == row.convened
        if self._folded is None:
            self._folded = taken or row.entries == 0 or self._room.height != "normal"
            self.roll.set_open(not self._folded)
        self.roll.setVisible(row.entries > 0)

    def _tally(self) -> str:
        kinds = [one.kind for one in self._said.values()]
        decided = kinds.count(RecordKind.DECISION)
        dissents = kinds.count(RecordKind.DISSENT)
        taken = len(self._promised)
        parts = [
            ngettext("{n} décision", "{n} décisions", decided).format(n=decided) if decided else "",
            ngettext("{n} engagement", "{n} engagements", taken).format(n=taken) if taken else "",
            ngettext("{n} réserve", "{n} réserves", dissents).format(n=dissents) if dissents else "",
        ]
        return " · ".join(part for part in parts if part) or _("Rien de décidé pour l’instant")

    def item(self) -> AgendaRow | None:
        """Return the item that is written under."""
        current: AgendaRow | None = self.table.current()
        return current

    def _show_item(self) -> None:
        """Show the item chosen, its lines, and the line in the making under them."""
        item = self.item()
        if self.entry.making or self.row is None:
            return
        held_on = self.row.date
        if item is None:
            self.title.setText(_("Rien à l’ordre du jour"))
            self.facts.setText("")
            self.entry.set_item(None, held_on, Level.PARTNERS)
            self.lines.show_lines((), _("Ajoutez d’abord un point à l’étape « Ordre du jour »."))
        else:
            self.title.setText(_("{n}. {title}").format(n=item.position, title=item.title))
            self.facts.setText(_facts(item))
            self.entry.set_item(item.id, held_on, item.level)
            self.outcome.blockSignals(True)
            self.outcome.choose(item.outcome.value)
            self.outcome.blockSignals(False)
            known = {("record", one.id): one.text for one in self._said.values()}
            known |= {(COMMITMENT, one.id): one.what for one in self._promised.values()}
            self.entry.sync(known)
            self.lines.show_lines(self._lines_of(item), self._nothing_words())
        self.outcome.setEnabled(item is not None and not self._locked())
        place = self._items.index(item) if item is not None else -1
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(-1 < place < len(self._items) - 1)

    def _lines_of(self, item: AgendaRow) -> list[Written]:
        lines = [written(one, item.level) for one in self._said.values() if one.item_id == item.id]
        lines += [
            promised(one, item.level) for one in self._promised.values() if one.agenda_item_id == item.id
        ]
        return [line for line in lines if line.key != self.entry.draft]

    def _nothing_words(self) -> str:
        if self._locked():
            return _("Rien n’est écrit sous ce point.")
        return _("Rien n’est encore écrit sous ce point. Tapez ci-dessous ce qui est dit.")

    def _chosen(self, _row: object) -> None:
        self._show_item()

    # Moving

    def first_focus(self) -> QWidget | None:
        """The roll while it is to be taken, then the line in which one writes."""
        if self._locked():
            return self.table
        return self.roll.strip if self.roll.is_open() else self.entry.text

    def handlers(self) -> Mapping[str, Handler]:
        """The keys of the session."""
        mine: dict[str, Handler] = {
            "item.next": self.next_item,
            "item.previous": self.previous_item,
            "roll.show": self.switch,
            "file.print": self.preview,
        }
        if not self._locked():
            mine |= {
                "note.time": self.entry.insert_time,
                "note.validate": self._validate,
                "decision.new": partial(self._new, RecordKind.DECISION),
                "commitment.new": partial(self._new, COMMITMENT),
            }
        return mine

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Open or close the session; correct it afterwards."""
        return self.session, (self.correct,)

    def set_room(self, room: Room) -> None:
        """The list of items goes in a compact window, the key bar in a very low one."""
        self._room = room
        self.agenda_card.setVisible(room.width != "compact")
        self.agenda_card.setFixedWidth(theme.px(340 if room.width == "large" else _LIST_WIDE))
        self.keys.setVisible(room.height == "normal")
        self.facts.setVisible(room.height != "very_low")
        self.roll.set_room(room)

    def next_item(self) -> None:
        """Write under the next item."""
        self._go(1)

    def previous_item(self) -> None:
        """Write under the item before."""
        self._go(-1)

    def _go(self, steps: int) -> None:
        item = self.item()
        place = self._items.index(item) + steps if item is not None else 0
        if 0 <= place < len(self._items):
            writing = not self.table.hasFocus() and not self._locked()
            self.table.select(self._items[place].id)
            if writing:
                self.entry.focus()

    def _write(self, _row: object) -> None:
        if not self._locked():
            self.entry.focus()

    def switch(self) -> None:
        """Go from the notes to the roll and back; a roll that is taken folds again."""
        if self.row is None or not self.row.entries:
            return
        if self.roll.is_open() and self.roll.isAncestorOf(self.window().focusWidget() or self):
            if self.row.known == self.row.convened or self._room.height != "normal":
                self._folded = True
                self.roll.set_open(False)
            (self.table if self._locked() else self.entry.text).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._folded = False
            self.roll.set_open(True)
            self.roll.strip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def preview(self) -> None:
        """Look at the minutes as they stand."""
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, "minutes", self.meeting_id)

    # The session

    def _session(self) -> FormDialog | None:
        """Open, close, or go on to the minutes."""
        if self.row is None:
            return None
        if self.row.state is MeetingState.HELD:
            self.desk.go("meeting", meeting_id=self.meeting_id, step="minutes")
            return None
        form = CloseSession if self.row.state is MeetingState.IN_PROGRESS else OpenSession
        dialog = form(self.desk, self.row)
        dialog.accepted.connect(self._moved_on)
        dialog.open()
        return dialog

    def _moved_on(self) -> None:
        """After the opening the roll comes first."""
        self._folded = None
        self.refresh()
        self.desk.shell.update_actions()
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus()

    def _correct(self) -> None:
        if self.row is not None:
            CorrectHours(self.desk, self.row).open()

    # Writing

    def _validate(self) -> None:
        """Ctrl+Entrée: the delegate asked for, an editor of a line, else the line in the making."""
        focus = self.window().focusWidget()
        if focus is not None and self.roll.delegate.isAncestorOf(focus):
            self.roll.delegate.accept()
            return
        line = next((one for one in self.lines.lines.values() if one.editor is focus and focus), None)
        if line is not None:
            line.read()
        else:
            self.entry.validate()

    def _new(self, kind: str) -> None:
        self.entry.set_kind(kind)
        self.entry.focus()

    def _set_outcome(self, key: str) -> None:
        item = self.item()
        if item is not None:
            self.desk.act(agenda_commands.set_outcome, self.desk.store, item.id, Outcome(key))

    def _save_line(self, editor: AutoTextEdit, text: str) -> None:
        assert isinstance(editor.subject, tuple)
        table, row_id = editor.subject
        if table == "record":
            record_commands.set_record(self.desk.store, row_id, text=text, origin=editor)
        else:
            what = " ".join(text.split())
            commitment_commands.set_commitment(self.desk.store, row_id, what=what, origin=editor)

    def _move_line(self, line: Written, steps: int) -> None:
        if line.key[0] == "record" and not self._locked():
            self.desk.act(record_commands.move_record, self.desk.store, line.key[1], steps)

    def _remove_line(self, line: Written) -> None:
        """Take a line away; a commitment is no longer written by mistake once it has a history."""
        if self._locked():
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
        line, locked = widget.line, self._locked()
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


def _number_cell(item: AgendaRow) -> Cell:
    icon = _OUTCOME_ICONS.get(item.outcome, "")
    if icon:
        tint = "accent" if item.outcome is Outcome.TREATED else "soon"
        said = f"{item.position}, {item.outcome.label}"
        return Cell("", icon=icon, tint=tint, said=said)
    return Cell(str(item.position), strong=True, tint="text2")


def _item_cell(item: AgendaRow) -> Cell:
    done = item.outcome is not Outcome.OPEN
    spent = duration(item.planned_minutes)
    if item.real_minutes is not None:
        spent = _("{real} / {planned} min").format(real=item.real_minutes, planned=item.planned_minutes)
    word = item.outcome.label.lower() if item.outcome in (Outcome.POSTPONED, Outcome.WITHDRAWN) else ""
    parts = [hour(item.started_at or item.time), spent, word]
    closed = item.level in (Level.RESTRICTED, Level.SECRETARIAT)
    return Cell(
        item.title,
        " · ".join(part for part in parts if part),
        tint="text2" if done else "text",
        icon="lock" if closed else "",
    )


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

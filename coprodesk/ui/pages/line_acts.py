"""What can be done with a written line: its text, its place, its kind, who may read it, away with it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from coprodesk.commands import commitments as commitment_commands
from coprodesk.commands import live, watch_points
from coprodesk.commands import records as record_commands
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _
from coprodesk.domain.quick_entry import QuickKind
from coprodesk.domain.records import RecordKind
from coprodesk.queries.records import RecordRow
from coprodesk.queries.watch_points import WatchPointRow, watch_point
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.record_kinds import COMMITMENT, kind_words
from coprodesk.ui.pages.record_lines import LineActs, RecordLine, Written
from coprodesk.ui.pages.session_dialogs import ask_decision_facts
from coprodesk.ui.widgets.editors import AutoTextEdit

RECORD, WATCH_POINT = "record", "watch_point"


def with_letter(kind: QuickKind) -> str:
    """Return the word of a kind with its letter as mnemonic: « E&xposé »."""
    words, letter = kind_words(kind), kind.prefix
    place = words.lower().find(letter)
    return words if place < 0 else f"{words[:place]}&{words[place:]}"


class WrittenActs(QObject):
    """The acts on the lines of a meeting; `removed()` tells that the line with the keyboard went away."""

    removed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._records: Mapping[int, RecordRow] = {}
        self._locked = True

    def load(self, records: Mapping[int, RecordRow], *, locked: bool) -> None:
        """Know the paragraphs, and whether anything may change."""
        self._records, self._locked = records, locked

    def line_acts(self) -> LineActs:
        """Return the acts as the lines call them."""
        return LineActs(self._save, self._move, self._remove, self._fill, self._choose, self._is_locked)

    def _is_locked(self) -> bool:
        return self._locked

    def _save(self, editor: AutoTextEdit, text: str) -> None:
        assert isinstance(editor.subject, tuple)
        table, row_id = editor.subject
        store, one_line = self._desk.store, " ".join(text.split())
        if table == RECORD:
            record_commands.set_record(store, row_id, text=text, origin=editor)
        elif table == COMMITMENT:
            commitment_commands.set_commitment(store, row_id, what=one_line, origin=editor)
        else:
            watch_points.set_watch_point(store, row_id, finding=one_line, origin=editor)

    def _move(self, line: Written, steps: int) -> None:
        if line.key[0] == RECORD and not self._locked:
            self._desk.act(record_commands.move_record, self._desk.store, line.key[1], steps)

    def _remove(self, line: Written) -> None:
        if self._locked:
            return
        table, row_id = line.key
        commands = {
            RECORD: record_commands.delete_record,
            COMMITMENT: commitment_commands.delete_commitment,
            WATCH_POINT: watch_points.delete_watch_point,
        }
        self._desk.act(commands[table], self._desk.store, row_id)
        self._desk.say(_("{kind} supprimé du compte rendu").format(kind=kind_words(line.kind)))
        self.removed.emit()

    # Menus

    def _fill(self, menu: QMenu, widget: RecordLine) -> None:
        """What else a line can become."""
        line = widget.line
        table, row_id = line.key
        if table == COMMITMENT:
            menu.addAction(_("Ouvrir dans Engagements"), partial(self._open_commitment, row_id))
        if not self._locked:
            self._fill_kinds(menu.addMenu(_("&Nature")), line)
            self._fill_levels(menu.addMenu(_("Di&ffusion")), line)
            record = self._records.get(row_id) if table == RECORD else None
            if record is not None and record.reference:
                menu.addAction(_("Pilote et échéance…"), partial(ask_decision_facts, self._desk, record))
            point = watch_point(self._desk.store, row_id) if table == WATCH_POINT else None
            if point is not None and point.lifted_on is not None:
                menu.addAction(_("&Rouvrir le point de veille"), partial(self._reopen, point))
            menu.addSeparator()
            menu.addAction(_("&Modifier le texte"), widget.edit)
            menu.addAction(_("&Supprimer"), partial(self._remove, line))

    def _choose(self, widget: RecordLine, letter: str) -> None:
        """N opens the kinds, F who may read the line."""
        if self._locked:
            return
        menu = QMenu(widget)
        (self._fill_kinds if letter == "n" else self._fill_levels)(menu, widget.line)
        menu.popup(widget.mapToGlobal(QPoint(12, widget.height())))
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)

    def _fill_kinds(self, menu: QMenu, line: Written) -> None:
        for kind in QuickKind:
            menu.addAction(with_letter(kind), partial(self._set_kind, line, kind))
        if line.key[0] == RECORD:
            menu.addAction(kind_words(RecordKind.CONCLUSION), partial(self._conclude, line.key[1]))

    def _fill_levels(self, menu: QMenu, line: Written) -> None:
        for level in Level:
            menu.addAction(f"&{level.label}", partial(self._set_level, line, level))

    def _set_kind(self, line: Written, kind: QuickKind) -> None:
        self._desk.act(live.set_line_kind, self._desk.store, *line.key, kind)

    def _conclude(self, record_id: int) -> None:
        self._desk.act(record_commands.set_record, self._desk.store, record_id, kind=RecordKind.CONCLUSION)

    def _set_level(self, line: Written, level: Level) -> None:
        self._desk.act(live.set_line_level, self._desk.store, *line.key, level)

    def _reopen(self, point: WatchPointRow) -> None:
        self._desk.act(watch_points.reopen_watch_point, self._desk.store, point.id)
        self._desk.say(_("{reference} rouvert").format(reference=point.reference))

    def _open_commitment(self, commitment_id: int) -> None:
        self._desk.go("commitments", commitment_id=commitment_id)

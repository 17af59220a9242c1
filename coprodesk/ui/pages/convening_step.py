"""The second step of a meeting: who is convened, what each answered, and how to reach them."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import attendance as commands
from coprodesk.commands import meetings as meeting_commands
from coprodesk.documents.picture import Presence
from coprodesk.domain.attendance import Reply
from coprodesk.domain.french import day_month, fold
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.names import name_line
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.queries.attendance import RollLine, expected_roll, roll, roll_diff
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.partners import PartnerSheet, partner
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.replies import (
    Counters,
    DelegateDialog,
    ExcuseDialog,
    channels,
    letter_cell,
    mention_cell,
    received_cell,
    reply_cell,
    seat_cell,
)
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import (
    ActionButton,
    Banner,
    Card,
    ComboBox,
    DetailPanel,
    EmptyState,
    PresenceCell,
    SearchField,
)

_AHEAD = (MeetingState.PREPARATION, MeetingState.CONVENED)
_FIND_FROM = 2


class ConveningStep(MeetingStep):
    """The roll as it was taken at convening, the replies, and the sheet of the seat chosen."""

    subjects = frozenset(
        {"meeting", "roll_entry", "seat", "mandate", "institution", "person", "college", "agenda_item"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._row: MeetingRow | None = None
        self._lines: tuple[RollLine, ...] = ()
        self._items: tuple[AgendaRow, ...] = ()
        self._room = Room()
        self._wanted = False
        self._make_actions()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.diff = Banner()
        column.addWidget(self.diff)
        column.addWidget(self._make_bar())
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._make_list(), 1)
        self.panel = DetailPanel()
        row.addWidget(self.panel)
        column.addLayout(row, 1)
        self._make_buttons()
        self.set_room(Room())

    def _make_actions(self) -> None:
        # The key of printing is the window's own: here it is only shown.
        self.convene = QAction(_("Convoquer"), self)
        self.convene.triggered.connect(self._convene)
        self.apply = make(self, _("Appliquer"), self._apply)

    def _make_bar(self) -> QWidget:
        self.bar = QWidget()
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.counters = Counters()
        self.channel = ComboBox(_("Réponse reçue par"))
        for name, _icon in channels():
            self.channel.addItem(_("Reçue par {channel}").format(channel=name), name)
        self.search = SearchField(_("Nom ou siège\u00a0: 2 lettres"), 236)
        self.search.setAccessibleName(_("Trouver un siège"))
        self.search.typed.connect(self._seek)
        self.search.returnPressed.connect(self._to_list)
        line.addWidget(self.counters)
        line.addStretch(1)
        line.addWidget(self.channel)
        line.addWidget(self.search)
        self.toggle = ActionButton(
            make(self, _("Fiche du siège"), self._toggle, icon="panel"), icon_only=True
        )
        line.addWidget(self.toggle)
        return self.bar

    def _make_list(self) -> QWidget:
        columns: tuple[Column[RollLine], ...] = (
            Column(_("Siège, titulaire ou délégué annoncé"), seat_cell, 300, stretch=True),
            Column("", letter_cell, 44, sortable=False),
            Column(_("Réponse"), reply_cell, 158),
            Column(_("Reçue"), received_cell, 104, drop=2),
            Column(_("Motif, suppléance"), mention_cell, 196, drop=1),
        )
        self.table = RowsTable(RowsModel(columns, lambda line: line.id), _("Convocations"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open)
        self.table.spaced.connect(self._show_panel)
        replies = (
            (_("Vient"), "P", self._comes),
            (_("Excusé…"), "E", self._excused),
            (_("Représenté par…"), "R", self._sends),
            (_("Sans réponse"), "Del", self._clear),
        )
        self.replies = [make(self.table, text, act, shortcut=keys) for text, keys, act in replies]
        self.nothing = EmptyState(
            "send",
            _("Personne n’est encore convoqué"),
            _("La liste des convoqués est prise aux sièges du groupe, à la date de la réunion."),
            secondary=self.convene,
        )
        card = Card(bare=True)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        return card

    def _make_buttons(self) -> None:
        """Make the buttons once: the panel is emptied at each refresh, maybe from a click on one of them."""
        self._buttons = QWidget(self)
        self._buttons.hide()
        grid = QGridLayout(self._buttons)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        places = ((0, 0, 1), (0, 1, 1), (1, 0, 2), (2, 0, 2))
        for action, (row, place, span) in zip(self.replies, places, strict=True):
            grid.addWidget(ActionButton(action), row, place, 1, span)
        grid.setColumnStretch(2, 1)

    # Reading

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting from its first seat."""
        super().show_meeting(meeting_id)
        if self.table.current() is None:
            self.table.select_first()

    def refresh(self) -> None:
        """Read the roll again, and what changed in the partners' list since."""
        store = self.desk.store
        self._row = meeting(store, self.meeting_id)
        if self._row is None:
            return
        self._lines = roll(store, self.meeting_id)
        self._items = agenda(store, self.meeting_id)
        with QSignalBlocker(self.table):  # the panel is filled once, below
            self.table.set_rows(self._lines)
        taken = bool(self._lines)
        for widget in (self.table, self.bar):
            widget.setVisible(taken)
        self.nothing.setVisible(not taken)
        self.counters.show_counts(self._lines)
        self._name_primary()
        self._tell_diff()
        self._chosen(self.table.current())
        self.set_room(self._room)

    def _convened_already(self) -> bool:
        preparing = self._row is not None and self._row.state is MeetingState.PREPARATION
        return bool(self._lines) and not preparing

    def _name_primary(self) -> None:
        """Convene first; print the sign-in sheet once that is done."""
        done = self._convened_already()
        self.convene.setProperty("icon_name", "print" if done else "send")
        keys = self.desk.shell.action("file.print").shortcut()
        self.convene.setShortcut(keys if done else QKeySequence())
        self.convene.setText(_("Imprimer l’émargement") if done else _("Convoquer"))

    def _tell_diff(self) -> None:
        diff = roll_diff(self.desk.store, self.meeting_id)
        if not diff or self._row is None or self._row.state not in _AHEAD:
            self.diff.clear()
            return
        n = len(diff.added) + len(diff.removed) + len(diff.changed)
        words = ngettext(
            "{n} changement dans les sièges ou les mandats depuis la convocation, l’appliquer\u00a0?",
            "{n} changements dans les sièges ou les mandats depuis la convocation, les appliquer\u00a0?",
            n,
        ).format(n=n)
        self.diff.say(words, "soon", self.apply)

    # The sheet of a seat

    def _chosen(self, row: object) -> None:
        line = row if isinstance(row, RollLine) else None
        for action in self.replies:
            action.setEnabled(line is not None)
        held = self._buttons.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._buttons.setParent(self)
        self._buttons.hide()
        self.panel.start(line.institution or line.person if line is not None else "")
        if line is None:
            return
        self.panel.add(Label(line.college, "small", "text2", wrap=True))
        self.panel.add(self._buttons)
        self._buttons.show()
        sheet = None
        if line.institution_id is not None and self._row is not None:
            sheet = partner(self.desk.store, line.institution_id, self.desk.today())
        self._fill_people(line, sheet)
        if sheet is not None:
            self._fill_presence(sheet)
        self._fill_items(line)
        if held:
            self.table.setFocus()

    def _fill_people(self, line: RollLine, sheet: PartnerSheet | None) -> None:
        phones = {one.person_id: one.phone for one in sheet.sitting} if sheet is not None else {}
        self.panel.section(_("Titulaire"))
        self._person(name_line(line.person, line.function), phones.get(line.person_id or 0, ""))
        if line.substitute is not None:
            self.panel.section(_("Suppléance habituelle"))
            self._person(name_line(line.substitute.name, line.substitute.function), line.substitute.phone)

    def _person(self, who: str, phone: str) -> None:
        self.panel.add(Label(who or _("Siège vacant"), "small", wrap=True))
        if phone:
            self.panel.add(Label(phone, "small", "text2"))

    def _fill_presence(self, sheet: PartnerSheet) -> None:
        if not sheet.strip:
            return
        self.panel.section(_("Dernières séances"))
        strip = QWidget()
        line = QHBoxLayout(strip)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for cell in sheet.strip:
            mark = PresenceCell(Presence(cell.presence.value), 26)
            words = _("{body}, {day} {year}").format(
                body=cell.body, day=day_month(cell.on), year=cell.on.year
            )
            mark.setToolTip(f"{words}\u00a0: {cell.presence.label.lower()}")
            line.addWidget(mark)
        line.addStretch(1)
        self.panel.add(strip)
        if sheet.strip_presence is not None and sheet.strip_presence.denominator:
            strip.setAccessibleName(sheet.presence_words)
            self.panel.add(Label(sheet.presence_words, "small", "text2", wrap=True))

    def _fill_items(self, line: RollLine) -> None:
        mine = [
            item
            for item in self._items
            if line.institution_id is not None
            and (line.institution_id == item.reporter_id or line.institution_id in item.institutions)
        ]
        if mine:
            self.panel.section(_("Points concernés"))
        for item in mine:
            self.panel.add(Label(f"{item.position}. {item.title}", "small", wrap=True))

    # Acts

    def _convene(self) -> None:
        if self._convened_already():
            self._print()
            return
        n = len(expected_roll(self.desk.store, self.meeting_id))
        if self.desk.act(self._convened):
            self.desk.say(ngettext("{n} siège convoqué", "{n} sièges convoqués", n).format(n=n))
            self.table.select_first()
            self.table.setFocus()

    def _convened(self) -> bool:
        meeting_commands.convene_meeting(self.desk.store, self.meeting_id, self.desk.today())
        return True

    def _apply(self) -> None:
        if self.desk.act(self._applied):
            self.desk.say(_("Liste des convoqués mise à jour"))

    def _applied(self) -> bool:
        commands.apply_roll_diff(self.desk.store, self.meeting_id)
        return True

    def _comes(self) -> None:
        self._reply(Reply.COMES)

    def _clear(self) -> None:
        self._reply(Reply.NONE)

    def _reply(self, reply: Reply) -> None:
        line = self.table.current()
        if line is None:
            return
        known = reply is not Reply.NONE
        self.desk.act(
            commands.set_reply,
            self.desk.store,
            line.id,
            reply,
            channel=self.channel.currentData() if known else "",
            on=self.desk.today() if known else None,
        )

    def _excused(self) -> None:
        line = self.table.current()
        if line is not None:
            self._ask(ExcuseDialog(self.desk, line, self.channel.currentData()))

    def _sends(self) -> None:
        line = self.table.current()
        if line is not None:
            self._ask(DelegateDialog(self.desk, line, self.channel.currentData()))

    def _ask(self, dialog: FormDialog) -> None:
        dialog.finished.connect(self._to_list)
        dialog.open()

    # Finding, printing, room

    def _seek(self, text: str) -> None:
        """Go to the first seat whose institution or person has a word that begins with `text`."""
        wanted = fold(text.strip())
        if len(wanted) < _FIND_FROM:
            return
        for line in self._lines:
            words = fold(f"{line.institution} {line.short_name} {line.person} {line.delegate}")
            if f" {wanted}" in f" {words.replace(chr(39), ' ').replace('-', ' ')}":
                self.table.select(line.id)
                return

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _to_list(self, _result: int = 0) -> None:
        self.table.setFocus()

    def _open(self, line: RollLine) -> None:
        if line.institution_id is not None:
            self.desk.go("partner", institution_id=line.institution_id)

    def _show_panel(self, _line: object) -> None:
        self._toggle()

    def _toggle(self) -> None:
        self._wanted = not self._wanted
        self.set_room(self._room)

    def _print(self) -> None:
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, "sign-in-sheet", self.meeting_id)

    def set_room(self, room: Room) -> None:
        """Fold the panel in a compact window; the button « Fiche du siège » and Espace show it."""
        self._room = room
        compact = room.width == "compact"
        self.toggle.setVisible(compact)
        self.panel.set_room(room.width)
        self.panel.setVisible(bool(self._lines) and (self._wanted or not compact))
        self.counters.setVisible(room.height != "very_low")

    def first_focus(self) -> QWidget | None:
        """The list of seats, once there is one."""
        return self.table if self._lines else None

    def handlers(self) -> Mapping[str, Handler]:
        """Print the sign-in sheet, find a seat."""
        mine: dict[str, Handler] = {}
        if self._lines:
            mine = {"file.print": self._print, "edit.find": self._find}
        return mine

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Convene, or print the sign-in sheet once that is done."""
        return self.convene, ()

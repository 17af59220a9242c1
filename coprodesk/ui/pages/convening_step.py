"""The second step of a meeting: who is convened, what each answered, how to reach them, the countdown."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import attendance as commands
from coprodesk.commands import meetings as meeting_commands
from coprodesk.domain.attendance import Reply
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import Convener, MeetingState
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.queries.attendance import RollLine, expected_roll, roll, roll_diff
from coprodesk.queries.convened import request
from coprodesk.queries.letters import last_notice
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.partners import partner
from coprodesk.queries.planning import planned_tasks
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.convening_acts import (
    ConvenerDialog,
    changes_sentence,
    concern_sentence,
    copy_addresses,
    tell_short_notice,
)
from coprodesk.ui.pages.convening_out import outgoing_actions
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.partner_letters import letter_actions
from coprodesk.ui.pages.planning_card import PlanningCard, steps_words
from coprodesk.ui.pages.replies import (
    Counters,
    answers_to,
    grouped,
    seat_columns,
)
from coprodesk.ui.pages.roll_moves import ask_guest
from coprodesk.ui.pages.seat_answers import SeatAnswers
from coprodesk.ui.pages.seat_panel import SeatPanel
from coprodesk.ui.room import Room
from coprodesk.ui.rows import RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner, Card, EmptyState
from coprodesk.ui.widgets.filters import SearchField, Segment, SegmentedFilter

_AHEAD = (MeetingState.PREPARATION, MeetingState.CONVENED)
_FIND_FROM = 2


class ConveningStep(MeetingStep):
    """The roll as it was taken at convening, the replies, the sheet of the seat chosen, the steps."""

    subjects = frozenset(
        {"meeting", "roll_entry", "seat", "mandate", "institution", "person", "college", "agenda_item"}
        | {"topic_institution", "planned_task", "meeting_notice"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._row: MeetingRow | None = None
        self._lines: tuple[RollLine, ...] = ()
        self._items: tuple[AgendaRow, ...] = ()
        self._calls: list[int] = []
        self._called = 0
        self._room = Room()
        self._wanted = False
        self._make_actions()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.diff, self.concern = Banner(), Banner()
        self.asked = Label("", "small", "text2", wrap=True)
        column.addWidget(self.diff)
        column.addWidget(self.concern)
        column.addWidget(self._make_bar())
        column.addWidget(self.asked)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._make_list(), 1)
        self.panel, self.planning = SeatPanel(), PlanningCard(desk)
        row.addWidget(self.panel)
        row.addWidget(self.planning)
        column.addLayout(row, 1)
        self.set_room(Room())

    def _make_actions(self) -> None:
        # The key of printing is the window's own: here it is only shown.
        self.convene = QAction(_("Convoquer"), self)
        self.convene.setProperty("icon_name", "send")
        self.convene.triggered.connect(self._convene)
        self.apply = make(self, _("Appliquer"), self._apply)
        self.call = make(self, "", self._start_calls, icon="phone")
        self.sign_in = make(self, _("Émargement…"), partial(self._preview, "sign-in-sheet"), icon="print")
        self.plates = make(self, _("Chevalets…"), partial(self._preview, "name-plates"), icon="print")
        self.note = make(self, _("Note à la présidence…"), partial(self._preview, "chair-note"), icon="print")
        # Beside the calls there is no room for it: then it is in the menu only.
        self.sign_in_now = make(self, _("Émargement…"), partial(self._preview, "sign-in-sheet"), icon="print")
        self.recall = make(self, _("Imprimer les rappels…"), partial(self._preview, "recall"), icon="mail")
        self.notice = make(self, _("Imprimer l’avis…"), partial(self._preview, "notice"), icon="print")
        self.copy_all = make(self, _("Copier les adresses"), partial(self._copy, False), icon="copy")
        silent = partial(self._copy, True)
        self.copy_silent = make(self, _("Copier les adresses sans réponse"), silent, icon="copy")
        self.guest = make(self, _("Inviter quelqu’un…"), self._invite, icon="user-plus")
        since = partial(self._preview, "since-then")
        self.since = make(self, _("Fiches «\u00a0Et depuis\u202f?\u00a0»…"), since, icon="print")
        self.letters = letter_actions(self, self.desk, self._chosen_partner)
        self.outgoing = outgoing_actions(self, self.desk, lambda: self.meeting_id)
        self.ask = make(self, _("À la demande de qui…"), self._ask_convener, icon="users")
        self.desk.writes(self.apply, self.call, self.guest, self.ask)

    def _make_bar(self) -> QWidget:
        self.bar = QWidget()
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.counters = Counters()
        self.search = SearchField(_("Nom ou siège\u00a0: 2 lettres"), 220)
        self.search.setAccessibleName(_("Trouver un siège"))
        self.search.typed.connect(self._seek)
        self.search.returnPressed.connect(self._to_list)
        self.side = SegmentedFilter(self._sides(""), _("À droite"))
        self.side.changed.connect(self._turn)
        self.toggle = ActionButton(
            make(self, _("Fiche du siège"), self._toggle, icon="panel"), icon_only=True
        )
        line.addWidget(self.counters)
        line.addStretch(1)
        for widget in (self.search, self.side, self.toggle):
            line.addWidget(widget)
        return self.bar

    def _sides(self, steps: str) -> list[Segment]:
        return [Segment("seat", _("Siège")), Segment("steps", steps or _("Étapes"))]

    def _make_list(self) -> QWidget:
        self.table = RowsTable(RowsModel(seat_columns(), lambda line: line.id), _("Convocations"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open)
        self.table.spaced.connect(self._show_panel)
        self.answers = SeatAnswers(self.desk, self.table, self)
        self.answers.noted.connect(self._called_one)
        self.channel = self.answers.channel
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

    # Reading

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting from its first seat."""
        self._calls = []
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
            self.table.set_rows(grouped(self._lines))
        taken = bool(self._lines)
        for widget in (self.table, self.bar):
            widget.setVisible(taken)
        self.nothing.setVisible(not taken)
        self.counters.show_counts(self._lines)
        self.planning.show_meeting(self.meeting_id)
        tasks = planned_tasks(store, self.meeting_id, self.desk.today())
        self.side.set_segments(self._sides(steps_words(tasks)))
        self._name_acts(self._row)
        self._tell(self._row)
        self._chosen(self.table.current())
        self.set_room(self._room)

    def _convened_already(self) -> bool:
        preparing = self._row is not None and self._row.state is MeetingState.PREPARATION
        return bool(self._lines) and not preparing

    def _silent(self) -> list[RollLine]:
        return [one for one in self._lines if one.counted and not one.guest and one.reply is Reply.NONE]

    def _name_acts(self, row: MeetingRow) -> None:
        """Convene first; print the letters once that is done, and call who does not answer."""
        done = self._convened_already()
        self.convene.setProperty("icon_name", "print" if done else "send")
        keys = self.desk.shell.action("file.print").shortcut()
        self.convene.setShortcut(keys if done else QKeySequence())
        self.convene.setText(_("Imprimer les convocations") if done else _("Convoquer"))
        self.desk.allow(self.convene, writes=not done)
        n = len(self._silent())
        waiting = row.state is MeetingState.CONVENED and n > 0
        words = ngettext("Appeler le siège sans réponse", "Appeler les {n} sans réponse", n)
        self.call.setText(words.format(n=n))
        for action in (self.call, self.recall, self.copy_silent):
            action.setVisible(waiting)
        for action in (self.sign_in, self.plates, self.copy_all):
            action.setVisible(bool(self._lines))
        self.sign_in_now.setVisible(bool(self._lines) and not waiting)
        for action in (self.guest, self.since, *self.letters):
            action.setVisible(row.state in _AHEAD)
        for action in self.outgoing:
            action.setVisible(row.state is not MeetingState.HELD)
        self.notice.setVisible(last_notice(self.desk.store, row.id) is not None)

    def _tell(self, row: MeetingRow) -> None:
        """Say the gravest thing above the list, and at whose request the meeting is held."""
        diff = roll_diff(self.desk.store, row.id)
        self.diff.clear()
        self.concern.clear()
        warning = concern_sentence(self.desk, row.id, self._items) if row.state in _AHEAD else ""
        if diff and row.state in _AHEAD:
            self.diff.say(changes_sentence(diff, row.state), "soon", self.apply)
        elif warning:
            self.concern.say(warning, "soon")
        asked = request(self.desk.store, row.id)
        shown = asked is not None and asked.convened_by is not Convener.PRESIDENT
        words = f"{asked.words}. {asked.warning}" if asked is not None else ""
        self.asked.setText(words.strip())
        self.asked.setVisible(shown)

    # The sheet of a seat

    def _chosen(self, row: object) -> None:
        line = row if isinstance(row, RollLine) else None
        self.answers.enable(line is not None)
        focus = self.focusWidget()
        held = focus is not None and self.answers.isAncestorOf(focus)
        self.answers.setParent(self)
        sheet = None
        if line is not None and line.institution_id is not None and self._row is not None:
            sheet = partner(self.desk.store, line.institution_id, self.desk.today())
        call = ""
        if line is not None and line.id in self._calls:
            total = self._called + len(self._calls)
            call = _("Appel {n} sur {all}").format(n=self._called + 1, all=total)
        self.panel.show_seat(line, sheet, self._items, self.answers, call)
        if held:
            self.table.setFocus()

    # Acts

    def _convene(self) -> None:
        if self._convened_already():
            self._preview("convocations")
            return
        n = len(expected_roll(self.desk.store, self.meeting_id))
        if self.desk.act(self._convened):
            self.desk.say(ngettext("{n} siège convoqué", "{n} sièges convoqués", n).format(n=n))
            self.table.select_first()
            self.table.setFocus()
            tell_short_notice(self.desk, self.meeting_id)

    def _convened(self) -> bool:
        meeting_commands.convene_meeting(self.desk.store, self.meeting_id, self.desk.today())
        return True

    def _apply(self) -> None:
        if self.desk.act(self._applied):
            self.desk.say(_("Liste des convoqués mise à jour"))

    def _applied(self) -> bool:
        commands.apply_roll_diff(self.desk.store, self.meeting_id)
        return True

    def _invite(self) -> None:
        ask_guest(self.desk, self.meeting_id)

    def _chosen_partner(self) -> tuple[int | None, tuple[int, ...]]:
        line = self.table.current()
        return (line.institution_id if isinstance(line, RollLine) else None), ()

    def _copy(self, only_silent: bool) -> None:
        copy_addresses(self.desk, self.meeting_id, only_silent=only_silent)

    def _ask_convener(self) -> None:
        ConvenerDialog(self.desk, self.meeting_id).open()

    # Calling those without a reply, one after the other

    def _start_calls(self) -> None:
        self._calls, self._called = [line.id for line in self._silent()], 0
        self.channel.setCurrentIndex(1)
        self._wanted = True
        self.side.choose("seat")
        self._next_call()

    def _called_one(self, entry_id: int) -> None:
        """Go to the next one to call, when this one was."""
        if entry_id in self._calls:
            self._calls.remove(entry_id)
            self._called += 1
            self._next_call()

    def _next_call(self) -> None:
        if self._calls:
            self.table.select(self._calls[0])
        elif self._called:
            self.desk.say(_("Tous les sièges sans réponse ont été appelés"), undoable=False)
        self.set_room(self._room)
        self._chosen(self.table.current())
        self.table.setFocus()

    # Finding, printing, room

    def _seek(self, text: str) -> None:
        """Go to the first seat whose institution or person has a word that begins with `text`."""
        wanted = fold(text.strip())
        if len(wanted) >= _FIND_FROM:
            found = next((line for line in self._lines if answers_to(line, wanted)), None)
            if found is not None:
                self.table.select(found.id)

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

    def _turn(self, _side: str) -> None:
        self._wanted = True
        self.set_room(self._room)

    def _preview(self, name: str) -> None:
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, name, self.meeting_id)

    def set_room(self, room: Room) -> None:
        """Fold the right side in a compact window; the button « Fiche du siège » and Espace show it."""
        self._room = room
        compact = room.width == "compact"
        self.toggle.setVisible(compact)
        self.panel.set_room(room.width)
        self.planning.setFixedWidth(self.panel.width())
        taken, steps = bool(self._lines), self.side.current() == "steps"
        unfolded = self._wanted or not compact
        self.panel.setVisible(taken and unfolded and not steps)
        self.planning.setVisible((not taken and not compact) or (unfolded and steps))
        self.counters.setVisible(room.height != "very_low")

    def first_focus(self) -> QWidget | None:
        """The list of seats, once there is one."""
        return self.table if self._lines else None

    def parts(self) -> Mapping[str, QWidget]:
        """The list, and what stands beside it."""
        return {"table": self.table, "side": self.side}

    def handlers(self) -> Mapping[str, Handler]:
        """Print the letters, find a seat."""
        mine: dict[str, Handler] = {}
        if self._lines:
            mine = {"file.print": partial(self._preview, "convocations"), "edit.find": self._find}
        return mine

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Convene, or print the letters once that is done; call, and the rest in the menu."""
        papers = (*self.outgoing, self.sign_in, self.plates, self.note, self.recall, self.notice)
        rest = (*papers, self.since, *self.letters, self.copy_all, self.copy_silent, self.guest, self.ask)
        return self.convene, (self.call, self.sign_in_now, *rest)

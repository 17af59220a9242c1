"""The acts of a session: from item to item, suspended, projected, closed; each is one undo step."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import live
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.live import Pause, Turn
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.live import Cockpit, CockpitItem, Gap
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.ask_line import AskLine
from coprodesk.ui.pages.date_ahead import ask_date
from coprodesk.ui.pages.live_close import CloseSession
from coprodesk.ui.pages.session_dialogs import CorrectHours, EnterAfterwards, OpenSession, SessionDialog


class LiveActs(QObject):
    """What can be done in a session in progress; `closed()` tells that it was closed.

    `lead` goes where a line of the check list is mended, `settle` stores what is being typed.
    """

    closed = Signal()

    def __init__(self, desk: Desk, chosen: Callable[[], CockpitItem | None]) -> None:
        super().__init__(desk)
        self._desk, self._chosen = desk, chosen
        self._row: MeetingRow | None = None
        self._cockpit: Cockpit | None = None
        self.suspend = make(desk.shell, _("Suspendre"), self.switch_pause, icon="pause")
        desk.writes(self.suspend)
        self.close = desk.shell.action("meeting.close")
        self.lead: Callable[[Gap], object] | None = None
        self.settle: Callable[[], object] | None = None

    def load(self, row: MeetingRow, cockpit: Cockpit) -> None:
        """Know the session as it stands."""
        self._row, self._cockpit = row, cockpit
        paused = cockpit.state.suspended_since is not None
        words = _("Reprendre") if paused else _("Suspendre")
        if self.suspend.text() != words:
            self.suspend.setText(words)
            self.suspend.setProperty("icon_name", "play" if paused else "pause")
        self.suspend.setToolTip(_("{verb} la séance (Ctrl+Maj+H)").format(verb=words))

    def now(self) -> str:
        """Return the hour to note: that of the wall on the day of the meeting, never before what is noted."""
        hours = [self.wall()] if self.today() else []
        if self._cockpit is not None:
            state = self._cockpit.state
            hours.append(state.opened_at or state.starts_at)
            spans: list[Turn | Pause] = [*state.pauses]
            spans += [turn for item in state.items for turn in item.turns]
            hours += [at for span in spans for at in (span.from_at, span.to_at) if at]
        return max(hours, default=self.wall())

    def wall(self) -> str:
        """Return the hour on the wall, "HH:MM"."""
        return self._desk.now().strftime("%H:%M")

    def stamps(self) -> bool:
        """Say whether who comes and goes is stamped: in a session in progress, on its day."""
        return self._row is not None and self._row.state is MeetingState.IN_PROGRESS and self.today()

    def asked(self, letter: str, line: AskLine) -> bool:
        """Do what a letter of the list of items asks for; returns whether it asks for something here."""
        acts: dict[str, Callable[[], object]] = {
            "delete": self.withdraw_chosen,
            "o": self.postpone_chosen,
            "n": partial(self.ask_item, line),
        }
        if letter in acts:
            acts[letter]()
        return letter in acts

    def today(self) -> bool:
        """Say whether the clock on the wall is that of the meeting."""
        return self._row is None or self._row.date == self._desk.today()

    def _id(self) -> int:
        return 0 if self._row is None else self._row.id

    # From item to item

    def next_item(self) -> None:
        """Take up the next item."""
        self._desk.act(live.next_item, self._desk.store, self._id(), self.now())

    def previous_item(self) -> None:
        """Take up the item before again."""
        self._desk.act(live.previous_item, self._desk.store, self._id(), self.now())

    def start_chosen(self) -> None:
        """Take up the item chosen in the list."""
        if item := self._chosen():
            self._desk.act(live.start_item, self._desk.store, item.row.id, self.now())

    def end_running(self) -> None:
        """End the running item without taking up another."""
        self._desk.act(live.end_item, self._desk.store, self._id(), self.now())

    def postpone_chosen(self) -> None:
        """Put the chosen item off to another meeting."""
        self._leave(live.postpone_item, _("Point {n} reporté"))

    def withdraw_chosen(self) -> None:
        """Withdraw the chosen item."""
        self._leave(live.withdraw_item, _("Point {n} retiré"))

    def _leave(self, command: Callable[..., object], words: str) -> None:
        item = self._chosen()
        if item is not None and self._done(command, self._desk.store, item.row.id, self.now()):
            self._desk.say(words.format(n=item.row.position))

    def set_outcome(self, key: str) -> None:
        """Say what became of the chosen item, after the meeting."""
        if item := self._chosen():
            self._desk.act(agenda_commands.set_outcome, self._desk.store, item.row.id, Outcome(key))

    def switch_confidential(self) -> None:
        """Mark the chosen item confidential, or open it again to partners."""
        item = self._chosen()
        if item is None:
            return
        level = Level.PARTNERS if item.row.level is Level.RESTRICTED else Level.RESTRICTED
        if self._done(agenda_commands.set_item, self._desk.store, item.row.id, level=level):
            words = _("Point {n}\u00a0: diffusion {level}")
            self._desk.say(words.format(n=item.row.position, level=level.label.lower()))

    def ask_item(self, line: AskLine) -> None:
        """Ask for the title of an item that comes up now."""
        line.ask(_("Nouveau point\u00a0:"), _("Titre, puis Entrée"), self._add_item)

    def _add_item(self, title: str) -> None:
        live.add_item_live(self._desk.store, self._id(), title, self.now())

    def menu(self, line: AskLine) -> Sequence[QAction]:
        """Return what can be done with the chosen item, as actions of a menu."""
        owner = self._desk.shell
        made = (
            make(owner, _("Commencer ce point"), self.start_chosen, icon="play"),
            make(owner, _("Terminer le point en cours"), self.end_running, icon="check"),
            make(owner, _("Reporter à une autre réunion"), self.postpone_chosen, icon="arrow-down"),
            make(owner, _("Retirer de l’ordre du jour"), self.withdraw_chosen, icon="close"),
            make(owner, _("Ajouter un point…"), partial(self.ask_item, line), icon="plus"),
        )
        self._desk.writes(*made)
        return made

    # The session

    def switch_pause(self) -> None:
        """Suspend the session, or go on with the same item."""
        paused = self._cockpit is not None and self._cockpit.state.suspended_since is not None
        command = live.resume_session if paused else live.suspend_session
        self._desk.act(command, self._desk.store, self._id(), self.now())

    def open_session(self) -> SessionDialog | None:
        """Open the session, enter it afterwards when its day is past, or go on to the minutes."""
        row = self._row
        if row is None:
            return None
        if row.state is MeetingState.HELD:
            self._desk.go("meeting", meeting_id=row.id, step="minutes")
            return None
        form = EnterAfterwards if row.date < self._desk.today() else OpenSession
        dialog = form(self._desk, row)
        ask_date(dialog, self._desk, row, _("Ouvrir quand même"), self.open_session)
        dialog.open()
        return dialog

    def correct(self) -> None:
        """Correct the hours, the chair and the secretary of a session that was held."""
        if self._row is not None:
            CorrectHours(self._desk, self._row).open()

    def preview_minutes(self) -> None:
        """Look at the minutes as they stand."""
        self._preview("minutes")

    def preview_sheet(self) -> None:
        """Look at the one-page decision sheet."""
        self._preview("decision-sheet")

    def _preview(self, document: str) -> None:
        from coprodesk.ui.preview import open_preview

        open_preview(self._desk, document, self._id())

    def project(self) -> None:
        """Open the projector window, or close it."""
        from coprodesk.ui.projector import toggle_projector

        toggle_projector(self._desk, self._id())

    def _require_answered(self) -> None:
        """Raise Refusal while an answer is typed and not given: closing must not leave it behind."""
        for one in self._desk.shell.findChildren(AskLine):
            if text := one.unanswered():
                one.field.setFocus()
                raise Refusal(
                    _(
                        "«\u00a0{text}\u00a0» n’est pas encore noté, la séance reste ouverte. "
                        "Entrée le note, Échap l’abandonne."
                    ).format(text=text)
                )

    def close_session(self) -> CloseSession | None:
        """Ask what is left to look at and the hours, then close; what is being typed is accepted first."""
        if self.settle is not None:
            self.settle()
        if self._row is None or self._cockpit is None:
            return None
        self._require_answered()
        dialog = CloseSession(self._desk, self._row, self._cockpit.unfinished, self._led)
        dialog.accepted.connect(self.closed)
        dialog.open()
        return dialog

    def _led(self, gap: Gap) -> None:
        if self.lead is not None:
            self.lead(gap)

    def _done(self, command: Callable[..., object], *args: object, **kwargs: object) -> bool:
        def attempt() -> bool:
            command(*args, **kwargs)
            return True

        return bool(self._desk.act(attempt))

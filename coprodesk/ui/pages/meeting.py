"""The workspace of one meeting: what it is, where it stands, and its five steps."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from coprodesk.commands import meetings as commands
from coprodesk.domain.french import long_date, medium_date
from coprodesk.domain.i18n import _, labelled
from coprodesk.domain.meetings import TRANSITIONS, MeetingState
from coprodesk.queries.meetings import MeetingRow, StepState, meeting, meeting_steps
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.focus import landing
from coprodesk.ui.page import Page
from coprodesk.ui.pages import live_keys
from coprodesk.ui.pages.meeting_moves import CancelDialog, RescheduleDialog
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.new_meeting import EditMeetingDialog
from coprodesk.ui.room import Room
from coprodesk.ui.widgets.header import PageHeader, Step, Stepper

STEPS = ("agenda", "convening", "live", "minutes", "follow_up")
# The stepper's query names the second step otherwise.
_CODES = {"convocations": "convening"}
_SHOWN = frozenset(
    {
        "meeting",
        "suspension",
        "item_turn",
        "watch_point",
        "body",
        "seat",
        "institution",
        "college",
        "person",
        "mandate",
        "roll_entry",
        "movement",
        "topic",
        "topic_institution",
        "agenda_item",
        "record",
        "commitment",
        "contributor",
        "commitment_event",
        "minutes_version",
        "document_sent",
        "planned_task",
        "meeting_notice",
        "council",
        "setting",
    }
)


class MeetingPage(Page):
    """One meeting; each step is built when it is first opened, and can be opened at any time."""

    subjects = _SHOWN

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.meeting_id = 0
        self.row: MeetingRow | None = None
        self.stepper = Stepper([Step(key, "") for key in STEPS], STEPS[0])
        self.stepper.opened.connect(self.show_step)
        self.stack = QStackedWidget()
        self._steps: dict[str, MeetingStep] = {}
        self._headers: dict[str, PageHeader] = {}
        self._stale: set[str] = set()
        self.body.addWidget(self.stepper)
        self.body.addWidget(self.stack, 1)
        self.edit = make(self, _("Modifier la réunion…"), self._edit, icon="edit")
        self.reschedule = make(self, _("Reporter la réunion…"), self._reschedule, icon="calendar")
        self.cancel = make(self, _("Annuler la réunion…"), self._cancel, icon="close")
        self.back = make(self, _("Revenir à l’état précédent"), self._step_back, icon="undo")
        self.delete = make(self, _("Supprimer la réunion"), self._delete, icon="trash")
        self.papers = make(self, _("Exemplaires…"), self._papers, icon="print")
        desk.writes(self.edit, self.reschedule, self.cancel, self.back, self.delete)

    # What is shown

    def open_at(self, **where: Any) -> None:
        """Show meeting `meeting_id`, at `step` or where work goes on, and there `item_id` and `record_id`."""
        self.meeting_id = int(where.get("meeting_id", self.meeting_id))
        self._stale = set(self._steps)
        self._read()
        if self.row is not None:
            self.show_step(where.get("step") or self._working_step())
            if where.get("item_id") and self.step is not None:
                self.step.show_item(int(where["item_id"]))
            if where.get("record_id") and self.step is not None:
                self.step.edit_record(int(where["record_id"]))

    def refresh(self) -> None:
        """Read the meeting again, and the step that is seen."""
        self._read()
        self._stale = set(self._steps)
        if self.row is not None and self.step is not None:
            self._refresh_step(self.stepper.current())
            self._fit_step()

    def _read(self) -> None:
        self.banner.clear()
        self.row = meeting(self.desk.store, self.meeting_id) if self.meeting_id else None
        if self.row is None:
            self.meeting_id = 0
            if self.desk.shell.current_page() is self:
                self.desk.go("meetings")
            return
        self._fill_stepper()
        self._fill_header()
        state = self.row.state
        ahead = state in (MeetingState.PREPARATION, MeetingState.CONVENED)
        self.reschedule.setEnabled(ahead or state is MeetingState.CANCELLED)
        self.cancel.setEnabled(MeetingState.CANCELLED in TRANSITIONS[state])
        self.back.setEnabled(state is not MeetingState.PREPARATION)

    def _fill_stepper(self) -> None:
        found = meeting_steps(self.desk.store, self.meeting_id)
        if found is None:
            return
        steps = []
        for key, one in zip(STEPS, found.steps, strict=True):
            note = one.note or (_("en cours") if one.state is StepState.CURRENT else "")
            steps.append(Step(key, one.label, note, done=one.state is StepState.DONE))
        self.stepper.set_steps(steps, self.stepper.current())

    def _working_step(self) -> str:
        found = meeting_steps(self.desk.store, self.meeting_id)
        code = found.current.code if found is not None else STEPS[0]
        return _CODES.get(code, code)

    def _fill_header(self) -> None:
        if self.header is None or self.row is None:
            return
        row = self.row
        facts = ""
        if row.state is MeetingState.CANCELLED:
            facts = labelled(row.state.label, row.state_reason)
        name = _("n° {number}").format(number=row.number) if row.number else row.body_short
        title = _("{body}, {day}").format(body=row.body, day=long_date(row.date))
        short = _("{body}, {day}").format(body=row.body_short, day=medium_date(row.date))
        self.header.set_title(title, facts, (_("Réunions"), name), short=short)

    # Steps

    @property
    def step(self) -> MeetingStep | None:
        """The step that is seen."""
        return self._steps.get(self.stepper.current())

    def show_step(self, key: str) -> None:
        """Show step `key` of the meeting, built when needed. Raises KeyError for an unknown step."""
        self.desk.shell.flush()
        if key != self.stepper.current():
            self.banner.clear()
        new = key not in self._steps
        if new:
            made = self._make_step(key)
            self._steps[key] = made
            self.stack.addWidget(made)
            primary, secondary = made.header_actions()
            made.take_actions((self.edit, self.back))
            self._headers[key] = PageHeader(
                "",
                primary=primary,
                secondary=secondary,
                more=(self.papers, self.edit, self.reschedule, self.cancel, self.back, self.delete),
            )
            self.set_header(self._headers[key])
            self._stale.add(key)
        self.stepper.set_current(key)
        self.header = self._headers[key]
        self._fill_header()
        self._refresh_step(key)
        if new:
            self.desk.shell.give_back("meeting", self._parts_of(key))
        self.set_room(self.room)
        self.stack.setCurrentWidget(self._steps[key])
        self.desk.shell.update_actions()
        if self.isVisible():
            self._focus_step()

    def _fit_step(self) -> None:
        """Give a step that fills the page all of it, with the rail beside; else show header and map."""
        whole = self.step is not None and self.step.fills_page()
        if whole != self.rail:
            self.set_room(self.room)

    def _focus_step(self) -> None:
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus()

    def _refresh_step(self, key: str) -> None:
        if key not in self._stale:
            return
        self._stale.discard(key)
        step = self._steps[key]
        if step.meeting_id == self.meeting_id:
            step.refresh()
        else:
            step.show_meeting(self.meeting_id)

    def _make_step(self, key: str) -> MeetingStep:
        """Build a step; each module is imported only when its step is first opened."""
        if key == "agenda":
            from coprodesk.ui.pages.agenda_step import AgendaStep

            return AgendaStep(self.desk)
        if key == "convening":
            from coprodesk.ui.pages.convening_step import ConveningStep

            return ConveningStep(self.desk)
        if key == "live":
            from coprodesk.ui.pages.live_step import LiveStep

            return LiveStep(self.desk)
        if key == "minutes":
            from coprodesk.ui.pages.minutes_step import MinutesStep

            return MinutesStep(self.desk)
        if key == "follow_up":
            from coprodesk.ui.pages.follow_up_step import FollowUpStep

            return FollowUpStep(self.desk)
        raise KeyError(key)

    # The meeting's life

    def _edit(self) -> None:
        if self.row is not None:
            EditMeetingDialog(self.desk, self.row).open()

    def _reschedule(self) -> None:
        if self.row is not None:
            RescheduleDialog(self.desk, self.row).open()

    def _cancel(self) -> None:
        if self.row is not None:
            CancelDialog(self.desk, self.row).open()

    def _step_back(self) -> None:
        if self.desk.act(self._stepped_back):
            row = meeting(self.desk.store, self.meeting_id)
            words = row.state.label.lower() if row is not None else ""
            self.desk.say(_("La réunion est de nouveau « {state} »").format(state=words))

    def _stepped_back(self) -> bool:
        commands.reopen_meeting(self.desk.store, self.meeting_id)
        return True

    def _delete(self) -> None:
        day = long_date(self.row.date) if self.row is not None else ""
        if self.desk.act(self._deleted):
            self.desk.say(_("Réunion du {day} supprimée").format(day=day))

    def _deleted(self) -> bool:
        commands.delete_meeting(self.desk.store, self.meeting_id)
        return True

    def _papers(self) -> None:
        from coprodesk.ui.papers_dialog import open_papers

        open_papers(self.desk, self.meeting_id)

    def _project(self) -> None:
        from coprodesk.ui.projector import toggle_projector

        toggle_projector(self.desk, self.meeting_id)

    # What the shell asks

    def _parts_of(self, key: str) -> dict[str, QWidget]:
        return {f"{key}.{name}": part for name, part in self._steps[key].parts().items()}

    def parts(self) -> Mapping[str, QWidget]:
        """Return what its steps have."""
        return {name: part for key in self._steps for name, part in self._parts_of(key).items()}

    def place(self) -> Mapping[str, int | str] | None:
        """Return the meeting and its step, unless only its group may know of it."""
        if self.row is None or self.row.confidential:
            return None
        return {"meeting_id": self.meeting_id, "step": self.stepper.current()}

    def set_room(self, room: Room) -> None:
        """Give the room to header and step."""
        super().set_room(room)
        for step in getattr(self, "_steps", {}).values():
            step.set_room(room)
        if hasattr(self, "_headers"):
            self._share_room()

    def _share_room(self) -> None:
        whole = self.rail = self.step is not None and self.step.fills_page()
        for key, header in self._headers.items():
            header.setVisible(not whole and key == self.stepper.current())
        self.stepper.setVisible(not whole)
        if whole:
            self._outer.setContentsMargins(0, 0, 0, 0)
        self.desk.shell.fit_sidebar()

    def first_focus(self) -> QWidget | None:
        """What the step names, else its first control, else the map of the steps."""
        if self.step is None:
            return self.stepper
        return self.step.first_focus() or landing(self.step) or self.stepper

    def help_id(self) -> str:
        """The help of a meeting is that of its step."""
        return self.stepper.current()

    def letters(self) -> Sequence[tuple[str, live_keys.Keys]]:
        """The session reads its letters by itself."""
        return live_keys.panes() if self.stepper.current() == "live" else ()

    def handlers(self) -> Mapping[str, Handler]:
        """Steps, the form of the meeting, and what the step does; the step wins."""
        mine: dict[str, Handler] = {
            "meeting.agenda": partial(self.show_step, "agenda"),
            "meeting.invitations": partial(self.show_step, "convening"),
            "meeting.live": partial(self.show_step, "live"),
            "meeting.minutes": partial(self.show_step, "minutes"),
            "meeting.follow_up": partial(self.show_step, "follow_up"),
            "edit.rename": self._edit,
            "view.projector": self._project,
        }
        if self.step is not None:
            mine.update(self.step.handlers())
        return mine

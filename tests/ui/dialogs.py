"""Every dialog of the program, read from its code: where a new one is met by no walk, a test turns red."""

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QDialog, QWidget

from coprodesk import ui
from coprodesk.commands.attendance import set_presence
from coprodesk.commands.live import open_session
from coprodesk.commands.meetings import convene_meeting
from coprodesk.commands.movements import depart
from coprodesk.documents.chart_parts import Behind
from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.exchange import printing
from coprodesk.exchange.leak_check import Finding
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.bodies import body, seats
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.live import unfinished
from coprodesk.queries.meetings import MeetingRow, meetings
from coprodesk.queries.observatory_rows import rows_behind
from coprodesk.queries.partner_sheet import PartnerSheet, partner
from coprodesk.queries.records import records
from coprodesk.ui.crash import CrashDialog
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.held_papers import HeldPapers
from coprodesk.ui.new_council import NewCouncilDialog
from coprodesk.ui.pages.attention_acts import CallNote, RevivalDialog, TargetedTopic
from coprodesk.ui.pages.body_detail import SeatsForm
from coprodesk.ui.pages.commitment_acts import ask_contributor
from coprodesk.ui.pages.commitment_readings import ReadingForm
from coprodesk.ui.pages.import_centre import ImportCentre
from coprodesk.ui.pages.import_meetings import ImportMeetingsDialog
from coprodesk.ui.pages.live_close import CloseSession
from coprodesk.ui.pages.mandate_guides import RenewBodyForm
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.minutes_publish import ask_rectification
from coprodesk.ui.pages.minutes_step import MinutesStep
from coprodesk.ui.pages.observatory_dialogs import RowsBehind
from coprodesk.ui.pages.reply_anywhere import ReplyDialog
from coprodesk.ui.pages.roll_moves import ask_movements
from coprodesk.ui.pages.session_dialogs import EnterAfterwards, ask_decision_facts
from tests.ui import detect
from tests.ui.visits import COMING, HELD, Visit, shut, windows

UI = Path(ui.__file__).parent


def wanted() -> set[str]:
    """Return the names of all dialogs of the code: classes that are nobody's base, and forms of functions."""
    for module in pkgutil.walk_packages(ui.__path__, "coprodesk.ui."):
        importlib.import_module(module.name)
    return {kind.__name__ for kind in _leaves(QDialog)} | {
        f"{path.stem}.{name}" for path in UI.rglob("*.py") for name in forms(path.read_text("utf-8"))
    }


def _leaves(kind: type) -> Iterator[type]:
    for below in kind.__subclasses__():
        if not below.__module__.startswith("coprodesk."):
            continue
        if below.__subclasses__():
            yield from _leaves(below)
        else:
            yield below


def forms(source: str) -> list[str]:
    """Return the functions of a module that make a form of their own: they hold its `submit`."""
    found = []
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.ClassDef | ast.Module):
            for act in one.body:
                if isinstance(act, ast.FunctionDef) and any(
                    isinstance(line, ast.FunctionDef) and line.name == "submit" for line in act.body
                ):
                    found.append(f"{one.name}.{act.name}" if isinstance(one, ast.ClassDef) else act.name)
    return found


def strays(source: str) -> list[int]:
    """Return the lines where a bare form is made for another act than a `submit`: `forms` would miss it."""
    calls = (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call))
    made = (one for one in calls if isinstance(one.func, ast.Name) and one.func.id == "FormDialog")
    return [one.lineno for one in made if getattr(one.args[-1], "id", "") != "submit"]


def name_of(dialog: QWidget) -> str:
    """Return the name under which `wanted` calls an open dialog."""
    if type(dialog) is FormDialog:
        act = dialog._submit
        return f"{act.__module__.rpartition('.')[2]}.{act.__qualname__.partition('.<locals>')[0]}"
    return type(dialog).__name__


# Opened by hand: what the acts of the long council do not lead to


def _meeting(desk: Desk, number: str) -> MeetingRow:
    (row,) = (one for one in meetings(desk.store, desk.today()) if one.number == number)
    return row


def _sheet(desk: Desk) -> PartnerSheet:
    found = partner(desk.store, 1, desk.today())
    assert found is not None
    return found


def _commitment(desk: Desk) -> CommitmentRow:
    return next(one for one in commitments(desk.store, desk.today()) if one.outcome_indicator)


def _seats(desk: Desk, form: Callable[..., QDialog]) -> QDialog:
    found = body(desk.store, _meeting(desk, COMING).body_id, desk.today())
    assert found is not None
    return form(desk, found, seats(desk.store, found.id, desk.today()))


def _reply(desk: Desk) -> QDialog:
    convene_meeting(desk.store, _meeting(desk, COMING).id, desk.today())
    return ReplyDialog(desk)


def _in_session(desk: Desk) -> MeetingRow:
    meeting = _meeting(desk, COMING)
    convene_meeting(desk.store, meeting.id, desk.today())
    open_session(desk.store, meeting.id, "14:35")
    return _meeting(desk, COMING)


def _close_session(desk: Desk) -> QDialog:
    """Nothing is pointed or treated: each line of the check list is there."""
    meeting = _in_session(desk)
    return CloseSession(desk, meeting, unfinished(desk.store, meeting.id, desk.today()), lambda _gap: None)


def _movements(desk: Desk) -> QDialog:
    meeting = _in_session(desk)
    one = roll(desk.store, meeting.id)[0].id
    set_presence(desk.store, one, Presence.PRESENT, at="14:41")
    depart(desk.store, one, "15:20")
    return ask_movements(desk, roll(desk.store, meeting.id)[0], agenda(desk.store, meeting.id))


def _decision_facts(desk: Desk) -> QDialog:
    lines = records(desk.store, _meeting(desk, HELD).id)
    return ask_decision_facts(desk, next(one for one in lines if one.reference))


def _sent(desk: Desk) -> QDialog | None:
    desk.go("meeting", meeting_id=_meeting(desk, HELD).id, step="minutes")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert isinstance(page.step, MinutesStep)
    while page.step.printed is None:
        QThreadPool.globalInstance().waitForDone()
        detect.settle()
    return page.step.ask_sent()


def _rows_behind(desk: Desk) -> QDialog:
    behind = Behind("institution", tuple(range(1, 400)))
    found = rows_behind(desk.store, behind.subject, behind.ids)
    return RowsBehind(desk, "Présence par trimestre", behind, found, desk.shell)


def _held(desk: Desk) -> QDialog:
    """Two papers of a run, one of which holds words of the secretariat."""
    whole = printing.print_document(desk.store, "minutes", _meeting(desk, HELD).id, Audience(Level.PARTNERS))
    found = tuple(
        Finding(f"Passage {n} que le secrétariat garde pour lui", Level.SECRETARIAT, "texte", certain=False)
        for n in range(5)
    )
    return HeldPapers(desk.shell, (whole, replace(whole, leaks=found)), lambda _out: None)


BY_HAND: dict[str, Callable[[Desk], QDialog | None]] = {
    "CallNote": lambda desk: CallNote(desk, _sheet(desk), lambda: "Appel", ""),
    "CloseSession": _close_session,
    "CrashDialog": lambda desk: CrashDialog("E-111-4F2A", "rapport\nsans données", desk.shell),
    "EnterAfterwards": lambda desk: EnterAfterwards(desk, _meeting(desk, HELD)),
    "HeldPapers": _held,
    "ImportCentre": ImportCentre,
    "ImportMeetingsDialog": ImportMeetingsDialog,
    "NewCouncilDialog": lambda desk: NewCouncilDialog(desk.shell, desk.store.path.parent),
    "ReadingForm": lambda desk: ReadingForm(desk, _commitment(desk)),
    "RenewBodyForm": lambda desk: _seats(desk, RenewBodyForm),
    "ReplyDialog": _reply,
    "RevivalDialog": lambda desk: RevivalDialog(desk, _meeting(desk, COMING).body_id),
    "RowsBehind": _rows_behind,
    "SeatsForm": lambda desk: _seats(desk, SeatsForm),
    "TargetedTopic": lambda desk: TargetedTopic(desk, _sheet(desk)),
    "commitment_acts.ask_contributor": lambda desk: ask_contributor(desk, _commitment(desk)),
    "minutes_publish.ask_rectification": lambda desk: ask_rectification(desk, _meeting(desk, HELD)),
    "minutes_publish.ask_sent": _sent,
    "roll_moves.ask_movements": _movements,
    "session_dialogs.ask_decision_facts": _decision_facts,
}


def every(visit: Visit) -> Iterator[tuple[str, QWidget]]:
    """Open each dialog and menu once, by its act or else by hand; yields where it was met, and itself."""
    met = set()
    for place, one in visit.dialogs():
        met.add(name_of(one))
        yield place, one
    for name in sorted(wanted() - met):
        if name in BY_HAND:
            if (made := BY_HAND[name](visit.desk)) is not None and not made.isVisible():
                made.open()
            detect.settle()
            yield from ((name, one) for one in windows(visit.desk.shell))
            shut(visit.desk.shell)
            visit.again()

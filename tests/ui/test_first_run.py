"""From the first start to a first printed meeting, by keyboard alone, in less than twenty minutes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coprodesk import places
from coprodesk.queries.attendance import roll
from coprodesk.ui.app import Program
from coprodesk.ui.new_council import NewCouncilDialog
from coprodesk.ui.pages.live_close import CloseSession
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.new_meeting import NewMeetingDialog
from coprodesk.ui.shell import Shell
from tests.ui.secretary import (
    CTRL,
    Key,
    Secretary,
    arrive,
    begin_a_council,
    convene_all,
    open_the_session,
    publish_the_minutes,
)

MINUTES = 20
PER_LETTER, PER_ACT, PER_SCREEN = 0.5, 3.0, 30.0
"""Seconds allowed: a slow typist's letter, a key or a click with the look it takes, a screen met first."""


class Script:
    """The parts played so far: name, letters written, other keys."""

    def __init__(self, me: Secretary) -> None:
        self.me = me
        self.parts: list[tuple[str, int, int]] = []
        self._letters = self._keys = 0

    def end(self, name: str) -> None:
        letters, keys = self.me.letters - self._letters, self.me.keys - self._keys
        self.parts.append((name, letters, keys - letters))
        self._letters, self._keys = self.me.letters, self.me.keys

    def seconds(self, *names: str) -> float:
        """Return what the parts of these names, or all of them, take a person."""
        counted = [part for part in self.parts if not names or part[0] in names]
        return sum(letters * PER_LETTER + acts * PER_ACT + PER_SCREEN for _name, letters, acts in counted)

    def told(self) -> str:
        lines = [f"{name:<22} {letters:4} lettres {acts:4} actions" for name, letters, acts in self.parts]
        letters, acts = sum(part[1] for part in self.parts), sum(part[2] for part in self.parts)
        whole = f"{letters:4} lettres {acts:4} actions, {self.seconds() / 60:.1f} min sur {MINUTES}"
        return "\n".join([*lines, f"{'ensemble':<22} {whole}"])


def test_from_the_welcome_to_a_first_printed_meeting(
    launch: Callable[[], Program],
    type_text: Callable[[QWidget, str], None],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    me = Secretary(launch(), type_text, qtbot)
    script = Script(me)
    create(me)
    script.end("conseil")
    tick(me)
    script.end("institutions")
    place(me)
    script.end("emplacement")
    prepare(me)
    script.end("ordre du jour")
    convene(me)
    script.end("convocations")
    call_the_roll(me)
    script.end("appel")
    write_what_is_decided(me)
    script.end("séance")
    paper = publish_the_minutes(me, tmp_path / "papiers", monkeypatch)
    script.end("compte rendu")
    print("\n" + script.told())
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(paper).pages).split())
    for words in (
        "CLSPD d’Essai-sur-Lorne",
        "Préfecture",
        "Conseil citoyen",
        "Ouvrir le poste le samedi",
        "Transmettre les comptages",
        "Excusé",
    ):
        assert words in text, words
    assert "EXEMPLE" not in text
    assert script.seconds() < MINUTES * 60
    assert script.seconds("conseil", "institutions", "emplacement") < 3 * 60


def create(me: Secretary) -> None:
    begin_a_council(me)
    me.write("Essai-sur-Lorne", Key.Key_Tab, Key.Key_Tab)
    me.write("18 640", Key.Key_Tab)
    me.write("Les Aulnettes", Key.Key_Return)


def tick(me: Secretary) -> None:
    dialog = me.at(NewCouncilDialog)
    proposed = len(dialog.institutions.chosen())
    me.press(*[Key.Key_Tab] * 5, Key.Key_Space)
    assert "CSU" in {one.name for one in dialog.institutions.chosen()}
    assert len(dialog.institutions.chosen()) == proposed + 1
    me.press(Key.Key_Return, held=CTRL)


def place(me: Secretary) -> None:
    me.press(Key.Key_Return)  # the place proposed suits
    arrive(me)
    assert me.store.path == (places.documents() / "clspd-essai-sur-lorne.copro").resolve()
    assert me.store.rows("SELECT count(*) FROM seat WHERE body_id = 1")[0][0] >= 20


def prepare(me: Secretary) -> None:
    me.press(Key.Key_N, held=CTRL)
    me.at(NewMeetingDialog)
    me.press(Key.Key_Down, Key.Key_Tab)
    me.write("demain", Key.Key_Tab)
    me.write("14h30")
    me.press(Key.Key_Return, held=CTRL)
    me.at(Shell)
    (made,) = me.store.rows("SELECT b.short_name FROM meeting m JOIN body b ON b.id = m.body_id")
    assert made["short_name"] == "Plénière"
    assert me.store.rows("SELECT count(*) FROM agenda_item")[0][0] > 3, "the draft is the usual template"


def convene(me: Secretary) -> None:
    step = convene_all(me)
    assert len(roll(me.store, step.meeting_id)) >= 20


def call_the_roll(me: Secretary) -> None:
    step = open_the_session(me)
    lines = len(roll(me.store, step.meeting_id))
    for place in range(lines):
        me.press((Key.Key_P, Key.Key_P, Key.Key_E, Key.Key_P, Key.Key_A)[place % 5])
    presences = {line.presence.value for line in roll(me.store, step.meeting_id)}
    assert presences == {"present", "excused", "absent"}


def write_what_is_decided(me: Secretary) -> None:
    page = me.desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    step = page.step
    assert isinstance(step, LiveStep)
    me.press(Key.Key_F9)
    me.write("d Ouvrir le poste le samedi", Key.Key_Return)
    me.press(Key.Key_E, held=CTRL)
    me.write("Transmettre les comptages @PM >+15")
    me.press(Key.Key_Return, held=CTRL)
    (promised,) = me.store.rows("SELECT what, lead_id, current_due FROM commitment")
    assert promised["what"] == "Transmettre les comptages"
    assert promised["lead_id"] is not None
    me.tab_to(step.acts.close.text().replace("&", ""), Key.Key_Backtab)
    me.press(Key.Key_Return)
    me.at(CloseSession)
    me.press(Key.Key_Return)
    me.at(Shell)

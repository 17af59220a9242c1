"""The countdown of a meeting: days that follow it, what is told of them, what a new meeting receives."""

from datetime import date

import pytest

from coprodesk.commands import meetings, planning
from coprodesk.commands.council import seed
from coprodesk.domain.errors import Refusal
from coprodesk.domain.planning import USUAL_TASKS, TaskState, countdown, parse_countdown, task_time
from coprodesk.queries.planning import planned_tasks, tasks_due, usual_tasks
from coprodesk.store import Opening, Store, create

ON = date(2026, 10, 15)
NOVEMBER = date(2026, 11, 19)
COMING = 9


@pytest.mark.parametrize(
    ("offset", "done_on", "due", "state", "words"),
    [
        (-60, date(2026, 9, 18), date(2026, 9, 20), TaskState.DONE, "18 septembre"),
        (-60, None, date(2026, 9, 20), TaskState.LATE, "25 jours de retard"),
        (-36, None, date(2026, 10, 14), TaskState.LATE, "1 jour de retard"),
        (-35, None, ON, TaskState.NEAR, "aujourd’hui"),
        (-30, None, date(2026, 10, 20), TaskState.NEAR, "dans 5 jours"),
        (-28, None, date(2026, 10, 22), TaskState.NEAR, "dans 7 jours"),
        (-27, None, date(2026, 10, 23), TaskState.AHEAD, "ven. 23 octobre"),
        (90, None, date(2027, 2, 17), TaskState.AHEAD, "mer. 17 février"),
    ],
)
def test_a_step_is_told_by_its_distance(offset, done_on, due, state, words) -> None:
    time = task_time(NOVEMBER, offset, done_on, ON)
    assert (time.due, time.state, time.words) == (due, state, words)


@pytest.mark.parametrize(
    ("text", "days"),
    [("J-15", -15), ("j - 15", -15), ("-15", -15), ("J+30", 30), ("30", 30), ("J", 0), ("", 0), ("J−8", -8)],
)
def test_days_around_the_meeting_are_understood(text: str, days: int) -> None:
    assert parse_countdown(text) == days
    assert parse_countdown(countdown(days)) == days


@pytest.mark.parametrize("text", ["demain", "J--3", "J-401", "15 jours", "J-1,5", "²"])
def test_what_is_no_number_of_days_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_countdown(text)
    assert refusal.value.field == "offset_days"


def test_a_new_council_starts_with_the_usual_steps(tmp_path, opening: Opening) -> None:
    made = create(
        tmp_path / "neuf.copro", opening, lambda change: seed(change, name="CLSPD", commune="X"), "Création"
    )
    assert tuple((task.offset_days, task.label) for task in usual_tasks(made)) == USUAL_TASKS
    body = made.rows("SELECT id FROM body ORDER BY id")[0]["id"]
    one = meetings.create_meeting(made, body, date(2027, 3, 18), "14:30")
    assert [task.mark for task in planned_tasks(made, one, ON)][:3] == ["J-60", "J-45", "J-30"]
    assert len(planned_tasks(made, one, ON)) == len(USUAL_TASKS)
    made.undo()
    assert made.rows("SELECT * FROM planned_task") == []
    made.close()


def test_steps_follow_a_meeting_that_moves(example: Store) -> None:
    before = {task.label: task.time.due for task in planned_tasks(example, COMING, ON)}
    meetings.reschedule_meeting(example, COMING, date(2026, 12, 3), "14:30", "Salle prise")
    after = {task.label: task.time.due for task in planned_tasks(example, COMING, ON)}
    assert {(after[label] - before[label]).days for label in before} == {14}


def test_a_meeting_entered_afterwards_only_receives_what_is_still_to_come(example: Store) -> None:
    body = example.rows("SELECT body_id FROM meeting WHERE id = ?", (COMING,))[0]["body_id"]
    one = meetings.create_meeting(example, body, date(2026, 10, 1), "14:30")
    assert [task.mark for task in planned_tasks(example, one, ON)] == ["J+15", "J+30", "J+45", "J+90"]


def test_due_steps_are_those_late_or_of_the_week(example: Store) -> None:
    assert [(one.task.mark, one.task.time.words, one.meeting) for one in tasks_due(example, ON)] == [
        ("J-30", "dans 5 jours", "Restreinte du 19 novembre")
    ]
    late = [one.task.mark for one in tasks_due(example, date(2026, 11, 1))]
    assert late == ["J-30", "J-21", "J-15"]
    planning.tick_task(example, tasks_due(example, ON)[0].task.id, ON)
    assert tasks_due(example, ON) == ()
    meetings.cancel_meeting(example, COMING, "Alerte météo")
    assert tasks_due(example, date(2026, 11, 1)) == ()


def test_what_was_due_before_a_meeting_is_not_asked_for_once_it_is_held(example: Store) -> None:
    meetings.close_meeting(example, COMING, "16:00")
    assert [one.task.mark for one in tasks_due(example, date(2026, 12, 1))] == ["J+2", "J+15"]


def test_planning_again_adds_only_what_is_missing(example: Store) -> None:
    before = planned_tasks(example, COMING, ON)
    planning.delete_task(example, before[0].id)
    planning.set_task(example, before[1].id, label="Date retenue", offset_days=-50)
    planning.plan_meeting(example, COMING, on=ON)
    marks = [task.mark for task in planned_tasks(example, COMING, ON)]
    assert marks[:4] == ["J-60", "J-50", "J-45", "J-30"]
    assert len(marks) == len(before) + 1


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda s, t: planning.add_task(s, COMING, "  ", -3), "label"),
        (lambda s, t: planning.add_task(s, COMING, "Salle", -500), "offset_days"),
        (lambda s, t: planning.set_task(s, t, label=""), "label"),
        (lambda s, t: planning.add_usual_task(s, "", 3), "label"),
        (lambda s, t: planning.tick_task(s, 9999, ON), ""),
    ],
)
def test_a_refusal_changes_nothing(example: Store, act, field: str) -> None:
    task = planned_tasks(example, COMING, ON)[0].id
    before = example.rows("SELECT count(*) FROM journal_step")[0][0]
    with pytest.raises(Refusal) as refusal:
        act(example, task)
    assert refusal.value.field == field
    assert str(refusal.value).endswith(".")
    assert example.rows("SELECT count(*) FROM journal_step")[0][0] == before


def test_the_steps_of_origin_come_back_once(store: Store) -> None:
    planning.add_usual_tasks(store)
    assert tuple((task.offset_days, task.label) for task in usual_tasks(store)) == USUAL_TASKS
    with pytest.raises(Refusal):
        planning.add_usual_tasks(store)
    planning.delete_usual_task(store, usual_tasks(store)[0].id)
    planning.add_usual_tasks(store)
    assert tuple((task.offset_days, task.label) for task in usual_tasks(store)) == USUAL_TASKS

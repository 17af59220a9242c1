"""The steps of a meeting's countdown, those due on the first page, and the usual ones of the council."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _
from coprodesk.domain.planning import NEAR_DAYS, TaskState, TaskTime, countdown, task_time
from coprodesk.queries import day
from coprodesk.store import Store


class PlannedTask(NamedTuple):
    """One step of a meeting; `time` says when it is due and where it stands."""

    id: int
    meeting_id: int
    label: str
    offset_days: int
    done_on: date | None
    time: TaskTime

    @property
    def mark(self) -> str:
        """Return « J-15 »."""
        return countdown(self.offset_days)

    @property
    def done(self) -> bool:
        """Tell whether it is done."""
        return self.time.state is TaskState.DONE


class DueTask(NamedTuple):
    """A step to be done now, with the meeting it belongs to: « Restreinte du 19 novembre »."""

    task: PlannedTask
    meeting: str


class UsualTask(NamedTuple):
    """One step that every new meeting receives."""

    id: int
    label: str
    offset_days: int

    @property
    def mark(self) -> str:
        """Return « J-15 »."""
        return countdown(self.offset_days)


def planned_tasks(store: Store, meeting_id: int, on: date) -> tuple[PlannedTask, ...]:
    """Return the steps of one meeting in the order of their days."""
    rows = store.rows(
        """SELECT t.*, m.date FROM planned_task t JOIN meeting m ON m.id = t.meeting_id
           WHERE t.meeting_id = ? ORDER BY t.offset_days, t.id""",
        (meeting_id,),
    )
    return tuple(_task(row, on) for row in rows)


def tasks_due(store: Store, on: date) -> tuple[DueTask, ...]:
    """Return the open steps late or due within a week, of meetings not cancelled, the first due first.

    Once a meeting is held what was to be done before it is no longer asked for.
    """
    rows = store.rows(
        """SELECT t.*, m.date, b.short_name FROM planned_task t JOIN meeting m ON m.id = t.meeting_id
           JOIN body b ON b.id = m.body_id
           WHERE t.done_on IS NULL AND m.state <> 'cancelled' AND (m.state <> 'held' OR t.offset_days > 0)
               AND date(m.date, t.offset_days || ' days') <= ?
           ORDER BY date(m.date, t.offset_days || ' days'), t.id""",
        ((on + timedelta(days=NEAR_DAYS)).isoformat(),),
    )
    return tuple(
        DueTask(
            _task(row, on),
            _("{body} du {day}").format(
                body=row["short_name"], day=day_month(date.fromisoformat(row["date"]))
            ),
        )
        for row in rows
    )


def usual_tasks(store: Store) -> tuple[UsualTask, ...]:
    """Return the steps that a new meeting receives, in the order of their days."""
    rows = store.rows("SELECT id, label, offset_days FROM usual_task ORDER BY offset_days, id")
    return tuple(UsualTask(*row) for row in rows)


def _task(row: Any, on: date) -> PlannedTask:
    done_on = day(row["done_on"])
    return PlannedTask(
        id=row["id"],
        meeting_id=row["meeting_id"],
        label=row["label"],
        offset_days=row["offset_days"],
        done_on=done_on,
        time=task_time(date.fromisoformat(row["date"]), row["offset_days"], done_on, on),
    )

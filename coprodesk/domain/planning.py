"""The countdown of a meeting: what is done so many days before and after it, and how each day is told."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month, in_days, late_by, weekday_short
from coprodesk.domain.i18n import _

NEAR_DAYS = 7
"""Within so many days a step is told as « dans 3 jours », and stands on the first page."""

FARTHEST_DAYS = 400
"""A step farther from its meeting than this is a slip of the keyboard."""

USUAL_TASKS: tuple[tuple[int, str], ...] = (
    (-60, "Date fixée avec la préfecture et le parquet"),
    (-45, "« À retenir » envoyé aux sièges"),
    (-30, "Appel à points auprès des partenaires"),
    (-21, "Ordre du jour validé"),
    (-15, "Convocations, relevé, engagements par partenaire"),
    (-8, "Pièces envoyées, premier rappel aux sans réponse"),
    (-3, "Appel aux absents habituels, nom du suppléant"),
    (-1, "Émargement, chevalets, ordre de parole"),
    (0, "Émargement et notes en séance"),
    (2, "Remerciements et relevé de décisions"),
    (15, "Projet de compte rendu à valider"),
    (30, "Compte rendu diffusé"),
    (45, "Premier suivi des engagements"),
    (90, "Suivi des engagements"),
)
"""Days from the meeting and label of the steps that a new council starts with (usage; all can be changed)."""


class TaskState(StrEnum):
    """Where a step stands on a day."""

    DONE = "done"
    LATE = "late"
    NEAR = "near"
    AHEAD = "ahead"


class TaskTime(NamedTuple):
    """When a step is due, where it stands and how that is told."""

    due: date
    state: TaskState
    words: str


def due_day(meeting_on: date, offset_days: int) -> date:
    """Return the day of a step: it moves with its meeting."""
    return meeting_on + timedelta(days=offset_days)


def countdown(offset_days: int) -> str:
    """Return « J-15 », « J » or « J+30 »."""
    return f"J{offset_days:+d}" if offset_days else "J"


def task_time(meeting_on: date, offset_days: int, done_on: date | None, on: date) -> TaskTime:
    """Return when a step is due and where it stands: « 20 septembre » once done, else « dans 3 jours ».

    A late one is told as « 2 jours de retard », a far one as « mer. 4 novembre ».
    """
    due = due_day(meeting_on, offset_days)
    days = (due - on).days
    if done_on is not None:
        return TaskTime(due, TaskState.DONE, day_month(done_on))
    if days < 0:
        return TaskTime(due, TaskState.LATE, late_by(-days))
    if days <= NEAR_DAYS:
        return TaskTime(due, TaskState.NEAR, in_days(days))
    return TaskTime(due, TaskState.AHEAD, f"{weekday_short(due)} {day_month(due)}")


def parse_countdown(text: str) -> int:
    """Understand « J-15 », « -15 », « j+30 », « 2 » or « J » as days from the meeting; raise Refusal else."""
    typed = "".join(text.split()).upper().replace("−", "-").removeprefix("J")
    digits = typed.lstrip("+-")
    if (digits.isdecimal() and len(typed) - len(digits) <= 1 and int(digits) <= FARTHEST_DAYS) or not typed:
        return int(typed or 0)
    raise Refusal(
        _(
            "«\u00a0{text}\u00a0» n’est pas un nombre de jours autour de la réunion. Rien n’a changé. "
            "Écrivez J-15 pour quinze jours avant, J+30 pour trente jours après."
        ).format(text=text.strip()),
        field="offset_days",
    )


def require_offset(offset_days: int) -> int:
    """Return the offset; raise Refusal for one that lies too far from the meeting."""
    if abs(offset_days) > FARTHEST_DAYS:
        raise Refusal(
            _(
                "Une étape est à {most} jours au plus de sa réunion. Rien n’a changé. "
                "Vérifiez le nombre de jours."
            ).format(most=FARTHEST_DAYS),
            field="offset_days",
        )
    return offset_days

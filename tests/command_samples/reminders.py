"""A sample call of each verb on reminders and answers."""

from datetime import date

from coprodesk.commands import reminders as verbs
from coprodesk.domain.reminders import Answer, AnswerKind, Tone
from coprodesk.store import Store

ON = date(2026, 10, 15)


def log_reminder(store: Store) -> None:
    verbs.log_reminder(store, 5, [4], Tone.NEUTRAL, on=ON, means="lettre", pages=1)


def record_answers(store: Store) -> None:
    answers = [Answer(4, AnswerKind.POSTPONED, date(2026, 11, 30), "T3 attendu")]
    verbs.record_answers(store, 5, answers, on=ON, channel="par téléphone")

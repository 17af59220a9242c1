"""A sample call of each verb on the texts of the reminders; the example has its own text after an absence."""

from coprodesk.commands import letter_templates as verbs
from coprodesk.domain.reminders import Tone
from coprodesk.store import Store


def set_letter_template(store: Store) -> None:
    verbs.set_letter_template(store, Tone.GENTLE, text="Où en est {références} ?")


def reset_letter_template(store: Store) -> None:
    verbs.reset_letter_template(store, Tone.ABSENCE)

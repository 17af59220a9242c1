"""The one exception of expected trouble."""


class Refusal(Exception):
    """An expected refusal, worded for the user.

    The message is in French and says what happened, what is safe and what to do next;
    the window shows it as a banner, the command line as one line on stderr with exit code 1.
    `field` names what to correct, as the command calls it (`at`, `ends_at`, `delegate_label`); it may be
    blank.
    """

    def __init__(self, *message: str, field: str = "") -> None:
        super().__init__(*message)
        self.field = field

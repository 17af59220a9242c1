"""The one exception of expected trouble."""


class Refusal(Exception):
    """An expected refusal, worded for the user.

    The message is in French and says what happened, what is safe and what to do next;
    the window shows it as a banner, the command line as one line on stderr with exit code 1.
    """

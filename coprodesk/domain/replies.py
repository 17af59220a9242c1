"""Replies to a convocation: by which way they come in, and when they may."""

from datetime import date

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import long_date
from coprodesk.domain.i18n import _, on_paper


def channels() -> tuple[str, ...]:
    """Return how a reply may come in, as stored: mail, telephone, post, in person."""
    with on_paper():
        return _ways()


def channel_words(stored: str) -> str:
    """Return how a reply came in, in the words of the screen."""
    return dict(zip(channels(), _ways(), strict=True)).get(stored, stored)


def _ways() -> tuple[str, ...]:
    return (_("courriel"), _("téléphone"), _("courrier"), _("de vive voix"))


def telephone() -> str:
    """Return the way a reply is taken when it is noted while somebody is on the line."""
    return channels()[1]


def require_reply_day(on: date, meeting_on: date) -> None:
    """Raise Refusal when a reply would have come in after its meeting."""
    if on > meeting_on:
        raise Refusal(
            _(
                "Une réponse arrive avant la réunion du {day}. La réponse n’a pas été notée. "
                "Corrigez le jour où elle a été reçue."
            ).format(day=long_date(meeting_on)),
            field="on",
        )

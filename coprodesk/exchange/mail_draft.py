"""A draft of an electronic mail as a file: the mail program opens it, and the user sends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from coprodesk.documents import reminder
from coprodesk.domain.i18n import on_paper
from coprodesk.exchange import printing
from coprodesk.exchange.printing import Printed
from coprodesk.queries.reminders import ReminderLetter


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the mail: a PDF, or an invitation for calendars with its `method`."""

    file_name: str
    data: bytes
    method: str = ""


def draft(*, to: str, subject: str, text: str, at: datetime, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return a draft in UTF-8, the same bytes for the same content at the same instant.

    `to` may be blank. « X-Unsent: 1 » makes a mail program open it as a draft. Line feeds in `to` and
    `subject` are blanks: a header never goes on to another one.
    """
    message = EmailMessage(policy=SMTP)
    if to.strip():
        message["To"] = " ".join(to.split())
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(at)
    message["X-Unsent"] = "1"
    message.set_content(text, charset="utf-8", cte="base64")
    for one in attachments:
        if one.method:
            told = {"method": one.method, "charset": "utf-8"}
            message.add_attachment(one.data, "text", "calendar", filename=one.file_name, params=told)
        else:
            message.add_attachment(one.data, "application", "pdf", filename=one.file_name)
    if attachments:
        message.set_boundary("=_CoproDesk_part_=")
    return message.as_bytes()


def reminder_draft(letter: ReminderLetter, printed: Printed, at: datetime) -> bytes:
    """Return the draft of a reminder, with its letter attached. Raises Refusal as `printing.let_out`."""
    printing.let_out(printed)
    with on_paper():
        text = reminder.mail_text(letter)
    subject = f"{letter.subject[:1].upper()}{letter.subject[1:]}"
    return draft(
        to=letter.email,
        subject=subject,
        text=text,
        at=at,
        attachments=(Attachment(printed.file_name, printed.pdf),),
    )

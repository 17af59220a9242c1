"""A letter as an electronic mail: its object, and its text without the head of the sheet."""

from dataclasses import replace

from coprodesk.documents import plain
from coprodesk.documents.common import full_day
from coprodesk.documents.document import Block, Document, PageBreak, Paragraph, Subject, TextStyle
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _
from coprodesk.queries.letters import LetterRun

_HEAD = (TextStyle.ADDRESS, TextStyle.ADDRESS_APART)


def mail_of(data: LetterRun, document: Document) -> tuple[str, str]:
    """Return the object and the text of the mail of the first letter of a document.

    The object gives the day; it does not name a group held to secrecy, for it shows on every screen.
    Raises ValueError when the document holds no letter.
    """
    found = next((block for block in document.blocks if isinstance(block, Subject)), None)
    if found is None:
        raise ValueError("a mail needs the object of a letter")
    shown = plain.body(replace(document, blocks=(replace(found, reference=""),)))
    words = shown.partition(":")[2].strip()
    if data.level is Level.RESTRICTED:
        words = words.partition(" – ")[0]
    subject = _("{words}, {day}").format(words=words[:1].upper() + words[1:], day=full_day(data.meeting.date))
    return subject, f"{plain.body(replace(document, blocks=tuple(_text_of(document))))}\n"


def _text_of(document: Document) -> list[Block]:
    """Return what a mail takes of the first letter: all but its head and its object."""
    kept: list[Block] = []
    for block in document.blocks:
        if isinstance(block, PageBreak):
            break
        head = isinstance(block, Paragraph) and block.style in _HEAD
        if not head and not isinstance(block, Subject):
            kept.append(block)
    return kept

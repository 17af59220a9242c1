"""The reminder to one partner: its commitments in one letter, in the tone the user chose."""

from typing import Any

from coprodesk.documents.common import Edition
from coprodesk.documents.document import Block, BulletList, Document, Line, Run, Subject
from coprodesk.documents.letters import ending, paragraph, quality_of, run_of_letters
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.reminders import LIST
from coprodesk.queries.reminders import ReminderLetter, ReminderLine


def place(data: Any) -> str:
    """Return what names the file: the partner."""
    return str(data.short_name)


def build(data: ReminderLetter, edition: Edition) -> Document:
    """Return the letter."""
    blocks: list[Block] = [
        Subject(
            _("Objet\u00a0: {text}").format(text=data.subject),
            _("Réf.\u00a0: article L. 132-4 du code de la sécurité intérieure"),
        ),
        paragraph(f"{data.addressee.salutation},"),
    ]
    for text in data.paragraphs:
        if text == LIST:
            blocks.append(BulletList(tuple(map(_item, data.lines))))
        else:
            blocks.append(paragraph(text))
    blocks += ending(data, data.addressee)
    return run_of_letters(data, edition, _("Relance"), [(data.addressee, blocks)], data.short_name)


def mail_text(data: ReminderLetter) -> str:
    """Return the letter as the text of an electronic mail: what its sheet says, without its head."""
    parts = [f"{data.addressee.salutation},"]
    for text in data.paragraphs:
        if text == LIST:
            parts.append("\n".join(f"- {''.join(run.text for run in _item(one))}" for one in data.lines))
        else:
            parts.append(text)
    parts.append(
        _("Je vous prie d’agréer, {salutation}, {closing}.").format(
            salutation=data.addressee.salutation, closing=data.addressee.closing
        )
    )
    parts.append("\n".join(line for line in (data.sender.name, quality_of(data)) if line))
    return "\n\n".join(parts) + "\n"


def _item(one: ReminderLine) -> Line:
    due = (
        _("décidé le {decided}, échéance le {due}").format(
            decided=short_date(one.decided_on), due=short_date(one.due)
        )
        if one.due
        else _("décidé le {decided}, échéance à fixer").format(decided=short_date(one.decided_on))
    )
    return (Run(one.reference, bold=True), Run(f" – {one.what} ({due})"))

"""Writing a reminder from the command line: the letter, or the draft of a mail that holds it."""

import argparse
from contextlib import closing
from dataclasses import replace

from coprodesk import session
from coprodesk.cli.about import partner_of
from coprodesk.commands import reminders as commands
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _
from coprodesk.domain.reminders import Signer, Tone
from coprodesk.exchange import mail_draft, printing


def remind(arguments: argparse.Namespace) -> None:
    """Write the reminder of all the late commitments of a partner; `--log` notes it in the file."""
    with closing(session.open_council(arguments.file, read_only=not arguments.log, ticking=False)) as store:
        partner_id, tone = partner_of(store, arguments.partner), Tone(arguments.tone)
        signer = None if arguments.signer is None else Signer(arguments.signer)
        prepared = printing.prepare(
            store, "reminder", partner_id, Audience(Level.PARTNERS), tone=tone, signer=signer
        )
        printed = replace(printing.render(prepared), confirmed=arguments.confirm)
        mail = arguments.output.suffix.lower() == ".eml"
        if mail:
            data = mail_draft.reminder_draft(prepared.data, printed, store.clock())
            printing.write_whole(arguments.output, data)
            print(_("Brouillon écrit\u00a0: {path}").format(path=arguments.output))
        else:
            printing.write(printed, arguments.output)
            print(printed.summary(arguments.output))
        if arguments.log:
            commands.log_reminder(
                store,
                partner_id,
                [line.id for line in prepared.data.lines],
                tone,
                on=store.clock().date(),
                means=_("brouillon de courriel") if mail else _("lettre"),
                file_name=arguments.output.name,
                pages=printed.pages,
                digest=printed.digest,
            )
            print(_("Relance notée."))

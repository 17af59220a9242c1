"""Inviting from the command line: an invitation for calendars, or drafts of mails with their letters."""

import argparse
from contextlib import closing
from dataclasses import replace

from coprodesk import session
from coprodesk.cli.about import meeting_of
from coprodesk.commands import invitations as commands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange import calendar_file, letter_drafts, printing
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries.invitations import convened_audience
from coprodesk.store import Store


def invite(arguments: argparse.Namespace) -> None:
    """Write a .ics, or a new folder of drafts; the register of the file notes what leaves."""
    with closing(session.open_council(arguments.file, ticking=False)) as store:
        meeting_id = meeting_of(store, arguments)
        commands.name_for_calendars(store)
        if arguments.output.suffix.lower() == ".ics":
            _invitation(store, meeting_id, arguments)
        else:
            _drafts(store, meeting_id, arguments)


def _invitation(store: Store, meeting_id: int, arguments: argparse.Namespace) -> None:
    audience = convened_audience(store, meeting_id)
    found, data = calendar_file.meeting_calendar(store, meeting_id, audience)
    printing.write_whole(arguments.output, data)
    commands.note_invitation(
        store, meeting_id, audience.level, found.appointment.digest, file_name=arguments.output.name
    )
    print(_("Invitation écrite\u00a0: {path}").format(path=arguments.output))


def _drafts(store: Store, meeting_id: int, arguments: argparse.Namespace) -> None:
    audience = convened_audience(store, meeting_id)
    run = letter_drafts.prepare(store, arguments.letter, meeting_id, audience)
    drafts = letter_drafts.render(run, store.clock(), ExportProgress())
    if arguments.confirm:
        papers = [replace(one, confirmed=True) for one in letter_drafts.papers_of(drafts)]
        drafts = letter_drafts.with_papers(drafts, papers)
    made = letter_drafts.write(arguments.output.absolute().parent, arguments.output.name, drafts)
    letters = letter_drafts.register_entry(arguments.letter, drafts)
    commands.note_invitation(
        store, meeting_id, audience.level, run.shown, file_name=made.name, letters=letters
    )
    n = len(drafts)
    words = ngettext("{n} brouillon écrit\u00a0: {path}", "{n} brouillons écrits\u00a0: {path}", n)
    print(words.format(n=n, path=made))
    if run.without_address:
        names = ", ".join(one or _("Invité") for one in run.without_address)
        print(_("Sans adresse, à compléter\u00a0: {names}").format(names=names))

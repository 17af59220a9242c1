"""Importing past meetings from the command line."""

import argparse

from coprodesk.cli.about import body_of
from coprodesk.cli.bring_lines import say_columns, say_lines, say_outcome
from coprodesk.commands import meeting_import as commands
from coprodesk.domain.meeting_import import plan
from coprodesk.exchange import meeting_sheet, sheets
from coprodesk.queries.meeting_import import facts_words, known, line_words
from coprodesk.store import Store


def import_meetings(store: Store, arguments: argparse.Namespace) -> None:
    """Tell the columns, the doubts and what each line does; write it unless only a preview is asked for."""
    on = store.clock().date()
    body_id = body_of(store, arguments.body) if arguments.body else None
    sheet = sheets.read_sheet(arguments.source)
    mapping = meeting_sheet.suggest_mapping(sheet.header)
    facts = known(store)
    drafts = meeting_sheet.draft_meetings(sheet, mapping, facts.keys, on)
    used = meeting_sheet.used_columns(sheet.header, mapping, facts.keys)
    say_columns(sheet, mapping, meeting_sheet.field_label, used)
    planned = plan(facts, drafts.rows, on, body_id)
    say_lines(
        drafts.problems,
        [
            (one.draft.line, f"{one.body or one.draft.body} {facts_words(one)}", line_words(one), one.remarks)
            for one in planned.lines
        ],
        everything=arguments.preview,
    )
    if not arguments.preview:
        commands.import_meetings(store, planned)
    say_outcome([one.fate for one in planned.lines], drafts.problems, preview=arguments.preview)

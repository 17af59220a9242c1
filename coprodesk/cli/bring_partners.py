"""Importing partners and people from the command line."""

import argparse

from coprodesk.cli.about import body_of
from coprodesk.cli.bring_lines import say_columns, say_lines, say_outcome
from coprodesk.commands import partner_import as commands
from coprodesk.domain.i18n import _
from coprodesk.domain.partner_import import plan
from coprodesk.exchange import partner_sheet, sheets
from coprodesk.exchange.vcard import HEADER as CARDS
from coprodesk.queries.partner_import import known, line_words
from coprodesk.store import Store


def import_partners(store: Store, arguments: argparse.Namespace) -> None:
    """Tell the columns, the doubts and what each line does; write it unless only a preview is asked for.

    What may be the same under another name is taken for two: answering is the window's.
    """
    on = store.clock().date()
    body_id = body_of(store, arguments.body) if arguments.body else None
    sheet = sheets.read_sheet(arguments.source)
    mapping = partner_sheet.suggest_mapping(sheet.header)
    drafts = partner_sheet.draft_partners(sheet, mapping)
    if sheet.header != CARDS:
        say_columns(sheet, mapping, partner_sheet.field_label)
    planned = plan(known(store, on), drafts.rows, on=on, body_id=body_id)
    say_lines(
        drafts.problems,
        [
            (one.draft.line, one.draft.person or one.draft.institution, line_words(one), one.remarks)
            for one in planned.lines
        ],
        everything=arguments.preview,
    )
    for question in planned.questions:
        print(
            _("Ligne {line}\u00a0: {text}\u00a0? Deux fiches sont gardées.").format(
                line=question.line, text=question.text
            )
        )
    if not arguments.preview:
        commands.import_partners(store, planned)
    say_outcome([one.fate for one in planned.lines], drafts.problems, preview=arguments.preview)

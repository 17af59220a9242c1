"""Importing commitments from the command line."""

import argparse

from coprodesk.cli.bring_lines import say_columns
from coprodesk.commands import commitment_import as commands
from coprodesk.domain.commitment_import import plan
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.import_plan import Fate
from coprodesk.exchange import commitment_sheet, sheets
from coprodesk.queries.commitment_import import known
from coprodesk.store import Store


def import_commitments(store: Store, arguments: argparse.Namespace) -> None:
    """Tell the columns, the doubts and what each line does; write it unless only a preview is asked for.

    Unknown partners are created with `--create-partners` only.
    """
    on = store.clock().date()
    sheet = sheets.read_sheet(arguments.source)
    mapping = commitment_sheet.suggest_mapping(sheet.header)
    drafts = commitment_sheet.draft_commitments(sheet, mapping, on)
    say_columns(sheet, mapping, commitment_sheet.field_label)
    held = known(store)
    unknown = plan(held, drafts.rows).unknown
    created = unknown if arguments.create_partners else ()
    found = plan(held, drafts.rows, created)
    told = [(one.line, one.sentence) for one in drafts.problems]
    told += [(line.draft.line, remark) for line in found.lines for remark in line.remarks]
    for number, sentence in sorted(told):
        print(_("Ligne {line}\u00a0: {sentence}").format(line=number, sentence=sentence))
    if unknown:
        words = _("Partenaires créés\u00a0: {names}") if created else _("Partenaires inconnus\u00a0: {names}")
        print(words.format(names=", ".join(unknown)))
    if arguments.preview:
        n = found.count(Fate.CREATE)
        print(
            ngettext(
                "{n} engagement serait créé, {completed} complétés, {skipped} laissés. Rien n’a été écrit.",
                "{n} engagements seraient créés, {completed} complétés, {skipped} laissés. "
                "Rien n’a été écrit.",
                n,
            ).format(n=n, completed=found.count(Fate.COMPLETE), skipped=found.left)
        )
        return
    partners = [commitment_sheet.new_partner(name) for name in created]
    done = commands.import_commitments(store, drafts.rows, on=on, partners=partners)
    print(
        ngettext(
            "{n} engagement créé, {completed} complétés, {skipped} laissés.",
            "{n} engagements créés, {completed} complétés, {skipped} laissés.",
            done.created,
        ).format(n=done.created, completed=done.completed, skipped=done.skipped)
    )

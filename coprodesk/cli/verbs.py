"""What each verb of the command line does."""

import argparse
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from coprodesk import session
from coprodesk.cli import invite as inviting
from coprodesk.cli import remind as reminding
from coprodesk.cli import whole_export as exporting
from coprodesk.cli.about import about, held_ahead, partner_of
from coprodesk.cli.bring_commitments import import_commitments
from coprodesk.cli.bring_meetings import import_meetings
from coprodesk.cli.bring_partners import import_partners
from coprodesk.commands import council as council_commands
from coprodesk.documents import catalogue
from coprodesk.documents.catalogue import About
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import long_date, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.verifying import Verdict
from coprodesk.exchange import council_json, meeting_json, printing
from coprodesk.exchange import demo as example
from coprodesk.exchange import verify as verifying
from coprodesk.places import council_file, is_file
from coprodesk.queries import figures, meetings
from coprodesk.queries import history as journal
from coprodesk.store import Store, backups


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code, and the file to open in the window, if any."""

    code: int = 0
    window: Path | None = None


Verb = Callable[[argparse.Namespace], Done]


def demo(arguments: argparse.Namespace) -> Done:
    """Write the example council and its documents; ask for the window unless told not to."""
    folder: Path = arguments.folder
    path = folder / example.FILE_NAME
    printing.make_folder(folder)
    made = not is_file(path)
    if made:
        store = session.create_council(path, example.fill(arguments.on), example.label(), ticking=False)
    else:
        store = session.open_council(path, ticking=False)
    with closing(store):
        day = long_date(store.clock().date())
        for label, written in example.print_papers(store, folder):
            print(_("{label} : {path}").format(label=label, path=written))
    said = (
        _("Conseil d’exemple créé : {path}")
        if made
        else _("Conseil d’exemple retrouvé tel que vous l’aviez laissé : {path}")
    )
    print(said.format(path=path))
    print(_("EXEMPLE : commune fictive, qui vit le {day}.").format(day=day))
    return Done(window=None if arguments.no_window else path)


def new(arguments: argparse.Namespace) -> Done:
    """Create a council file."""
    commune = arguments.commune or arguments.name
    store = session.create_council(
        _named(arguments.file),
        lambda change: council_commands.seed(
            change, name=arguments.name, commune=commune, population=arguments.population
        ),
        _("Création du conseil"),
    )
    with closing(store):
        print(_("Fichier du conseil créé : {path}").format(path=store.path))
    return Done()


def bring_in(arguments: argparse.Namespace) -> Done:
    """Import partners, meetings or commitments into a file, or a whole council as a new file."""
    if arguments.what == "council":
        data = council_json.read_council(_text(arguments.source))
        with closing(
            session.create_council(
                _named(arguments.file), lambda change: council_json.fill(change, data), _("Import du conseil")
            )
        ) as store:
            print(_("Conseil importé : {path}").format(path=store.path))
        return Done()
    with closing(session.open_council(arguments.file)) as store:
        if arguments.what == "meeting":
            meeting_id = meeting_json.import_meeting(
                store, _text(arguments.source), confirmed=arguments.confirm
            )
            print(_("Réunion importée : {title}.").format(title=_row(store, meeting_id).title))
        elif arguments.what == "commitments":
            import_commitments(store, arguments)
        elif arguments.what == "meetings":
            import_meetings(store, arguments)
        else:
            import_partners(store, arguments)
    return Done()


def print_document(arguments: argparse.Namespace) -> Done:
    """Print one document of a meeting, a partner, a body or a year: PDF, .docx, HTML or plain text."""
    with closing(session.open_council(arguments.file, read_only=True, ticking=False)) as store:
        kind = catalogue.kind(arguments.document)
        about_id, body_id = about(store, kind, arguments)
        audience = Audience(Level(arguments.audience or kind.level), body_id)
        own = kind.about is not About.PARTNER and arguments.partner is not None
        printed = printing.print_document(
            store,
            arguments.document,
            about_id,
            audience,
            partner_id=partner_of(store, arguments.partner) if own else None,
        )
        printing.write(replace(printed, confirmed=arguments.confirm), arguments.output)
        print(printed.summary(arguments.output))
        for warning in (*printed.warnings, *printed.notices, *held_ahead(store, kind, about_id)):
            print(warning)
    return Done()


def remind(arguments: argparse.Namespace) -> Done:
    """Write a reminder to a partner."""
    reminding.remind(arguments)
    return Done()


def invite(arguments: argparse.Namespace) -> Done:
    """Write the invitation of a meeting for calendars, or the drafts of its letters."""
    inviting.invite(arguments)
    return Done()


def export(arguments: argparse.Namespace) -> Done:
    """Write the whole council in a folder that is read without the program."""
    exporting.export(arguments)
    return Done()


def stats(arguments: argparse.Namespace) -> Done:
    """Print every figure with its numerator and its denominator."""
    with closing(session.open_council(arguments.file, read_only=True)) as store:
        on: date = arguments.on or store.clock().date()
        report = figures.report(store, on, everything=arguments.all)
    if arguments.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return Done()
    start = short_date(report.period[0]) if report.period[0] else _("le début")
    print(_("Chiffres au {on} ; réunions depuis {start}.").format(on=short_date(on), start=start))
    for metric, rows in report.figures.items():
        for row in rows:
            print(f"{metric}  {row.key or '–':14} {row.words:>12}  {row.name}")
    return Done()


def check(arguments: argparse.Namespace) -> Done:
    """Verify a file page by page."""
    with closing(session.open_council(arguments.file, read_only=True)) as store:
        faults = backups.check(store.path)
    for fault in faults:
        print(fault)
    if faults:
        raise Refusal(_("Le fichier est endommagé. Il n’a pas été modifié. Ouvrez la dernière sauvegarde."))
    print(_("Le fichier est en ordre : structure, références et journal."))
    return Done()


def verify(arguments: argparse.Namespace) -> Done:
    """Say whether a PDF is a frozen version; refuse one that was modified, or that is unknown here."""
    pdf = verifying.read_pdf(arguments.pdf)
    with closing(session.open_council(arguments.file, read_only=True)) as store:
        found = verifying.verify_pdf(store, arguments.pdf.name, pdf)
    if found.verdict is not Verdict.IDENTICAL:
        raise Refusal(found.sentence)
    print(found.sentence)
    return Done()


def history(arguments: argparse.Namespace) -> Done:
    """Print the last acts of the journal, newest first."""
    with closing(session.open_council(arguments.file, read_only=True)) as store:
        for step in journal.history(store, limit=arguments.last):
            print(f"{step.seq:>6}  {step.at:%d/%m/%Y %H:%M:%S}  {step.author:12}  {step.words}")
    return Done()


def back_up(arguments: argparse.Namespace) -> Done:
    """Copy a file whole and verify the copy."""
    with closing(session.open_council(arguments.file, read_only=True)) as store:
        output = _named(arguments.output)
        backups.copy_to(store.path, output.absolute())
        print(_("Copie faite et vérifiée : {path}").format(path=output))
    return Done()


def _row(store: Store, meeting_id: int) -> meetings.MeetingRow:
    row = meetings.meeting(store, meeting_id)
    assert row is not None
    return row


def _named(path: Path) -> Path:
    """Return the path under which a council file is written, and say when it is not the one given."""
    named = council_file(path)
    if named != path:
        print(
            _(
                "Le nom d’un fichier de conseil finit par .copro\u00a0: «\u00a0{given}\u00a0» devient "
                "«\u00a0{name}\u00a0»."
            ).format(given=path.name, name=named.name)
        )
    return named


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refusal(
            _(
                "Le fichier « {name} » est introuvable ou ne peut pas être lu. Rien n’a été importé. "
                "Vérifiez son nom et son dossier."
            ).format(name=path.name)
        ) from error
    except UnicodeDecodeError as error:
        raise Refusal(
            _(
                "« {name} » ne se laisse pas lire comme un texte. Rien n’a été importé. Vérifiez le fichier."
            ).format(name=path.name)
        ) from error

"""The command line's grammar: verbs, options, help and errors in French."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import coprodesk
from coprodesk.cli import verbs
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.reminders import Signer, Tone
from coprodesk.exchange.letter_drafts import LETTERS

DONE, REFUSED, MISUSED = 0, 1, 2
"""Exit codes."""

NO_DOCUMENT = (
    "agenda, sign-in-sheet, minutes, decision-sheet, convocations, recall, notice, "
    "partner-sheet, handover, welcome-kit, reminder, since-then"
)

_ENGLISH = (
    (r"the following arguments are required: (.*)", "il manque : {}"),
    (r"argument (\S+): expected one argument", "il manque la valeur de {}"),
    (r"unrecognized arguments: (.*)", "je ne connais pas : {}"),
    (r"argument (?:\S+): invalid choice: '?([^' ]*)'?.*", "« {} » n’est pas un choix possible"),
    (r"argument (\S+): not allowed with .*", "{} ne va pas avec une autre option donnée"),
    (r"argument \S+: invalid \w+ value: '(.*)'", "valeur refusée : « {} »"),
    (r"argument \S+: (.*)", "valeur refusée : {}"),
)


class _French(argparse.ArgumentParser):
    """An ArgumentParser whose own words are French."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **options,  # type: ignore[arg-type]
        )
        self._positionals.title = _("arguments")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="help", help=_("affiche cette aide"))

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", _("utilisation :"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", _("utilisation :"), 1)

    def error(self, message: str) -> NoReturn:
        for pattern, french in _ENGLISH:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                message = french.format(found.group(1))
                break
        self.exit(
            MISUSED,
            _("Commande non comprise : {message}. Voir « {program} --help ».\n").format(
                message=message.removesuffix("."), program=self.prog
            ),
        )


def run(argv: Sequence[str]) -> verbs.Done:
    """Run one command line; return its exit code and the file to open in the window, if any."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = grammar().parse_args(list(argv))
    except SystemExit as leave:
        return verbs.Done(leave.code if isinstance(leave.code, int) else MISUSED)
    try:
        done: verbs.Done = arguments.verb(arguments)
    except Refusal as refusal:
        print(str(refusal), file=sys.stderr)
        return verbs.Done(REFUSED)
    return done


def grammar() -> argparse.ArgumentParser:
    """Return every verb and option; the manual page is made from it."""
    parser = _French(
        prog="coprodesk",
        description=_("CoproDesk : le bureau du secrétaire d’un CLSPD, sur ce poste et sur papier."),
        epilog=_("Sans verbe : coprodesk [FICHIER] ouvre la fenêtre.\nExemple : coprodesk demo"),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"CoproDesk {coprodesk.__version__}",
        help=_("affiche la version"),
    )
    commands = parser.add_subparsers(
        title=_("verbes"), metavar=_("VERBE"), required=True, parser_class=_French
    )
    for add in (
        *(_add_making, _add_bringing, _add_printing, _add_reminding, _add_inviting, _add_exporting),
        *(_add_care, _add_proofs),
    ):
        add(commands)
    return parser


Verbs = argparse._SubParsersAction


def _verb(
    commands: "Verbs[_French]", name: str, verb: verbs.Verb, what: str, example: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=_("Exemple : {example}").format(example=example),
    )
    parser.set_defaults(verb=verb)
    return parser


def _add_making(commands: "Verbs[_French]") -> None:
    demo = _verb(
        commands,
        "demo",
        verbs.demo,
        _("crée le conseil fictif d’exemple et imprime ses documents"),
        "coprodesk demo exemple --no-window",
    )
    demo.add_argument(
        "folder",
        metavar=_("DOSSIER"),
        nargs="?",
        type=Path,
        default=Path("coprodesk-exemple"),
        help=_("où écrire (coprodesk-exemple par défaut)"),
    )
    demo.add_argument("--no-window", action="store_true", help=_("n’ouvre pas la fenêtre"))
    demo.add_argument("--on", metavar="JJ/MM/AAAA", type=_date, help=_("autre jour que le 15/10/2026"))
    new = _verb(
        commands,
        "new",
        verbs.new,
        _("crée un fichier de conseil"),
        'coprodesk new conseil.copro --name "CLSPD de Brévigny" --commune Brévigny-sur-Lorne',
    )
    _add_file(new)
    new.add_argument("--name", metavar=_("NOM"), required=True, help=_("nom du conseil"))
    new.add_argument("--commune", metavar=_("COMMUNE"), help=_("commune, si le nom ne suffit pas"))
    new.add_argument("--population", metavar="N", type=int, help=_("nombre d’habitants"))


def _add_bringing(commands: "Verbs[_French]") -> None:
    bring = _verb(
        commands,
        "import",
        verbs.bring_in,
        _("importe des partenaires, des séances passées, des engagements, une réunion ou un conseil entier"),
        "coprodesk import partners conseil.copro annuaire.xlsx",
    )
    bring.add_argument(
        "what",
        metavar=_("QUOI"),
        choices=("partners", "meetings", "commitments", "meeting", "council"),
        help=_(
            "partners (.xlsx, .ods, .xls, .csv, .vcf), meetings (séances passées) ou commitments "
            "(.xlsx, .ods, .xls, .csv), meeting (.json) ou council (.json)"
        ),
    )
    _add_file(bring)
    bring.add_argument("source", metavar=_("SOURCE"), type=Path, help=_("fichier à importer"))
    bring.add_argument(
        "--body",
        metavar=_("INSTANCE"),
        help=_("instance où siègent les partenaires, ou dont sont les séances"),
    )
    bring.add_argument(
        "--create-partners",
        action="store_true",
        help=_("crée les partenaires inconnus que citent les engagements"),
    )
    bring.add_argument(
        "--confirm",
        action="store_true",
        help=_("accepte une séance datée d’un jour à venir (meeting)"),
    )
    bring.add_argument(
        "--preview", action="store_true", help=_("montre ce qui serait importé, sans rien écrire")
    )


def _add_printing(commands: "Verbs[_French]") -> None:
    printing = _verb(
        commands,
        "print",
        verbs.print_document,
        _("imprime un document en PDF"),
        "coprodesk print minutes conseil.copro --meeting 2026-02 -o compte-rendu.pdf",
    )
    printing.add_argument("document", metavar=_("DOCUMENT"), help=NO_DOCUMENT)
    _add_file(printing)
    printing.add_argument("--meeting", metavar="2026-02", help=_("numéro de la réunion, ou sa date"))
    printing.add_argument("--body", metavar=_("INSTANCE"), help=_("instance, quand la date ne suffit pas"))
    printing.add_argument(
        "--partner",
        metavar=_("PARTENAIRE"),
        help=_("partenaire du document, ou celui à qui l’exemplaire est destiné"),
    )
    printing.add_argument("--year", metavar="2026", type=int, help=_("année du bilan"))
    printing.add_argument(
        "--audience",
        choices=[level.value for level in Level],
        help=_("pour qui : public, partners (par défaut), restricted, secretariat (fiche partenaire)"),
    )
    printing.add_argument(
        "-o",
        "--output",
        metavar=_("SORTIE"),
        type=Path,
        required=True,
        help=_("fichier .pdf, .docx, .html ou .txt"),
    )
    _add_confirm(printing)


def _add_exporting(commands: "Verbs[_French]") -> None:
    export = _verb(
        commands,
        "export",
        verbs.export,
        _("écrit tout le conseil dans un dossier lisible sans CoproDesk"),
        "coprodesk export conseil.copro -o export",
    )
    _add_file(export)
    export.add_argument(
        "-o", "--output", metavar=_("DOSSIER"), type=Path, required=True, help=_("dossier de sortie")
    )
    export.add_argument(
        "--audience",
        choices=[Level.PUBLIC.value, Level.PARTNERS.value, Level.SECRETARIAT.value],
        default=Level.SECRETARIAT.value,
        help=_("pour qui\u00a0: secretariat (par défaut, tout), partners ou public"),
    )


def _add_reminding(commands: "Verbs[_French]") -> None:
    remind = _verb(
        commands,
        "remind",
        verbs.remind,
        _("écrit la relance d’un partenaire, en lettre ou en brouillon de courriel"),
        "coprodesk remind conseil.copro --partner DSDEN --tone neutral -o relance.eml",
    )
    _add_file(remind)
    remind.add_argument("--partner", metavar=_("PARTENAIRE"), required=True, help=_("à qui écrire"))
    remind.add_argument(
        "--tone",
        choices=[tone.value for tone in Tone],
        default=Tone.NEUTRAL.value,
        help=_("gentle (doux), neutral (par défaut), formal (formel), absence"),
    )
    remind.add_argument(
        "--signer",
        choices=[signer.value for signer in Signer],
        help=_("secretary ou chair\u202f; le ton en décide sinon"),
    )
    remind.add_argument("--log", action="store_true", help=_("note la relance dans le fichier"))
    _add_confirm(remind)
    remind.add_argument(
        "-o", "--output", metavar=_("SORTIE"), type=Path, required=True, help=_("fichier .pdf, .txt ou .eml")
    )


def _add_inviting(commands: "Verbs[_French]") -> None:
    invite = _verb(
        commands,
        "invite",
        verbs.invite,
        _("écrit l’invitation d’agenda d’une réunion, ou ses lettres en brouillons de courriel"),
        "coprodesk invite conseil.copro --meeting 2026-03 -o reunion.ics",
    )
    _add_file(invite)
    invite.add_argument("--meeting", metavar="2026-03", help=_("numéro de la réunion, ou sa date"))
    invite.add_argument("--body", metavar=_("INSTANCE"), help=_("instance, quand la date ne suffit pas"))
    invite.add_argument(
        "--letter",
        choices=LETTERS,
        default=LETTERS[0],
        help=_("convocations (par défaut), recall (rappels), notice (report ou annulation)"),
    )
    _add_confirm(invite)
    invite.add_argument(
        "-o", "--output", metavar=_("SORTIE"), type=Path, required=True, help=_("fichier .ics, ou dossier")
    )


def _add_care(commands: "Verbs[_French]") -> None:
    stats = _verb(
        commands,
        "stats",
        verbs.stats,
        _("calcule les chiffres du conseil, avec leurs bases"),
        "coprodesk stats conseil.copro --json --on 15/10/2026",
    )
    _add_file(stats)
    stats.add_argument("--json", action="store_true", help=_("sortie JSON, sans nombre à virgule"))
    stats.add_argument(
        "--on", metavar="JJ/MM/AAAA", type=_date, help=_("à cette date (aujourd’hui par défaut)")
    )
    stats.add_argument("--all", action="store_true", help=_("toutes les réunions, et non 24 mois"))
    _add_file(
        _verb(
            commands,
            "check",
            verbs.check,
            _("vérifie le fichier page par page"),
            "coprodesk check conseil.copro",
        )
    )


def _add_proofs(commands: "Verbs[_French]") -> None:
    verify = _verb(
        commands,
        "verify",
        verbs.verify,
        _("dit si un PDF est bien une version figée du compte rendu"),
        "coprodesk verify conseil.copro compte-rendu.pdf",
    )
    _add_file(verify)
    verify.add_argument("pdf", metavar="PDF", type=Path, help=_("PDF reçu ou archivé"))
    history = _verb(
        commands,
        "history",
        verbs.history,
        _("montre le journal : qui a changé quoi, quand"),
        "coprodesk history conseil.copro --last 50",
    )
    _add_file(history)
    history.add_argument(
        "--last", metavar="N", type=int, default=50, help=_("nombre d’actes (50 par défaut)")
    )
    backup = _verb(
        commands,
        "backup",
        verbs.back_up,
        _("copie le fichier et vérifie la copie"),
        "coprodesk backup conseil.copro -o cle-usb/conseil.copro",
    )
    _add_file(backup)
    backup.add_argument(
        "-o", "--output", metavar=_("SORTIE"), type=Path, required=True, help=_("fichier de copie")
    )


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("fichier .copro"))


def _add_confirm(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--confirm",
        action="store_true",
        help=_("laisse sortir des mots qu’un passage réservé contient aussi"),
    )


def _date(text: str) -> date:
    from coprodesk.domain.french import parse_date
    from coprodesk.session import system_clock

    try:
        return parse_date(text, system_clock().date())
    except Refusal as refusal:
        raise argparse.ArgumentTypeError(str(refusal)) from refusal

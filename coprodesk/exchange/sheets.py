"""Reads a spreadsheet or address cards from outside, in a child process: they cannot harm the program."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.exchange import sheet_reader
from coprodesk.exchange.read_limits import Limits, Reason
from coprodesk.places import is_file

LIMITS = Limits()
READER = Path(sheet_reader.__file__)
# Isolated and without site, the child takes its folders from here, not from the user's environment.
_START = """
import json, runpy, sys
sys.path[:] = json.loads(sys.argv[1])["folders"]
runpy.run_path(sys.argv[2], run_name="__main__")
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts: every row is as wide as the header.

    `lines` gives the number of each row as the spreadsheet shows it, from 1; empty rows are left out.
    `title` is the name of the sheet read in a workbook, empty for a text file.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_sheet(path: Path, *, limits: Limits = LIMITS) -> Sheet:
    """Read the first table of an .xlsx, .ods, .xls, .csv, .tsv or .txt file as texts; nothing is evaluated.

    Address cards (.vcf) give a table too, one row for each.

    The header is the first row with two cells or more. A formula counts as the value saved with it, or as an
    empty cell. What comes after 20,000 empty rows is not read. Raises Refusal when the file is not a
    spreadsheet, is damaged, or goes past `limits`.
    """
    if not is_file(path):
        raise Refusal(_sentence(Reason.UNREADABLE, None, path, limits))
    order = {"path": str(path), "limits": asdict(limits), "folders": sys.path}
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _START, json.dumps(order), str(READER)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal(_sentence(Reason.TIME, None, path, limits)) from error
    if child.returncode:
        raise Refusal(_sentence(Reason.DAMAGED, None, path, limits))
    answer = json.loads(child.stdout)
    if "reason" in answer:
        raise Refusal(_sentence(Reason(answer["reason"]), answer["line"], path, limits))
    return _sheet(**answer)


def _sheet(title: str, header: list[str], rows: list[list[str]], lines: list[int]) -> Sheet:
    width = max(map(len, [header, *rows]))

    def padded(row: list[str]) -> tuple[str, ...]:
        return (*row, *[""] * (width - len(row)))

    return Sheet(title, padded(header), tuple(map(padded, rows)), tuple(lines))


def _sentence(reason: Reason, line: int | None, path: Path, limits: Limits) -> str:
    """Word a refusal: what happened, that nothing was imported, what to do."""
    happened, advice = {**_about_the_file(), **_about_the_content()}[reason]
    text = _("Import refusé : {happened} Rien n’a été importé. {advice}").format(
        happened=happened, advice=advice
    )
    return text.format(
        name=path.name,
        line=line,
        rows=_number(limits.rows),
        columns=_number(limits.columns),
        seconds=_number(round(limits.seconds)),
    )


def _number(value: int) -> str:
    """Write a count the French way, thousands apart by a narrow no-break space."""
    return f"{value:,}".replace(",", "\u202f")


def _about_the_file() -> dict[Reason, tuple[str, str]]:
    save_again = _("Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx, puis recommencez.")
    return {
        Reason.UNREADABLE: (
            _("le fichier « {name} » est introuvable ou ne peut pas être lu."),
            _("Vérifiez qu’il existe encore et qu’il est fermé dans votre tableur, puis recommencez."),
        ),
        Reason.UNKNOWN: (
            _(
                "le fichier « {name} » n’est ni un classeur (.xlsx, .ods, .xls), ni un texte .csv, "
                "ni une suite de fiches de contact (.vcf)."
            ),
            save_again,
        ),
        Reason.DAMAGED: (
            _("le fichier « {name} » est abîmé ou incomplet."),
            _("Ouvrez-le dans votre tableur, enregistrez-le sous un autre nom, puis importez la copie."),
        ),
        Reason.PASSWORD: (
            _("le classeur « {name} » est protégé par un mot de passe."),
            _("Enregistrez-en une copie sans mot de passe, importez-la, puis supprimez-la."),
        ),
        Reason.BOMB: (
            _("le fichier « {name} » est bien trop volumineux une fois ouvert pour être une liste."),
            _("Copiez les lignes utiles dans un classeur neuf et importez ce classeur."),
        ),
        Reason.DECLARATIONS: (
            _("le classeur « {name} » contient des déclarations qu’aucun tableur n’écrit."),
            _("Demandez à l’expéditeur d’où il vient, ou recopiez la liste dans un classeur neuf."),
        ),
        Reason.NO_CARD: (
            _("« {name} » ne contient aucune fiche de contact."),
            _("Exportez de nouveau les contacts au format vCard (.vcf), puis recommencez."),
        ),
        Reason.NOT_TEXT: (_("le fichier « {name} » ne contient pas du texte lisible."), save_again),
        Reason.TIME: (
            _("la lecture de « {name} » a dépassé {seconds} s et a été arrêtée."),
            _("Copiez les lignes utiles dans un classeur neuf et importez ce classeur."),
        ),
    }


def _about_the_content() -> dict[Reason, tuple[str, str]]:
    shorten = _(
        "Supprimez ce qui n’est pas utile ou partagez la liste en plusieurs fichiers, puis recommencez."
    )
    return {
        Reason.QUOTES: (
            _("ligne {line}, un guillemet droit est ouvert sans être fermé, ou mal placé."),
            _("Corrigez cette ligne, ou enregistrez le fichier au format .xlsx, puis recommencez."),
        ),
        Reason.UNEVEN: (
            _("la ligne {line} n’est pas découpée comme l’en-tête ; le séparateur n’y est pas le même."),
            _("Corrigez cette ligne, ou enregistrez le fichier au format .xlsx, puis recommencez."),
        ),
        Reason.EMPTY: (
            _("« {name} » ne contient aucun tableau."),
            _("Il faut une ligne d’en-tête d’au moins deux colonnes, puis une ligne pour chacun."),
        ),
        Reason.HEADER_ONLY: (
            _("« {name} » ne contient que sa ligne d’en-tête."),
            _("Ajoutez des lignes sous l’en-tête, puis recommencez."),
        ),
        Reason.ROWS: (_("« {name} » contient plus de {rows} lignes."), shorten),
        Reason.COLUMNS: (_("la ligne {line} compte plus de {columns} colonnes."), shorten),
        Reason.TEXT: (_("« {name} » contient trop de texte (limite atteinte ligne {line})."), shorten),
    }

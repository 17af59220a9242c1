"""The texts of the Debian package that come from the program: python papers.py FOLDER

Versions and news come from resources/nouveautes.md, verbs and options from the command line's own grammar.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import coprodesk
from coprodesk.assets import resource
from coprodesk.cli.parser import grammar
from coprodesk.domain.french import parse_date

HERE = Path(__file__).parent
MAINTAINER = "CoproDesk <coprodesk@localhost>"
_MARKS = re.compile(r"\[([^\]]+)\]\([a-z_]+\)|\*\*")
METAINFO = "fr.coprodesk.coprodesk.metainfo.xml"


@dataclass(frozen=True)
class Release:
    """A version of the news: its number, its day, and what users can do since."""

    version: str
    day: date
    news: tuple[str, ...]


def releases(text: str) -> list[Release]:
    """Read the news, newest version first; a ValueError when the newest is not this program's."""
    found = []
    for part in text.split("\n## ")[1:]:
        version, _, day = part.partition("\n")[0].partition(" – ")
        news = tuple(_MARKS.sub(r"\1", line[2:]) for line in part.splitlines() if line.startswith("- "))
        found.append(Release(version, parse_date(day.replace("1er", "1"), date.today()), news))
    if not found or found[0].version != coprodesk.__version__:
        raise ValueError(f"nouveautes.md tells nothing of {coprodesk.__version__}")
    return found


def changelog(told: list[Release]) -> str:
    """Write the news as a Debian changelog; each version is dated at noon of its day."""
    return "\n".join(
        f"coprodesk ({one.version}) stable; urgency=medium\n\n"
        + "".join(f"  * {line}\n" for line in one.news)
        + f"\n -- {MAINTAINER}  {one.day:%a, %d %b %Y} 12:00:00 +0000\n"
        for one in told
    )


def metainfo(template: str, told: list[Release]) -> str:
    """Fill the releases of the AppStream description."""
    lines = "\n    ".join(f'<release version="{one.version}" date="{one.day}"/>' for one in told)
    return template.replace('<release version="@version@" date="@date@"/>', lines)


def man_page(parser: argparse.ArgumentParser, release: Release) -> str:
    """Write the manual page of the command line, in French: each verb with its options."""
    lines = [
        f'.TH COPRODESK 1 "{release.day}" "CoproDesk {release.version}" "Commandes"',
        ".SH NOM",
        "coprodesk \\- " + _troff("le bureau du secrétaire d’un conseil local de sécurité"),
        ".SH SYNOPSIS",
        ".B coprodesk",
        "[\\fIFICHIER\\fR]",
        ".br",
        ".B coprodesk",
        "\\fIVERBE\\fR ...",
        ".SH DESCRIPTION",
        _troff(parser.description or ""),
        ".PP",
        _troff("Sans verbe, ouvre la fenêtre sur FICHIER, sinon sur le dernier fichier ouvert."),
        ".SH VERBES",
    ]
    verbs = next(act for act in parser._actions if isinstance(act, argparse._SubParsersAction))
    for name, verb in verbs.choices.items():
        lines += [f".SS {name}", _troff(verb.description or "")]
        for action in verb._actions:
            if action.dest != "help":
                lines += [".TP", f".B {_troff(_option(action))}", _troff(action.help or "")]
        lines += [".PP", _troff(verb.epilog or "")]
    lines += [
        ".SH CODE DE RETOUR",
        _troff("0 : fait ; 1 : refusé, une phrase dit pourquoi ; 2 : commande non comprise."),
        ".SH FICHIERS",
        _troff("~/Documents/CoproDesk/Sauvegardes : les copies de chaque fichier de conseil."),
        ".br",
        _troff("~/.config/CoproDesk/preferences.json : le thème, la taille du texte, les derniers fichiers."),
    ]
    return "\n".join(lines) + "\n"


def _option(action: argparse.Action) -> str:
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    words = ", ".join(action.option_strings)
    return str(value) if not words else words if action.nargs == 0 else f"{words} {value}"


def _troff(text: str) -> str:
    """Escape a text: the escape sign, a hyphen to be typed, a no-break space, what would begin a request."""
    for sign, written in {"\\": "\\e", "-": "\\-", "\u00a0": "\\~", "\u202f": "\\~"}.items():
        text = text.replace(sign, written)
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def main(folder: Path) -> None:
    """Write the changelog, the manual page and the AppStream description into a folder."""
    from PySide6.QtWidgets import QApplication

    from coprodesk.ui import language
    from coprodesk.ui.help import filled

    language.speak(QApplication(["papers", "-platform", "offscreen"]))
    told = releases(filled(resource("nouveautes.md").read_text(encoding="utf-8")))
    described = (HERE / "coprodesk.metainfo.xml").read_text(encoding="utf-8")
    for name, text in {
        "changelog": changelog(told),
        "coprodesk.1": man_page(grammar(), told[0]),
        METAINFO: metainfo(described, told),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

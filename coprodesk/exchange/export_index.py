"""The index of an export: a page that any browser opens, with relative links and no script; a plain twin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import quote

from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import long_date, short_date
from coprodesk.domain.i18n import _, paper_tag
from coprodesk.exchange import tables
from coprodesk.queries.council import Council

_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 2rem auto; padding: 0 1.25rem; max-width: 60rem;
  font: 1rem/1.5 "Source Sans 3", "Segoe UI", system-ui, sans-serif; }
h1, h2 { line-height: 1.25; } h1 { margin-bottom: 0; } h2 { margin-top: 2rem; }
.for { padding: .5rem .75rem; border: 2px solid; }
a { overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; font-weight: 700; padding: .3rem 0; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid; text-align: left; vertical-align: top; }
td ul { margin: 0; padding-left: 1rem; }
@media print { body { margin: 0; max-width: none; } }
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A file of the export: its place in the folder, with slashes, and what it is."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class MeetingPapers:
    """The papers of one meeting."""

    title: str
    date: date
    state: str
    papers: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """All that is in an export; `data` is the place of the council's data, '' when they are not for all."""

    council: Council
    on: date
    level: Level
    meetings: tuple[MeetingPapers, ...]
    others: tuple[Link, ...]
    tables: tuple[Link, ...]
    workbook: str
    data: str
    left_out: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many papers there are."""
        return len(self.others) + sum(len(one.papers) for one in self.meetings)


def page(index: Index) -> str:
    """Return the index as HTML; two exports of the same content give the same text."""
    title = escape(_("{council} – export complet").format(council=index.council.name))
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{paper_tag()}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{_STYLE}</style>",
            "</head>",
            "<body>",
            f"<header><h1>{escape(index.council.name)}</h1>",
            *(f"<p>{escape(line)}</p>" for line in _head(index)),
            f'<p class="for">{escape(_for_whom(index))}</p></header>',
            "<main>",
            *_meetings(index),
            *_list(_("Autres documents"), index.others),
            *_list(_("Tableaux"), (_whole_workbook(index), *index.tables)),
            *_list(
                _("Données du conseil"), (Link(index.data, _data_words(index.data)),) if index.data else ()
            ),
            *_left_out(index),
            "</main>",
            "</body>",
            "</html>",
            "",
        )
    )


def readme(index: Index) -> tuple[str, ...]:
    """Return what the folder is, as lines of plain text."""
    return (
        index.council.name,
        *_head(index),
        _for_whom(index),
        "",
        _("Ouvrez index.html dans un navigateur\u00a0: il mène à chaque fichier, sans CoproDesk."),
        "",
        _("documents\u00a0: les papiers en PDF, un dossier par réunion, les versions figées telles quelles."),
        _("tableaux\u00a0: chaque liste en CSV (point-virgule, UTF-8), et toutes en un classeur Excel."),
        *([f"{index.data}\u00a0: {_data_words(index.data)}"] if index.data else []),
        _("EMPREINTES.txt\u00a0: l’empreinte SHA-256 de chaque fichier, pour savoir s’il a changé."),
        "",
        *(_left_out_words(index)),
    )


def _head(index: Index) -> tuple[str, ...]:
    facts = _("Export complet de CoproDesk, fait le {day}.").format(day=long_date(index.on))
    if index.council.example_at is None:
        return (facts,)
    return (facts, _("EXEMPLE\u00a0: la commune, les personnes et les faits sont fictifs."))


def _for_whom(index: Index) -> str:
    return _("Diffusion\u00a0: {level}. {words}").format(
        level=index.level.label, words=tables.audience_sentence(index.level)
    )


def _data_words(file: str) -> str:
    return _(
        "tout le conseil en JSON, que CoproDesk relit (coprodesk import council nouveau.copro {file})"
    ).format(file=file)


def _whole_workbook(index: Index) -> Link:
    return Link(index.workbook, _("Tous les tableaux en un classeur Excel"))


def _meetings(index: Index) -> Iterator[str]:
    title, none = _("Réunions"), _("Aucune réunion.")
    yield f"<section><h2>{escape(title)}</h2>"
    if not index.meetings:
        yield f"<p>{escape(none)}</p></section>"
        return
    heads = (_("Date"), _("Réunion"), _("État"), _("Documents"))
    yield "<table>"
    caption = _("Les réunions, celles à venir d’abord")
    yield f"<caption>{escape(caption)}</caption>"
    titles = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    yield f"<thead><tr>{titles}</tr></thead><tbody>"
    for one in index.meetings:
        items = "".join(f"<li>{_link(link)}</li>" for link in one.papers)
        papers = f"<ul>{items}</ul>" if items else "–"
        yield (
            f'<tr><td><time datetime="{one.date.isoformat()}">{short_date(one.date)}</time></td>'
            f'<th scope="row">{escape(one.title)}</th><td>{escape(one.state)}</td><td>{papers}</td></tr>'
        )
    yield "</tbody></table></section>"


def _list(title: str, links: tuple[Link, ...]) -> Iterator[str]:
    if links:
        yield f"<section><h2>{escape(title)}</h2><ul>"
        yield from (f"<li>{_link(link)}</li>" for link in links)
        yield "</ul></section>"


def _link(link: Link) -> str:
    return f'<a href="{quote(link.place)}">{escape(link.words)}</a>'


def _left_out(index: Index) -> Iterator[str]:
    words = _left_out_words(index)
    if words:
        title = _("Ce qui n’est pas là")
        yield f"<section><h2>{escape(title)}</h2><p>{escape(words[0])}</p><ul>"
        yield from (f"<li>{escape(one)}</li>" for one in words[1:])
        yield "</ul></section>"


def _left_out_words(index: Index) -> tuple[str, ...]:
    if not index.left_out:
        return ()
    return (_("Ces documents ne pouvaient pas être faits au moment de l’export\u00a0:"), *index.left_out)

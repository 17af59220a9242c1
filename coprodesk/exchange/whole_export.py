"""The whole council in one folder that is read without the program: papers, tables, its data, an index.

The folder appears whole under its name, or not at all; an earlier export there is replaced once the new one
is complete. What an audience may not read is not in it.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.domain.meetings import MeetingState
from coprodesk.exchange import council_json, export_index, printing, tables
from coprodesk.exchange.export_index import Index, Link, MeetingPapers
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries.council import council
from coprodesk.queries.meetings import MeetingRow, meetings
from coprodesk.queries.partners import partners
from coprodesk.queries.seen import Seen
from coprodesk.queries.tables import kinds_for
from coprodesk.queries.tables import tables as read_tables
from coprodesk.queries.versions import VersionRow, frozen_versions, version_pdf
from coprodesk.store import Store

DIGESTS = "EMPREINTES.txt"
"""What tells an export from another folder: each file with its SHA-256."""
INDEX = "index.html"
_FROM_THE_SYSTEM = frozenset({"Thumbs.db", "desktop.ini", ".DS_Store"})
_PAPERS, _TABLES = "documents", "tableaux"


@dataclass(frozen=True, slots=True)
class Done:
    """What an export made: its folder, how many papers and tables, and the papers left out with why.

    `digest` is the SHA-256 of its list of digests: of every byte in it.
    """

    folder: Path
    papers: int
    tables: int
    left_out: tuple[str, ...]
    digest: str

    @property
    def words(self) -> str:
        """Return « 53 documents, 21 tableaux », and how many papers are not there."""
        parts = [
            ngettext("{n} document", "{n} documents", self.papers).format(n=self.papers),
            ngettext("{n} tableau", "{n} tableaux", self.tables).format(n=self.tables),
        ]
        n = len(self.left_out)
        if n:
            parts.append(
                ngettext("{n} document laissé de côté", "{n} documents laissés de côté", n).format(n=n)
            )
        return ", ".join(parts)


@dataclass(slots=True)
class _Work:
    """An export on its way: where it is made, for whom, and what is there already."""

    store: Store
    audience: Audience
    folder: Path
    progress: ExportProgress
    digests: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def write(self, place: str, data: bytes) -> str:
        """Write a file of the export, and remember its digest; return its place, numbered if it was taken."""
        wanted, taken, n = place, {one.lower() for one in self.digests}, 2
        while wanted.lower() in taken:  # two partners of one short name, two meetings of a day
            head, dot, suffix = place.rpartition(".")
            wanted, n = f"{head} ({n}){dot}{suffix}", n + 1
        path = self.folder / wanted
        printing.make_folder(path.parent)
        printing.write_whole(path, data)
        self.digests[wanted] = hashlib.sha256(data).hexdigest()
        return wanted


def export_all(store: Store, audience: Audience, target: Path, progress: ExportProgress) -> Done:
    """Write the whole council, as an audience may read it, into the folder `target`.

    `store` belongs to the calling thread. A paper that cannot be made, or in which words reserved to others
    were found, is left out and named. Raises Refusal when `target` holds anything but an earlier export left
    as it was, when it cannot be written, and when the export was stopped: `target` is then as before.
    """
    target = target.absolute()
    require_free(target)
    making = target.with_name(f".{target.name[:40]}.part")
    shutil.rmtree(making, ignore_errors=True)
    try:
        printing.make_folder(target.parent)
        making.mkdir(exist_ok=True)
    except OSError as error:
        raise printing.unwritten(target, error) from error
    work = _Work(store, audience, making, progress)
    try:
        with on_paper():
            index = _fill(work)
        _put_in_place(making, target)
    except OSError as error:
        raise printing.unwritten(target, error) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    digest = hashlib.sha256((target / DIGESTS).read_bytes()).hexdigest()
    return Done(target, index.count, len(index.tables), tuple(work.left_out), digest)


def require_free(target: Path) -> None:
    """Raise Refusal unless a folder can become an export: absent, empty, or an export that nobody touched."""
    if not os.path.lexists(target):  # where this user may not look, writing says why not
        return
    stranger = _stranger(target) if target.is_dir() else target.name
    if stranger:
        raise Refusal(
            _(
                "«\u00a0{folder}\u00a0» contient «\u00a0{name}\u00a0», qu’un export n’y a pas mis ou qui a "
                "changé depuis. Rien n’a été écrit. Choisissez un dossier vide ou un nouveau nom."
            ).format(folder=target.name, name=stranger)
        )


def _stranger(folder: Path) -> str:
    """Return the name of the first thing in a folder that is not of an earlier export as it was made, ''."""
    held = {}
    with suppress(OSError, UnicodeDecodeError):
        for line in (folder / DIGESTS).read_text(encoding="utf-8").splitlines():
            digest, _blank, place = line.partition("  ")
            held[place] = digest
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.is_symlink():
            return path.name
        if path.is_dir() or path.name in _FROM_THE_SYSTEM or (place == DIGESTS and held):
            continue
        if place not in held or not _is_as_made(path, held[place]):
            return path.name
    return ""


def _is_as_made(path: Path, digest: str) -> bool:
    with suppress(OSError):  # what cannot be read may be anybody's
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    return False


def _put_in_place(making: Path, target: Path) -> None:
    """Give the folder its name; the export that had it goes once the new one is there.

    Making it takes minutes, in which the user may have put something there: hence the second look.
    """
    require_free(target)
    before = target.with_name(f".{target.name[:40]}.old")
    shutil.rmtree(before, ignore_errors=True)
    replaced = target.exists()
    if replaced:
        target.rename(before)
    try:
        making.rename(target)
    except OSError:
        if replaced:
            before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)


# What goes into it


def _fill(work: _Work) -> Index:
    """Write everything, the index last, and return it."""
    seen = Seen(work.store, work.audience)
    today = work.store.clock().date()
    shown = [row for row in meetings(work.store, today) if row.id in seen.rows("meeting")]
    kept = [one for one in frozen_versions(work.store) if one.id in seen.rows("minutes_version")]
    names = tuple(kind.name for kind in kinds_for(work.audience.level))
    sheets = partners(work.store, today) if work.audience.level is Level.SECRETARIAT else ()
    years = (today.year - 1, today.year)
    work.progress.total = len(shown) + len(sheets) + 2 * len(names) + len(years) + 1
    index = Index(
        council=council(work.store),
        on=today,
        level=work.audience.level,
        meetings=tuple(_meeting(work, row, kept) for row in shown),
        others=(*_others(work, [(row.id, row.short_name) for row in sheets]), *_reports(work, years)),
        tables=_tables(work, names),
        workbook=f"{_TABLES}/{_workbook_name()}",
        data=_data(work),
        left_out=tuple(work.left_out),
    )
    work.write(INDEX, export_index.page(index).encode("utf-8"))
    work.write(tables.README, tables.text_of(export_index.readme(index)))
    lines = "".join(f"{digest}  {place}\n" for place, digest in sorted(work.digests.items()))
    printing.write_whole(work.folder / DIGESTS, lines.encode("utf-8"))
    return index


def _meeting(work: _Work, row: MeetingRow, kept: list[VersionRow]) -> MeetingPapers:
    """Write the papers of a meeting: frozen versions as they are, then what can be printed of it now."""
    work.progress.begin(row.title)
    folder = f"{_PAPERS}/{printing.safe_stem(f'{row.number or row.date.isoformat()} {row.body_short}')}"
    mine = [one for one in kept if one.meeting_id == row.id]
    links = [_frozen(work, folder, row, one) for one in mine]
    wanted = ["agenda"] if row.state is not MeetingState.CANCELLED else []
    if row.state is MeetingState.HELD:
        wanted += ["decision-sheet"] if mine else ["minutes", "decision-sheet"]
    for name in wanted:
        links += _paper(work, folder, name, row.id, row.title)
    return MeetingPapers(row.title, row.date, row.state.label, tuple(links))


def _frozen(work: _Work, folder: str, row: MeetingRow, one: VersionRow) -> Link:
    words = _("Compte rendu v{n}").format(n=one.version)
    if one.audience is not Level.PARTNERS:
        words = f"{words} ({one.audience.label.lower()})"
    stem = printing.safe_stem(f"{row.number or row.date.isoformat()} {words}")
    data = version_pdf(work.store, one.id) or b""
    told = _("{words}, {state}").format(words=words, state=one.state.label.lower())
    return Link(work.write(f"{folder}/{stem}.pdf", data), told)


def _paper(work: _Work, folder: str, name: str, about_id: int, about: str) -> Iterator[Link]:
    """Write a paper as it would be printed now; one that cannot be is noted as left out."""
    work.progress.go_on()
    try:
        prepared = printing.prepare(work.store, name, about_id, work.audience)
        printed = printing.render(prepared, work.progress.go_on)
    except Refusal as refusal:
        work.progress.go_on()
        work.left_out.append(f"{about}\u00a0: {refusal}")
        return
    if printed.leaks:
        # Nobody looks at the pages, so what may be a coincidence stays out too; the words are not told here.
        words = _("{about}, {paper}\u00a0: des mots réservés à d’autres y sont. Imprimez-le pour les relire.")
        work.left_out.append(words.format(about=about, paper=prepared.kind.label.lower()))
        return
    yield Link(work.write(f"{folder}/{printed.file_name}", printed.pdf), prepared.kind.label)


def _others(work: _Work, sheets: list[tuple[int, str]]) -> Iterator[Link]:
    """Write the papers that are about no meeting: the follow-up board, the sheets of the partners."""
    work.progress.begin(_("Tableau de suivi"))
    yield from _paper(work, _PAPERS, "follow-up", 0, _("Tableau de suivi"))
    folder = "/".join((_PAPERS, _("Partenaires")))
    for partner_id, name in sheets:
        work.progress.begin(name)
        for link in _paper(work, folder, "partner-sheet", partner_id, name):
            yield Link(link.place, _("{paper} – {partner}").format(paper=link.words, partner=name))


def _reports(work: _Work, years: tuple[int, ...]) -> Iterator[Link]:
    """Write the annual reports: the last whole year, then the one under way."""
    for year in years:
        words = _("Bilan annuel {year}").format(year=year)
        work.progress.begin(words)
        for link in _paper(work, _PAPERS, "annual-report", year, words):
            yield Link(link.place, words)


def _tables(work: _Work, names: tuple[str, ...]) -> tuple[Link, ...]:
    found = read_tables(work.store, names, work.audience)
    told = tables.about_lines(council(work.store).name, work.store.clock().date(), work.audience.level, found)
    links = []
    for one in found:
        work.progress.begin(one.title)
        place = work.write(f"{_TABLES}/{tables.csv_name(one)}", tables.csv_of(one))
        links.append(Link(place, tables.counted_words(one)))
    work.write(f"{_TABLES}/{_workbook_name()}", tables.workbook_of(found, told, work.progress))
    return tuple(links)


def _workbook_name() -> str:
    return printing.safe_stem(_("Tous les tableaux")) + ".xlsx"


def _data(work: _Work) -> str:
    """Write the council as CoproDesk reads it again, which holds everything: for the secretariat alone."""
    if work.audience.level is not Level.SECRETARIAT:
        return ""
    name = f"{work.store.path.stem}.json"
    return work.write(name, council_json.export_council(work.store).encode("utf-8"))

"""The printing door: from what a document is about to its pages, and a whole file or none."""

import contextlib
import errno
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coprodesk.documents import catalogue, pdf, plain
from coprodesk.documents.common import Edition, Variant
from coprodesk.documents.document import Document
from coprodesk.documents.gate import PrintReport
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import OBSERVATION_DAYS, MeetingState
from coprodesk.queries import meetings
from coprodesk.queries.council import number_setting, setting
from coprodesk.store import Store

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_PROTECTED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a document is built from: plain values, so that a worker may build and set it."""

    kind: catalogue.Kind
    data: Any
    edition: Edition
    stem: str

    @property
    def document(self) -> Document:
        """Return the document as designed."""
        return self.kind.build(self.data, self.edition)

    def variants(self) -> tuple[Variant, ...]:
        """Return the document and, when it must fit on one page, the ways to make it smaller."""
        smaller = self.kind.reductions(self.data, self.edition) if self.kind.reductions else ()
        return (Variant(self.document), *smaller)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document: `file_name` is the name to propose, `digest` that of its data."""

    kind: catalogue.Kind
    document: Document
    pdf: bytes
    pages: int
    warnings: tuple[str, ...]
    file_name: str

    @property
    def title(self) -> str:
        """Return « Compte rendu »."""
        return self.document.title

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical data, in hexadecimal."""
        return self.document.digest

    @property
    def text(self) -> str:
        """Return the document as plain text."""
        return plain.render(self.document)

    def summary(self, path: Path) -> str:
        """Return « Compte rendu imprimé : CR.pdf (3 pages) »."""
        return ngettext(
            "{printed}\u00a0: {path} ({n} page)", "{printed}\u00a0: {path} ({n} pages)", self.pages
        ).format(printed=self.kind.printed_words, path=path, n=self.pages)


_PARTICIPATION = {"yes": True, "no": False}
"""Setting « participation » -> whether the line is printed; absent leaves it to the secretariat's copies."""


def prepare(
    store: Store, name: str, about_id: int, audience: Audience, *, partner_id: int | None = None
) -> Prepared:
    """Return the document of that name; reads the file, so it belongs to the main thread.

    `about_id` is the meeting, partner, body or year the document is about, 0 for the whole council;
    `partner_id` asks for the copy of one partner. Raises Refusal for an unknown name, something that is gone
    or that the audience may not see, or a document that is not made for one partner.
    """
    kind = catalogue.kind(name)
    if partner_id is not None and not kind.for_partner:
        raise Refusal(
            _(
                "« {label} » ne se fait pas pour un seul partenaire. Rien n’a été imprimé. "
                "Retirez le partenaire."
            ).format(label=kind.label)
        )
    own = {} if partner_id is None else {"partner_id": partner_id}
    data = kind.ask(store, about_id, audience, **own)
    edition = Edition(
        store.clock().date(),
        _PARTICIPATION.get(setting(store, "participation")),
        number_setting(store, "observation_days", OBSERVATION_DAYS),
    )
    return Prepared(kind, data, edition, _stem(kind, data, audience.level))


def render(prepared: Prepared) -> Printed:
    """Build and set a prepared document as PDF. Safe in a worker: it reads no file of the council."""
    return set_smallest(prepared.kind, prepared.variants(), prepared.stem)


def set_smallest(kind: catalogue.Kind, variants: Sequence[Variant], stem: str) -> Printed:
    """Set the first variant that fits on one page; a document with one variant may take several."""
    tried: list[tuple[Variant, bytes, PrintReport]] = []
    for variant in variants:
        report = PrintReport()
        tried.append((variant, pdf.render(variant.document, report), report))
        if len(variants) == 1 or report.pages == 1:
            break
    # When no variant fits on one page, nothing is left out for it.
    fits = tried[-1][2].pages == 1
    whole = [one for one in tried if not one[0].loss]
    variant, data, report = tried[-1] if fits else min(whole, key=lambda one: one[2].pages)
    warnings = report.warnings()
    if variant.loss:
        warnings.append(variant.loss)
    if len(variants) > 1 and report.pages > 1:
        warnings.append(
            _("Le document est prévu pour une page et en prend {pages}\u00a0: rien n’a été coupé.").format(
                pages=report.pages
            )
        )
    return Printed(kind, variant.document, data, report.pages, tuple(warnings), f"{stem}.pdf")


def print_document(
    store: Store, name: str, about_id: int, audience: Audience, *, partner_id: int | None = None
) -> Printed:
    """Prepare and set a document at once. Raises Refusal as `prepare`."""
    return render(prepare(store, name, about_id, audience, partner_id=partner_id))


def print_example(store: Store, folder: Path) -> list[tuple[str, Path]]:
    """Print the papers of the next meeting and of the last one held into a folder, as (words, path).

    Groups held to secrecy are left out. Raises Refusal when the folder cannot be written.
    """
    on = store.clock().date()
    rows = [row for row in meetings.meetings(store, on) if not row.confidential]
    over = (MeetingState.HELD, MeetingState.CANCELLED)
    coming = [row for row in rows if row.date >= on and row.state not in over]
    held = [row for row in rows if row.state is MeetingState.HELD]
    wanted = [
        (min(coming, key=lambda row: (row.date, row.starts_at)).id, name)
        for name in ("agenda", "sign-in-sheet")
        if coming
    ]
    wanted += [
        (max(held, key=lambda row: (row.date, row.starts_at)).id, name)
        for name in ("minutes", "decision-sheet", "sign-in-sheet")
        if held
    ]
    made = []
    for meeting_id, name in wanted:
        printed = print_document(store, name, meeting_id, Audience(Level.PARTNERS))
        path = folder / printed.file_name
        write(printed, path)
        made.append((printed.document.short_name, path))
    return made


def write(printed: Printed, path: Path) -> None:
    """Write a printed document as PDF or as plain text, by the suffix of `path`; refuse another suffix."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        write_whole(path, printed.pdf)
    elif suffix == ".txt":
        write_whole(path, printed.text.encode("utf-8"))
    else:
        raise Refusal(
            _(
                "«\u00a0{name}\u00a0» ne finit ni par .pdf ni par .txt. Rien n’a été écrit. "
                "Donnez au fichier un nom qui finit par .pdf, ou par .txt pour le texte seul."
            ).format(name=path.name)
        )


def make_folder(folder: Path) -> None:
    """Make `folder` unless it is there. Raises Refusal when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(folder, error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears whole under its name, or not at all: an older one stays as it was.

    Raises Refusal when the disk is full or the folder cannot be written.
    """
    partial = path.with_name(f".{path.stem[:40]}.part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> Refusal:
    """Return the refusal of a file that could not be written."""
    if error.errno in _FULL:
        sentence = _(
            "Le disque est plein\u00a0: «\u00a0{name}\u00a0» n’a pas été écrit. Le fichier du conseil "
            "n’a pas changé. Libérez de la place ou choisissez un autre dossier."
        )
    elif error.errno in _PROTECTED:
        sentence = _(
            "«\u00a0{name}\u00a0» n’a pas été écrit\u00a0: le dossier est protégé, ou ce document est ouvert "
            "dans un autre programme. Le fichier du conseil n’a pas changé. Fermez ce document ou choisissez "
            "un autre dossier."
        )
    else:
        sentence = _(
            "«\u00a0{name}\u00a0» n’a pas été écrit\u00a0: le dossier n’existe pas ou le disque ne répond "
            "pas. Le fichier du conseil n’a pas changé. Choisissez un autre dossier."
        )
    return Refusal(sentence.format(name=path.name))


def _stem(kind: catalogue.Kind, data: Any, level: Level) -> str:
    """Return « 2026-02 Compte rendu », safe on Windows; it carries no person, and its level if not usual."""
    words = f"{kind.place(data)} {kind.label}"
    if level is not Level.PARTNERS:
        words = f"{words} ({level.label.lower()})"
    return _FORBIDDEN.sub("-", words).strip(" .")

"""The printing door: from what a document is about to its pages, and a whole file or none."""

import contextlib
import errno
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from coprodesk.documents import catalogue, pdf, plain
from coprodesk.documents.beginning import beginning
from coprodesk.documents.common import Edition, Variant
from coprodesk.documents.document import Document
from coprodesk.documents.gate import PrintReport
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, asked_on_paper, labelled, ngettext, on_paper, on_screen
from coprodesk.domain.meetings import OBSERVATION_DAYS
from coprodesk.exchange import leak_check, name_check, pdf_words
from coprodesk.queries.council import number_setting, setting, silence_days
from coprodesk.store import Store

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_PROTECTED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TOLD = 3
"""How many held papers a refusal names."""


@dataclass(frozen=True)
class Prepared:
    """What a document is built from: plain values, so that a worker may build and set it.

    `reserved` is what its audience may not read, `meeting_id` the meeting it is about; `known` names who may
    be named, None when nobody looks at the names.
    """

    kind: catalogue.Kind
    data: Any
    edition: Edition
    stem: str
    reserved: tuple[leak_check.Reserved, ...] = ()
    meeting_id: int | None = None
    known: tuple[str, ...] | None = None

    @cached_property
    def document(self) -> Document:
        """Return the document as designed; it is built once, for the check, the first page and the file."""
        with on_paper():
            return self.kind.build(self.data, self.edition)

    def variants(self) -> tuple[Variant, ...]:
        """Return the document and, when it must fit on one page, the ways to make it smaller."""
        with on_paper():
            smaller = self.kind.reductions(self.data, self.edition) if self.kind.reductions else ()
        return (Variant(self.document), *smaller)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document: `file_name` is the name to propose, `digest` that of its data.

    `leaks` are the reserved passages found in it, the certain ones first; `names` those that look like a file
    on a person. `confirmed` tells that somebody read it again and lets out what may be a coincidence.
    """

    kind: catalogue.Kind
    document: Document
    pdf: bytes
    pages: int
    warnings: tuple[str, ...]
    file_name: str
    leaks: tuple[leak_check.Finding, ...] = ()
    names: tuple[str, ...] = ()
    confirmed: bool = False

    @property
    def held(self) -> bool:
        """Tell whether it may not leave: a reserved passage is in it, certain or read again by nobody."""
        return bool(self.leaks) and (self.leaks[0].certain or not self.confirmed)

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
        with on_paper():
            return plain.render(self.document)

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what to read again before it leaves: reserved passages, then words on a person."""
        told = (leak_check.leak_words(self.leaks), name_check.nominative_words(self.names))
        return tuple(one for one in told if one)

    def summary(self, path: Path) -> str:
        """Return « Compte rendu imprimé : CR.pdf (3 pages) »."""
        return ngettext(
            "{printed}\u00a0: {path} ({n} page)", "{printed}\u00a0: {path} ({n} pages)", self.pages
        ).format(printed=self.kind.printed_words, path=path, n=self.pages)


_PARTICIPATION = {"yes": True, "no": False}
"""Setting « participation » -> whether the line is printed; absent leaves it to the secretariat's copies."""


def prepare(
    store: Store,
    name: str,
    about_id: int,
    audience: Audience,
    *,
    partner_id: int | None = None,
    **chosen: Any,
) -> Prepared:
    """Return the document of that name; reads the file, so it belongs to the main thread.

    `about_id` is the meeting, partner, body or year the document is about, 0 for the whole council;
    `partner_id` asks for the copy of one partner; `chosen` are what else its query lets the user choose (the
    tone of a reminder). Raises Refusal for an unknown name, something that is gone
    or that the audience may not see, a document that is not made for one partner, or for another
    audience than its own.
    """
    kind = catalogue.kind(name)
    if partner_id is not None and not kind.for_partner:
        raise Refusal(
            _(
                "« {label} » ne se fait pas pour un seul partenaire. Rien n’a été imprimé. "
                "Retirez le partenaire."
            ).format(label=kind.label)
        )
    if kind.closed and audience.level is not kind.level:
        raise Refusal(
            _(
                "«\u00a0{label}\u00a0» ne se fait que pour la diffusion «\u00a0{level}\u00a0». Rien n’a été "
                "imprimé. Choisissez cette diffusion."
            ).format(label=kind.label, level=kind.level.label)
        )
    own = {} if partner_id is None else {"partner_id": partner_id}
    data = asked_on_paper(kind.ask, store, about_id, audience, **own, **chosen)
    edition = Edition(
        store.clock().date(),
        _PARTICIPATION.get(setting(store, "participation")),
        number_setting(store, "observation_days", OBSERVATION_DAYS),
        silence_days(store) is not None,
    )
    prepared = Prepared(
        kind,
        data,
        edition,
        _stem(kind, data, audience.level),
        meeting_id=about_id if kind.about is catalogue.About.MEETING else None,
        known=name_check.known_names(store) if audience.level in name_check.WATCHED else None,
    )
    marked = leak_check.reserved(store, audience, prepared.meeting_id)
    if not marked:
        return prepared
    with on_paper():
        words = plain.words(prepared.document)
    watched = replace(prepared, reserved=leak_check.in_words(store, audience, marked, words))
    # What was built for the check serves for the pages: `replace` leaves it behind.
    vars(watched)["document"] = prepared.document
    return watched


def first_page(prepared: Prepared) -> bytes | None:
    """Return the beginning of a long document, to look at while the rest is set; None for a short one."""
    start = beginning(prepared.document)
    with on_paper():
        return None if start is None else pdf.render(start)


def render(prepared: Prepared, progress: Callable[[int], object] | None = None) -> Printed:
    """Build and set a prepared document as PDF. Safe in a worker: it reads no file of the council.

    `progress` hears of each page as it is begun; what it raises ends the work.
    """
    return checked(set_smallest(prepared.kind, prepared.variants(), prepared.stem, progress), prepared)


def checked(printed: Printed, prepared: Prepared) -> Printed:
    """Return the document with what was found in it: reserved passages, and words on a person."""
    names = () if prepared.known is None else name_check.nominative_passages(prepared.data, prepared.known)
    if not prepared.reserved:
        return replace(printed, names=names)
    places = (
        (_("texte"), printed.text),
        (_("nom du fichier"), printed.file_name),
        (_("pages"), pdf_words.page_words(printed.pdf)),
        (_("métadonnées"), pdf_words.hidden_words(printed.pdf)),
    )
    leaks = leak_check.findings(prepared.reserved, places, prepared.meeting_id)
    return replace(printed, leaks=leaks, names=names)


def let_out(*papers: Printed) -> None:
    """Raise Refusal, which names papers and words, when one of the papers is held."""
    held = [one for one in papers if one.held]
    if not held:
        return
    found = " ".join(map(held_words, held[:_TOLD]))
    if len(held) > _TOLD:
        n = len(held) - _TOLD
        rest = ngettext("Et {n} autre document.", "Et {n} autres documents.", n).format(n=n)
        found = f"{found} {rest}"
    if any(one.leaks[0].certain for one in held):
        raise Refusal(
            _(
                "{found} Rien n’est sorti. Choisissez une autre diffusion, ou ouvrez ce texte à tous ceux à "
                "qui le document est destiné."
            ).format(found=found)
        )
    raise Refusal(
        _(
            "{found} Rien n’est sorti\u00a0: les mêmes mots peuvent être là à bon droit. Relisez-les, puis "
            "confirmez (--confirm)."
        ).format(found=found)
    )


def held_words(printed: Printed) -> str:
    """Return « Compte rendu.pdf : 1 passage réservé se trouve dans ce document : … »."""
    return labelled(printed.file_name, leak_check.leak_words(printed.leaks))


def set_smallest(
    kind: catalogue.Kind,
    variants: Sequence[Variant],
    stem: str,
    progress: Callable[[int], object] | None = None,
) -> Printed:
    """Set the first variant that fits on the pages of its kind; one with a single variant may take more."""
    tried: list[tuple[Variant, bytes, PrintReport]] = []
    for variant in variants:
        report = PrintReport()
        with on_paper():
            pages = pdf.render(variant.document, report, progress=progress)
        tried.append((variant, pages, report))
        if len(variants) == 1 or report.pages <= kind.pages:
            break
    # When no variant fits, nothing is left out for it.
    fits = tried[-1][2].pages <= kind.pages
    whole = [one for one in tried if one[0].loss is None]
    variant, data, report = tried[-1] if fits else min(whole, key=lambda one: one[2].pages)
    warnings = report.warnings()
    if variant.loss is not None:
        warnings.append(variant.loss())
    if len(variants) > 1 and report.pages > kind.pages:
        warnings.append(
            ngettext(
                "Le document est prévu pour une page et en prend {pages}\u00a0: rien n’a été coupé.",
                "Le document est prévu pour {n} pages et en prend {pages}\u00a0: rien n’a été coupé.",
                kind.pages,
            ).format(n=kind.pages, pages=report.pages)
        )
    return Printed(kind, variant.document, data, report.pages, tuple(warnings), f"{stem}.pdf")


def print_document(
    store: Store,
    name: str,
    about_id: int,
    audience: Audience,
    *,
    partner_id: int | None = None,
    **chosen: Any,
) -> Printed:
    """Prepare and set a document at once. Raises Refusal as `prepare`."""
    return render(prepare(store, name, about_id, audience, partner_id=partner_id, **chosen))


def write(printed: Printed, path: Path) -> None:
    """Write a printed document by the suffix of `path`: PDF, plain text, HTML page or .docx to edit.

    Raises Refusal for another suffix, and as `let_out`.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMS:
        raise Refusal(
            _(
                "«\u00a0{name}\u00a0» ne finit ni par .pdf, ni par .txt, .html ou .docx. Rien n’a été écrit. "
                "Donnez au fichier un nom en .pdf, en .docx pour modifier le texte, en .html pour une page, "
                "ou en .txt pour le texte seul."
            ).format(name=path.name)
        )
    let_out(printed)
    write_whole(path, FORMS[suffix](printed))


def _as_page(printed: Printed) -> bytes:
    from coprodesk.documents import html

    with on_paper():
        return html.render(printed.document).encode("utf-8")


def _as_docx(printed: Printed) -> bytes:
    from coprodesk.documents import docx

    with on_paper():
        return docx.render(printed.document)


FORMS: dict[str, Callable[[Printed], bytes]] = {
    ".pdf": lambda printed: printed.pdf,
    ".txt": lambda printed: printed.text.encode("utf-8"),
    ".html": _as_page,
    ".docx": _as_docx,
}
"""Suffix of a file -> how a printed document is written in it; each is made from the same tree."""


def make_folder(folder: Path) -> None:
    """Make `folder` unless it is there. Raises Refusal when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(folder, error) from error


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
        raise unwritten(path, error) from error


@on_screen()
def unwritten(path: Path, error: OSError) -> Refusal:
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
    with on_paper():
        words = f"{kind.place(data)} {kind.label}"
        if level is not Level.PARTNERS:
            words = f"{words} ({level.label.lower()})"
    return safe_stem(words)


def safe_stem(words: str) -> str:
    """Return words as the name of a file that every system takes."""
    return _FORBIDDEN.sub("-", words).strip(" .")

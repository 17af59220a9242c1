"""The note of one page for whom presides, before the meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coprodesk.documents.common import (
    NONE,
    Edition,
    Variant,
    frame,
    full_day,
    level_words,
    opening,
    short_name,
    subtitle,
)
from coprodesk.documents.document import (
    Block,
    BulletList,
    Cartouche,
    Cell,
    Column,
    Density,
    Document,
    Heading,
    Line,
    Paragraph,
    Run,
    Table,
    TableStyle,
    cell,
    line,
)
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import duration, hour, long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.chair_note import Attendance, ChairNote, NoteItem
from coprodesk.queries.due_commitments import DueCommitment

KEPT = (4, 1)
"""How many lines of each list the shorter notes keep, one after the other."""
BY_HAND = line("…" * 40)


def build(data: ChairNote, edition: Edition) -> Document:
    """Return the note as designed, whole."""
    return _build(data, edition, most=None)


def reductions(data: ChairNote, edition: Edition) -> tuple[Variant, ...]:
    """Return what to try, in order, when the note is longer than its page; the last ones lose lines."""
    whole = build(data, edition)
    tried = [Variant(replace(whole, density=density)) for density in (Density.TIGHT, Density.SMALL)]
    short = replace(data, items=tuple(replace(item, stake="") for item in data.items))
    for shown, most, told in ((data, KEPT[0], _end), (short, KEPT[0], _loss), (short, KEPT[1], _loss)):
        cut = replace(_build(shown, edition, most=most), density=Density.SMALL, digest=whole.digest)
        tried.append(Variant(cut, told))
    return tuple(tried)


def _loss() -> str:
    return _(
        "L’enjeu des points et la fin des listes ne sont pas imprimés\u00a0: sans eux, la note tient sur "
        "une page."
    )


def _end() -> str:
    return _("La fin des listes n’est pas imprimée\u00a0: sans elle, la note tient sur une page.")


def _build(data: ChairNote, edition: Edition, most: int | None) -> Document:
    meeting = data.meeting
    day = _("{day}, {hour}").format(day=long_date(meeting.date), hour=hour(meeting.starts_at))
    return Document(
        title=_("Note à la présidence"),
        short_name=short_name(_("Note à la présidence"), meeting),
        subtitle=subtitle(meeting, day),
        blocks=(
            *opening(data),
            Cartouche(_facts(data)),
            Heading(_("Points à traiter")),
            *_items(data.items),
            Heading(_("Qui vient")),
            *_attendance(data.attendance, most),
            *_sensitive(data.items, most),
            *_late(data.late, most),
            *_questions(data.questions, most),
        ),
        footer_lines=(_("Note interne – éditée le {day}").format(day=full_day(edition.on)),),
        **frame(data),
    )


def _facts(data: ChairNote) -> tuple[tuple[str, str], ...]:
    return (
        (_("Présidence"), data.meeting.chair.line or NONE),
        # How to get there stands on the convocation.
        (_("Lieu"), data.meeting.place.partition(" (")[0] or NONE),
        (_("Durée prévue"), duration(data.total_minutes) if data.total_minutes else NONE),
        (_("Diffusion"), level_words(data)),
    )


def _items(items: Sequence[NoteItem]) -> Iterator[Block]:
    if not items:
        yield Paragraph(line(_("Aucun point à l’ordre du jour.")))
        return
    columns = (
        Column(_("N°"), 28, row_header=True),
        Column(_("Point et enjeu"), 320),
        Column(_("Rapporteur"), 100),
        Column(_("Durée"), 56, align="right"),
    )
    yield Table(columns, tuple(_item(one) for one in items), style=TableStyle.ATTENDANCE)


def _item(item: NoteItem) -> tuple[Cell, ...]:
    lines: list[Line] = [line(item.title, bold=item.sensitive)]
    if item.stake:
        lines.append(line(item.stake, italic=True))
    return (
        cell(item.number),
        Cell(tuple(lines)),
        cell(item.reporter or NONE),
        cell(duration(item.minutes) if item.minutes else NONE),
    )


def _attendance(found: Attendance, most: int | None) -> Iterator[Block]:
    if not found.convened:
        yield Paragraph(line(_("La réunion n’est pas encore convoquée.")))
        return
    told = (
        (_("Viennent"), found.comes),
        (_("Se font représenter"), found.sends),
        (_("Excusés"), found.excused),
        (_("Sans réponse"), found.silent),
    )
    if most == KEPT[-1]:
        counts = ", ".join(f"{words.lower()} : {len(names)}" for words, names in told)
        yield Paragraph(line(f"{counts[:1].upper()}{counts[1:]}."))
        return
    runs: list[Run] = []
    for words, names in told:
        runs.append(Run(_("{words} ({n}) : ").format(words=words, n=len(names)), bold=True))
        runs.append(Run(f"{', '.join(names)}. " if names else _("personne. ")))
    yield Paragraph(tuple(runs))


def _sensitive(items: Sequence[NoteItem], most: int | None) -> Iterator[Block]:
    found: list[Line] = []
    for item in items:
        marks = [_("sujet sensible")] if item.sensitive else []
        if item.level in (Level.RESTRICTED, Level.SECRETARIAT):
            marks.append(_("diffusion « {level} »").format(level=item.level.label.lower()))
        if marks:
            found.append((Run(f"{item.number}. {item.title}", bold=True), Run(f" – {', '.join(marks)}")))
    if found:
        yield Heading(_("Points sensibles"))
        yield BulletList(_cut(found, most))


def _late(late: Sequence[DueCommitment], most: int | None) -> Iterator[Block]:
    yield Heading(_("Engagements échus à la réunion"))
    if not late:
        yield Paragraph(line(_("Aucun.")))
        return
    shown = [
        (
            Run(one.reference, bold=True),
            Run(f" – {one.what} ({one.lead or _('sans pilote')}, {short_date(one.due)}"),
            Run(f", {one.reason})" if one.reason else ")"),
        )
        for one in late
    ]
    yield BulletList(_cut(shown, most))


def _questions(questions: Sequence[str], most: int | None) -> Iterator[Block]:
    yield Heading(_("Questions à poser"))
    yield BulletList((*_cut([line(one) for one in questions], most), BY_HAND))


def _cut(lines: Sequence[Line], most: int | None) -> tuple[Line, ...]:
    """Return the first lines and how many are left out."""
    if most is None or len(lines) <= most:
        return tuple(lines)
    left = len(lines) - most
    return (*lines[:most], line(ngettext("et {n} autre", "et {n} autres", left).format(n=left)))

"""The agenda as sent with the convocation."""

from collections.abc import Iterator
from itertools import groupby

from coprodesk.documents.common import (
    NONE,
    Edition,
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
    Column,
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
from coprodesk.domain.french import duration, fold, hour, long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.follow_up import CommitmentLine
from coprodesk.queries.minutes import AgendaDocument


def build(data: AgendaDocument, edition: Edition) -> Document:
    """Return the agenda; the last block stands only in the copy made for one institution."""
    meeting = data.meeting
    day = _("{day}, {hour}").format(day=long_date(meeting.date), hour=hour(meeting.starts_at))
    return Document(
        title=_("Ordre du jour"),
        short_name=short_name(_("Ordre du jour"), meeting),
        subtitle=subtitle(meeting, day),
        blocks=(
            *opening(data),
            Cartouche(_facts(data)),
            Heading(_("Points à traiter")),
            *_sections(data.items),
            *_annexes(meeting.annexes),
            *_commitments(data.commitments),
        ),
        footer_lines=(_footer(data, edition),),
        **frame(data),
    )


def _facts(data: AgendaDocument) -> tuple[tuple[str, str], ...]:
    meeting = data.meeting
    planned = _("{minutes} ({start} – {end})").format(
        minutes=duration(data.total_minutes), start=hour(meeting.starts_at), end=hour(data.ends_at)
    )
    pairs = [
        (_("Lieu"), meeting.place),
        (_("Présidence"), meeting.chair.line),
        (_("Diffusion"), level_words(data)),
        (_("Durée prévue"), planned if data.total_minutes else NONE),
    ]
    if meeting.reply_by is not None:
        day = full_day(meeting.reply_by)
        pairs.append((_("Réponse attendue"), _("Avant le {day}").format(day=day)))
    return tuple(pairs)


def _sections(items: tuple[AgendaRow, ...]) -> Iterator[Block]:
    """Yield the table of the items, or the heading and the table of each section."""
    if not items:
        yield Paragraph(line(_("Aucun point à l’ordre du jour.")))
    for section, part in groupby(items, key=lambda item: item.section):
        if section:
            yield Heading(section, 3)
        yield _items(tuple(part))


def _items(items: tuple[AgendaRow, ...]) -> Block:
    columns = (
        Column(_("N°"), 27, row_header=True),
        Column(_("Heure"), 58),
        Column(_("Point"), 267),
        Column(_("Rapporteur"), 110),
        Column(_("Durée"), 60, align="right"),
    )
    rows = tuple(
        (
            cell(item.number),
            cell(hour(item.time)),
            cell(_title(item)),
            cell(item.reporter or item.reporter_person or NONE),
            cell(duration(item.planned_minutes) if item.planned_minutes else NONE),
        )
        for item in items
    )
    return Table(columns, rows, style=TableStyle.AGENDA)


def _title(item: AgendaRow) -> str:
    """Return the title with how often the point was put off, unless the title tells it."""
    if not item.put_off_before or "report" in fold(item.title):
        return item.title
    return ngettext("{title} (reporté {n} fois)", "{title} (reporté {n} fois)", item.put_off_before).format(
        title=item.title, n=item.put_off_before
    )


def _annexes(annexes: tuple[str, ...]) -> tuple[Block, ...]:
    if not annexes:
        return ()
    return (Heading(_("Pièces jointes")), BulletList(tuple(line(annex) for annex in annexes)))


def _commitments(commitments: tuple[CommitmentLine, ...]) -> tuple[Block, ...]:
    if not commitments:
        return ()
    return (
        Heading(_("Engagements ouverts de votre institution")),
        BulletList(tuple(_commitment(one) for one in commitments)),
    )


def _commitment(commitment: CommitmentLine) -> Line:
    due = (
        _("échéance {day}, {words}").format(day=short_date(commitment.due), words=commitment.words)
        if commitment.due
        else commitment.words
    )
    return Run(commitment.reference, bold=True), Run(f" – {commitment.what} ({due})")


def _footer(data: AgendaDocument, edition: Edition) -> str:
    if data.meeting.convened_on is not None:
        return _("Convocation du {day} – édité le {on}").format(
            day=full_day(data.meeting.convened_on), on=full_day(edition.on)
        )
    return _("Édité le {on}").format(on=full_day(edition.on))

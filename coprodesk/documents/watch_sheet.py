"""The sheet of a watch cell: what it keeps an eye on, without any inhabitant's name."""

from collections.abc import Iterator
from datetime import date

from coprodesk.documents.common import (
    NONE,
    Edition,
    decision_table,
    frame,
    full_day,
    key_words,
    next_meeting_words,
    opening,
    short_name,
    small,
)
from coprodesk.documents.document import (
    Barred,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    cell,
    line,
)
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import count_word, long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.watch_sheet import WatchLine, WatchSheet

DOTS = "…" * 3


def build(data: WatchSheet, edition: Edition) -> Document:
    """Return the sheet; each copy is numbered by hand as it is given out."""
    return Document(
        title=_("Relevé – cellule de veille"),
        short_name=short_name(_("Relevé – cellule de veille"), data.meeting),
        subtitle=_subtitle(data),
        blocks=(
            *opening(data),
            Barred(_("Aucun nom d’habitant."), line(_secrecy())),
            *_points(data),
            *_decisions(data),
            Heading(_("Diffusion")),
            Paragraph(line(_copies(data))),
        ),
        footer_lines=_footer(data, edition),
        **frame(data),
    )


def _subtitle(data: WatchSheet) -> str:
    parts = [data.meeting.title, long_date(data.meeting.date)]
    if data.participants:
        parts.append(
            ngettext("{n} participant", "{n} participants", data.participants).format(n=data.participants)
        )
    return " – ".join(parts)


def _secrecy() -> str:
    return _(
        "Informations échangées au titre de l’article L. 132-5 du code de la sécurité intérieure ; "
        "elles ne peuvent être communiquées à des tiers."
    )


def _points(data: WatchSheet) -> Iterator[Block]:
    if not data.points:
        yield Paragraph(line(_("Aucun point de vigilance.")))
        return
    columns = (
        Column(_("N°"), 48, row_header=True),
        Column(_("Lieu ou thème"), 76),
        Column(_("Constat partagé (sans identité)"), 118),
        Column(_("Depuis"), 40, align="center"),
        Column(_("Action décidée"), 116),
        Column(_("Qui"), 62),
        Column(_("Quand"), 40, align="center"),
        Column(_("Levé"), 36, align="center"),
    )
    rows = tuple(_row(one, data.meeting.date) for one in data.points)
    yield Table(columns, rows, caption=_("Points de vigilance"))


def _row(one: WatchLine, on: date) -> tuple[Cell, ...]:
    return (
        cell(one.reference),
        cell(one.where or NONE),
        cell(one.finding),
        cell(_day(one.since, on)),
        cell(one.action or NONE),
        cell(one.lead or NONE),
        cell(_day(one.due_on, on)),
        cell(_day(one.lifted_on, on)),
    )


def _day(day: date | None, on: date) -> str:
    """Return « 12/09 », with the year when it is not that of the meeting."""
    if day is None:
        return NONE
    return short_date(day) if day.year != on.year else short_date(day)[:5]


def _decisions(data: WatchSheet) -> tuple[Block, ...]:
    if not data.decisions:
        return ()
    return (Heading(_("Décisions et engagements")), decision_table(data.decisions), small(key_words()))


def _copies(data: WatchSheet) -> str:
    copies = (
        ngettext("{n} exemplaire numéroté, remis", "{n} exemplaires numérotés, remis", data.participants)
        if data.participants
        else _("Exemplaires numérotés, remis")
    ).format(n=_masculine(data.participants))
    following = next_meeting_words(data.next_meeting)
    return _("{copies} en main propre aux signataires de la charte. Prochaine cellule : {day}.").format(
        copies=copies, day=following[:1].lower() + following[1:]
    )


def _masculine(n: int) -> str:
    """Return the number as a word, which here counts something masculine."""
    return _("Un") if n == 1 else count_word(n).capitalize()


def _footer(data: WatchSheet, edition: Edition) -> tuple[str, ...]:
    if data.level is Level.RESTRICTED:
        words = _("Exemplaire n° {dots} / {total} – remis à : {dots}{dots}{dots}")
        return (words.format(dots=DOTS, total=data.participants or DOTS),)
    return (_("Édité le {day}").format(day=full_day(edition.on)),)

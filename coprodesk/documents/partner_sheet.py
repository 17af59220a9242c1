"""The sheet of a partner: who sits, presence, promises, subjects and news, read before a telephone call."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coprodesk.documents.common import NONE, Edition, Variant, frame, full_day, level_words, small
from coprodesk.documents.document import (
    Block,
    BulletList,
    Cartouche,
    Cell,
    Column,
    Density,
    Document,
    Heading,
    Paragraph,
    Table,
    TableStyle,
    cell,
    line,
)
from coprodesk.documents.picture import Sign
from coprodesk.domain.attendance import Presence
from coprodesk.domain.commitments import Status
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import name_line
from coprodesk.queries.partner_life import SeatSpan, StripCell
from coprodesk.queries.partner_paper import PaperPerson, PartnerPaper, Promise
from coprodesk.queries.partner_sheet import MONTHS

LONGEST = 220
"""Signs of a promise or a note on these sheets: the whole text stands in the file."""
_SIGNS = {Status.KEPT: Sign.KEPT, Status.LATE: Sign.LATE, Status.ABANDONED: Sign.DROPPED}


def build(data: PartnerPaper, edition: Edition) -> Document:
    """Return the sheet; presence only stands in the secretariat's copy."""
    name = _("Fiche partenaire")
    return Document(
        title=name,
        short_name=f"{name} – {data.short_name}",
        subtitle=_("{partner} – situation au {day}").format(partner=data.name, day=full_day(data.on)),
        blocks=(
            Cartouche(_facts(data)),
            *_presence(data),
            *_commitments(data),
            *_topics(data),
            *_news(data),
        ),
        footer_lines=(_("Édité le {day}").format(day=full_day(edition.on)),),
        **frame(data),
    )


def reductions(data: PartnerPaper, edition: Edition) -> tuple[Variant, ...]:
    """Return what to try when the sheet is longer than its page; the last one loses lines and says so."""
    whole = build(data, edition)
    lean = build(replace(data, topics=data.topics[:1], news=data.news[:1]), edition)
    return (
        *(Variant(replace(whole, density=density)) for density in (Density.TIGHT, Density.SMALL)),
        Variant(replace(lean, digest=whole.digest, density=Density.SMALL), _loss),
    )


def _loss() -> str:
    return _(
        "Les sujets et les nouvelles les plus anciens ne sont pas imprimés\u00a0: sans eux, la fiche tient "
        "sur une page."
    )


def place(data: PartnerPaper) -> str:
    """Return what names the file: the short name of the partner."""
    return data.short_name


def _facts(data: PartnerPaper) -> tuple[tuple[str, str], ...]:
    titulars = [one for one in data.sitting if one.titular]
    kind = [data.kind]
    if data.agreement_on is not None:
        kind.append(_("accord reçu le {day}").format(day=full_day(data.agreement_on)))
    return (
        (_("Collège"), data.college),
        (_("Titulaire"), _titular_words(data, titulars)),
        (_("Suppléant"), _people([one for one in data.sitting if not one.titular])),
        (_("Avant eux"), "\n".join(_past(one) for one in data.before if one.titular) or NONE),
        (_("Contact"), "\n".join(_contacts(data)) or NONE),
        (_("Qualité"), ", ".join(part for part in kind if part) or NONE),
        (_("Depuis"), "\n".join(_since(one) for one in titulars) or NONE),
        (_("Peut engager"), authority_words(titulars[0].authority) if titulars else NONE),
        (_("Formations"), seats_words(data.seats) or NONE),
        (_("Diffusion"), level_words(data)),
    )


def _titular_words(data: PartnerPaper, titulars: Sequence[PaperPerson]) -> str:
    if titulars:
        return _people(titulars)
    if data.vacancy is None:
        return _("Siège vacant")
    return ngettext(
        "Siège vacant depuis le {day} ({n} jour)",
        "Siège vacant depuis le {day} ({n} jours)",
        data.vacancy.days,
    ).format(day=full_day(data.vacancy.start), n=data.vacancy.days)


def _people(people: Sequence[PaperPerson]) -> str:
    return "\n".join(name_line(one.name, one.function) for one in people) or NONE


def _since(one: PaperPerson) -> str:
    return full_day(one.from_date) if one.from_date else NONE


def _past(one: PaperPerson) -> str:
    years = [str(day.year) for day in (one.from_date, one.to_date) if day]
    return f"{one.name} ({' – '.join(dict.fromkeys(years))})" if years else one.name


def _contacts(data: PartnerPaper) -> Iterator[str]:
    """Yield the telephone of each holder, then that of the office when it is another one."""
    for one in data.sitting:
        if one.phone:
            rank = _("titulaire") if one.titular else _("suppléance")
            yield _("{phone} ({rank})").format(phone=one.phone, rank=rank)
    if data.phone and data.phone not in [one.phone for one in data.sitting]:
        yield _("{phone} (standard)").format(phone=data.phone)
    if data.email:
        yield data.email


def authority_words(authority: str | None) -> str:
    """Return whether a holder may commit the institution."""
    words = {
        "yes": _("Oui"),
        "subject_to_approval": _("Sous réserve de confirmation"),
        "no": _("Non"),
    }
    return words.get(authority or "", _("À préciser"))


def seats_words(seats: Sequence[SeatSpan]) -> str:
    """Return « Plénière (1 par an), Restreinte (4 par an) »."""
    return ", ".join(
        _("{body} ({n} par an)").format(body=seat.body, n=seat.yearly_target)
        if seat.yearly_target
        else seat.body
        for seat in seats
    )


# Presence


def _presence(data: PartnerPaper) -> Iterator[Block]:
    if not data.strip:
        return
    yield Heading(_("Présence aux réunions"))
    columns = (
        Column(_("Séance"), 64, row_header=True),
        *(Column(f"{one.on:%d/%m/%y}", 58, align="center") for one in data.strip),
    )
    yield Table(
        columns,
        (
            (cell(_("Type")), *(cell(_short(one.body)) for one in data.strip)),
            (cell(data.short_name), *(_state(one) for one in data.strip)),
        ),
        caption=ngettext(
            "Présence du siège, dernière séance", "Présence du siège, {n} dernières séances", len(data.strip)
        ).format(n=len(data.strip)),
        style=TableStyle.ATTENDANCE,
        legend=_rate(data),
    )


def _state(one: StripCell) -> Cell:
    """Return the letter, and under it the word that says the same."""
    return Cell((line(letter(one), bold=True), line(state_word(one))))


def letter(one: StripCell) -> str:
    """Return P, R, E, A or N, and a dash where nobody was asked yet."""
    return one.presence.letter if one.convened else "N"


def state_word(one: StripCell) -> str:
    """Return the state in one word that a narrow column holds."""
    if not one.convened:
        return _("non conv.")
    return {
        Presence.PRESENT: _("présent"),
        Presence.REPRESENTED: _("représ."),
        Presence.EXCUSED: _("excusé"),
        Presence.ABSENT: _("absent"),
        Presence.UNKNOWN: _("inconnu"),
    }[one.presence]


def _short(body: str) -> str:
    """Return « plén. » for a name too long for its column."""
    return body.lower() if len(body) <= 8 else f"{body[:5].lower()}."


def _rate(data: PartnerPaper) -> str:
    seen = data.presence
    if seen is None:
        return ""
    return ngettext(
        "Sur {months} mois\u00a0: présence ou représentation {came} fois sur {due} convocation.",
        "Sur {months} mois\u00a0: présence ou représentation {came} fois sur {due} convocations.",
        seen.due,
    ).format(months=MONTHS, came=seen.came, due=seen.due)


# Promises, subjects, news


def _commitments(data: PartnerPaper) -> Iterator[Block]:
    yield Heading(_("Engagements"))
    if not data.promises:
        yield Paragraph(line(_("Aucun engagement porté par ce partenaire.")))
        return
    columns = (
        Column(_("Réf."), 55, row_header=True),
        Column(_("Engagement"), 190),
        Column(_("Échéance initiale"), 62, align="center"),
        Column(_("Échéance actuelle"), 62, align="center"),
        Column(_("Reports"), 48, align="center"),
        Column(_("État"), 100),
    )
    yield Table(
        columns,
        tuple(_promised(one) for one in data.promises),
        caption=_("Engagements\u00a0: {words}").format(words=data.counted),
    )
    yield from more(data.promise_count - len(data.promises))


def _promised(one: Promise) -> tuple[Cell, ...]:
    what = shortened(one.what)
    return (
        cell(one.reference),
        cell(what if one.leads else _("{what} (contribue)").format(what=what)),
        cell(short_date(one.initial_due) if one.initial_due else NONE),
        cell(short_date(one.due) if one.due else NONE),
        cell(str(one.postponements)),
        state_cell(one),
    )


def state_cell(one: Promise) -> Cell:
    """Return sign and word of a promise, and how late it is on a line of its own."""
    late = one.status is Status.LATE
    shown = Status.OPEN if one.status is Status.SOON else one.status
    lines = [line(shown.label, bold=late)]
    if late:
        lines.append(line(one.words))
    elif one.status is Status.KEPT and one.done_on is not None:
        lines.append(line(_("le {day}").format(day=short_date(one.done_on))))
    return Cell(tuple(lines), _SIGNS.get(one.status, Sign.OPEN))


def more(count: int) -> Iterator[Block]:
    """Yield the line that tells what the sheet does not show."""
    if count > 0:
        yield small(
            ngettext(
                "Et {n} autre, dans le fichier du conseil.",
                "Et {n} autres, dans le fichier du conseil.",
                count,
            ).format(n=count)
        )


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the text, cut at a word with « … » when it is longer than the sheet has room for."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def _topics(data: PartnerPaper) -> Iterator[Block]:
    items = []
    coming = data.coming
    if coming is not None:
        points = " ; ".join(
            f"{number}. {shortened(title, 50)}"
            for number, title in zip(coming.points, coming.titles, strict=True)
        )
        items.append(
            _("{day}, prochaine séance ({body})\u00a0: {points}").format(
                day=full_day(coming.on), body=coming.body.lower(), points=points or _("aucun point")
            )
        )
    items += [
        _("{day}\u00a0: {title} ({words})").format(
            day=full_day(one.on), title=shortened(one.title), words=one.words
        )
        for one in data.topics
    ]
    if items:
        yield Heading(_("Points qui concernent le partenaire"))
        yield BulletList(tuple(line(one) for one in items))


def _news(data: PartnerPaper) -> Iterator[Block]:
    if not data.news:
        return
    yield Heading(_("Dernières nouvelles"))
    yield Table(
        (
            Column(_("Date"), 62, row_header=True),
            Column(_("Source"), 62),
            Column(_("Engagement"), 62),
            Column(_("Note"), 336),
        ),
        tuple(
            (
                cell(short_date(one.on)),
                cell(_("Séance") if one.at_meeting else _("Hors séance")),
                cell(one.reference),
                cell(shortened(one.text)),
            )
            for one in data.news
        ),
        caption=_("Ce qui a été dit des engagements, le plus récent d’abord"),
    )

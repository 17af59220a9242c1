"""The minutes: who came, what was said and decided under each item, what was promised before."""

import re
from collections.abc import Iterator
from itertools import groupby

from coprodesk.documents.common import (
    NONE,
    Edition,
    decision_table,
    footer,
    frame,
    full_day,
    is_validated,
    key_words,
    level_words,
    next_meeting_words,
    opening,
    session_words,
    short_name,
    signatures,
    small,
    subtitle,
    text_blocks,
    upper_first,
    version_label,
    version_words,
    with_bold_names,
)
from coprodesk.documents.document import (
    Barred,
    Block,
    BulletList,
    Cartouche,
    Cell,
    Column,
    Document,
    Heading,
    NumberedList,
    Paragraph,
    Run,
    Table,
    TableStyle,
    TextStyle,
    cell,
    digest_groups,
    line,
)
from coprodesk.documents.picture import Sign
from coprodesk.domain.agenda import Outcome, Role
from coprodesk.domain.commitments import Status
from coprodesk.domain.french import count_word, fold, long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.records import RecordKind
from coprodesk.queries.follow_up import CommitmentLine
from coprodesk.queries.minutes import MinutesDocument, MinutesItem, RecordGroup, RollPrint
from coprodesk.queries.records import RecordRow

_HEADED = (RecordKind.STATEMENT, RecordKind.DISCUSSION, RecordKind.CONCLUSION)
# « Réserve de lecture : … » is typed as information and printed as what it is.
_CAUTION = re.compile(r"(Réserve[^:\n]{0,40}?)\s*:\s+(\S.*)", re.DOTALL)
_SIGNS = {Status.KEPT: Sign.KEPT, Status.LATE: Sign.LATE, Status.ABANDONED: Sign.DROPPED}


def build(data: MinutesDocument, edition: Edition) -> Document:
    """Return the minutes for the audience of the data."""
    return Document(
        title=_("Compte rendu"),
        short_name=short_name(_("Compte rendu"), data.meeting),
        subtitle=subtitle(data.meeting, long_date(data.meeting.date)),
        blocks=(
            *opening(data),
            Cartouche(_facts(data, edition)),
            *_rectified(data),
            *_presence(data, edition),
            *_agenda(data),
            *_items(data),
            Heading(_("Relevé de décisions et d’engagements")),
            decision_table(data.decisions),
            small(key_words()),
            Heading(_("Prochaine réunion")),
            _next_meeting(data, edition),
            signatures(data.meeting),
            small(_annexes(data)),
        ),
        version=version_label(data),
        footer_lines=footer(data, edition),
        **frame(data),
    )


def _facts(data: MinutesDocument, edition: Edition) -> tuple[tuple[str, str], ...]:
    meeting = data.meeting
    return (
        (_("Lieu"), meeting.place or NONE),
        (_("Séance"), session_words(meeting)),
        (_("Présidence"), meeting.chair.line or NONE),
        (_("Secrétariat"), meeting.secretary.line or NONE),
        (_("Diffusion"), level_words(data)),
        (_("Version"), version_words(data, edition)),
    )


def _rectified(data: MinutesDocument) -> Iterator[Block]:
    """Yield what a rectification says of itself: the version it replaces, why, and what changed."""
    told = data.rectifies
    if told is None:
        return
    yield Heading(_("Rectificatif"))
    words = _("Cette version rectifie le compte rendu approuvé")
    if data.approved_on is not None:
        words = _("{words} le {day}").format(words=words, day=full_day(data.approved_on))
    if told.version:
        words = _("{words} et remplace la version {n} (empreinte {digest})").format(
            words=words, n=told.version, digest=digest_groups(told.digest)
        )
    yield Paragraph(line(f"{words}."))
    if told.reason:
        yield Paragraph((Run(_("Motif\u00a0: "), bold=True), Run(told.reason)))
    if told.changes:
        yield BulletList(tuple(line(change) for change in told.changes))


def _presence(data: MinutesDocument, edition: Edition) -> Iterator[Block]:
    yield Heading(_("Présence"))
    if data.roll:
        columns = (
            Column(_("Collège"), 92),
            Column(_("Institution"), 138),
            Column(_("Représentation"), 228),
            Column(_("État"), 64),
        )
        hosts = [one for one in data.roll if not one.counted and not one.guest]
        rows = tuple(_came(one) for one in data.roll if one not in hosts)
        if rows:
            yield Table(columns, rows, style=TableStyle.ATTENDANCE)
        for college in dict.fromkeys(one.college for one in hosts):
            yield small(_hosts(college, [one for one in hosts if one.college == college]))
    else:
        yield Paragraph(line(_("L’appel de cette réunion n’est pas enregistré.")))
    if data.roll and edition.tells_participation(data.level):
        yield small(participation(data.convened, data.attended))


def participation(convened: int, attended: int) -> str:
    """Return « Onze institutions convoquées ; sept présentes ou représentées. »."""
    called = ngettext("{n} institution convoquée", "{n} institutions convoquées", convened)
    came = ngettext("{n} présente ou représentée", "{n} présentes ou représentées", attended)
    words = f"{called.format(n=count_word(convened))} ; {came.format(n=count_word(attended))}."
    return upper_first(words)


def _came(one: RollPrint) -> tuple[Cell, ...]:
    person = one.person or NONE
    if one.remote and one.person:
        person = _("{person} (à distance)").format(person=person)
    college = one.college or (_("Invités") if one.guest else NONE)
    return cell(college), cell(one.institution or NONE), cell(person), cell(one.word)


def _hosts(college: str, hosts: list[RollPrint]) -> str:
    """Return in one line those of the town itself, which convenes and is in no figure."""
    names = [
        _("{institution} ({who})").format(institution=one.institution, who=one.person or one.word.lower())
        for one in hosts
    ]
    return f"{_('{college} : {names}').format(college=college or NONE, names=', '.join(names))}."


def _agenda(data: MinutesDocument) -> tuple[Block, ...]:
    if not data.items:
        return ()
    # The agenda as convened, even when the items below follow another order.
    items = sorted(data.items, key=lambda item: item.number)
    blocks: list[Block] = [Heading(_("Ordre du jour"))]
    for section, group in groupby(items, key=lambda item: item.section):
        part = tuple(group)
        if section:
            blocks.append(Heading(section, 3))
        titles = tuple(line(item.title) for item in part)
        blocks.append(NumberedList(titles, numbers=tuple(item.label for item in part)))
    return tuple(blocks)


def _items(data: MinutesDocument) -> Iterator[Block]:
    """Yield the items; the follow-up stands under the item that is about it, or by itself at the end."""
    place = next((item.number for item in data.items if item.role is Role.FOLLOW_UP), 0)
    if not place:
        place = next((item.number for item in data.items if fold(item.title).startswith("suivi")), 0)
    for item in data.items:
        yield from item_blocks(item)
        if item.number == place:
            yield from _follow_up(data)
    for movement in data.movements:
        yield small(movement)
    if not place and data.follow_up:
        yield Heading(_("Suivi des engagements antérieurs"))
        yield from _follow_up(data)


def item_blocks(item: MinutesItem) -> Iterator[Block]:
    """Yield one item: its heading, who came or left, what was said, what was promised at it."""
    yield Heading(f"{item.label}. {item.title}", 3 if item.depth else 2)
    note = _note(item)
    if note:
        yield Paragraph(line(note), TextStyle.NOTE)
    for movement in item.movements:
        yield Paragraph(line(movement), TextStyle.NOTE)
    headed = sum(group.kind in _HEADED for group in item.groups) > 1
    for group in item.groups:
        yield from _group(group, headed=headed)
    for commitment in item.commitments:
        yield Paragraph(
            (
                Run(_("Engagement : {reference}.").format(reference=commitment.reference), bold=True),
                Run(f" {commitment.what}{_who_when(commitment)}."),
            )
        )


def _note(item: MinutesItem) -> str:
    parts = []
    reporter = item.reporter or item.reporter_person
    # An item on which nothing was reported has no rapporteur worth a line.
    if reporter and any(group.kind is RecordKind.STATEMENT for group in item.groups):
        parts.append(_("Rapporteur : {reporter}.").format(reporter=reporter))
    if item.added:
        parts.append(_("Point ajouté en séance."))
    told = any("reporte" in fold(record.text) for group in item.groups for record in group.records)
    if item.outcome is Outcome.POSTPONED and not told:
        parts.append(_("Point reporté."))
    elif item.outcome is Outcome.WITHDRAWN:
        parts.append(_("Point retiré de l’ordre du jour."))
    return " ".join(parts)


def _group(group: RecordGroup, *, headed: bool) -> Iterator[Block]:
    if headed and group.kind in _HEADED:
        yield Heading(group.kind.label, 3)
    for record in group.records:
        if group.kind is RecordKind.DISSENT:
            yield Barred(f"{group.kind.label}.", with_bold_names(_attributed(record)))
        elif record.reference:
            named = _("{kind} : {reference}.").format(kind=group.kind.label, reference=record.reference)
            yield Paragraph((Run(named, bold=True), Run(f" {record.text}")))
        elif caution := _CAUTION.fullmatch(record.text):
            yield Barred(f"{caution[1]}.", with_bold_names(upper_first(caution[2])))
        else:
            yield from text_blocks(_attributed(record))


def _attributed(record: RecordRow) -> str:
    """Return the text, after the name of the institution that speaks unless the text names it."""
    if not record.institution or fold(record.institution) in fold(record.text):
        return record.text
    return _("{institution} : {text}").format(institution=record.institution, text=record.text)


def _who_when(commitment: CommitmentLine) -> str:
    """Return « (PM, CPN, échéance 30 septembre 2026) », without what is not known."""
    parts = [name for name in (commitment.lead, *commitment.contributors) if name]
    if commitment.due is not None:
        parts.append(_("échéance {day}").format(day=full_day(commitment.due)))
    return f" ({', '.join(parts)})" if parts else ""


def _follow_up(data: MinutesDocument) -> Iterator[Block]:
    if data.follow_up:
        day = full_day(data.meeting.date)
        caption = _("Tableau 1 – Engagements antérieurs, situation au {day}").format(day=day)
        yield commitment_table(data.follow_up, caption)


def commitment_table(commitments: tuple[CommitmentLine, ...], caption: str) -> Table:
    """Return how commitments stand on the day of the meeting."""
    columns = (
        Column(_("Réf."), 55, row_header=True),
        Column(_("Engagement"), 207),
        Column(_("Pilote"), 73),
        Column(_("Échéance"), 60, align="center"),
        Column(_("Réalisé le"), 58, align="center"),
        Column(_("État"), 68),
    )
    return Table(columns, tuple(_followed(one) for one in commitments), caption=caption)


def _followed(one: CommitmentLine) -> tuple[Cell, ...]:
    late = one.status is Status.LATE
    word = Status.OPEN.label if one.status is Status.SOON else one.status.label
    return (
        cell(one.reference),
        cell(one.what),
        cell(one.lead or NONE),
        cell(short_date(one.due) if one.due else NONE),
        cell(short_date(one.done_on) if one.done_on else NONE),
        cell(word, bold=late, sign=_SIGNS.get(one.status, Sign.OPEN)),
    )


def _next_meeting(data: MinutesDocument, edition: Edition) -> Paragraph:
    words = [Run(next_meeting_words(data.next_meeting), bold=True)]
    # How to get there stands on the convocation.
    place = data.next_meeting.place.partition(" (")[0] if data.next_meeting is not None else ""
    if place:
        words.append(Run(f" – {place}"))
    words.append(Run(". "))
    if data.approved_on is not None:
        words.append(Run(_("Compte rendu approuvé le {day}.").format(day=full_day(data.approved_on))))
    elif not is_validated(data):
        told = _("Observations à adresser au secrétariat sous {days} jours.")
        if edition.silent_approval:
            told = _(
                "Observations à adresser au secrétariat sous {days} jours ; sans observation reçue, "
                "le compte rendu est réputé approuvé."
            )
        words.append(Run(told.format(days=count_word(edition.observation_days))))
    return Paragraph(tuple(words))


def _annexes(data: MinutesDocument) -> str:
    annexes = [annex if annex.endswith((".", "!", "?")) else f"{annex}." for annex in data.meeting.annexes]
    kept = _("La feuille d’émargement est conservée par le secrétariat et n’est pas jointe.")
    return " ".join((*annexes, kept))

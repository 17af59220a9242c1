"""What the letters of a meeting share: their sheet, the addressee, the formulas and the signature."""

from dataclasses import replace

from coprodesk.documents.common import Edition, full_day, level_label
from coprodesk.documents.common import letterhead as printed_letterhead
from coprodesk.documents.document import (
    Block,
    Document,
    Label,
    Line,
    PageBreak,
    Paragraph,
    Run,
    Subject,
    TextStyle,
    example_notice,
    line,
)
from coprodesk.domain import letters as forms
from coprodesk.domain.canonical import canonical_digest
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import hour, long_date
from coprodesk.domain.i18n import _, french_paper, paper_tag
from coprodesk.queries.letters import Addressee, LetterRun
from coprodesk.queries.reminders import ReminderLetter

Mail = LetterRun | ReminderLetter
"""What a letter is made from: its letterhead, its level and who signs."""


def run_of_letters(
    data: Mail, edition: Edition, title: str, letters: list[tuple[Addressee, list[Block]]], named: str = ""
) -> Document:
    """Return the letters one after the other, each with its own first page.

    `named` tells what they are about on page 2 and later: the day of the meeting unless it is given.
    """
    if isinstance(data, LetterRun) and not named:
        named = full_day(data.meeting.date)
    sheets = [[*_head(data, edition, addressee), *body] for addressee, body in letters]
    return sheets_of(data, title, sheets, named)


def sheets_of(data: Mail, title: str, sheets: list[list[Block]], named: str) -> Document:
    """Return sheets, one for each addressee, each with its own first page and page numbers."""
    blocks: list[Block] = []
    for sheet in sheets:
        if blocks:
            blocks.append(PageBreak())
        blocks += sheet
        if data.letterhead.example:
            blocks.append(Paragraph(line(example_notice()), TextStyle.SMALL))
    return Document(
        title=title,
        short_name=f"{title} – {named}",
        letterhead=printed_letterhead(data),
        blocks=tuple(blocks),
        # A letter bears no level but the band that forbids to pass it on.
        level=level_label(data.level) if data.level is Level.RESTRICTED else Label(),
        footer_lines=(_footer(data),),
        digest=canonical_digest(_without_logo(data)),
        example=data.letterhead.example,
        letters=True,
        lang=paper_tag(),
        typography=french_paper(),
    )


def subject(data: LetterRun, text: str) -> Subject:
    """Return the object of a letter with the articles it rests on (code of interior security).

    L. 132-4 founds the council, D. 132-9 its convening, L. 132-5 its groups.
    """
    articles = (
        _("Réf. : articles L. 132-4 et D. 132-9 du code de la sécurité intérieure")
        if data.body_kind in ("plenary", "restricted")
        else _("Réf. : article L. 132-5 du code de la sécurité intérieure")
    )
    return Subject(_("Objet : {text}").format(text=text), articles)


def body_of(data: LetterRun) -> str:
    """Return « de la formation restreinte du conseil local de sécurité … »."""
    return _("{body} du {council}").format(
        body=forms.body_words(data.body_kind, data.meeting.body),
        council=forms.council_name(data.letterhead.kind),
    )


def object_of(data: LetterRun) -> str:
    """Return « formation restreinte du CLSPD », for the object of a letter."""
    body = forms.body_words(data.body_kind, data.meeting.body)
    for article in ("de la ", "du "):
        body = body.removeprefix(article)
    return _("{body} du {council}").format(body=body, council=forms.short_council(data.letterhead.kind))


def when(data: LetterRun) -> Run:
    """Return « jeudi 19 novembre 2026 à 14 h 30 » in bold."""
    meeting = data.meeting
    words = _("{day} à {hour}").format(day=long_date(meeting.date), hour=hour(meeting.starts_at))
    return Run(words, bold=True)


def where(data: LetterRun) -> str:
    """Return « , salle du conseil », nothing when no place is set."""
    return f", {forms.inside(data.meeting.place)}" if data.meeting.place else ""


def contact_words(data: LetterRun) -> str:
    """Return « auprès de Mme Maëlle DARSONVILLE (04 65 71 00 12 – clspd@brevigny.example) »."""
    contact = data.contact
    ways = " – ".join(part for part in (contact.phone, contact.email) if part)
    who = contact.name or _("du secrétariat")
    near = _("auprès de {who}").format(who=who) if contact.name else _("auprès {who}").format(who=who)
    return f"{near} ({ways})" if ways else near


def answer_by(data: LetterRun, edition: Edition) -> str:
    """Return « avant le 12 novembre 2026 », or at once when that day has passed."""
    day = data.meeting.reply_by
    if day is None or day <= edition.on:
        return _("dans les meilleurs délais")
    return _("avant le {day}").format(day=full_day(day))


def paragraph(*runs: Run | str) -> Paragraph:
    """Return a paragraph of a letter."""
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs), TextStyle.LETTER)


def ending(data: Mail, addressee: Addressee) -> list[Block]:
    """Return the closing formula of the addressee and the signature."""
    sender = data.sender
    quality = quality_of(data)
    return [
        paragraph(
            _("Je vous prie d’agréer, {salutation}, {closing}.").format(
                salutation=addressee.salutation, closing=addressee.closing
            )
        ),
        Paragraph(line(quality), TextStyle.SIGNER),
        Paragraph(line(sender.name, bold=True), TextStyle.SIGNED),
    ]


def quality_of(data: Mail) -> str:
    """Return « La Maire, présidente du CLSPD », « Coordonnatrice du CLSPD » of who signs."""
    sender, kind = data.sender, data.letterhead.kind
    if not sender.secretary:
        return forms.sender_line(sender.civility, sender.function, kind)
    function = sender.function or _("Le secrétariat")
    council = forms.short_council(kind)
    words = function if council in function else f"{function} {_('du {council}').format(council=council)}"
    return words[:1].upper() + words[1:]


def _head(data: Mail, edition: Edition, addressee: Addressee) -> list[Block]:
    """Return place and day, sender and addressee, at the right of the sheet."""
    place = _("{commune}, le {day}").format(commune=data.letterhead.commune, day=long_date(edition.on))
    quality = quality_of(data)
    return [
        Paragraph(line(place), TextStyle.ADDRESS),
        Paragraph(line(quality, bold=True), TextStyle.ADDRESS_APART),
        Paragraph(line(_("à")), TextStyle.ADDRESS_APART),
        Paragraph(_to(addressee), TextStyle.ADDRESS),
    ]


def _to(addressee: Addressee) -> Line:
    function = addressee.function[:1].upper() + addressee.function[1:]
    # « Préfet de la Haute-Lorne » says the institution; « Directrice » does not.
    head = addressee.name or addressee.institution
    rest = [function, addressee.institution if addressee.name else "", *addressee.address]
    lines = [part for part in rest if part]
    return (Run(head, bold=True), *(Run(f"\n{part}") for part in lines))


def _footer(data: Mail) -> str:
    head = data.letterhead
    return " – ".join(
        part
        for part in (*(one.strip() for one in head.address.splitlines()), head.email or head.phone)
        if part
    )


def _without_logo(data: Mail) -> Mail:
    return replace(data, letterhead=replace(data.letterhead, logo=None))

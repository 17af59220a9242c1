"""The letters of a meeting as drafts of mails, one for each addressee, with its PDF and its invitation."""

from dataclasses import dataclass
from datetime import datetime

from coprodesk.commands.invitations import Letters
from coprodesk.documents import catalogue
from coprodesk.documents.letter_mail import mail_of
from coprodesk.domain.disclosure import Audience
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_paper
from coprodesk.exchange import calendar_file, print_runs, printing
from coprodesk.exchange.mail_draft import Attachment, draft
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries.invitations import addresses
from coprodesk.queries.letters import Addressee, LetterRun, previous_meeting
from coprodesk.store import Store

LETTERS = ("convocations", "recall", "notice")
"""The letters of a meeting that leave as mails."""
ENCLOSED = ("convocations",)
"""Those whose sheet tells of enclosed papers."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter, to whom its mail goes ('' when no address is known), and its own invitation."""

    letter: printing.Prepared
    to: str
    invitation: Attachment


@dataclass(frozen=True, slots=True)
class MailRun:
    """The mails of a meeting, plain values for a worker; `enclosed` are the papers that go with each.

    `shown` is the digest of the appointment that their invitations tell.
    """

    mails: tuple[Mail, ...]
    enclosed: tuple[printing.Prepared, ...]
    shown: str

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return the institutions written to, '' for a guest of none."""
        return tuple(_addressee(one.letter).institution for one in self.mails)

    @property
    def without_address(self) -> tuple[str, ...]:
        """Return the institutions to which no address is known."""
        return tuple(_addressee(one.letter).institution for one in self.mails if not one.to)


@dataclass(frozen=True, slots=True)
class Drafts:
    """Drafts ready to be written: name of the file -> its bytes; and how many pages the letters have."""

    files: dict[str, bytes]
    pages: int


def prepare(store: Store, name: str, meeting_id: int, audience: Audience) -> MailRun:
    """Return the mails of one kind of letter of a meeting; reads the file, so it belongs to its thread.

    The council has its name for calendars already. Raises Refusal as `printing.prepare`.
    """
    letters = print_runs.prepare_each(store, name, meeting_id, audience)
    known = addresses(store, meeting_id, audience)
    mails, shown = [], ""
    for one in letters:
        partner_id = _addressee(one).institution_id
        told, data = calendar_file.meeting_calendar(store, meeting_id, audience, partner_id or 0)
        shown = told.appointment.digest
        stem = calendar_file.file_stem(one.data.meeting.number, one.data.meeting.date)
        to = "" if partner_id is None else known.get(partner_id, "")
        mails.append(Mail(one, to, Attachment(f"{stem}.ics", data, told.method)))
    return MailRun(tuple(mails), _enclosed(store, name, meeting_id, audience), shown)


def _addressee(letter: printing.Prepared) -> Addressee:
    run: LetterRun = letter.data
    return run.addressees[0]


def _enclosed(store: Store, name: str, meeting_id: int, audience: Audience) -> tuple[printing.Prepared, ...]:
    """Return the papers that a convocation tells of, those that can be printed."""
    if name not in ENCLOSED:
        return ()
    before = previous_meeting(store, meeting_id)
    wanted = [("agenda", meeting_id), ("follow-up", 0)]
    wanted += [("decision-sheet", before)] if before is not None else []
    found = []
    for paper, about_id in wanted:
        try:
            found.append(printing.prepare(store, paper, about_id, audience))
        except Refusal:  # nothing is on the agenda yet: the letter leaves alone
            continue
    return tuple(found)


def render(run: MailRun, at: datetime, progress: ExportProgress) -> Drafts:
    """Set every letter and write its mail. Safe in a worker.

    Raises Refusal when the run was stopped, and as `printing.let_out`.
    """
    progress.total = len(run.mails) + len(run.enclosed)
    papers = []
    for paper in run.enclosed:
        progress.begin(paper.kind.label)
        papers.append(_set(paper, progress))
    files, pages = {}, 0
    for mail in run.mails:
        progress.begin(_addressee(mail.letter).institution)
        letter = _set(mail.letter, progress)
        pages += letter.pages
        with on_paper():
            subject, text = mail_of(mail.letter.data, letter.document)
        mine = [one for one in papers if _goes_to(one.kind.name, _addressee(mail.letter))]
        attached = [Attachment(one.file_name, one.pdf) for one in (letter, *mine)]
        data = draft(to=mail.to, subject=subject, text=text, at=at, attachments=[*attached, mail.invitation])
        files[letter.file_name.removesuffix(".pdf") + ".eml"] = data
    return Drafts(files, pages)


def _goes_to(paper: str, to: Addressee) -> bool:
    """Tell whether the letter of an addressee tells of a paper (documents.convocation)."""
    if paper == "follow-up":
        return bool(to.commitments)
    return paper != "decision-sheet" or not to.guest


def register_entry(run: MailRun, name: str, drafts: Drafts) -> Letters:
    """Return what the register says of the letters that left as drafts."""
    with on_paper():
        title = _("{letters} – brouillons de courriel").format(letters=catalogue.kind(name).label)
    recipients = ", ".join(one for one in run.recipients if one)
    return Letters(document=name, title=title, pages=drafts.pages, recipients=recipients)


def _set(paper: printing.Prepared, progress: ExportProgress) -> printing.Printed:
    printed = printing.render(paper, progress.go_on)
    printing.let_out(printed, confirmed=True)
    return printed

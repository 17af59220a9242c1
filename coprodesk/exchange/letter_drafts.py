"""The letters of a meeting as drafts of mails, one for each addressee, with its PDF and its invitation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

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
    def without_address(self) -> tuple[str, ...]:
        """Return the institutions to which no address is known."""
        return tuple(_addressee(one.letter).institution for one in self.mails if not one.to)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft ready to be written: its file, to which institution, and the papers in it, its letter first."""

    file_name: str
    data: bytes
    institution: str
    papers: tuple[printing.Printed, ...]


Drafts = Sequence[Draft]


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


def render(run: MailRun, at: datetime, progress: ExportProgress) -> tuple[Draft, ...]:
    """Set every letter and write its mail. Safe in a worker. Raises Refusal when the run was stopped."""
    progress.total = len(run.mails) + len(run.enclosed)
    papers = []
    for paper in run.enclosed:
        progress.begin(paper.kind.label)
        papers.append(printing.render(paper, progress.go_on))
    made = []
    for mail in run.mails:
        to = _addressee(mail.letter)
        progress.begin(to.institution)
        letter = printing.render(mail.letter, progress.go_on)
        with on_paper():
            subject, text = mail_of(mail.letter.data, letter.document)
        mine = (letter, *(one for one in papers if _goes_to(one.kind.name, to)))
        attached = [Attachment(one.file_name, one.pdf) for one in mine]
        data = draft(to=mail.to, subject=subject, text=text, at=at, attachments=[*attached, mail.invitation])
        made.append(Draft(letter.file_name.removesuffix(".pdf") + ".eml", data, to.institution, mine))
    return tuple(made)


def papers_of(drafts: Drafts) -> tuple[printing.Printed, ...]:
    """Return the papers in some drafts, each once."""
    return tuple({paper.file_name: paper for one in drafts for paper in one.papers}.values())


def with_papers(drafts: Drafts, papers: Sequence[printing.Printed]) -> tuple[Draft, ...]:
    """Return the drafts of which every paper is among `papers`, holding those."""
    known = {paper.file_name: paper for paper in papers}
    return tuple(
        replace(one, papers=tuple(known[paper.file_name] for paper in one.papers))
        for one in drafts
        if all(paper.file_name in known for paper in one.papers)
    )


def write(parent: Path, name: str, drafts: Drafts) -> Path:
    """Write the drafts in a new folder of `parent`. Returns as `print_runs.write_files`.

    Raises Refusal as `printing.let_out` and as `print_runs.write_files`.
    """
    printing.let_out(*papers_of(drafts))
    return print_runs.write_files(parent, name, {one.file_name: one.data for one in drafts})


def _goes_to(paper: str, to: Addressee) -> bool:
    """Tell whether the letter of an addressee tells of a paper (documents.convocation)."""
    if paper == "follow-up":
        return bool(to.commitments)
    return paper != "decision-sheet" or not to.guest


def register_entry(name: str, drafts: Drafts) -> Letters:
    """Return what the register says of the letters that left as drafts."""
    with on_paper():
        title = _("{letters} – brouillons de courriel").format(letters=catalogue.kind(name).label)
    pages = sum(one.papers[0].pages for one in drafts)
    recipients = ", ".join(one.institution for one in drafts if one.institution)
    return Letters(document=name, title=title, pages=pages, recipients=recipients)

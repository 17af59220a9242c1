"""What several documents share: letterhead, level, version, the table of decisions, signatures, dates."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar, Protocol

from coprodesk.documents.document import (
    Barred,
    Block,
    BulletList,
    Cell,
    Column,
    Document,
    Label,
    LabelKind,
    Letterhead,
    Line,
    Paragraph,
    Run,
    SignatureBoxes,
    Table,
    TextStyle,
    cell,
    line,
)
from coprodesk.documents.gate import clean
from coprodesk.domain.canonical import canonical_digest
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import day_month, hour, long_date, short_date
from coprodesk.domain.i18n import _, french_paper, paper_tag
from coprodesk.domain.meetings import OBSERVATION_DAYS, MeetingState
from coprodesk.queries.minutes import (
    DecisionLine,
    MeetingFacts,
    NextMeeting,
    VersionState,
)
from coprodesk.queries.papers import Letterhead as Sender

NONE = "–"
_BULLET = re.compile(r"\s*[-–•]\s+(\S.*)")
_NAMED = re.compile(r"\b(?:Engagement|Décision|Vœu)\s*:?\s*[EDV]-[0-9]{4}-[0-9]{2,}")


class Paper(Protocol):
    """What every answer of a query that makes a document says: who sends it, for whom."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def letterhead(self) -> Sender:
        """Who sends it."""

    @property
    def level(self) -> Level:
        """Who may read it."""


class MeetingPaper(Paper, Protocol):
    """That of a paper of one meeting."""

    @property
    def meeting(self) -> MeetingFacts:
        """The meeting."""


class Versioned(MeetingPaper, Protocol):
    """That of a paper which is a version of the minutes, or a part of one."""

    @property
    def version(self) -> int:
        """The frozen version that says just this, 0 for a draft."""

    @property
    def version_state(self) -> VersionState | None:
        """What that version is, None for a draft."""

    @property
    def approved_on(self) -> date | None:
        """When the minutes were approved."""

    @property
    def validated_on(self) -> date | None:
        """When the chair validated them."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Choices of one printing: its day, and the council's rules that it words.

    `participation` None says how many institutions came to the secretariat only; `observation_days` is
    how long after the meeting its draft may be commented on, `silent_approval` whether it then counts as
    approved.
    """

    on: date
    participation: bool | None = None
    observation_days: int = OBSERVATION_DAYS
    silent_approval: bool = True

    def tells_participation(self, level: Level) -> bool:
        """Tell whether « n institutions convoquées, p présentes » is printed for this level."""
        return level is Level.SECRETARIAT if self.participation is None else self.participation


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to set a document; `loss()` tells on screen what it leaves out, None when nothing."""

    document: Document
    loss: Callable[[], str] | None = None


def frame(data: Paper) -> dict[str, Any]:
    """Return what every document takes from its data: letterhead, level, digest, mark of the example."""
    return {
        "letterhead": letterhead(data),
        "level": level_label(data.level),
        "digest": canonical_digest(replace(data, letterhead=replace(data.letterhead, logo=None))),
        "example": data.letterhead.example,
        "lang": paper_tag(),
        "typography": french_paper(),
    }


def letterhead(data: Paper) -> Letterhead:
    """Return the sender as printed: « Commune de Brévigny », the council's full name."""
    head = data.letterhead
    council = (
        _("Conseil intercommunal de sécurité et de prévention de la délinquance")
        if head.kind == "intercommunal"
        else _("Conseil local de sécurité et de prévention de la délinquance")
    )
    return Letterhead(_commune(head.commune), council, head.name, head.logo, head.accent)


def _commune(name: str) -> str:
    """Return « Commune d’Essai », « Commune du Havre »; a name that says what it is stays as it is."""
    first = name.partition(" ")[0]
    if first in ("Commune", "Ville", "Communauté", "Métropole"):
        return name
    if first in ("Le", "Les"):
        article = "du" if first == "Le" else "des"
        return _("Commune {of} {name}").format(of=article, name=name.removeprefix(first).strip())
    if name[:1] in tuple("AEIOUYÉÈÊÎÔÀÂHŒ"):
        return _("Commune d’{name}").format(name=name)
    return _("Commune de {name}").format(name=name)


def level_label(level: Level) -> Label:
    """Return the box or the band that tells on each page who may read it."""
    return {
        Level.PUBLIC: Label(_("DIFFUSION : PUBLIC"), LabelKind.OUTLINED),
        Level.PARTNERS: Label(_("DIFFUSION : PARTENAIRES"), LabelKind.OUTLINED),
        Level.SECRETARIAT: Label(_("SECRÉTARIAT – NE PAS DIFFUSER"), LabelKind.BLACK),
        Level.RESTRICTED: Label(
            _("RESTREINT – ARTICLE L. 132-5 DU CSI – NE PAS COMMUNIQUER À DES TIERS"), LabelKind.BAND
        ),
    }[level]


def level_words(data: Paper) -> str:
    """Return the level for the text itself: boxes and bands are not read aloud."""
    return {
        Level.PUBLIC: _("Public"),
        Level.PARTNERS: _("Partenaires du conseil"),
        Level.SECRETARIAT: _("Secrétariat, ne pas diffuser"),
        Level.RESTRICTED: _("Membres du groupe seuls"),
    }[data.level]


def opening(data: MeetingPaper) -> tuple[Block, ...]:
    """Return what must be read first: a restricted level, a cancelled meeting."""
    blocks: list[Block] = []
    if data.level is Level.RESTRICTED:
        notice = _("Restreint – article L. 132-5 du CSI – ne pas communiquer à des tiers.")
        blocks.append(Paragraph(line(notice, bold=True)))
    if data.meeting.state is MeetingState.CANCELLED:
        blocks.append(Barred(_("Réunion annulée."), ()))
    return tuple(blocks)


def subtitle(meeting: MeetingFacts, *more: str) -> str:
    """Return « Formation restreinte n° 2026-02 – jeudi 24 septembre 2026 » and what follows it."""
    return " – ".join((meeting.title, *more))


def short_name(name: str, meeting: MeetingFacts) -> str:
    """Return « Compte rendu n° 2026-02 – 24 septembre 2026 », for page 2 and later."""
    if meeting.number:
        name = _("{document} n° {number}").format(document=name, number=meeting.number)
    return f"{name} – {full_day(meeting.date)}"


def full_day(day: date) -> str:
    """Return « 24 septembre 2026 »."""
    return f"{day_month(day)} {day.year}"


def upper_first(text: str) -> str:
    """Return the text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def session_words(meeting: MeetingFacts) -> str:
    """Return « Ouverte à 14 h 35, levée à 16 h 10 », or when the session is planned."""
    if meeting.opened_at and meeting.closed_at:
        return _("Ouverte à {start}, levée à {end}").format(
            start=hour(meeting.opened_at), end=hour(meeting.closed_at)
        )
    if meeting.opened_at:
        return _("Ouverte à {start}").format(start=hour(meeting.opened_at))
    return _("Prévue à {start}").format(start=hour(meeting.starts_at))


def is_validated(data: Versioned) -> bool:
    """Tell whether the text is more than a draft."""
    drafts = (None, VersionState.PROPOSED)
    return data.approved_on is not None or data.version_state not in drafts


def version_label(data: Versioned) -> Label:
    """Return the box « PROJET », or what became of it."""
    if not is_validated(data):
        return Label(_("PROJET"), LabelKind.BLACK)
    if data.version_state is VersionState.RECTIFIED:
        return Label(_("RECTIFIÉ"), LabelKind.OUTLINED)
    if data.approved_on is not None:
        return Label(_("APPROUVÉ"), LabelKind.OUTLINED)
    return Label(_("VALIDÉ"), LabelKind.OUTLINED)


def version_words(data: Versioned, edition: Edition) -> str:
    """Return « Projet v2 du 29 septembre 2026 » or « Approuvé le 19 novembre 2026 », for the text itself.

    Only a frozen version, or what says just the same, tells its number.
    """
    number = _("version {n}").format(n=data.version) if data.version else ""
    if not is_validated(data):
        if data.version:
            return _("Projet v{n} du {day}").format(n=data.version, day=full_day(edition.on))
        return _("Projet du {day}").format(day=full_day(edition.on))
    if data.version_state is VersionState.RECTIFIED:
        words = VersionState.RECTIFIED.label
    elif data.approved_on is not None:
        words = _("Approuvé le {day}").format(day=full_day(data.approved_on))
        if data.version_state is not VersionState.APPROVED:
            number = ""  # the version is that of the draft which was approved
    elif data.validated_on is not None:
        words = _("Validé le {day}").format(day=full_day(data.validated_on))
    else:
        words = VersionState.VALIDATED.label
    return ", ".join(part for part in (words, number) if part)


def footer(data: Versioned, edition: Edition) -> tuple[str, ...]:
    """Return the version line of the footer, with the last day for observations while there is time.

    A published draft leaves its readers the whole delay; a print of the live text counts it from the meeting.
    """
    first = edition.on if data.version else data.meeting.date
    last_day = first + timedelta(days=edition.observation_days)
    words = version_words(data, edition)
    if is_validated(data):
        return (_("{version} – édité le {day}").format(version=words, day=full_day(edition.on)),)
    if edition.on > last_day:
        return (words,)
    name = _("Projet v{n}").format(n=data.version) if data.version else _("Projet")
    return (
        _("{name} soumis à observations jusqu’au {last} – édité le {day}").format(
            name=name, last=full_day(last_day), day=full_day(edition.on)
        ),
    )


def decision_table(decisions: Sequence[DecisionLine]) -> Block:
    """Return « who does what by when »: commitments, decisions and requests, or a sentence for none."""
    if not decisions:
        return Paragraph(line(_("Aucune décision ni aucun engagement.")))
    columns = (
        Column(_("Réf."), 59, row_header=True),
        Column(_("Décision ou engagement"), 174),
        Column(_("Pilote"), 66),
        Column(_("Contributeurs"), 70),
        Column(_("Échéance"), 77),
        Column(_("Indicateur"), 76),
    )
    return Table(columns, tuple(_decision_row(one) for one in decisions))


def _decision_row(decision: DecisionLine) -> tuple[Cell, ...]:
    due = [line(short_date(decision.due) if decision.due else NONE)]
    if decision.note:
        due.append(line(decision.note, italic=True))
    return (
        cell(decision.reference or NONE),
        cell(decision.text or NONE),
        cell(decision.lead or NONE),
        cell(decision.contributors or NONE),
        Cell(tuple(due)),
        cell(decision.indicator or NONE),
    )


def key_words() -> str:
    """Return the key to the letters of the references."""
    return _(
        "D : décision acquise en séance. E : engagement à exécuter. V : vœu adressé à un organisme extérieur."
    )


def signatures(meeting: MeetingFacts) -> SignatureBoxes:
    """Return the two boxes, each quality agreeing with the person."""
    chair = _("La présidente de séance") if meeting.chair.feminine else _("Le président de séance")
    secretary = _("La secrétaire de séance") if meeting.secretary.feminine else _("Le secrétaire de séance")
    return SignatureBoxes(((chair, meeting.chair.name), (secretary, meeting.secretary.name)))


def next_meeting_words(found: NextMeeting | None) -> str:
    """Return « Jeudi 19 novembre 2026 à 14 h 30 », or that no day is set."""
    if found is None:
        return _("Date à fixer")
    return _("{day} à {hour}").format(day=upper_first(long_date(found.date)), hour=hour(found.starts_at))


def text_blocks(text: str) -> Iterator[Block]:
    """Yield the paragraphs and bullet lists of a typed text: lines that begin with a dash are bullets."""
    words: list[str] = []
    bullets: list[str] = []
    for typed in clean(text).split("\n"):
        bullet = _BULLET.fullmatch(typed)
        if words and (bullet or not typed.strip()):
            yield Paragraph(with_bold_names("\n".join(words)))
            words = []
        if bullets and not bullet:
            yield BulletList(tuple(with_bold_names(item) for item in bullets))
            bullets = []
        if bullet:
            bullets.append(bullet[1])
        elif typed.strip():
            words.append(typed)
    if words:
        yield Paragraph(with_bold_names("\n".join(words)))
    if bullets:
        yield BulletList(tuple(with_bold_names(item) for item in bullets))


def with_bold_names(text: str) -> Line:
    """Return the text with « Engagement E-2026-03 » and the like in bold."""
    runs: list[Run] = []
    end = 0
    for found in _NAMED.finditer(text):
        runs += [Run(text[end : found.start()]), Run(found[0], bold=True)]
        end = found.end()
    return tuple(run for run in (*runs, Run(text[end:])) if run.text)


def small(text: str) -> Paragraph:
    """Return a line of small print."""
    return Paragraph(line(text), TextStyle.SMALL)

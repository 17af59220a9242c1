"""The documents that can be printed: what each asks of the council file and how it is built.

A document never touches a file: whoever prints runs `ask` and hands its answer to `build`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coprodesk.documents import (
    agenda,
    annual_report,
    chair_note,
    convocation,
    decision_sheet,
    extract,
    follow_up,
    handover,
    member_list,
    minutes,
    name_plates,
    notice,
    partner_sheet,
    recall,
    reminder,
    sign_in_sheet,
    since_then,
    welcome_kit,
)
from coprodesk.documents.common import Edition, Variant
from coprodesk.documents.document import Document
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries import annual_report as annual_report_queries
from coprodesk.queries import chair_note as chair_note_queries
from coprodesk.queries import extract as extract_queries
from coprodesk.queries import follow_up_paper, letters, partner_paper
from coprodesk.queries import handover as handover_queries
from coprodesk.queries import member_list as member_list_queries
from coprodesk.queries import minutes as queries
from coprodesk.queries import name_plates as name_plates_queries
from coprodesk.queries import reminders as reminder_queries
from coprodesk.queries import watch_sheet as watch_sheet_queries


class About(StrEnum):
    """What a document is about: whose id its query asks for."""

    MEETING = "meeting"
    PARTNER = "partner"
    BODY = "body"
    YEAR = "year"
    COUNCIL = "council"


def meeting_place(data: Any) -> str:
    """Return what names the file of a paper of one meeting: its number, else its day."""
    return str(data.meeting.number or data.meeting.date.isoformat())


def extract_place(data: Any) -> str:
    """Return what names the file of an extract: the meeting and the partner."""
    return f"{meeting_place(data)} {data.partner.short_name}"


def day_place(data: Any) -> str:
    """Return what names the file of a paper on the state of a day: that day."""
    return str(data.on.isoformat())


def body_place(data: Any) -> str:
    """Return what names the file of a paper on a body: the day and the body."""
    return f"{data.on.isoformat()} {data.body}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document, by its name on the command line.

    `words()` gives its French name and the words that tell it was printed. `ask(store, id, audience)` is its
    query, of the meeting, partner, body or year it is `about`; one that may be made for one partner only
    (`for_partner`) takes `partner_id` besides. `build` makes the document from the answer and `place` names
    its file. `reductions`, for a document of so many `pages`, are the variants to try when it is longer.
    `level` is the audience it is made for unless another one is asked for, and the only one when it is
    `closed`. One that `needs_partner` is made for one partner or not at all.
    """

    name: str
    words: Callable[[], tuple[str, str]]
    ask: Callable[..., Any]
    build: Callable[[Any, Edition], Document]
    about: About = About.MEETING
    place: Callable[[Any], str] = meeting_place
    for_partner: bool = False
    landscape: bool = False
    reductions: Callable[[Any, Edition], tuple[Variant, ...]] | None = None
    pages: int = 1
    level: Level = Level.PARTNERS
    closed: bool = False
    needs_partner: bool = False

    @property
    def label(self) -> str:
        """Return the French name."""
        return self.words()[0]

    @property
    def printed_words(self) -> str:
        """Return the French words that tell it was printed."""
        return self.words()[1]


KINDS = (
    Kind(
        "agenda",
        lambda: (_("Ordre du jour"), _("Ordre du jour imprimé")),
        queries.agenda_document,
        agenda.build,
    ),
    Kind(
        "sign-in-sheet",
        lambda: (_("Feuille d’émargement"), _("Feuille d’émargement imprimée")),
        queries.sign_in_sheet,
        sign_in_sheet.build,
        landscape=True,
    ),
    Kind(
        "minutes",
        lambda: (_("Compte rendu"), _("Compte rendu imprimé")),
        queries.minutes_document,
        minutes.build,
    ),
    Kind(
        "decision-sheet",
        lambda: (_("Relevé de décisions"), _("Relevé de décisions imprimé")),
        watch_sheet_queries.meeting_sheet,
        decision_sheet.build,
        reductions=decision_sheet.reductions,
    ),
    Kind(
        "name-plates",
        lambda: (_("Chevalets"), _("Chevalets imprimés")),
        name_plates_queries.name_plates,
        name_plates.build,
        landscape=True,
    ),
    Kind(
        "extract",
        lambda: (_("Extrait du compte rendu"), _("Extrait du compte rendu imprimé")),
        extract_queries.extract,
        extract.build,
        place=extract_place,
        for_partner=True,
        needs_partner=True,
    ),
    Kind(
        "chair-note",
        lambda: (_("Note à la présidence"), _("Note à la présidence imprimée")),
        chair_note_queries.chair_note,
        chair_note.build,
        reductions=chair_note.reductions,
        level=Level.SECRETARIAT,
        closed=True,
    ),
    Kind(
        "convocations",
        lambda: (_("Convocations"), _("Convocations imprimées")),
        letters.convocations,
        convocation.build,
        for_partner=True,
    ),
    Kind(
        "recall",
        lambda: (_("Rappels"), _("Rappels imprimés")),
        letters.recalls,
        recall.build,
        for_partner=True,
    ),
    Kind(
        "notice",
        lambda: (_("Avis de report ou d’annulation"), _("Avis imprimés")),
        letters.notices,
        notice.build,
        for_partner=True,
    ),
    Kind(
        "member-list",
        lambda: (_("Liste des membres"), _("Liste des membres imprimée")),
        member_list_queries.member_list,
        member_list.build,
        about=About.BODY,
        place=body_place,
    ),
    Kind(
        "follow-up",
        lambda: (_("Tableau de suivi"), _("Tableau de suivi imprimé")),
        follow_up_paper.follow_up_board,
        follow_up.build,
        about=About.COUNCIL,
        place=day_place,
        landscape=True,
    ),
    Kind(
        "partner-sheet",
        lambda: (_("Fiche partenaire"), _("Fiche partenaire imprimée")),
        partner_paper.partner_paper,
        partner_sheet.build,
        about=About.PARTNER,
        place=partner_sheet.place,
        reductions=partner_sheet.reductions,
        level=Level.SECRETARIAT,
    ),
    Kind(
        "handover",
        lambda: (_("Fiche de passation"), _("Fiche de passation imprimée")),
        handover_queries.handover,
        handover.build,
        about=About.PARTNER,
        place=handover.place,
        reductions=handover.reductions,
        pages=handover.PAGES,
    ),
    Kind(
        "welcome-kit",
        lambda: (_("Kit d’accueil"), _("Kit d’accueil imprimé")),
        handover_queries.handover,
        welcome_kit.build,
        about=About.PARTNER,
        place=handover.place,
        reductions=welcome_kit.reductions,
        pages=handover.PAGES,
    ),
    Kind(
        "annual-report",
        lambda: (_("Bilan annuel"), _("Bilan annuel imprimé")),
        annual_report_queries.annual_report,
        annual_report.build,
        about=About.YEAR,
        place=annual_report.place,
        reductions=annual_report.reductions,
        pages=annual_report.PAGES,
    ),
    Kind(
        "reminder",
        lambda: (_("Relance"), _("Relance imprimée")),
        reminder_queries.reminder,
        reminder.build,
        about=About.PARTNER,
        place=reminder.place,
        closed=True,
    ),
    Kind(
        "since-then",
        lambda: (_("Et depuis\u202f?"), _("Fiches «\u00a0Et depuis\u202f?\u00a0» imprimées")),
        letters.since_then,
        since_then.build,
        for_partner=True,
    ),
)


def kinds_about(about: About) -> tuple[Kind, ...]:
    """Return the kinds that are about such a thing, in the order of the catalogue."""
    return tuple(one for one in KINDS if one.about is about)


def kind(name: str) -> Kind:
    """Return the kind of that name; raise Refusal, naming those there are, for another one."""
    for one in KINDS:
        if one.name == name:
            return one
    known = ", ".join(f"{one.name} ({one.label.lower()})" for one in KINDS)
    raise Refusal(
        _(
            "Le document «\u00a0{name}\u00a0» n’existe pas. Rien n’a été imprimé. "
            "Documents possibles\u00a0: {known}."
        ).format(name=name, known=known)
    )

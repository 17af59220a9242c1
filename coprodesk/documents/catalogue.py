"""The documents that can be printed: what each asks of the council file and how it is built.

A document never touches a file: whoever prints runs `ask` and hands its answer to `build`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coprodesk.documents import (
    agenda,
    convocation,
    decision_sheet,
    minutes,
    notice,
    recall,
    sign_in_sheet,
)
from coprodesk.documents.common import Edition, Variant
from coprodesk.documents.document import Document
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries import letters
from coprodesk.queries import minutes as queries


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


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document, by its name on the command line.

    `words()` gives its French name and the words that tell it was printed. `ask(store, id, audience)` is its
    query, of the meeting, partner, body or year it is `about`; one that may be made for one partner only
    (`for_partner`) takes `partner_id` besides. `build` makes the document from the answer and `place` names
    its file. `reductions`, for a document of one page, are the variants to try when it is longer.
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
        queries.decision_sheet,
        decision_sheet.build,
        reductions=decision_sheet.reductions,
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
)


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

"""The documents that can be printed: what each asks of the council file and how it is built.

A document never touches a file: whoever prints runs `ask` and hands its answer to `build`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coprodesk.documents import agenda, decision_sheet, minutes, sign_in_sheet
from coprodesk.documents.common import Edition, Variant
from coprodesk.documents.document import Document
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries import minutes as queries


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document, by its name on the command line.

    `ask(store, meeting_id, audience)` is its query, `build` makes the document from the answer;
    `reductions`, for a document of one page, are the variants to try when it is longer.
    """

    name: str
    ask: Callable[..., Any]
    build: Callable[[Any, Edition], Document]
    landscape: bool = False
    reductions: Callable[[Any, Edition], tuple[Variant, ...]] | None = None

    @property
    def label(self) -> str:
        """Return the French name."""
        return {
            "agenda": _("Ordre du jour"),
            "sign-in-sheet": _("Feuille d’émargement"),
            "minutes": _("Compte rendu"),
            "decision-sheet": _("Relevé de décisions"),
        }[self.name]

    @property
    def printed_words(self) -> str:
        """Return the French words that tell it was printed."""
        return {
            "agenda": _("Ordre du jour imprimé"),
            "sign-in-sheet": _("Feuille d’émargement imprimée"),
            "minutes": _("Compte rendu imprimé"),
            "decision-sheet": _("Relevé de décisions imprimé"),
        }[self.name]


KINDS = (
    Kind("agenda", queries.agenda_document, agenda.build),
    Kind("sign-in-sheet", queries.sign_in_sheet, sign_in_sheet.build, landscape=True),
    Kind("minutes", queries.minutes_document, minutes.build),
    Kind(
        "decision-sheet",
        queries.decision_sheet,
        decision_sheet.build,
        reductions=decision_sheet.reductions,
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

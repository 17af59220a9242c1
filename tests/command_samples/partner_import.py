"""One call of the import of partners."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from coprodesk.commands import partner_import as verbs
from coprodesk.store import Store
from tests.command_samples.partners import number_of

ON = date(2026, 10, 15)


class Grammar(NamedTuple):
    article: str = "la"
    gender: str = "f"
    number: str = "s"


GRAMMAR = Grammar()


@dataclass(frozen=True)
class Draft:
    line: int
    institution: str
    last_name: str = ""
    first_name: str = ""
    short_name: str = ""
    college: str = ""
    civility: str = "Mme"
    function: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    rank: str | None = None
    body: str = ""
    grammar: Grammar = GRAMMAR


def import_partners(store: Store) -> None:
    n = number_of(store, "institution")
    drafts = [
        Draft(1, f"Régie de quartier {n}", "ALBAN", "Rose", college="Économie", body="Plénière"),
        Draft(2, "Parquet de Montarel", phone=f"04 65 71 00 {n:02d}"),
    ]
    verbs.import_partners(store, drafts, on=ON)

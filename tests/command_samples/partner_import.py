"""One call of the import of partners."""

from datetime import date

from coprodesk.commands import partner_import as verbs
from coprodesk.domain.partner_drafts import Grammar, PartnerDraft
from coprodesk.domain.partner_import import plan
from coprodesk.queries.partner_import import known
from coprodesk.store import Store
from tests.command_samples.partners import number_of

ON = date(2026, 10, 15)


def import_partners(store: Store) -> None:
    n = number_of(store, "institution")
    drafts = [
        PartnerDraft(
            1,
            f"Régie de quartier {n}",
            college="Économie",
            first_name="Rose",
            last_name="ALBAN",
            body="Plénière",
            grammar=Grammar("la", "f", "s"),
        ),
        PartnerDraft(2, "Parquet de Montarel", phone=f"04 65 71 00 {n:02d}"),
    ]
    verbs.import_partners(store, plan(known(store, ON), drafts, on=ON))

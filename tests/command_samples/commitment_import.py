"""A sample call of the import of commitments."""

from datetime import date

from coprodesk.commands import commitment_import as verbs
from coprodesk.domain.commitment_import import CommitmentDraft
from coprodesk.domain.commitments import CommitmentState
from coprodesk.exchange.commitment_sheet import new_partner
from coprodesk.store import Store

ON = date(2026, 10, 15)


def import_commitments(store: Store) -> None:
    drafts = [
        CommitmentDraft(
            2,
            "Ouvrir une permanence",
            date(2026, 6, 11),
            reference="E-2026-30",
            lead="Régie de quartier",
            initial_due=date(2026, 9, 1),
            current_due=date(2026, 12, 1),
            postponements=1,
            state=CommitmentState.OPEN,
            contributors=("PM",),
            news="Local trouvé",
        ),
        CommitmentDraft(3, "Renforcer", date(2026, 6, 11), reference="E-2026-04", lead="DSDEN"),
    ]
    verbs.import_commitments(store, drafts, on=ON, partners=[new_partner("Régie de quartier")])

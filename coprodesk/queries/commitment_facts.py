"""What the formulas of precision and keeping read of every commitment (M4, M11 and M13)."""

from datetime import date

from coprodesk.domain.commitments import CommitmentFacts, CommitmentState
from coprodesk.queries import day
from coprodesk.store import Store


def facts(store: Store) -> tuple[CommitmentFacts, ...]:
    """Return what the formulas need of every commitment, by reference.

    The lead counts among the contributing institutions; a reminder is no news, the decision is.
    """
    rows = store.rows(
        """SELECT c.id, c.reference, c.state, i.short_name, coalesce(p.last_name, c.referent_function),
               c.deliverable, c.place, c.initial_due, c.current_due, c.done_on, c.means,
               c.progress_indicator, c.outcome_indicator, c.outcome_baseline, c.outcome_target,
               c.outcome_source,
               (c.lead_id IS NOT NULL) + (SELECT count(*) FROM contributor k WHERE k.commitment_id = c.id
                   AND k.kind = 'contributor' AND k.institution_id IS NOT c.lead_id),
               coalesce((SELECT max(e.on_date) FROM commitment_event e
                   WHERE e.commitment_id = c.id AND e.kind <> 'reminder'), c.decided_on)
           FROM commitment c
           LEFT JOIN institution i ON i.id = c.lead_id
           LEFT JOIN person p ON p.id = c.referent_id
           ORDER BY c.reference"""
    )
    states = {state.value: state for state in CommitmentState}
    days = _Days()
    return tuple(
        CommitmentFacts(
            id=row[0],
            reference=row[1],
            state=states[row[2]],
            lead=row[3],
            referent=row[4],
            deliverable=row[5],
            place=row[6],
            initial_due=days[row[7]],
            current_due=days[row[8]],
            done_on=days[row[9]],
            means=row[10],
            progress_indicator=row[11],
            outcome_indicator=row[12],
            baseline=row[13],
            target=row[14],
            source=row[15],
            contributors=row[16],
            last_news_on=days[row[17]],
        )
        for row in rows
    )


class _Days(dict[str | None, date | None]):
    """Dates by their text, each read once: a long file names the same days again and again."""

    def __missing__(self, text: str | None) -> date | None:
        found = self[text] = day(text)
        return found

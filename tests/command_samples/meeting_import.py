"""A sample call of the import of past meetings."""

from datetime import date

from coprodesk.commands import meeting_import as verbs
from coprodesk.domain.attendance import Presence
from coprodesk.domain.meeting_import import Mark, MeetingDraft, plan
from coprodesk.queries.meeting_import import known
from coprodesk.store import Store

ON = date(2026, 10, 15)


def import_meetings(store: Store) -> None:
    n = store.rows("SELECT count(*) FROM meeting WHERE date < '2020'")[0][0] + 1
    drafts = [
        MeetingDraft(2, "Plénière", date(2019, 1, n), marks=(Mark("DSDEN", Presence.PRESENT),)),
        MeetingDraft(3, "VIF", date(2019, 2, n), "14:00", "15:00", "Salle", "Mme Odile CARRÉGNAC"),
    ]
    verbs.import_meetings(store, plan(known(store), drafts, ON))

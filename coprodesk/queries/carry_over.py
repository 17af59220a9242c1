"""What to put on an agenda: minutes to approve, topics that return, promises due, proposals."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coprodesk.domain.agenda import Outcome, Proposal
from coprodesk.domain.attendance import months_before
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import day_month, short_date
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.due_commitments import Sitting, due_commitments, open_references, sitting, to_create
from coprodesk.queries.topics import times_put_off, topics, turn_key
from coprodesk.store import Store

_APPROVAL_MONTHS = 24
_PROMISE_MONTHS = 12


class SuggestionKind(StrEnum):
    """Why something is suggested for an agenda."""

    APPROVAL = "approval"
    TOPIC = "topic"
    COMMITMENT = "commitment"
    PROPOSAL = "proposal"

    @property
    def label(self) -> str:
        """Return the heading of the group."""
        return {
            SuggestionKind.APPROVAL: _("Approbation"),
            SuggestionKind.TOPIC: _("Points qui reviennent"),
            SuggestionKind.COMMITMENT: _("Engagements ouverts, par partenaire"),
            SuggestionKind.PROPOSAL: _("Propositions"),
        }[self]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to put on the agenda; `target_id` is a meeting, a topic or a commitment, by `kind`.

    `late` is true for a commitment whose due date is past on the day asked for.
    """

    kind: SuggestionKind
    target_id: int
    title: str
    reason: str
    reference: str
    lead: str
    reporter_id: int | None
    level: Level
    late: bool


def carry_over(store: Store, meeting_id: int, on: date | None = None) -> tuple[Suggestion, ...]:
    """Return what to put on the agenda: minutes to approve, topics that return, commitments due, proposals.

    A topic returns when its last turn before the meeting was not treated, when it recurs, or while it holds
    an open commitment. All follows the present dates of the meetings. Reasons are worded as of `on`, by
    default the day of the meeting; what is on the agenda is left out.
    """
    place = sitting(store, meeting_id)
    return () if place is None else _suggestions(store, place, on)


def carry_over_to(
    store: Store, body_id: int, day: date, starts_at: str = "", on: date | None = None
) -> tuple[Suggestion, ...]:
    """Return `carry_over` for a meeting of a body still to be created on a day."""
    row = store.row("SELECT numbered FROM body WHERE id = ?", (body_id,))
    if row is None:
        return ()
    return _suggestions(store, to_create(body_id, bool(row["numbered"]), day, starts_at), on)


def _suggestions(store: Store, place: Sitting, on: date | None) -> tuple[Suggestion, ...]:
    parameters = {
        "meeting": place.id,
        "key": place.key,
        "date": place.on.isoformat(),
        "body": place.body_id,
        "numbered": place.numbered,
        "approvals_since": months_before(place.on, _APPROVAL_MONTHS).isoformat(),
        "promises_since": months_before(place.on, _PROMISE_MONTHS).isoformat(),
    }
    return (
        *_approvals(store, parameters),
        *_returning(store, parameters),
        *_due(store, place, on or place.on),
        *_proposals(store),
    )


def _approvals(store: Store, parameters: dict[str, Any]) -> list[Suggestion]:
    """Minutes of the same series, held within two years before and on no agenda that still stands.

    The numbered bodies are one series; another body approves its own minutes when its usual template says so.
    """
    rows = store.rows(
        """
        SELECT m.id, m.date, b.name,
            (SELECT max(version) FROM minutes_version v WHERE v.meeting_id = m.id) AS version
        FROM meeting m JOIN body b ON b.id = m.body_id
        WHERE m.state = 'held' AND m.id <> :meeting
            AND (m.date || m.starts_at) < substr(:key, 1, 15) AND m.date >= :approvals_since
            AND CASE WHEN :numbered THEN b.numbered ELSE m.body_id = :body AND EXISTS (
                SELECT 1 FROM meeting_template t JOIN template_item ti ON ti.meeting_template_id = t.id
                WHERE t.body_kind_id = b.body_kind_id AND t.usual AND ti.role = 'approval') END
            AND NOT EXISTS (
                SELECT 1 FROM agenda_item i JOIN meeting h ON h.id = i.meeting_id
                WHERE i.approves_id = m.id AND (i.meeting_id = :meeting
                    OR (h.state = 'held' AND i.outcome = 'treated')))
            AND NOT EXISTS (SELECT 1 FROM minutes_version v
                WHERE v.meeting_id = m.id AND v.state IN ('approved', 'rectified'))
        ORDER BY m.date, m.id
        """,
        parameters,
    )
    with on_paper():
        # The title of the item to come.
        title = _("Approbation du compte rendu du {day} {year}")
    return [
        Suggestion(
            kind=SuggestionKind.APPROVAL,
            target_id=row["id"],
            title=title.format(day=day_month(date.fromisoformat(row["date"])), year=row["date"][:4]),
            reason=_("projet v{version}, {body}").format(version=row["version"], body=row["name"])
            if row["version"]
            else row["name"],
            reference="",
            lead="",
            reporter_id=None,
            level=Level.PARTNERS,
            late=False,
        )
        for row in rows
    ]


def _returning(store: Store, parameters: dict[str, Any]) -> list[Suggestion]:
    """Topics whose last turn before the sitting was in its series and left something to do.

    Not treated, recurring, or holding a commitment still open that was taken within a year; what the bodies
    of a series share is neither restricted nor the secretariat's.
    """
    rows = store.rows(
        f"""
        WITH promised AS (
            SELECT DISTINCT i.topic_id FROM commitment c JOIN agenda_item i ON i.id = c.agenda_item_id
            WHERE c.state IN ('open', 'to_confirm')),
        candidate AS (
            SELECT topic_id FROM agenda_item WHERE outcome IN ('postponed', 'open')
            UNION SELECT id FROM topic WHERE recurring UNION SELECT topic_id FROM promised)
        SELECT t.id, t.topic_id, t.title, t.level, t.reporter_id, t.outcome, n.short_name,
            topic.recurring, m.state, m.date,
            {times_put_off("t.topic_id", ":key")} AS times
        FROM candidate JOIN topic ON topic.id = candidate.topic_id AND topic.closed_on IS NULL
        JOIN agenda_item t ON t.id = (
            SELECT o.id FROM agenda_item o JOIN meeting om ON om.id = o.meeting_id
            WHERE o.topic_id = candidate.topic_id AND {turn_key("om", "o")} < :key
            ORDER BY {turn_key("om", "o")} DESC LIMIT 1)
        JOIN meeting m ON m.id = t.meeting_id JOIN body b ON b.id = m.body_id
        LEFT JOIN institution n ON n.id = t.reporter_id
        WHERE t.approves_id IS NULL AND t.role = ''
            AND (m.body_id = :body OR (:numbered AND b.numbered AND t.level IN ('public', 'partners')))
            AND (topic.recurring OR (m.state IN ('held', 'cancelled') AND (
                t.outcome IN ('postponed', 'open')
                OR (m.body_id = :body AND m.date >= :promises_since AND t.outcome = 'treated'
                    AND t.topic_id IN (SELECT topic_id FROM promised)))))
            AND NOT EXISTS (
                SELECT 1 FROM agenda_item o WHERE o.topic_id = t.topic_id AND o.meeting_id = :meeting)
        ORDER BY times DESC, t.id
        """,
        parameters,
    )
    promised = open_references(store, [row["topic_id"] for row in rows])
    return [
        Suggestion(
            kind=SuggestionKind.TOPIC,
            target_id=row["topic_id"],
            title=row["title"],
            reason=_why(row, promised.get(row["topic_id"], ())),
            reference="",
            lead=row["short_name"] or "",
            reporter_id=row["reporter_id"],
            level=Level(row["level"]),
            late=False,
        )
        for row in rows
    ]


def _why(row: Any, references: tuple[str, ...]) -> str:
    if row["times"] > 1 or (row["times"] and row["outcome"] == Outcome.POSTPONED):
        return ngettext("reporté {n} fois", "reporté {n} fois", row["times"]).format(n=row["times"])
    if row["outcome"] == Outcome.OPEN and row["state"] == MeetingState.CANCELLED:
        on = short_date(date.fromisoformat(row["date"]))
        return _("réunion du {day} annulée").format(day=on)
    if row["outcome"] == Outcome.OPEN and row["state"] == MeetingState.HELD:
        return _("laissé ouvert à la dernière réunion")
    if row["recurring"]:
        return _("revient à chaque réunion")
    if len(references) == 1:
        return _("engagement encore ouvert, {reference}").format(reference=references[0])
    return ngettext("{n} engagement encore ouvert", "{n} engagements encore ouverts", len(references)).format(
        n=len(references)
    )


def _due(store: Store, place: Sitting, on: date) -> list[Suggestion]:
    """Open commitments due by the sitting, unless an item of its agenda follows them up or names them."""
    agenda = store.rows("SELECT title, role FROM agenda_item WHERE meeting_id = ?", (place.id,))
    if any(item["role"] == "follow_up" for item in agenda):
        return []
    return [
        Suggestion(
            kind=SuggestionKind.COMMITMENT,
            target_id=one.id,
            title=one.what,
            reason=one.reason,
            reference=one.reference,
            lead=one.lead,
            reporter_id=one.lead_id,
            level=one.level,
            late=one.due < on,
        )
        for one in due_commitments(store, place, on)
        if not any(one.reference in item["title"] for item in agenda)
    ]


def _proposals(store: Store) -> list[Suggestion]:
    """The basket: topics never on an agenda and not refused; one put off comes back with its motive."""
    return [
        Suggestion(
            kind=SuggestionKind.PROPOSAL,
            target_id=one.id,
            title=one.title,
            reason=_proposed(one.proposal, one.proposal_reason, one.raised_words),
            reference="",
            lead=one.raised_by,
            reporter_id=one.raised_by_id,
            level=one.level,
            late=False,
        )
        for one in topics(store)
        if one.proposal is not Proposal.REFUSED
    ]


def _proposed(proposal: Proposal, reason: str, raised: str) -> str:
    words = raised or _("en attente dans la boîte à points")
    if proposal is not Proposal.POSTPONED:
        return words
    return (
        _("{words}, reporté\u00a0: {reason}").format(words=words, reason=reason)
        if reason
        else _("{words}, reporté").format(words=words)
    )

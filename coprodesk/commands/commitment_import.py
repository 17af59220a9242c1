"""Bringing commitments in from a follow-up spreadsheet, in one step that one undo takes back whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coprodesk.commands.imports import Tell, paced
from coprodesk.commands.partner_import import import_partners
from coprodesk.domain import partner_import
from coprodesk.domain.commitment_import import CommitmentDraft, PlannedLine, plan
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.import_plan import Fate
from coprodesk.domain.numbering import ReferenceKind, parse_reference, reference
from coprodesk.domain.partner_drafts import PartnerDraft
from coprodesk.queries import partner_import as partner_queries
from coprodesk.queries.commitment_import import known
from coprodesk.store import Store, Writer


@dataclass(frozen=True, slots=True)
class CommitmentsImported:
    """How many commitments are new, completed, and how many lines brought nothing."""

    created: int
    completed: int
    skipped: int
    partners: int


def import_commitments(
    store: Store,
    drafts: Sequence[CommitmentDraft],
    *,
    on: date,
    partners: Iterable[PartnerDraft] = (),
    tell: Tell | None = None,
    origin: object = None,
) -> CommitmentsImported:
    """Bring the lines in as `domain.commitment_import.plan` says; `partners` are the unknown ones to create.

    `tell` hears how many lines are done and answers False to stop. Raises Refusal, with nothing written, when
    it is stopped or when no line brings anything.
    """
    with store.change(_("Import d’engagements"), origin=origin) as change:
        added = tuple(partners)
        if added:
            import_partners(store, partner_import.plan(partner_queries.known(store, on), added, on=on))
        found = known(store)
        lines = plan(found, drafts).lines
        if all(line.fate in (Fate.SAME, Fate.SKIP) for line in lines):
            raise Refusal(
                _(
                    "Aucun engagement nouveau dans ce tableau. Rien n’a été importé. "
                    "Ses lignes sont déjà dans le fichier, ou vides."
                )
            )
        for line in paced(lines, tell):
            if line.fate is Fate.CREATE:
                _create(change, line, on)
            elif line.fate is Fate.COMPLETE and line.held_id is not None:
                change.update("commitment", line.held_id, **dict(line.values))
        fates = [line.fate for line in lines]
        left = fates.count(Fate.SKIP) + fates.count(Fate.SAME)
        return CommitmentsImported(fates.count(Fate.CREATE), fates.count(Fate.COMPLETE), left, len(added))


@on_paper()
def _create(change: Writer, line: PlannedLine, on: date) -> None:
    draft = line.draft
    commitment_id = change.insert(
        "commitment",
        reference=_reference(change, line),
        state=draft.state.value,
        what=draft.what,
        lead_id=line.lead,
        decided_on=draft.decided_on.isoformat(),
        initial_due=_iso(draft.initial_due),
        current_due=_iso(draft.current_due),
        done_on=_iso(draft.done_on) if draft.state is CommitmentState.KEPT else None,
        progress_done=draft.progress[0],
        progress_target=draft.progress[1],
        origin=_("Tableau de suivi importé"),
        note=line.note,
        **dict(line.values),
    )
    for institution in line.contributors:
        change.insert("contributor", commitment_id=commitment_id, institution_id=institution)
    for kind, day, text, dues in _events(draft, on):
        change.insert(
            "commitment_event",
            commitment_id=commitment_id,
            kind=kind.value,
            on_date=day.isoformat(),
            text=text,
            from_due=_iso(dues[0]),
            to_due=_iso(dues[1]),
        )


def _reference(change: Writer, line: PlannedLine) -> str:
    """Return the reference of the table, which is then never given again, or the next of its year."""
    series = ReferenceKind.COMMITMENT.letter
    if line.reference:
        kept = parse_reference(line.reference)
        change.raise_counter(series, kept.year, kept.number)
        return line.reference
    year = line.draft.decided_on.year
    return reference(ReferenceKind.COMMITMENT, year, change.next_number(series, year))


Event = tuple[EventKind, date, str, tuple[date | None, date | None]]


def _events(draft: CommitmentDraft, on: date) -> list[Event]:
    """Return the history that the line tells, in order.

    The table does not date its postponements: each stands at the due date that it replaced, or earlier.
    """
    none = (None, None)
    found: list[Event] = [(EventKind.CREATED, draft.decided_on, "", none)]
    first, last = draft.initial_due, draft.current_due
    for number in range(draft.postponements):
        dues = (first if number == 0 else None, last if number == draft.postponements - 1 else None)
        day = min(on, max(draft.decided_on, first or draft.decided_on))
        found.append((EventKind.POSTPONED, day, _("date du report non connue"), dues))
    if draft.news:
        found.append((EventKind.NEWS, draft.news_on or min(on, draft.done_on or on), draft.news, none))
    if draft.state is CommitmentState.KEPT:
        found.append((EventKind.KEPT, draft.done_on or on, "", none))
    elif draft.state is CommitmentState.ABANDONED:
        motive = draft.motive or _("motif non indiqué dans le tableau")
        found.append((EventKind.ABANDONED, min(on, draft.done_on or on), motive, none))
    return found


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

"""What a commitment is told as: its chip, its facts « label, value », the lines of its history."""

from collections.abc import Sequence

from coprodesk.domain.commitments import EventKind, Status
from coprodesk.domain.french import DASH, fold, short_date
from coprodesk.domain.i18n import _, labelled, ngettext
from coprodesk.queries.commitment_rows import CommitmentRow, EventRow
from coprodesk.ui.paint import STATUS_GLYPHS, Chip


def long_chip(row: CommitmentRow) -> Chip:
    """Return « En retard de 15 jours »: the lateness in words, the state otherwise."""
    words = row.status_words if row.status is Status.LATE else row.status.label
    return Chip(words[:1].upper() + words[1:], STATUS_GLYPHS[row.status])


def state_chip(row: CommitmentRow) -> Chip:
    """Return « En retard » with its shape."""
    return Chip(row.status.label, STATUS_GLYPHS[row.status])


def facts(row: CommitmentRow) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Return the first rows « label, value » of the panel: who, for when, how far."""
    due = short_date(row.current_due) if row.current_due else _("à fixer")
    if row.postponements:
        due = f"{due}, {row.postponement_words}"
    found: list[tuple[str, str] | tuple[str, str, str]] = [
        (_("Pilote"), row.lead_name or _("à désigner")),
        (_("Référent"), ", ".join(part for part in (row.referent, row.referent_function) if part) or DASH),
        (_("Échéance"), due, "late") if row.days_late else (_("Échéance"), due),
    ]
    if row.done_on:
        found.append((_("Tenu le"), short_date(row.done_on)))
    if row.motive:
        found.append((_("Motif"), row.motive))
    if row.progress_words:
        progress = " · ".join(part for part in (row.progress_words, row.progress_indicator) if part)
        found.append((_("Avancement"), progress, "late") if row.days_late else (_("Avancement"), progress))
    return found


def content(row: CommitmentRow) -> list[tuple[str, str]]:
    """Return the other rows « label, value », without the blank ones."""
    moved = row.postponements and row.initial_due is not None
    texts = (
        (_("Thème"), row.theme or _("à préciser")),
        (_("Décidé le"), short_date(row.decided_on)),
        (_("1re échéance"), short_date(row.initial_due) if moved and row.initial_due else ""),
        (_("Livrable"), row.deliverable),
        (_("Lieu, public"), row.place),
        (_("Moyens"), row.means),
        (_("Pris"), row.source),
        (_("Note"), row.note),
    )
    return [(name, value) for name, value in texts if value]


def history(events: Sequence[EventRow]) -> list[tuple[str, str]]:
    """Return « what, when » for each event, given and told newest first; postponements are numbered."""
    rank = sum(event.kind is EventKind.POSTPONED for event in events)
    steps = []
    for event in events:
        what = event.kind.label
        if event.kind is EventKind.POSTPONED:
            what = _("{rank} report").format(rank=_("1er") if rank == 1 else _("{n}e").format(n=rank))
            rank -= 1
        text = _without(event.text, what)
        if event.to_due:
            what = _("{what}, au {day}").format(what=what, day=short_date(event.to_due))
        if event.kind is EventKind.NEWS and text:
            what = text
        elif text:
            what = labelled(what, text)
        steps.append((what, " · ".join(part for part in (short_date(event.on), event.meeting) if part)))
    return steps


def _without(text: str, what: str) -> str:
    """Return `text` without the words it begins with when they only repeat what the line says."""
    return text[len(what) :].lstrip(" ,;:\u00a0\u202f") if fold(text).startswith(fold(what)) else text


def count_words(count: int) -> str:
    """Return « 3 engagements »."""
    return ngettext("{n} engagement", "{n} engagements", count).format(n=count)

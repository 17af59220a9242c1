"""What to look at before the minutes go out: what is missing, and what is in order."""

from dataclasses import dataclass

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow, SuggestionKind, agenda, carry_over
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.records import RecordRow, records
from coprodesk.ui.desk import Desk

_CLOSING = (RecordKind.CONCLUSION, RecordKind.DECISION, RecordKind.REQUEST, RecordKind.INFORMATION)
_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; when it is not in order, `detail` says what and `link` where to mend it.

    `step` is a step of the meeting, `commitment_id` a commitment to open instead.
    """

    title: str
    ok: bool = True
    detail: str = ""
    link: str = ""
    step: str = ""
    commitment_id: int | None = None


def checks(desk: Desk, row: MeetingRow) -> list[Check]:
    """Return what was looked at, what is to be mended first."""
    store = desk.store
    items = agenda(store, row.id)
    said = records(store, row.id)
    found = [_held(row), _roll(row), _hours(row), _people(row), _previous(desk, row, items)]
    found += _items(items, said, {one.agenda_item_id for one in _promised(desk, row)})
    found += _commitments(desk, row)
    return sorted((one for one in found if one is not None), key=lambda one: one.ok)


def _promised(desk: Desk, row: MeetingRow) -> tuple[CommitmentRow, ...]:
    return commitments(desk.store, desk.today(), CommitmentFilter(meeting_id=row.id), by_theme=False)


def _held(row: MeetingRow) -> Check | None:
    if row.state is MeetingState.HELD:
        return None
    return Check(
        _("Séance non close"), False, _("le compte rendu est un brouillon"), _("Aller à la séance"), "live"
    )


def _roll(row: MeetingRow) -> Check:
    missing = row.convened - row.known
    if not row.entries:
        return Check(_("Appel non fait"), False, _("la liste est vide"), _("Faire l’appel"), "live")
    if missing:
        detail = ngettext(
            "{n} présence inconnue sur {total}", "{n} présences inconnues sur {total}", missing
        ).format(n=missing, total=row.convened)
        return Check(_("Appel à compléter"), False, detail, _("Compléter"), "live")
    return Check(
        ngettext(
            "Appel fait, {n} sur {total} institution",
            "Appel fait, {n} sur {total} institutions",
            row.convened,
        ).format(n=row.attended, total=row.convened)
    )


def _hours(row: MeetingRow) -> Check:
    if row.opened_at and row.closed_at:
        return Check(_("Heures d’ouverture et de levée"))
    detail = _("heure de levée") if row.opened_at else _("heures d’ouverture et de levée")
    return Check(_("Heures à noter"), False, detail, _("Noter"), "live")


def _people(row: MeetingRow) -> Check:
    missing = [
        name
        for name, line in ((_("présidence"), row.chair_line), (_("secrétariat"), row.secretary_line))
        if not line
    ]
    if missing:
        return Check(_("Signataires à nommer"), False, ", ".join(missing), _("Nommer"), "live")
    return Check(_("Présidence et secrétariat nommés"))


def _previous(desk: Desk, row: MeetingRow, items: tuple[AgendaRow, ...]) -> Check | None:
    approvals = [item for item in items if item.approves_id is not None]
    open_ones = [item for item in approvals if item.outcome is not Outcome.TREATED]
    if open_ones:
        return Check(_("Compte rendu précédent à approuver"), False, open_ones[0].title, _("Voir"), "live")
    waiting = [one for one in carry_over(desk.store, row.id) if one.kind is SuggestionKind.APPROVAL]
    if waiting and not approvals:
        return Check(
            _("Compte rendu précédent non approuvé"), False, waiting[0].title, _("Inscrire"), "agenda"
        )
    return Check(_("Compte rendu précédent approuvé")) if approvals else None


def _items(
    items: tuple[AgendaRow, ...], said: tuple[RecordRow, ...], promised: set[int | None]
) -> list[Check]:
    """Return the items without an outcome, and those treated of which nothing was concluded."""
    closed = {one.item_id for one in said if one.kind in _CLOSING} | promised
    found = []
    for item in items:
        words = item.title
        if item.outcome is Outcome.OPEN:
            title = _("Point {n} sans suite").format(n=item.position)
            found.append(Check(title, False, words, _("Indiquer"), "live"))
        elif item.outcome is Outcome.TREATED and item.approves_id is None and item.id not in closed:
            title = _("Point {n} sans conclusion").format(n=item.position)
            found.append(Check(title, False, words, _("Rédiger"), "live"))
    if not found:
        return [Check(_("Chaque point a sa suite"))] if items else []
    rest = len(found) - _AT_MOST
    if rest > 0:
        more = ngettext("{n} autre point", "{n} autres points", rest).format(n=rest)
        found = [*found[:_AT_MOST], Check(more, False, _("sans suite ou sans conclusion"), _("Voir"), "live")]
    return found


def _commitments(desk: Desk, row: MeetingRow) -> list[Check]:
    found = []
    promised = _promised(desk, row)
    for one in promised:
        if one.lead_id is None:
            title = _("Engagement sans pilote")
        elif one.current_due is None:
            title = _("Engagement sans échéance")
        else:
            continue
        detail = f"{one.reference}, {one.what}"
        found.append(Check(title, False, detail, _("Compléter"), commitment_id=one.id))
    if promised and not found:
        return [Check(_("Chaque engagement a son pilote et son échéance"))]
    return found

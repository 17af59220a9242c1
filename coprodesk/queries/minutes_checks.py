"""What to look at before the minutes go out: what is missing, and what is in order.

Nothing here stops a publication: each line says what is seen and leads to where it is mended.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.french import day_month
from coprodesk.domain.guard import nominative_warnings
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow, SuggestionKind, agenda, carry_over
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.records import RecordRow, records
from coprodesk.store import Store

_CLOSING = (RecordKind.CONCLUSION, RecordKind.DECISION, RecordKind.REQUEST, RecordKind.INFORMATION)
_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; when it is not in order, `detail` says what and `link` where to mend it.

    `step` is a step of the meeting, at item `item_id` and its paragraph `record_id` when given;
    `commitment_id` is a commitment to open instead.
    """

    title: str
    ok: bool = True
    detail: str = ""
    link: str = ""
    step: str = ""
    item_id: int | None = None
    record_id: int | None = None
    commitment_id: int | None = None


def minutes_checks(store: Store, row: MeetingRow, on: date) -> tuple[Check, ...]:
    """Return what was looked at, what is to be mended first."""
    items = agenda(store, row.id)
    said = records(store, row.id)
    chosen = CommitmentFilter(meeting_id=row.id)
    promised = commitments(store, on, chosen, by_theme=False)
    found = [_held(row), _roll(row), _hours(row), _people(row), _previous(store, row, items)]
    found += _items(items, said, {one.agenda_item_id for one in promised})
    found += _commitments(promised)
    found += _names(store, items, said)
    found.append(_next(store, row))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.ok))


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


def _previous(store: Store, row: MeetingRow, items: Sequence[AgendaRow]) -> Check | None:
    approvals = [item for item in items if item.approves_id is not None]
    open_ones = [item for item in approvals if item.outcome is not Outcome.TREATED]
    if open_ones:
        one = open_ones[0]
        return Check(
            _("Compte rendu précédent à approuver"), False, one.title, _("Voir"), "live", item_id=one.id
        )
    waiting = [one for one in carry_over(store, row.id) if one.kind is SuggestionKind.APPROVAL]
    if waiting and not approvals:
        return Check(
            _("Compte rendu précédent non approuvé"), False, waiting[0].title, _("Inscrire"), "agenda"
        )
    return Check(_("Compte rendu précédent approuvé")) if approvals else None


def _items(items: Sequence[AgendaRow], said: Sequence[RecordRow], promised: set[int | None]) -> list[Check]:
    """Return the items without an outcome, and those treated that are empty or without a conclusion."""
    closed = {one.item_id for one in said if one.kind in _CLOSING} | promised
    written = {one.item_id for one in said} | promised
    found = []
    for item in items:
        title, link = "", _("Rédiger")
        if item.outcome is Outcome.OPEN:
            title, link = _("Point {n} sans suite"), _("Indiquer")
        elif item.outcome is not Outcome.TREATED or item.approves_id is not None:
            continue
        elif item.id not in written:
            title = _("Point {n} vide")
        elif item.id not in closed:
            title = _("Point {n} sans conclusion")
        if title:
            words = title.format(n=item.number)
            found.append(Check(words, False, item.title, link, "live", item_id=item.id))
    if not found:
        return [Check(_("Chaque point a sa suite"))] if items else []
    return _shortened(found, ngettext("{n} autre point", "{n} autres points", len(found) - _AT_MOST))


def _shortened(found: list[Check], more: str) -> list[Check]:
    """Return the first lines and, for those after them, how many they are."""
    rest = len(found) - _AT_MOST
    if rest <= 0:
        return found
    first = found[_AT_MOST]
    last = Check(more.format(n=rest), False, _("à voir aussi"), _("Voir"), "live", item_id=first.item_id)
    return [*found[:_AT_MOST], last]


def _commitments(promised: Sequence[CommitmentRow]) -> Iterator[Check]:
    wrong = False
    for one in promised:
        if one.lead_id is None:
            title = _("Engagement sans pilote")
        elif one.current_due is None:
            title = _("Engagement sans échéance")
        else:
            continue
        wrong = True
        detail = f"{one.reference}, {one.what}"
        yield Check(title, False, detail, _("Compléter"), commitment_id=one.id)
    if promised and not wrong:
        yield Check(_("Chaque engagement a son pilote et son échéance"))


def _names(store: Store, items: Sequence[AgendaRow], said: Sequence[RecordRow]) -> list[Check]:
    """Return the paragraphs that name somebody the directory does not know, or tell of a private life."""
    known = [
        f"{row['first_name']} {row['last_name']}".strip()
        for row in store.rows("SELECT first_name, last_name FROM person")
    ]
    numbers = {item.id: item.number for item in items}
    found = []
    for record in said:
        for warning in nominative_warnings(record.text, known):
            words = record.text[warning.start : warning.end]
            detail = _("«\u00a0{words}\u00a0», point {n}").format(words=words, n=numbers[record.item_id])
            title = warning.why[:1].upper() + warning.why[1:]
            place = {"item_id": record.item_id, "record_id": record.id}
            found.append(Check(title, False, detail, _("Voir"), "live", **place))
    if not found:
        return [Check(_("Aucun nom hors annuaire"))] if said else []
    return _shortened(found, ngettext("{n} autre mention", "{n} autres mentions", len(found) - _AT_MOST))


def _next(store: Store, row: MeetingRow) -> Check | None:
    found = store.row(
        "SELECT min(date) AS date FROM meeting WHERE body_id = ? AND date > ? AND state <> 'cancelled'",
        (row.body_id, row.date.isoformat()),
    )
    if found is None or found["date"] is None:
        return None
    on = date.fromisoformat(found["date"])
    return Check(_("Prochaine date fixée, {day} {year}").format(day=day_month(on), year=on.year))

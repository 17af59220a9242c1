"""Guided verbs on the mandates: a titular leaves, a successor takes over, a whole body is renewed.

Each is one undo step. Rolls and minutes are snapshots of names: nothing here rewrites what was held.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coprodesk.commands import plain, require_row
from coprodesk.commands.partners import add_mandate, add_person, end_mandate
from coprodesk.domain.commitments import EventKind
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.names import display_name
from coprodesk.queries.mandates import holder_of
from coprodesk.store import Store, Writer

_DAY = timedelta(days=1)
_OPEN = ("open", "to_confirm")
LONGEST_REASON = 80


@dataclass(frozen=True, slots=True)
class Successor:
    """Who takes over: somebody of the directory (`person_id`), or a new person of that name.

    A blank `function` keeps that of the predecessor.
    """

    person_id: int | None = None
    last_name: str = ""
    first_name: str = ""
    civility: str = ""
    function: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What becomes of the seat of an institution when its body is renewed: a successor, or None for vacant.

    An institution without any change goes on as it is.
    """

    institution_id: int
    successor: Successor | None


def leave_seat(store: Store, mandate_id: int, on: date, *, reason: str = "", origin: object = None) -> None:
    """End a mandate, whose last day is `on`; the seat stays vacant. The reason stays in the journal.

    Raises Refusal for a day before its first.
    """
    label = _("Fin du mandat de {name}").format(name=holder_of(store, mandate_id))
    with store.change(_because(label, reason), origin=origin):
        end_mandate(store, mandate_id, on)


def succeed(
    store: Store,
    mandate_id: int,
    on: date,
    successor: Successor,
    *,
    referent_ids: Collection[int] = (),
    reason: str = "",
    origin: object = None,
) -> int:
    """Give a mandate to a successor from `on`; the predecessor's last day is the day before.

    The successor becomes the referent of the commitments `referent_ids`, whose history says so.
    Returns the new mandate. Raises Refusal for a blank name, a day not after the first of the mandate, the
    same person, or a commitment that is closed or has another referent.
    """
    label = _("Successeur de {name}").format(name=holder_of(store, mandate_id))
    with store.change(_because(label, reason), origin=origin) as change:
        held = require_row(change.row("mandate", mandate_id))
        person_id, added = _hand_over(store, change, held, on, successor)
        for commitment_id in dict.fromkeys(referent_ids):
            _transfer(change, commitment_id, held["person_id"], person_id, added, on)
        return added


def renew_body(
    store: Store, body_id: int, on: date, changes: Sequence[SeatChange], *, origin: object = None
) -> None:
    """Renew the titulars of a body from a day, as after elections; whoever is in no change goes on.

    The former ones stay until the day before, among the predecessors. A successor receives what the former
    titular held: a mandate for this body alone, or for all the bodies of the institution.
    Raises Refusal without any change, for an institution that does not sit, and as `succeed`.
    """
    if not changes:
        raise Refusal(
            _("Aucun siège ne change. Rien n’a été modifié. Écrivez au moins un nouveau titulaire.")
        )
    with store.change(_("Renouvellement d’un groupe"), origin=origin) as change:
        body = require_row(change.row("body", body_id))
        for one in changes:
            _require_seat(change, body, one.institution_id, on)
            held = _titulars(change, body_id, one.institution_id, on)
            if one.successor is None:
                for mandate in held:
                    _end_before(store, mandate, on)
            elif held:
                for mandate in held[1:]:
                    _end_before(store, mandate, on)
                _hand_over(store, change, held[0], on, one.successor)
            else:
                add_mandate(
                    store,
                    _person(store, change, one.successor),
                    one.institution_id,
                    "titular",
                    from_date=on,
                    function=one.successor.function.strip(),
                )


def _hand_over(
    store: Store, change: Writer, held: Mapping[str, Any], on: date, successor: Successor
) -> tuple[int, int]:
    """End a mandate on the eve unless it ended before, and write the next one; return person and mandate."""
    if successor.person_id == held["person_id"]:
        raise Refusal(
            _(
                "Cette personne tient déjà ce siège. Rien n’a été modifié. Laissez-la reconduite, ou "
                "choisissez-en une autre."
            )
        )
    _end_before(store, held, on)
    person_id = _person(store, change, successor)
    added = add_mandate(
        store,
        person_id,
        held["institution_id"],
        held["rank"],
        from_date=on,
        function=successor.function.strip() or held["function"],
        body_id=held["body_id"],
    )
    return person_id, added


def _end_before(store: Store, held: Mapping[str, Any], on: date) -> None:
    """End a mandate the day before `on`; one that ended earlier keeps its last day."""
    if held["from_date"] is not None and held["from_date"] >= on.isoformat():
        raise Refusal(
            _(
                "Ce mandat commence le {day}. Rien n’a été modifié. Choisissez pour le successeur un jour "
                "plus tardif."
            ).format(day=short_date(date.fromisoformat(held["from_date"])))
        )
    if held["to_date"] is None or held["to_date"] >= on.isoformat():
        end_mandate(store, held["id"], on - _DAY)


def _person(store: Store, change: Writer, successor: Successor) -> int:
    if successor.person_id is not None:
        require_row(change.row("person", successor.person_id))
        return successor.person_id
    return add_person(
        store,
        successor.last_name,
        first_name=successor.first_name,
        civility=successor.civility,
        **plain({"phone": successor.phone.strip(), "email": successor.email.strip()}),
    )


def _transfer(
    change: Writer, commitment_id: int, former_id: int, person_id: int, mandate_id: int, on: date
) -> None:
    """Make a person the referent of an open commitment of the former one, and say so in its history."""
    held = require_row(change.row("commitment", commitment_id))
    if held["state"] not in _OPEN or held["referent_id"] != former_id:
        raise Refusal(
            _(
                "L’engagement {reference} est clos ou a déjà un autre référent. Rien n’a été modifié. "
                "Décochez-le, puis recommencez."
            ).format(reference=held["reference"])
        )
    mandate = require_row(change.row("mandate", mandate_id))
    change.update("commitment", commitment_id, referent_id=person_id, referent_function=mandate["function"])
    names = [_name(require_row(change.row("person", one))) for one in (person_id, former_id)]
    with on_paper():
        text = _("Nouveau référent\u00a0: {new}, à la suite de {old}").format(new=names[0], old=names[1])
    change.insert(
        "commitment_event",
        commitment_id=commitment_id,
        kind=EventKind.NEWS.value,
        on_date=on.isoformat(),
        text=text,
    )


def _titulars(change: Writer, body_id: int, institution_id: int, on: date) -> list[dict[str, Any]]:
    """Return the titular mandates that go on in a body on a day: those of this body alone, else general."""
    running = [
        row
        for row in change.rows("mandate", institution_id=institution_id, rank="titular")
        if row["body_id"] in (None, body_id)
        and (row["to_date"] is None or row["to_date"] >= on.isoformat())
        and (row["from_date"] is None or row["from_date"] <= on.isoformat())
    ]
    own = [row for row in running if row["body_id"] == body_id]
    found = own or running
    return sorted(found, key=lambda row: (row["from_date"] or "", row["id"]), reverse=True)


def _require_seat(change: Writer, body: Mapping[str, Any], institution_id: int, on: date) -> None:
    day = on.isoformat()
    for seat in change.rows("seat", body_id=body["id"], institution_id=institution_id):
        if (seat["from_date"] or "") <= day and (seat["to_date"] is None or seat["to_date"] >= day):
            return
    institution = require_row(change.row("institution", institution_id))
    raise Refusal(
        _(
            "«\u00a0{institution}\u00a0» ne siège pas dans «\u00a0{body}\u00a0» ce jour-là. Rien n’a "
            "été modifié. Vérifiez la composition du groupe."
        ).format(institution=institution["short_name"], body=body["short_name"])
    )


def _because(label: str, reason: str) -> str:
    """Return « Fin du mandat de Mme X (mutation) »: the journal alone keeps the reason."""
    told = " ".join(reason.split())[:LONGEST_REASON]
    return _("{label} ({reason})").format(label=label, reason=told) if told else label


def _name(person: Mapping[str, Any]) -> str:
    return display_name(person["civility"], person["first_name"], person["last_name"])

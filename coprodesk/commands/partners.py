"""Verbs on the partners: institutions, people and the mandates that tie them.

A roll is a snapshot of names: nothing here rewrites one. The last day of a mandate is its last day of office.
"""

from datetime import date, timedelta
from typing import Any

from coprodesk.commands import plain, require_row, require_title, typing_merge
from coprodesk.commands.partner_import import import_partners
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.names import display_name
from coprodesk.queries.mandates import folded_name
from coprodesk.store import Store, Writer

__all__ = [
    "add_institution",
    "add_mandate",
    "add_person",
    "close_institution",
    "delete_institution",
    "delete_mandate",
    "delete_person",
    "end_mandate",
    "import_partners",
    "replace_titular",
    "set_institution",
    "set_mandate",
    "set_person",
]

_INSTITUTION_TIES = (
    ("seat", "institution_id"),
    ("roll_entry", "institution_id"),
    ("commitment", "lead_id"),
    ("watch_point", "lead_id"),
    ("contributor", "institution_id"),
    ("topic", "raised_by_id"),
    ("topic_institution", "institution_id"),
    ("agenda_item", "reporter_id"),
    ("record", "institution_id"),
)
_PERSON_TIES = (
    ("roll_entry", "person_id"),
    ("meeting", "chair_id"),
    ("meeting", "secretary_id"),
    ("agenda_item", "reporter_person_id"),
    ("commitment", "referent_id"),
)


# Institutions


def add_institution(
    store: Store, name: str, college_id: int, *, short_name: str = "", origin: object = None, **fields: Any
) -> int:
    """Add an institution. Raises Refusal for a blank name or one that a present partner bears."""
    name = _named(name)
    short_name = short_name.strip() or name
    with store.change(_("Ajout du partenaire « {name} »").format(name=short_name), origin=origin) as change:
        _require_free(change, name, short_name)
        return change.insert(
            "institution", name=name, short_name=short_name, college_id=college_id, **plain(fields)
        )


def set_institution(store: Store, institution_id: int, *, origin: object = None, **fields: Any) -> None:
    """Set columns of an institution; rolls already taken keep its former name.

    Raises Refusal for a blank name or one that another present partner bears.
    """
    for column in ("name", "short_name"):
        _named(fields.get(column, "-"))
    with store.change(
        _("Modification d’un partenaire"),
        merge=typing_merge("institution", institution_id, fields),
        origin=origin,
    ) as change:
        held = {**require_row(change.row("institution", institution_id)), **fields}
        if "name" in fields or "short_name" in fields:
            _require_free(change, held["name"], held["short_name"], institution_id)
        change.update("institution", institution_id, **plain(fields))


def close_institution(store: Store, institution_id: int, on: date | None, *, origin: object = None) -> None:
    """Close an institution, whose seats and mandates end that day; None opens it again, without them."""
    label = _("Réouverture d’un partenaire") if on is None else _("Clôture d’un partenaire")
    with store.change(label, origin=origin) as change:
        require_row(change.row("institution", institution_id))
        change.update("institution", institution_id, closed_on=on.isoformat() if on else None)
        if on is None:
            return
        for table in ("seat", "mandate"):
            for row in change.rows(table, institution_id=institution_id, to_date=None):
                change.update(table, row["id"], to_date=max(on.isoformat(), row["from_date"] or ""))


def delete_institution(store: Store, institution_id: int, *, origin: object = None) -> None:
    """Delete an institution with its mandates. Raises Refusal while anything else refers to it."""
    with store.change(_("Suppression d’un partenaire"), origin=origin) as change:
        if any(change.rows(table, **{column: institution_id}) for table, column in _INSTITUTION_TIES):
            raise Refusal(
                _(
                    "Ce partenaire a des sièges, des présences, des sujets ou des engagements. Rien n’a été "
                    "supprimé. Clôturez-le plutôt\u00a0: son histoire reste lisible."
                )
            )
        for mandate in change.rows("mandate", institution_id=institution_id):
            change.delete("mandate", mandate["id"])
        change.delete("institution", institution_id)


def _require_free(change: Writer, name: str, short_name: str, institution_id: int | None = None) -> None:
    wanted = fold(name), fold(short_name)
    for row in change.rows("institution", closed_on=None):
        if row["id"] != institution_id and (fold(row["name"]), fold(row["short_name"])) == wanted:
            raise Refusal(
                _("Le partenaire « {name} » existe déjà. Rien n’a été modifié. Ouvrez sa fiche.").format(
                    name=row["name"]
                )
            )


def _named(name: str) -> str:
    return require_title(name, _("Le nom est vide. Rien n’a été modifié. Écrivez-le, puis recommencez."))


# People


def add_person(
    store: Store,
    last_name: str,
    *,
    first_name: str = "",
    civility: str = "",
    origin: object = None,
    **fields: Any,
) -> int:
    """Add a person; somebody else may bear the same name (see queries.partners.homonym_warning).

    Raises Refusal for a blank name.
    """
    last_name, first_name = _named(last_name), first_name.strip()
    label = _("Ajout de {name}").format(name=display_name(civility, first_name, last_name))
    with store.change(label, origin=origin) as change:
        return change.insert(
            "person", last_name=last_name, first_name=first_name, civility=civility.strip(), **plain(fields)
        )


def set_person(store: Store, person_id: int, *, origin: object = None, **fields: Any) -> None:
    """Set columns of a person; rolls already taken keep the former name. Raises Refusal for a blank name."""
    _named(fields.get("last_name", "-"))
    with store.change(
        _("Modification d’une fiche de personne"),
        merge=typing_merge("person", person_id, fields),
        origin=origin,
    ) as change:
        change.update("person", person_id, **plain(fields))


def delete_person(store: Store, person_id: int, *, origin: object = None) -> None:
    """Delete a person with her mandates. Raises Refusal once a roll, a meeting or a commitment names her."""
    with store.change(_("Suppression d’une personne"), origin=origin) as change:
        if any(change.rows(table, **{column: person_id}) for table, column in _PERSON_TIES):
            raise Refusal(
                _(
                    "Un appel, une réunion ou un engagement nomme cette personne. Rien n’a été supprimé. "
                    "Mettez plutôt fin à son mandat."
                )
            )
        for mandate in change.rows("mandate", person_id=person_id):
            change.delete("mandate", mandate["id"])
        change.delete("person", person_id)


# Mandates


def add_mandate(
    store: Store,
    person_id: int,
    institution_id: int,
    rank: str,
    *,
    from_date: date | None = None,
    origin: object = None,
    **fields: Any,
) -> int:
    """Let a person speak for an institution, as titular or substitute.

    Raises Refusal when somebody of the same name already does for the same body.
    """
    with store.change(_("Ajout d’un mandat"), origin=origin) as change:
        person = require_row(change.row("person", person_id))
        _require_no_double(change, person, institution_id, fields.get("body_id"), from_date)
        return change.insert(
            "mandate",
            person_id=person_id,
            institution_id=institution_id,
            rank=rank,
            **plain({"from_date": from_date, **fields}),
        )


def _require_no_double(
    change: Writer, person: dict[str, Any], institution_id: int, body_id: int | None, from_date: date | None
) -> None:
    wanted = folded_name(person)
    start = from_date.isoformat() if from_date else ""
    for mandate in change.rows("mandate", institution_id=institution_id, body_id=body_id):
        other = change.row("person", mandate["person_id"])
        goes_on = mandate["to_date"] is None or mandate["to_date"] >= start > ""
        if goes_on and other is not None and folded_name(other) == wanted:
            raise Refusal(
                _(
                    "{name} a déjà un mandat pour ce partenaire. Rien n’a été modifié. "
                    "Modifiez ce mandat, ou mettez-y fin."
                ).format(name=display_name(other["civility"], other["first_name"], other["last_name"]))
            )


def set_mandate(store: Store, mandate_id: int, *, origin: object = None, **fields: Any) -> None:
    """Set columns of a mandate. Raises Refusal when it would end before it begins."""
    with store.change(
        _("Modification d’un mandat"), merge=typing_merge("mandate", mandate_id, fields), origin=origin
    ) as change:
        values = plain(fields)
        held = {**require_row(change.row("mandate", mandate_id)), **values}
        _require_order(held["from_date"], held["to_date"])
        change.update("mandate", mandate_id, **values)


def end_mandate(store: Store, mandate_id: int, on: date, *, origin: object = None) -> None:
    """End a mandate, whose last day is `on`; it stays among the predecessors.

    Raises Refusal for a day before its first.
    """
    with store.change(_("Fin d’un mandat"), origin=origin) as change:
        _require_order(require_row(change.row("mandate", mandate_id))["from_date"], on.isoformat())
        change.update("mandate", mandate_id, to_date=on.isoformat())


def replace_titular(
    store: Store,
    institution_id: int,
    person_id: int,
    *,
    from_date: date,
    function: str = "",
    origin: object = None,
) -> int:
    """Make a person the titular from a day; whoever was it stays until the day before.

    Raises Refusal when a titular began that day or later, or has the same name.
    """
    with store.change(_("Nouveau titulaire"), origin=origin) as change:
        eve = from_date - timedelta(days=1)
        for mandate in change.rows("mandate", institution_id=institution_id, rank="titular", body_id=None):
            if mandate["person_id"] == person_id and mandate["to_date"] is None:
                continue
            if mandate["to_date"] is None or mandate["to_date"] >= from_date.isoformat():
                _require_order(mandate["from_date"], eve.isoformat())
                change.update("mandate", mandate["id"], to_date=eve.isoformat())
        return add_mandate(
            store, person_id, institution_id, "titular", from_date=from_date, function=function.strip()
        )


def delete_mandate(store: Store, mandate_id: int, *, origin: object = None) -> None:
    """Delete a mandate written by mistake; one that really ended is ended, not deleted."""
    with store.change(_("Suppression d’un mandat"), origin=origin) as change:
        change.delete("mandate", mandate_id)


def _require_order(first: str | None, last: str | None) -> None:
    if first is not None and last is not None and last < first:
        raise Refusal(
            _("Ce mandat commence le {day}. Rien n’a été modifié. Choisissez une fin plus tardive.").format(
                day=short_date(date.fromisoformat(first))
            )
        )

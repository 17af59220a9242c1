"""Verbs on the partners: institutions, people and the mandates that tie them.

A roll is a snapshot of names: nothing here rewrites one. The last day of a mandate is its last day of office.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from coprodesk.commands import plain, require_row, require_text, typing_merge
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.names import display_name
from coprodesk.store import Store, Writer

_INSTITUTION_TIES = (
    ("seat", "institution_id"),
    ("roll_entry", "institution_id"),
    ("commitment", "lead_id"),
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
OTHERS = "Autres"


# Institutions


def add_institution(
    store: Store, name: str, college_id: int, *, short_name: str = "", origin: object = None, **fields: Any
) -> int:
    """Add an institution. Raises Refusal for a blank name or one that a present partner bears."""
    name = _named(name)
    short_name = short_name.strip() or name
    with store.change(_("Ajout du partenaire « {name} »").format(name=short_name), origin=origin) as change:
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
                _("Le partenaire « {name} » existe déjà. Rien n’a été modifié. Ouvrez sa fiche.").format(
                    name=row["name"]
                )
            )


def _named(name: str) -> str:
    return require_text(name, _("Le nom est vide. Rien n’a été modifié. Écrivez-le, puis recommencez."))


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
    wanted = _folded_name(person)
    start = from_date.isoformat() if from_date else ""
    for mandate in change.rows("mandate", institution_id=institution_id, body_id=body_id):
        other = change.row("person", mandate["person_id"])
        goes_on = mandate["to_date"] is None or mandate["to_date"] >= start > ""
        if goes_on and other is not None and _folded_name(other) == wanted:
            raise Refusal(
                _(
                    "{name} a déjà un mandat pour ce partenaire. Rien n’a été modifié. "
                    "Modifiez ce mandat, ou mettez-y fin."
                ).format(name=display_name(other["civility"], other["first_name"], other["last_name"]))
            )


def _folded_name(person: dict[str, Any]) -> tuple[str, str]:
    return fold(person["first_name"].strip()), fold(person["last_name"].strip())


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


# Importing


class Grammar(Protocol):
    """How the name of an institution is used in a sentence."""

    @property
    def article(self) -> str:
        """Return « le », « la », « l’ », « les » or nothing."""

    @property
    def gender(self) -> str:
        """Return m or f."""

    @property
    def number(self) -> str:
        """Return s or p."""


class PartnerLine(Protocol):
    """One line of a list of partners: an institution and perhaps a person; blank where unknown."""

    @property
    def line(self) -> int:
        """Return its number in the list."""

    @property
    def institution(self) -> str:
        """Return the name of the institution."""

    @property
    def short_name(self) -> str:
        """Return its short name."""

    @property
    def college(self) -> str:
        """Return the name of its college."""

    @property
    def civility(self) -> str:
        """Return « M. » or « Mme »."""

    @property
    def first_name(self) -> str:
        """Return the first name."""

    @property
    def last_name(self) -> str:
        """Return the surname; blank when the line names nobody."""

    @property
    def function(self) -> str:
        """Return the function."""

    @property
    def phone(self) -> str:
        """Return the telephone number."""

    @property
    def email(self) -> str:
        """Return the electronic address."""

    @property
    def address(self) -> str:
        """Return the postal address."""

    @property
    def rank(self) -> str | None:
        """Return titular, substitute or None when unknown."""

    @property
    def body(self) -> str:
        """Return the name of the body in which it sits."""

    @property
    def grammar(self) -> Grammar:
        """Return the article, gender and number of the institution."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many institutions and people are new, how many rows changed, how many lines brought nothing.

    `warnings` are sentences for the user, in the order of the list.
    """

    institutions: int
    people: int
    changed: int
    skipped: int
    warnings: tuple[str, ...]

    @property
    def created(self) -> int:
        """Return institutions and people together."""
        return self.institutions + self.people


def import_partners(
    store: Store, drafts: Iterable[PartnerLine], *, on: date, origin: object = None
) -> ImportResult:
    """Bring a list of partners in, in one step that one undo takes back whole.

    A known institution (by folded name or short name) and a known person of it (by folded name) are
    completed, never renamed; new mandates and seats begin on `on`. A line without institution is skipped.
    """
    with store.change(_("Import de partenaires"), origin=origin) as change:
        work = _Import(change, on)
        for draft in drafts:
            work.take(draft)
        return ImportResult(
            work.institutions_added, work.people_added, len(work.changed), work.skipped, tuple(work.warnings)
        )


class _Import:
    """The lists of the file as they stand while lines come in."""

    def __init__(self, change: Writer, on: date) -> None:
        self.change = change
        self.on = on.isoformat()
        self.institutions_added = self.people_added = self.skipped = self.writes = 0
        self.changed: set[tuple[str, int]] = set()
        self.warnings: list[str] = []
        self.colleges = {fold(row["name"]): row["id"] for row in change.rows("college")}
        self.bodies = {
            fold(row[column]): row["id"] for row in change.rows("body") for column in ("short_name", "name")
        }
        self.institutions = {
            fold(row[column]): row["id"]
            for row in change.rows("institution", closed_on=None)
            for column in ("short_name", "name")
        }
        self.names = {row["id"]: _folded_name(row) for row in change.rows("person")}
        self.mandates = [
            row for row in change.rows("mandate") if row["to_date"] is None or row["to_date"] >= self.on
        ]
        self.seats = {(row["body_id"], row["institution_id"]) for row in change.rows("seat", to_date=None)}

    def take(self, draft: PartnerLine) -> None:
        """Bring one line in."""
        if not draft.institution.strip():
            self.skipped += 1
            return
        before = self.writes
        institution_id = self._institution(draft)
        if draft.last_name.strip():
            self._person(draft, institution_id)
        self._seat(draft, institution_id)
        if self.writes == before:
            self.skipped += 1

    def _insert(self, table: str, **values: Any) -> int:
        self.writes += 1
        return self.change.insert(table, **values)

    def _institution(self, draft: PartnerLine) -> int:
        name = " ".join(draft.institution.split())
        short_name = " ".join(draft.short_name.split()) or name
        found = self.institutions.get(fold(name)) or self.institutions.get(fold(short_name))
        own = {} if draft.last_name.strip() else {"phone": draft.phone, "email": draft.email}
        if found is not None:
            self._complete("institution", found, address=draft.address, **own)
            return int(found)
        added = self._insert(
            "institution",
            name=name,
            short_name=short_name,
            college_id=self._college(draft.college),
            article=draft.grammar.article,
            gender=draft.grammar.gender,
            number=draft.grammar.number,
            address=draft.address,
            **own,
        )
        self.institutions[fold(name)] = self.institutions[fold(short_name)] = added
        self.institutions_added += 1
        return added

    def _college(self, name: str) -> int:
        """Return the college of this name, made when the list alone knows it; « Autres » without a name."""
        wanted = " ".join(name.split()) or OTHERS
        if fold(wanted) not in self.colleges:
            position = max((row["position"] for row in self.change.rows("college")), default=-1) + 1
            self.colleges[fold(wanted)] = self._insert("college", name=wanted, position=position)
        return int(self.colleges[fold(wanted)])

    def _person(self, draft: PartnerLine, institution_id: int) -> None:
        wanted = fold(draft.first_name.strip()), fold(draft.last_name.strip())
        body_id = self.bodies.get(fold(draft.body.strip()))
        for mandate in self.mandates:
            if mandate["institution_id"] == institution_id and self.names[mandate["person_id"]] == wanted:
                self._complete("person", mandate["person_id"], phone=draft.phone, email=draft.email)
                self._complete("mandate", mandate["id"], function=draft.function)
                return
        if wanted in self.names.values():
            self._warn(draft, _("{name} porte le nom d’une personne d’un autre partenaire."))
        person_id = self._insert(
            "person",
            civility=draft.civility,
            first_name=draft.first_name.strip(),
            last_name=draft.last_name.strip(),
            phone=draft.phone,
            email=draft.email,
        )
        self.names[person_id] = wanted
        self.people_added += 1
        rank = self._rank(draft, institution_id)
        mandate_id = self._insert(
            "mandate",
            person_id=person_id,
            institution_id=institution_id,
            rank=rank,
            function=draft.function,
            from_date=self.on,
        )
        self.mandates.append(require_row(self.change.row("mandate", mandate_id)))
        if draft.body.strip() and body_id is None:
            self._warn(draft, _("Le groupe « {body} » n’existe pas\u00a0: {name} n’y siège pas encore."))

    def _rank(self, draft: PartnerLine, institution_id: int) -> str:
        """Return the stated rank, else titular for the first of an institution."""
        taken = any(
            mandate["institution_id"] == institution_id and mandate["rank"] == "titular"
            for mandate in self.mandates
        )
        if draft.rank is None:
            return "substitute" if taken else "titular"
        if taken and str(draft.rank) == "titular":
            self._warn(draft, _("{institution} a maintenant deux titulaires, dont {name}\u00a0: vérifiez."))
        return str(draft.rank)

    def _seat(self, draft: PartnerLine, institution_id: int) -> None:
        body_id = self.bodies.get(fold(draft.body.strip()))
        if body_id is not None and (body_id, institution_id) not in self.seats:
            self._insert("seat", body_id=body_id, institution_id=institution_id, from_date=self.on)
            self.seats.add((body_id, institution_id))

    def _complete(self, table: str, row_id: int, **values: str) -> None:
        """Write what the list knows and the file does not say, or says otherwise."""
        held = require_row(self.change.row(table, row_id))
        news = {name: text for name, text in values.items() if text.strip() and text != held[name]}
        if news:
            self.change.update(table, row_id, **news)
            self.writes += 1
            if self.change.images[table, row_id][0] is not None:
                self.changed.add((table, row_id))

    def _warn(self, draft: PartnerLine, sentence: str) -> None:
        name = display_name(draft.civility, draft.first_name, draft.last_name)
        told = sentence.format(name=name, institution=draft.institution, body=draft.body)
        self.warnings.append(_("Ligne {line}\u00a0: {told}").format(line=draft.line, told=told))

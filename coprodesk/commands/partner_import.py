"""Bringing a list of partners in, line by line: what is known is completed, never renamed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from coprodesk.commands import require_row
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.names import display_name
from coprodesk.queries.mandates import folded_name
from coprodesk.store import Store, Writer

OTHERS = "Autres"
"""The college of an institution whose list names none."""


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
    store: Store,
    drafts: Iterable[PartnerLine],
    *,
    on: date,
    body_id: int | None = None,
    origin: object = None,
) -> ImportResult:
    """Bring a list of partners in, in one step that one undo takes back whole.

    A known institution (by folded name or short name) and a known person of it (by folded name) are
    completed, never renamed; new mandates and seats begin on `on`. A line that names no body gets its
    institution a seat in `body_id`, when given. A line without institution is skipped.
    """
    with store.change(_("Import de partenaires"), origin=origin) as change:
        work = _Import(change, on, body_id)
        for draft in drafts:
            work.take(draft)
        return ImportResult(
            work.institutions_added, work.people_added, len(work.changed), work.skipped, tuple(work.warnings)
        )


class _Import:
    """The lists of the file as they stand while lines come in."""

    def __init__(self, change: Writer, on: date, body_id: int | None) -> None:
        self.change = change
        self.body_id = body_id
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
        self.names = {row["id"]: folded_name(row) for row in change.rows("person")}
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
            self._warn(draft, _("Le groupe « {body} » n’existe pas\u00a0: {name} n’y siège pas encore."))

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
        named = draft.body.strip()
        body_id = self.bodies.get(fold(named)) if named else self.body_id
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

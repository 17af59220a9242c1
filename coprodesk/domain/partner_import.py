"""Partners brought in from a list: whom each line is about, and what it would write.

A person is the same when the name is, and the institution, the address or the telephone with it: a name alone
makes homonyms, never one person. What a list says otherwise than the file replaces it, but for names.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import Fate, New, Question, Ref, Write
from coprodesk.domain.likeness import (
    bearing_words,
    initials,
    institution_keys,
    name_key,
    resembling,
    same_person_name,
)
from coprodesk.domain.names import display_name
from coprodesk.domain.partner_drafts import PartnerDraft, Rank

OTHERS = "Autres"
"""The college of an institution whose list names none."""

Row = Mapping[str, Any]
Key = tuple[str, ...]

_COMMON = 40
"""A word that more institutions bear tells none of them."""


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of the file that a list of partners meets; `mandates` and `seats` are those that run.

    Bodies are ids by folded name. An institution that has closed is none that a list can mean.
    """

    institutions: tuple[Row, ...]
    people: tuple[Row, ...]
    mandates: tuple[Row, ...]
    seats: frozenset[tuple[int, int]]
    bodies: Mapping[str, int]
    colleges: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What one line does; `remarks` say what to know about it, and why it is left aside."""

    draft: PartnerDraft
    fate: Fate
    writes: tuple[Write, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a whole list does, and what it asks."""

    lines: tuple[PlannedLine, ...]
    questions: tuple[Question, ...] = ()

    def count(self, fate: Fate) -> int:
        """Return how many lines do that."""
        return sum(line.fate is fate for line in self.lines)

    @property
    def changing(self) -> int:
        """Return how many lines change the file."""
        return self.count(Fate.CREATE) + self.count(Fate.COMPLETE)

    @property
    def writes(self) -> Iterator[Write]:
        """Yield every row to write, in order."""
        return (write for line in self.lines for write in line.writes)


def plan(
    known: Known,
    drafts: Iterable[PartnerDraft],
    *,
    on: date,
    body_id: int | None = None,
    agreed: Collection[Key] = (),
) -> Plan:
    """Return what each line does: new mandates and seats begin on a day.

    A line that names no body gets its institution a seat in `body_id`, when given. `agreed` are the questions
    of a former plan answered yes.
    """
    work = _Planner(known, on, body_id, frozenset(agreed))
    return Plan(tuple(work.line(draft) for draft in drafts), tuple(work.questions.values()))


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-9:]


def _named(row: Row) -> tuple[str, str]:
    return fold(row["first_name"].strip()), fold(row["last_name"].strip())


_COMPARED = {"email": str.casefold, "phone": _digits}
"""How two values of a column are told to be the same, where their letters do not say it."""


@dataclass(slots=True)
class _Person:
    """Somebody of the file or of the lines above; `line` is the first of this list that names them."""

    ref: Ref
    row: dict[str, Any]
    places: set[Ref] = field(default_factory=set)
    line: int | None = None

    @property
    def label(self) -> str:
        return display_name(self.row["civility"], self.row["first_name"], self.row["last_name"])


class _Planner:
    """The rows of the file as the lines above leave them."""

    def __init__(self, known: Known, on: date, body_id: int | None, agreed: frozenset[Key]) -> None:
        self.on, self.body_id, self.agreed = on.isoformat(), body_id, agreed
        self.bodies = known.bodies
        self.questions: dict[Key, Question] = {}
        self.writes: list[Write] = []
        self.remarks: list[str] = []
        self.last = 0
        self.first_line: dict[Ref, int] = {}
        self.told: set[tuple[str, Ref, str]] = set()
        self.colleges: dict[str, Ref] = {fold(row["name"]): row["id"] for row in known.colleges}
        self.position = max((row["position"] for row in known.colleges), default=-1)
        self.institutions: dict[Ref, dict[str, Any]] = {row["id"]: dict(row) for row in known.institutions}
        still = [row for row in known.institutions if row["closed_on"] is None]
        self.keys: dict[str, Ref] = dict(
            institution_keys((row["id"], row["name"], row["short_name"]) for row in still)
        )
        self.words: dict[str, list[str]] = {}
        for row in still:
            self._index(name_key(row["name"]))
        self.mandates: dict[tuple[Ref, Ref], tuple[Ref, dict[str, Any]]] = {}
        self.titulars: set[Ref] = set()
        self.seats: set[tuple[int, Ref]] = set(known.seats)
        self.by_name: dict[tuple[str, str], list[_Person]] = {}
        self.by_email: dict[str, list[_Person]] = {}
        people = {row["id"]: self._meet(_Person(row["id"], dict(row))) for row in known.people}
        for row in known.mandates:
            people[row["person_id"]].places.add(row["institution_id"])
            self._hold(row["id"], dict(row))

    def line(self, draft: PartnerDraft) -> PlannedLine:
        """Plan one line."""
        self.writes, self.remarks = [], []
        if not draft.institution.strip():
            return PlannedLine(draft, Fate.SKIP, (), (_("l’institution manque."),))
        institution = self._institution(draft)
        person = self._person(draft, institution) if draft.last_name.strip() else None
        self._seat(draft, institution)
        known = self.first_line.get(institution) if person is None else person.line
        fate = self._fate()
        if fate is Fate.SAME and known is not None:
            fate = Fate.SKIP
            self.remarks.append(_("c’est la même fiche que ligne {line}.").format(line=known))
        self.first_line.setdefault(institution, draft.line)
        if person is not None and person.line is None:
            person.line = draft.line
        return PlannedLine(draft, fate, tuple(self.writes), tuple(self.remarks))

    def _fate(self) -> Fate:
        if any(one.before is None and one.table in ("institution", "person") for one in self.writes):
            return Fate.CREATE
        return Fate.COMPLETE if self.writes else Fate.SAME

    # Writing

    def _create(self, table: str, **values: Any) -> New:
        self.last += 1
        row = New(self.last)
        self.writes.append(Write(table, row, values))
        self.told |= {(table, row, name) for name, value in values.items() if value}
        return row

    def _complete(self, table: str, row: Ref, held: dict[str, Any], **values: str) -> None:
        """Write what the line says and the row does not say, or says otherwise; an earlier line prevails."""
        news = {}
        for name, text in values.items():
            alike = _COMPARED.get(name, str.strip)
            if text.strip() and alike(text) != alike(held[name]) and (table, row, name) not in self.told:
                news[name] = text
                self.told.add((table, row, name))
        if news:
            self.writes.append(Write(table, row, news, {name: held[name] for name in news}))
            held.update(news)

    def _ask(self, key: Key, line: int, text: str) -> bool:
        """Ask once and return the answer of the user, no as long as there is none."""
        self.questions.setdefault(key, Question(key, line, text))
        return key in self.agreed

    # Institutions

    def _institution(self, draft: PartnerDraft) -> Ref:
        name = " ".join(draft.institution.split())
        short_name = " ".join(draft.short_name.split()) or name
        own = {} if draft.last_name.strip() else {"phone": draft.phone, "email": draft.email}
        found = self.keys.get(name_key(name)) or self.keys.get(name_key(short_name))
        found = found or self._alike(draft, name)
        if found is not None:
            self._complete("institution", found, self.institutions[found], address=draft.address, **own)
            return found
        values = {
            "name": name,
            "short_name": short_name,
            "college_id": self._college(draft.college),
            **draft.grammar._asdict(),
            "phone": "",
            "email": "",
            "address": draft.address,
            **own,
        }
        added = self._create("institution", **values)
        self.institutions[added] = values
        for text in (name, short_name):
            self.keys.setdefault(name_key(text), added)
        self._index(name_key(name))
        return added

    def _alike(self, draft: PartnerDraft, name: str) -> Ref | None:
        """Return the institution that this name resembles when the user agreed, else say so."""
        key = name_key(name)
        near = {self.keys[other] for other in self._near(key) if resembling(key, other)}
        if not near:
            return None
        names = {row: str(self.institutions[row]["name"]) for row in near}
        listed = ", ".join(f"«\u00a0{one}\u00a0»" for one in sorted(names.values()))
        if len(near) == 1:
            (row,) = near
            text = _("«\u00a0{name}\u00a0» est {other}").format(name=name, other=listed)
            if self._ask(("institution", key, names[row]), draft.line, text):
                return row
        self.remarks.append(_("le nom ressemble à {names}.").format(names=listed))
        return None

    def _near(self, key: str) -> set[str]:
        near = {other for other in (initials(key), *self.words.get(key, ())) if other in self.keys}
        for word in bearing_words(key):
            bearers = self.words.get(word, [])
            near.update(bearers if len(bearers) <= _COMMON else ())
        return near - {key}

    def _index(self, key: str) -> None:
        """Let a name be found by its words and its initials; a short name tells too little to be likened."""
        for word in {*bearing_words(key), initials(key)} - {""}:
            self.words.setdefault(word, []).append(key)

    def _college(self, name: str) -> Ref:
        wanted = " ".join(name.split()) or OTHERS
        if fold(wanted) not in self.colleges:
            self.position += 1
            self.colleges[fold(wanted)] = self._create("college", name=wanted, position=self.position)
        return self.colleges[fold(wanted)]

    def _seat(self, draft: PartnerDraft, institution: Ref) -> None:
        named = draft.body.strip()
        body = self.bodies.get(fold(named)) if named else self.body_id
        if named and body is None:
            self.remarks.append(_("le groupe «\u00a0{body}\u00a0» n’existe pas.").format(body=named))
        if body is not None and (body, institution) not in self.seats:
            self._create("seat", body_id=body, institution_id=institution, from_date=self.on)
            self.seats.add((body, institution))

    # People

    def _person(self, draft: PartnerDraft, institution: Ref) -> _Person:
        wanted = (fold(draft.first_name.strip()), fold(draft.last_name.strip()))
        found = self._namesake(draft, institution, wanted) or self._other_spelling(draft, wanted)
        if found is None:
            found = self._new_person(draft, wanted)
        else:
            self._complete("person", found.ref, found.row, phone=draft.phone, email=draft.email)
            self._rename(draft, found, wanted)
        mandate = self.mandates.get((found.ref, institution))
        if mandate is not None:
            self._complete("mandate", *mandate, function=draft.function)
            return found
        values = {
            "person_id": found.ref,
            "institution_id": institution,
            "rank": self._rank(draft, institution),
            "function": draft.function,
            "from_date": self.on,
        }
        self._hold(self._create("mandate", **values), values)
        found.places.add(institution)
        return found

    def _namesake(self, draft: PartnerDraft, institution: Ref, wanted: tuple[str, str]) -> _Person | None:
        """Return who bears this name and is the same; say which others bear it."""
        others = []
        for one in self.by_name.get(wanted, ()):
            email, phone = self._both(one, draft, "email"), self._both(one, draft, "phone")
            here = institution in one.places
            # Of two lines of one list, another address makes two people even in the same place.
            if here and not (one.line is not None and email is False):
                return one
            if email or phone:
                return one
            others.append(one)
        for one in others:
            where = ", ".join(sorted(self.institutions[place]["short_name"] for place in one.places))
            self.remarks.append(
                _("{name} porte déjà ce nom ({where})\u00a0: ce seront deux personnes.").format(
                    name=one.label, where=where or _("sans mandat en cours")
                )
            )
        return None

    def _both(self, one: _Person, draft: PartnerDraft, column: str) -> bool | None:
        """Tell whether two values are the same, None when one is not known."""
        alike = _COMPARED[column]
        held, said = alike(one.row[column]), alike(getattr(draft, column))
        return held == said if held and said else None

    def _other_spelling(self, draft: PartnerDraft, wanted: tuple[str, str]) -> _Person | None:
        """Return who has this electronic address under a name that may be the same, spelled otherwise."""
        for one in self.by_email.get(draft.email.casefold(), ()) if draft.email else ():
            if same_person_name(wanted, _named(one.row)):
                return one
            self.remarks.append(_("{name} a la même adresse électronique.").format(name=one.label))
        return None

    def _rename(self, draft: PartnerDraft, one: _Person, wanted: tuple[str, str]) -> None:
        if wanted == _named(one.row):
            return
        text = _("{held} s’écrit {said}").format(held=one.label, said=draft.person)
        if self._ask(("name", one.label, draft.person), draft.line, text):
            names = {"first_name": draft.first_name.strip(), "last_name": draft.last_name.strip()}
            told = {name: text for name, text in names.items() if fold(text) != fold(one.row[name])}
            self._complete("person", one.ref, one.row, **told)
        else:
            self.remarks.append(
                _("même adresse électronique que {name}, dont le nom est gardé.").format(name=one.label)
            )

    def _new_person(self, draft: PartnerDraft, wanted: tuple[str, str]) -> _Person:
        values = {
            "civility": draft.civility,
            "first_name": draft.first_name.strip(),
            "last_name": draft.last_name.strip(),
            "phone": draft.phone,
            "email": draft.email,
        }
        return self._meet(_Person(self._create("person", **values), values))

    def _meet(self, one: _Person) -> _Person:
        self.by_name.setdefault(_named(one.row), []).append(one)
        if one.row["email"]:
            self.by_email.setdefault(one.row["email"].casefold(), []).append(one)
        return one

    def _hold(self, row: Ref, values: dict[str, Any]) -> None:
        self.mandates[values["person_id"], values["institution_id"]] = (row, values)
        if values["rank"] == Rank.TITULAR:
            self.titulars.add(values["institution_id"])

    def _rank(self, draft: PartnerDraft, institution: Ref) -> str:
        """Return the stated rank, else titular for the first of an institution."""
        taken = institution in self.titulars
        if draft.rank is None:
            return (Rank.SUBSTITUTE if taken else Rank.TITULAR).value
        if taken and draft.rank == Rank.TITULAR:
            self.remarks.append(_("{name} aura deux titulaires, vérifiez.").format(name=draft.institution))
        return str(draft.rank)

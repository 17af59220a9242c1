"""Past meetings brought in from a calendar: what each line would do to the meetings of the file.

A meeting is the same when its body and its day are. A known one is only filled where it says nothing. Of the
roll, what the table does not say stays unknown: nobody is absent because a cell is blank.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.attendance import Presence
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import Fate, New, Write
from coprodesk.domain.likeness import name_key
from coprodesk.domain.meetings import MeetingState, planned_end
from coprodesk.domain.numbering import meeting_number
from coprodesk.domain.seating import person_key

Row = Mapping[str, Any]

MIDNIGHT = "00:00"
"""The hour of a meeting whose table gives none; a line says so."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the table says of one institution or person: None for « not convened »; who came instead."""

    name: str
    presence: Presence | None
    delegate: str = ""


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """One line of a calendar as read, hours as "14:30"; blank where it says nothing."""

    line: int
    body: str
    day: date
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""
    chair: str = ""
    number: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Titular:
    """Who spoke for an institution, over which days (ISO, '' and '9999' when open)."""

    institution_id: int
    person_id: int
    label: str
    function: str
    from_date: str
    to_date: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the file holds: bodies, meetings (`locked`), institutions in the order of a roll.

    `keys` are institutions by `name_key`, `people` and `speaks_for` persons and their institution by
    `person_key`, `counters` the highest number ever given in each year, `rolls` the seats on the
    roll of each meeting. Titulars come latest first.
    """

    bodies: tuple[Row, ...]
    meetings: tuple[Row, ...]
    institutions: tuple[Row, ...]
    keys: Mapping[str, int]
    seats: tuple[Row, ...]
    titulars: tuple[Titular, ...]
    people: Mapping[str, tuple[int, str]]
    speaks_for: Mapping[str, int]
    counters: Mapping[int, int]
    rolls: Mapping[int, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What one line does; `number` is the one of a new meeting, blank when its body gives none."""

    draft: MeetingDraft
    fate: Fate
    body: str
    number: str
    writes: tuple[Write, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a whole calendar does, in the order of its lines."""

    lines: tuple[PlannedLine, ...]

    @property
    def changing(self) -> int:
        """Return how many lines change the file."""
        return sum(line.fate in (Fate.CREATE, Fate.COMPLETE) for line in self.lines)


def plan(known: Known, drafts: Iterable[MeetingDraft], on: date, body_id: int | None = None) -> Plan:
    """Return what each line does on a day; a line that names no body is of `body_id`, when given.

    Numbers are given last, by date, after those that the table states: none is ever given twice.
    """
    work = _Planner(known, on, body_id)
    lines = [work.line(draft) for draft in drafts]
    for one in sorted((one for one in lines if one.waits), key=lambda one: (one.draft.day, one.draft.line)):
        work.give_number(one)
    return Plan(tuple(one.done() for one in lines))


def read_number(text: str, year: int) -> int | None:
    """Return the number of « 2024-02 », « 2/2024 », « n° 2 » when it can be one of that year, else None."""
    plain = re.sub(r"^(?:seance|séance)?\s*n?\s*[°o]?\s*", "", text.strip().lower())
    found = re.fullmatch(rf"(?:{year}\s*[-/.]\s*)?0*(\d{{1,3}})|0*(\d{{1,3}})\s*[-/.]\s*{year}", plain)
    number = int(found[1] or found[2]) if found else 0
    return number or None


@dataclass(slots=True)
class _Line:
    """A line being planned; `waits` for a number of its year."""

    draft: MeetingDraft
    fate: Fate = Fate.SKIP
    body: str = ""
    number: str = ""
    values: dict[str, Any] | None = None
    row: New | None = None
    writes: tuple[Write, ...] = ()
    remarks: tuple[str, ...] = ()
    waits: bool = False

    def done(self) -> PlannedLine:
        """Return the line as planned."""
        writes = self.writes
        if self.values is not None and self.row is not None:
            values = {**self.values, "number": self.number or None}
            writes = (Write("meeting", self.row, values), *writes)
        return PlannedLine(self.draft, self.fate, self.body, self.number, writes, self.remarks)


class _Planner:
    """The meetings of the file and of the lines above."""

    def __init__(self, known: Known, on: date, body_id: int | None) -> None:
        self.known, self.on, self.body_id = known, on, body_id
        self.bodies = {name_key(row[name]): row for row in known.bodies for name in ("short_name", "name")}
        self.held = {(row["body_id"], row["date"]): row for row in known.meetings}
        self.taken = {row["number"]: short_date(date.fromisoformat(row["date"])) for row in known.meetings}
        self.seen: dict[tuple[int, str], int] = {}
        self.counters = dict(known.counters)
        self.serial = 0
        self.remarks: list[str] = []

    def line(self, draft: MeetingDraft) -> _Line:
        """Plan one line, but for the number that its body gives it."""
        self.remarks = []
        body = self._body(draft)
        if body is None:
            return self._left(draft, "", self.remarks[0])
        key = (body["id"], draft.day.isoformat())
        if draft.day > self.on:
            return self._left(draft, body["name"], _("la date est à venir, ce n’est pas une séance passée."))
        if body["closed_on"] and body["closed_on"] <= key[1]:
            return self._left(draft, body["name"], _("le groupe avait pris fin à cette date."))
        if key in self.seen:
            same = _("c’est la même séance que ligne {line}.").format(line=self.seen[key])
            return self._left(draft, body["name"], same)
        self.seen[key] = draft.line
        held = self.held.get(key)
        return self._create(draft, body) if held is None else self._complete(draft, body, held)

    def give_number(self, line: _Line) -> None:
        """Give a line the number after the highest ever given in its year."""
        year = line.draft.day.year
        self.counters[year] = self.counters.get(year, 0) + 1
        line.number = meeting_number(year, self.counters[year])

    def _left(self, draft: MeetingDraft, body: str, why: str) -> _Line:
        return _Line(draft, Fate.SKIP, body, remarks=(why,))

    def _body(self, draft: MeetingDraft) -> Row | None:
        if not draft.body:
            self.remarks.append(_("le groupe n’est pas indiqué."))
            return next((row for row in self.known.bodies if row["id"] == self.body_id), None)
        found = self.bodies.get(name_key(draft.body))
        if found is None:
            unknown = _("le groupe «\u00a0{name}\u00a0» n’existe pas, créez-le d’abord.")
            self.remarks.append(unknown.format(name=draft.body))
        return found

    def _create(self, draft: MeetingDraft, body: Row) -> _Line:
        self.remarks = []
        number = ""
        if draft.number and body["numbered"]:
            found = read_number(draft.number, draft.day.year)
            if found is None:
                wrong = _("«\u00a0{number}\u00a0» n’est pas un numéro de {year}.")
                return self._left(draft, body["name"], wrong.format(number=draft.number, year=draft.day.year))
            number = meeting_number(draft.day.year, found)
            if number in self.taken:
                taken = _("le numéro {number} est celui de la séance du {day}.")
                return self._left(draft, body["name"], taken.format(number=number, day=self.taken[number]))
            self.taken[number] = short_date(draft.day)
            self.counters[draft.day.year] = max(self.counters.get(draft.day.year, 0), found)
        elif draft.number:
            self.remarks.append(_("les séances de ce groupe n’ont pas de numéro."))
        self.serial += 1
        row = New(self.serial)
        values = {
            "body_id": body["id"],
            "date": draft.day.isoformat(),
            **self._hours(draft, body),
            "place": draft.place or body["place"],
            **self._chair(draft),
            "state": MeetingState.HELD.value,
        }
        return _Line(
            draft,
            Fate.CREATE,
            body["name"],
            number,
            values,
            row,
            self._roll(draft, body["id"], row),
            tuple(self.remarks),
            waits=bool(body["numbered"]) and not number,
        )

    def _complete(self, draft: MeetingDraft, body: Row, held: Row) -> _Line:
        """Fill what a meeting of the file does not say: its place, its chair, its roll."""
        self.remarks = []
        if held["state"] != MeetingState.HELD:
            state = MeetingState(held["state"]).label.lower()
            why = _("cette réunion est dans le fichier, {state}\u00a0: elle n’est pas touchée.")
            return self._left(draft, body["name"], why.format(state=state))
        if held["locked"]:
            return _Line(draft, Fate.SAME, body["name"], remarks=(_("son compte rendu est approuvé."),))
        chair = {} if held["chair_id"] or held["chair_line"] else self._chair(draft)
        told = {"place": draft.place, **chair}
        news = {name: value for name, value in told.items() if value and not held[name]}
        writes = [Write("meeting", held["id"], news, {name: held[name] for name in news})] if news else []
        entries = self.known.rolls.get(held["id"], ())
        writes += self._point(draft, entries) if entries else self._roll(draft, body["id"], held["id"])
        fate = Fate.COMPLETE if writes else Fate.SAME
        return _Line(
            draft, fate, body["name"], held["number"] or "", writes=tuple(writes), remarks=tuple(self.remarks)
        )

    def _hours(self, draft: MeetingDraft, body: Row) -> dict[str, str]:
        start, end = draft.starts_at or MIDNIGHT, draft.ends_at
        if not draft.starts_at:
            self.remarks.append(_("l’heure n’est pas indiquée, 0 h 00 est noté."))
        if end and end <= start:
            self.remarks.append(_("la fin précède le début, elle n’est pas reprise."))
            end = ""
        if not end:
            end = planned_end(start, body["planned_minutes"])
        return {"starts_at": start, "ends_at": end if end > start else "23:59"}

    def _chair(self, draft: MeetingDraft) -> dict[str, Any]:
        if not draft.chair:
            return {}
        person = self.known.people.get(person_key(draft.chair))
        if person is None:
            return {"chair_line": draft.chair}
        # The table may add the function of the day after the name.
        return {"chair_id": person[0], "chair_line": draft.chair if "," in draft.chair else person[1]}

    # The roll

    def _roll(self, draft: MeetingDraft, body_id: int, meeting: New | int) -> tuple[Write, ...]:
        """Return the roll that the marks make; nothing when the table says nothing of who came."""
        said = self._said(draft)
        if not any(mark.presence for mark in said.values()):
            return ()
        day = draft.day.isoformat()
        seats = {
            seat["institution_id"]: seat["id"]
            for seat in self.known.seats
            if seat["body_id"] == body_id and (seat["from_date"] or "") <= day <= (seat["to_date"] or "9999")
        }
        entries: list[Write] = []
        for row in self.known.institutions:
            mark = said.get(row["id"], Mark("", Presence.UNKNOWN) if row["id"] in seats else None)
            if mark is None or mark.presence is None:
                continue
            self.serial += 1
            values = {
                "meeting_id": meeting,
                "seat_id": seats.get(row["id"]),
                "institution_id": row["id"],
                "position": len(entries) + 1,
                "college_label": row["college"],
                "institution_label": row["name"],
                "counted": row["counted"],
                **self._who(row["id"], mark, day),
            }
            entries.append(Write("roll_entry", New(self.serial), values))
        return tuple(entries)

    def _point(self, draft: MeetingDraft, entries: tuple[Row, ...]) -> list[Write]:
        """Return the states of those on a roll that it does not say; « R » must name who came instead."""
        said = self._said(draft)
        writes = []
        for entry in entries:
            mark = said.get(entry["institution_id"])
            if mark is None or mark.presence in (None, Presence.UNKNOWN) or entry["presence"] != "unknown":
                continue
            if mark.presence is Presence.REPRESENTED and not mark.delegate:
                self.remarks.append(
                    _("{name}\u00a0: il manque le nom de qui a représenté, l’état reste inconnu.").format(
                        name=mark.name
                    )
                )
                continue
            news = {"presence": str(mark.presence), "delegate_label": mark.delegate}
            writes.append(Write("roll_entry", entry["id"], news, {name: entry[name] for name in news}))
        return writes

    def _said(self, draft: MeetingDraft) -> dict[int, Mark]:
        """Return the marks by institution; a person stands for the institution of the mandate."""
        said: dict[int, Mark] = {}
        unknown = []
        for mark in draft.marks:
            place = self.known.keys.get(name_key(mark.name)) or self.known.speaks_for.get(
                person_key(mark.name)
            )
            if place is None:
                unknown.append(f"«\u00a0{mark.name}\u00a0»")
            else:
                said.setdefault(place, mark)
        if unknown:
            self.remarks.append(
                _("pas dans les partenaires, non repris\u00a0: {names}.").format(names=", ".join(unknown))
            )
        return said

    def _who(self, institution_id: int, mark: Mark, day: str) -> dict[str, Any]:
        """Return who sat there; one represented by nobody named has no person, for no paper to misname."""
        assert mark.presence is not None
        state = {"presence": mark.presence.value}
        if mark.presence is Presence.REPRESENTED and not mark.delegate:
            return state
        for one in self.known.titulars:
            if one.institution_id == institution_id and one.from_date <= day <= one.to_date:
                state |= {"person_label": one.label, "function_label": one.function}
                return {**state, "person_id": one.person_id, "delegate_label": mark.delegate}
        return {**state, "delegate_label": mark.delegate}

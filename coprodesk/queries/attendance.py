"""The roll of a meeting: who is convened, who answered, who came; and the rows of the presence figures."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from coprodesk.domain.attendance import MovementKind, Presence, Reply, RollRow
from coprodesk.domain.french import sort_key
from coprodesk.domain.names import Gender, GrammaticalNumber, presence_word
from coprodesk.domain.seating import occupant
from coprodesk.queries import day
from coprodesk.queries.holders import Holder, holders
from coprodesk.store import Store


class Movement(NamedTuple):
    """An arrival or a departure, at "HH:MM", during an item when known."""

    id: int
    kind: MovementKind
    at: str
    agenda_item_id: int | None


class RollLine(NamedTuple):
    """One convened seat, as it was at convening.

    `substitutes` are those of its institution on the day of the meeting, the usual one first.
    """

    id: int
    meeting_id: int
    position: int
    seat_id: int | None
    institution_id: int | None
    person_id: int | None
    college: str
    institution: str
    short_name: str
    person: str
    function: str
    counted: bool
    guest: bool
    reply: Reply
    reply_channel: str
    reply_on: date | None
    excuse: str
    presence: Presence
    delegate: str
    delegate_function: str
    remote: bool
    substitutes: tuple[Holder, ...]
    movements: tuple[Movement, ...]
    gender: Gender
    number: GrammaticalNumber

    @property
    def substitute(self) -> Holder | None:
        """Return the usual substitute, None without any."""
        return self.substitutes[0] if self.substitutes else None

    @property
    def left_at(self) -> str | None:
        """Return when it left for good, None for who is still there or never came."""
        last = self.movements[-1] if self.movements else None
        return last.at if last is not None and last.kind is MovementKind.DEPARTURE else None

    @property
    def state_word(self) -> str:
        """Return « Présente », « Représentée »: of the person who came, else of the institution."""
        return agreed_state(self.presence, self.person, self.gender, self.number)


class ExpectedSeat(NamedTuple):
    """What the roll of a meeting would say of one seat if it were taken now; no person is a vacancy."""

    seat_id: int
    institution_id: int
    person_id: int | None
    college_label: str
    institution_label: str
    person_label: str
    function_label: str
    counted: bool


class RollChange(NamedTuple):
    """One entry whose labels or person are no longer those of the partners' list."""

    line: RollLine
    seat: ExpectedSeat


class RollDiff(NamedTuple):
    """What a refresh would do; entries whose presence is known are never in it."""

    added: tuple[ExpectedSeat, ...]
    removed: tuple[RollLine, ...]
    changed: tuple[RollChange, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything to accept."""
        return bool(self.added or self.removed or self.changed)


class RollCounts(NamedTuple):
    """Seats of the roll by answer and by presence; guests and the host's seats are left out."""

    convened: int
    comes: int
    sends: int
    excuses: int
    silent: int
    present: int
    represented: int
    excused: int
    absent: int
    unknown: int

    @property
    def attended(self) -> int:
        """Return how many are present or represented."""
        return self.present + self.represented


def roll(store: Store, meeting_id: int) -> tuple[RollLine, ...]:
    """Return the roll in college order then protocol rank, guests last; empty until it is taken."""
    rows = store.rows(
        """
        SELECT r.*, coalesce(n.short_name, r.institution_label) AS short_name, n.gender, n.number,
            m.date, m.body_id
        FROM roll_entry r JOIN meeting m ON m.id = r.meeting_id
        LEFT JOIN institution n ON n.id = r.institution_id
        WHERE r.meeting_id = ? ORDER BY r.guest, r.position, r.id
        """,
        (meeting_id,),
    )
    if not rows:
        return ()
    movements = _movements(store, meeting_id)
    substitutes = holders(store, rows[0]["body_id"], rows[0]["date"], "substitute")
    return tuple(_line(row, movements, substitutes) for row in rows)


def seated(store: Store, meeting_id: int) -> dict[int, tuple[str, str]]:
    """Return by entry the institution of each seat somebody sits in, and the key of that person."""
    rows = store.rows(
        "SELECT id, institution_label, presence, person_label, delegate_label FROM roll_entry "
        "WHERE meeting_id = ? AND NOT guest AND presence IN ('present', 'represented')",
        (meeting_id,),
    )
    return {row[0]: (row[1], occupant(Presence(row[2]), row[3], row[4])) for row in rows}


def moves(store: Store, meeting_id: int) -> tuple[Movement, ...]:
    """Return every arrival and departure of a meeting, by hour."""
    found = [move for ones in _movements(store, meeting_id).values() for move in ones]
    return tuple(sorted(found, key=lambda move: (move.at, move.id)))


def expected_roll(store: Store, meeting_id: int) -> tuple[ExpectedSeat, ...]:
    """Return what the roll would be on the day, by protocol rank then college, the host last."""
    meeting = store.row("SELECT date, body_id FROM meeting WHERE id = ?", (meeting_id,))
    if meeting is None:
        return ()
    rows = store.rows(
        """
        SELECT s.id AS seat_id, n.id AS institution_id, n.name, c.name AS college, c.counted,
            c.position, n.protocol_rank
        FROM seat s JOIN institution n ON n.id = s.institution_id JOIN college c ON c.id = n.college_id
        WHERE s.body_id = :body AND coalesce(s.from_date, '') <= :on AND coalesce(s.to_date, '9999') >= :on
        ORDER BY s.id
        """,
        {"body": meeting["body_id"], "on": meeting["date"]},
    )
    titulars = holders(store, meeting["body_id"], meeting["date"], "titular")
    found = []
    for row in sorted(
        rows,
        key=lambda r: (
            not r["counted"],
            r["protocol_rank"],
            r["position"],
            sort_key(r["name"]),
            r["seat_id"],
        ),
    ):
        # An institution with two seats gives each its own titular; a seat without one is vacant.
        waiting = titulars.get(row["institution_id"], [])
        holder = waiting.pop(0) if waiting else None
        found.append(
            ExpectedSeat(
                seat_id=row["seat_id"],
                institution_id=row["institution_id"],
                person_id=holder.person_id if holder else None,
                college_label=row["college"],
                institution_label=row["name"],
                person_label=holder.name if holder else "",
                function_label=holder.function if holder else "",
                counted=bool(row["counted"]),
            )
        )
    return tuple(found)


def roll_diff(store: Store, meeting_id: int) -> RollDiff:
    """Return how the roll differs from today's seats and mandates; nothing when it was never taken."""
    lines = [line for line in roll(store, meeting_id) if not line.guest]
    if not lines:
        return RollDiff((), (), ())
    expected = {seat.seat_id: seat for seat in expected_roll(store, meeting_id)}
    held = {line.seat_id for line in lines}
    free = [line for line in lines if line.presence is Presence.UNKNOWN]
    return RollDiff(
        added=tuple(seat for seat in expected.values() if seat.seat_id not in held),
        removed=tuple(line for line in free if line.seat_id is None or line.seat_id not in expected),
        changed=tuple(
            RollChange(line, expected[line.seat_id])
            for line in free
            if line.seat_id in expected and _differs(line, expected[line.seat_id])
        ),
    )


def counts(lines: Iterable[RollLine]) -> RollCounts:
    """Count the lines of one roll."""
    seats = [line for line in lines if line.counted and not line.guest]
    replies = [line.reply for line in seats]
    presences = [line.presence for line in seats]
    return RollCounts(
        convened=len(seats),
        comes=replies.count(Reply.COMES),
        sends=replies.count(Reply.SENDS),
        excuses=replies.count(Reply.EXCUSED),
        silent=replies.count(Reply.NONE),
        present=presences.count(Presence.PRESENT),
        represented=presences.count(Presence.REPRESENTED),
        excused=presences.count(Presence.EXCUSED),
        absent=presences.count(Presence.ABSENT),
        unknown=presences.count(Presence.UNKNOWN),
    )


def roll_rows(
    store: Store,
    *,
    after: date | None = None,
    until: date | None = None,
    institutions: Collection[int] | None = None,
) -> tuple[RollRow, ...]:
    """Return the convened seats of every meeting, oldest first, for the formulas M1, M2, M3 and M19.

    Only those of meetings later than `after`, up to `until`, and of some institutions, when asked for.
    """
    rows = _entries(store, after, until, institutions)
    # A long file names the same few meetings and institutions in thousands of rows: each is read once.
    names = {row[0]: (row[1], row[2]) for row in store.rows("SELECT id, name, short_name FROM institution")}
    meetings = {
        row[0]: (date.fromisoformat(row[1]), bool(row[2]), row[3], bool(row[4]))
        for row in store.rows(
            """SELECT m.id, m.date, k.code = 'plenary', coalesce(m.number, m.date), m.state = 'held'
               FROM meeting m JOIN body b ON b.id = m.body_id JOIN body_kind k ON k.id = b.body_kind_id"""
        )
    }
    presences = {presence.value: presence for presence in Presence}
    found = []
    for meeting_id, seat_id, institution_id, counted, presence in rows:
        day_held, plenary, key, held = meetings[meeting_id]
        name, short_name = names[institution_id]
        found.append(
            RollRow(
                meeting_id,
                day_held,
                plenary,
                seat_id,
                institution_id,
                name,
                bool(counted),
                presences[presence],
                short_name,
                key,
                held,
            )
        )
    return tuple(found)


def _entries(
    store: Store, after: date | None, until: date | None, institutions: Collection[int] | None
) -> Sequence[Any]:
    """Return the convened seats asked for: meeting, seat, institution, whether it counts, presence."""
    conditions = {
        "m.date > :after": after and after.isoformat(),
        "m.date <= :until": until and until.isoformat(),
        "r.institution_id IN (SELECT value FROM json_each(:institutions))": (
            None if institutions is None else json.dumps(sorted(institutions))
        ),
    }
    asked = {condition: value for condition, value in conditions.items() if value is not None}
    return store.rows(
        f"""
        SELECT r.meeting_id, coalesce(r.seat_id, 0), r.institution_id, r.counted, r.presence
        FROM roll_entry r JOIN meeting m ON m.id = r.meeting_id
        WHERE {" AND ".join(["NOT r.guest", "r.institution_id IS NOT NULL", *asked])}
        ORDER BY m.date, m.id, r.position, r.id
        """,
        {condition.rpartition(":")[2].rstrip(")"): value for condition, value in asked.items()},
    )


def agreed_state(presence: Presence, person: str, gender: Gender, number: GrammaticalNumber) -> str:
    """Return the word of a presence: a present person gives the agreement, else the institution does."""
    if presence is Presence.PRESENT:
        civility = person.partition(" ")[0].lower()
        if civility in ("mme", "mlle", "madame"):
            return presence_word(presence, Gender.FEMININE, GrammaticalNumber.SINGULAR)
        if civility in ("m.", "monsieur"):
            return presence_word(presence, Gender.MASCULINE, GrammaticalNumber.SINGULAR)
    return presence_word(presence, gender, number)


def _differs(line: RollLine, seat: ExpectedSeat) -> bool:
    return (line.person_id, line.person, line.function, line.institution, line.college, line.counted) != (
        seat.person_id,
        seat.person_label,
        seat.function_label,
        seat.institution_label,
        seat.college_label,
        seat.counted,
    )


def _movements(store: Store, meeting_id: int) -> dict[int, tuple[Movement, ...]]:
    rows = store.rows(
        "SELECT v.* FROM movement v JOIN roll_entry r ON r.id = v.roll_entry_id WHERE r.meeting_id = ? "
        "ORDER BY v.at, v.id",
        (meeting_id,),
    )
    found: dict[int, tuple[Movement, ...]] = {}
    for row in rows:
        movement = Movement(row["id"], MovementKind(row["kind"]), row["at"], row["agenda_item_id"])
        found[row["roll_entry_id"]] = (*found.get(row["roll_entry_id"], ()), movement)
    return found


def _line(
    row: Any, movements: dict[int, tuple[Movement, ...]], substitutes: dict[int, list[Holder]]
) -> RollLine:
    usual = substitutes.get(row["institution_id"] or 0, [])
    return RollLine(
        id=row["id"],
        meeting_id=row["meeting_id"],
        position=row["position"],
        seat_id=row["seat_id"],
        institution_id=row["institution_id"],
        person_id=row["person_id"],
        college=row["college_label"],
        institution=row["institution_label"],
        short_name=row["short_name"],
        person=row["person_label"],
        function=row["function_label"],
        counted=bool(row["counted"]),
        guest=bool(row["guest"]),
        reply=Reply(row["reply"]),
        reply_channel=row["reply_channel"],
        reply_on=day(row["reply_on"]),
        excuse=row["excuse"],
        presence=Presence(row["presence"]),
        delegate=row["delegate_label"],
        delegate_function=row["delegate_function"],
        remote=bool(row["remote"]),
        substitutes=tuple(one for one in usual if one.person_id != row["person_id"]),
        movements=movements.get(row["id"], ()),
        gender=Gender.FEMININE if row["gender"] == "f" else Gender.MASCULINE,
        number=GrammaticalNumber.PLURAL if row["number"] == "p" else GrammaticalNumber.SINGULAR,
    )

"""Every figure a second time, written from the text of the formulas: slow, plain, and sharing no code.

Rows are whatever has the right attributes. Each function returns lines (key, numerator, denominator, ids),
the ids sorted, without the names of the figures.
"""

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

Line = tuple[str | None, int, int, tuple[int, ...]]
CAME = ("present", "represented")


def line(key: str | None, inside: Any, denominator: int) -> Line:
    ids = tuple(sorted(inside))
    return (key, len(ids), denominator, ids)


def back(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def inside(day: date, start: date | None, end: date) -> bool:
    return day <= end and (start is None or day > start)


# Presence


def states(rolls: list[Any], institution: int, end: date) -> list[tuple[Any, str]]:
    """The institution's known state at each meeting held, oldest first."""
    found = []
    own = [
        row
        for row in rolls
        if row.institution_id == institution and row.held and row.counted and row.held_on <= end
    ]
    for meeting in sorted({(row.held_on, row.meeting_id) for row in own}):
        here = [str(row.presence) for row in own if (row.held_on, row.meeting_id) == meeting]
        state = "unknown"
        if "present" in here:
            state = "present"
        elif "represented" in here:
            state = "represented"
        elif "unknown" not in here:
            state = "excused" if "excused" in here else "absent"
        if state != "unknown":
            found.append((meeting, state))
    return found


def convened(rolls: list[Any], end: date) -> dict[int, str]:
    return {
        row.institution_id: row.institution_key
        for row in rolls
        if row.held and row.counted and row.held_on <= end
    }


def m1(rolls: list[Any], start: date | None, end: date, wanted: tuple[str, ...] = CAME) -> list[Line]:
    found = []
    for institution, key in convened(rolls, end).items():
        here = [one for one in states(rolls, institution, end) if inside(one[0][0], start, end)]
        found.append(line(key, [meeting[1] for meeting, state in here if state in wanted], len(here)))
    return found


def m1_delegated(rolls: list[Any], start: date | None, end: date) -> list[Line]:
    came = {key: number for key, number, _all, _ids in m1(rolls, start, end)}
    return [(one[0], one[1], came[one[0]], one[3]) for one in m1(rolls, start, end, ("represented",))]


def m2(rolls: list[Any], start: date | None, end: date) -> list[Line]:
    found = []
    for meeting in {row.meeting_id for row in rolls}:
        seats = [
            row
            for row in rolls
            if row.meeting_id == meeting
            and row.held
            and row.counted
            and inside(row.held_on, start, end)
            and row.presence != "unknown"
        ]
        if seats:
            came = [row.seat_id for row in seats if row.presence in CAME]
            found.append(line(seats[0].meeting_key, came, len(seats)))
    return found


def m3(rolls: list[Any], start: date | None, end: date) -> list[Line]:
    found = []
    rates = {one[0]: one for one in m1(rolls, start, end)}
    for institution, key in convened(rolls, end).items():
        ever = states(rolls, institution, end)
        streak: list[int] = []
        for meeting, state in ever:
            streak = [] if state in CAME else [*streak, meeting[1]]
        _key, came, due, _ids = rates[key]
        if (due >= 3 and 3 * came < due) or len(streak) >= 3:
            found += [rates[key], line(key, streak, len(ever))]
    return found


def m19(rolls: list[Any], core: set[int], start: date | None, end: date) -> list[Line]:
    keys = convened(rolls, end)
    rates = {one[0]: one[1] for one in m1(rolls, start, end)}
    mine = [institution for institution in keys if institution in core]
    return [(None, sum(rates[keys[one]] for one in mine), sum(rates.values()), tuple(sorted(mine)))]


# Commitments


def m4(promises: list[Any]) -> list[Line]:
    everyone = tuple(sorted(one.id for one in promises))
    return [
        (None, sum(one.score for one in promises), 8 * len(promises), everyone),
        line(None, [one.id for one in promises if one.score in (7, 8)], len(promises)),
        line(None, [one.id for one in promises if one.score in (5, 6)], len(promises)),
        line(None, [one.id for one in promises if one.score < 5], len(promises)),
        *((one.reference, one.score, 8, (one.id,)) for one in promises),
    ]


def m11(promises: list[Any], on: date) -> list[Line]:
    def first(one: Any) -> Any:
        return one.initial_due if one.initial_due is not None else one.current_due

    number = len(promises)
    due = [
        one
        for one in promises
        if one.state in ("open", "kept") and one.current_due is not None and one.current_due <= on
    ]
    kept = [one for one in due if one.state == "kept"]
    in_time = [one for one in kept if one.done_on is not None and one.done_on <= first(one)]
    pending = [one for one in promises if one.state == "open"]
    late = [one for one in pending if one.current_due is not None and one.current_due < on]
    silent = [
        one for one in pending if one.last_news_on is not None and one.last_news_on + timedelta(days=90) < on
    ]
    dated = [one for one in promises if one.current_due is not None and one.state != "abandoned"]
    moved = [one for one in dated if first(one) != one.current_due]
    slips = {one.id: (one.current_due - first(one)).days for one in moved}
    return [
        line(None, [one.id for one in due], number),
        line(None, [one.id for one in kept], len(due)),
        line(None, [one.id for one in in_time], len(due)),
        line(None, [one.id for one in late], len(due)),
        line(None, [one.id for one in silent], number),
        line(None, [one.id for one in promises if one.state == "abandoned"], number),
        line(None, [one.id for one in pending if one.current_due is None], number),
        (None, sum(slips.values()), len(dated), tuple(sorted(slips))),
        *((one.reference, (on - one.current_due).days, 1, (one.id,)) for one in late),
        *((one.reference, (on - first(one)).days, 1, (one.id,)) for one in late),
        *((one.reference, slips[one.id], 1, (one.id,)) for one in moved),
    ]


def m12(promises: list[Any], themes: list[Any], on: date) -> list[Line]:
    found = []
    open_themes = [one for one in themes if not (one.closed_on is not None and one.closed_on <= on)]
    for theme in themes:
        own = [one.id for one in promises if one.theme_id == theme.id]
        if own or theme in open_themes:
            found.append(line(theme.name, own, len(promises)))
    without = [one.id for one in promises if one.theme_id is None]
    if without:
        found.append(line(None, without, len(promises)))
    busy = [one.theme_id for one in promises if one.state == "open"]
    found.append(line(None, [one.id for one in open_themes if one.id not in busy], len(open_themes)))
    return found


def m13(promises: list[Any]) -> list[Line]:
    counts = {one.id: one.contributors for one in promises}
    return [
        line(
            None,
            [one for one, number in counts.items() if number == 1],
            sum(number > 0 for number in counts.values()),
        )
    ]


def m15(promises: list[Any], referents: list[Any], mandates: list[Any], on: date) -> list[Line]:
    """The ids of the first line are not told: of equally charged referents any may count."""
    pending = {one.id for one in promises if one.state == "open"}
    named = [
        one
        for one in referents
        if one.commitment_id in pending and (one.person_id is not None or one.function.strip())
    ]
    charge = Counter(
        ("person", one.person_id)
        if one.person_id is not None
        else (one.lead_id, one.function.strip().lower())
        for one in named
    )
    top = sorted(charge.values(), reverse=True)
    orphans = []
    for one in named:
        if one.person_id is None:
            continue
        own = [mandate for mandate in mandates if mandate.person_id == one.person_id]
        at_lead = [mandate for mandate in own if mandate.institution_id == one.lead_id]
        relevant = at_lead if at_lead else own
        if relevant and not [m for m in relevant if m.to_date is None or m.to_date >= on]:
            orphans.append(one.commitment_id)
    return [(None, sum(top[:3]), len(named), ()), line(None, orphans, len(named))]


# Bodies and meetings


def held_until(meetings: list[Any], on: date) -> list[Any]:
    return sorted(
        (one for one in meetings if one.state == "held" and one.on <= on), key=lambda one: (one.on, one.id)
    )


def living(bodies: list[Any], on: date) -> list[Any]:
    return [one for one in bodies if one.closed_on is None or on < one.closed_on]


def m5(bodies: list[Any], meetings: list[Any], start: date | None, on: date) -> list[Line]:
    held = held_until(meetings, on)
    found = [
        line(
            body.key,
            [one.id for one in held if one.body_id == body.id and one.on > back(on, 12)],
            body.yearly_target or 0,
        )
        for body in living(bodies, on)
    ]
    plenary = [one for one in held if [b for b in bodies if b.id == one.body_id and b.plenary]]
    year = held[0].on.year if held else on.year
    while year <= on.year:
        found.append(line(None, [one.id for one in plenary if one.on.year == year], 1))
        year += 1
    if plenary:
        found.append((None, (on - plenary[-1].on).days, 365, (plenary[-1].id,)))
    if len(plenary) > 1:
        last, before = plenary[-1], plenary[-2]
        found.append((None, (last.on - before.on).days, 365, tuple(sorted((last.id, before.id)))))
    council = [one for one in held if [b for b in bodies if b.id == one.body_id and b.numbered]]
    for number in range(1, len(council)):
        now = council[number]
        if inside(now.on, start, on):
            found.append((now.key, (now.on - council[number - 1].on).days, 1, (now.id,)))
    return found


def m6(bodies: list[Any], meetings: list[Any], start: date | None, on: date) -> list[Line]:
    asleep, found = [], []
    for body in living(bodies, on):
        own = [one for one in meetings if one.body_id == body.id]
        held = held_until(own, on)
        if not held:
            continue
        gap = (on - held[-1].on).days
        limit = 180.0
        if body.yearly_target:
            limit = max(limit, 2 * 365 / body.yearly_target)
        ahead = [
            one
            for one in own
            if one.state != "cancelled" and one.on >= on and one.id not in {h.id for h in held}
        ]
        if gap > limit and not ahead and not body.dormant_by_design:
            asleep.append(body.id)
        found.append((body.key, gap, int(limit), (held[-1].id,)))
    scheduled = [one for one in meetings if inside(one.on, start, on)]
    return [
        line(None, asleep, len(living(bodies, on))),
        *found,
        line(None, [one.id for one in scheduled if one.state == "cancelled"], len(scheduled)),
    ]


# Items


def m7(items: list[Any], start: date | None, on: date) -> list[Line]:
    real = [one for one in items if one.held and one.on <= on]
    entered = [one for one in real if inside(one.on, start, on)]
    found = [line(None, [one.id for one in entered if one.outcome == "postponed"], len(entered))]
    for topic in {one.topic_id for one in real}:
        own = [one for one in real if one.topic_id == topic]
        meetings = sorted({(one.on, one.meeting_id) for one in own})
        count: list[int] = []
        for day, meeting in meetings:
            outcomes = [one.outcome for one in own if (one.on, one.meeting_id) == (day, meeting)]
            count = [] if "treated" in outcomes else [*count, meeting]
        if count:
            found.append(line(None, count, len(meetings)))
    return found


def m8(rows: list[Any], start: date | None, on: date) -> list[Line]:
    found = []
    for before in (False, True):
        for item in {row.item_id for row in rows}:
            own = [row for row in rows if row.item_id == item]
            first = own[0]
            if before and (first.state != "convened" or first.on < on):
                continue
            if not before and not (
                first.state == "held" and first.roll_taken and inside(first.on, start, on)
            ):
                continue
            there, count = [], 0
            for institution in {row.institution_id for row in own}:
                seats = [row for row in own if row.institution_id == institution]
                if before:
                    yes = any(row.reply in ("comes", "sends") for row in seats)
                else:
                    yes = any(row.presence in CAME for row in seats)
                    if not yes and any(row.presence == "unknown" for row in seats):
                        continue
                count += 1
                if yes:
                    there.append(institution)
            if count:
                found.append(line(first.meeting_key, there, count))
    return found


def m16(comers: list[Any], meetings: list[Any], sent: set[int], start: date | None, on: date) -> list[Line]:
    came = [
        one
        for one in comers
        if one.held and one.counted and one.presence in CAME and inside(one.on, start, on)
    ]
    held = [one.id for one in held_until(meetings, on) if inside(one.on, start, on)]
    return [
        line(None, [one.entry_id for one in came if one.level == "front_line"], len(came)),
        line(None, [one for one in held if one in sent], len(held)),
    ]


def m2_persons(comers: list[Any], start: date | None, on: date) -> list[tuple[str, int]]:
    """Only the key and the number: of somebody with two seats either line of the roll may be told."""
    found = []
    for meeting in {one.meeting_id for one in comers}:
        here = [
            one
            for one in comers
            if one.meeting_id == meeting and one.held and one.presence in CAME and inside(one.on, start, on)
        ]
        if here:
            found.append((here[0].meeting_key, len({one.who for one in here})))
    return found


def m20(items: list[Any], start: date | None, on: date) -> list[Line]:
    treated = [one for one in items if one.held and inside(one.on, start, on) and one.outcome == "treated"]
    return [line(None, [one.id for one in treated if one.fruitful], len(treated))]


# Seats, day by day


def runs(one: Any, day: date) -> bool:
    return not (one.from_date is not None and day < one.from_date) and not (
        one.to_date is not None and day > one.to_date
    )


def holder(seat: Any, seats: list[Any], mandates: list[Any], day: date) -> int | None:
    own = [
        one
        for one in mandates
        if one.titular
        and one.institution_id == seat.institution_id
        and one.body_id in (None, seat.body_id)
        and runs(one, day)
    ]
    people: list[int] = []
    while own:
        best = own[0]
        for one in own[1:]:
            ranks = [
                (0 if m.body_id is None else 1, (m.from_date or date(1, 1, 1)).toordinal(), m.id)
                for m in (one, best)
            ]
            if ranks[0] > ranks[1]:
                best = one
        own.remove(best)
        if best.person_id not in people:
            people.append(best.person_id)
    bench = sorted(
        one.id
        for one in seats
        if one.body_id == seat.body_id and one.institution_id == seat.institution_id and runs(one, day)
    )
    place = bench.index(seat.id)
    return people[place] if place < len(people) else None


def m14(seats: list[Any], mandates: list[Any], start: date | None, on: date, floor: date) -> list[Line]:
    """`floor` lies before every day of the data: what lasts since then has no known beginning."""
    standing = [seat for seat in seats if runs(seat, on)]
    changed, ages, vacant, total = [], {}, {}, 0
    for seat in standing:
        first = seat.from_date or floor
        days = [first + timedelta(days=n) for n in range((on - first).days + 1)]
        held = {day: holder(seat, seats, mandates, day) for day in days}
        last = None
        since = first
        for day in days:
            if held[day] is None:
                continue
            if last is not None and held[day] != last and day > back(on, 12):
                changed.append(seat.id)
            if held[day] != last:
                since, last = day, held[day]
        if held[on] is not None and since != floor:
            ages[seat.id] = (on - since).days
        known = days
        if start is None and seat.from_date is None:
            known = [day for day in days if held[day] != held[floor]]
            known = [day for day in days if known and day >= known[0]]
        known = [day for day in known if inside(day, start, on)]
        total += len(known)
        vacant[seat.id] = (len([day for day in known if held[day] is None]), len(known))
    ordered = sorted(ages.values())
    middle: Line = (None, 0, 0, ())
    if ordered:
        half = len(ordered) // 2
        odd = len(ordered) % 2
        twice = 2 * ordered[half] if odd else ordered[half - 1] + ordered[half]
        middle = (None, twice, 2, tuple(sorted(ages)))
        if twice % 2 == 0:
            middle = (None, twice // 2, 1, tuple(sorted(ages)))
    empty = {one: numbers for one, numbers in vacant.items() if numbers[0]}
    keys = {seat.id: seat.institution_key for seat in standing}
    return [
        line(None, set(changed), len(standing)),
        middle,
        (None, sum(numbers[0] for numbers in empty.values()), total, tuple(sorted(empty))),
        *((keys[one], *numbers, (one,)) for one, numbers in empty.items()),
    ]


def row(**values: Any) -> SimpleNamespace:
    """A row made by hand from a table."""
    return SimpleNamespace(**values)

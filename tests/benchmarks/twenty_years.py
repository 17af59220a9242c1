"""A council of twenty years: 600 meetings, 12,000 items, 20,000 commitments, 15,000 roll entries."""

import random
from datetime import date, timedelta
from pathlib import Path

from coprodesk.store import Opening, Store, Writer, create

LAST_DAY = date(2026, 9, 24)
WORDS = [
    "tranquillité",
    "médiation",
    "collège",
    "résidence",
    "rodéo",
    "éclairage",
    "commerce",
    "victime",
    "accueil",
    "stationnement",
    "réunion",
    "signalement",
    "absentéisme",
    "transport",
    "soirée",
    "gardien",
    "quartier",
    "prévention",
    "chantier",
    "convention",
    "œuvre",
    "partenaire",
]


def make(path: Path, opening: Opening, years: int = 20) -> Store:
    """Create the council at `path`; rows grow in proportion to `years`."""
    return create(path, opening, lambda change: fill(change, years), "Vingt ans")


def fill(change: Writer, years: int) -> None:
    chance = random.Random(2026)
    change.insert("council", id=1, name="CLSPD de Longuevie", commune="Longuevie", population=24_000)
    institutions = directory(change)
    themes = [change.insert("theme", name=f"Axe {n}", position=n) for n in range(1, 6)]
    bodies, seats = assemblies(change, institutions)
    meetings = 30 * years
    numbers: dict[int, int] = {}
    commitments = 0
    before: dict[int, int] = {}
    for turn in range(meetings):
        day = LAST_DAY - timedelta(days=round((meetings - 1 - turn) * 365.25 / 30))
        numbers[day.year] = numbers.get(day.year, 0) + 1
        body = bodies[turn % len(bodies)]
        meeting = change.insert(
            "meeting",
            body_id=body,
            number=f"{day.year}-{numbers[day.year]:02d}",
            date=day.isoformat(),
            starts_at="14:30",
            ends_at="16:00",
            opened_at="14:35",
            closed_at="16:10",
            place="Salle du conseil",
            state="held",
        )
        roll(change, chance, meeting, seats[body])
        items = [item(change, chance, meeting, position, institutions) for position in range(1, 21)]
        if body in before:
            change.update("agenda_item", items[0], approves_id=before[body])
        before[body] = meeting
        quota = round(20_000 / 600 * (turn + 1)) - commitments
        for _ in range(quota):
            commitment(change, chance, day, chance.choice(items), institutions, themes)
        commitments += quota
    for year, last in numbers.items():
        change.raise_counter("meeting", year, last)


def directory(change: Writer) -> list[int]:
    college = change.insert("college", name="Partenaires", position=1)
    found = []
    for n in range(1, 26):
        found.append(
            change.insert("institution", name=f"Institution {n}", short_name=f"Inst. {n}", college_id=college)
        )
        person = change.insert("person", civility="Mme", first_name="Ève", last_name=f"Œuvrard {n}")
        change.insert(
            "mandate", person_id=person, institution_id=found[-1], rank="titular", function="directrice"
        )
    return found


def assemblies(change: Writer, institutions: list[int]) -> tuple[list[int], dict[int, list[tuple[int, int]]]]:
    kind = change.insert("body_kind", code="plenary", name="Plénière")
    bodies, seats = [], {}
    for n in range(1, 5):
        body = change.insert("body", name=f"Formation {n}", short_name=f"F{n}", body_kind_id=kind, numbered=1)
        bodies.append(body)
        seats[body] = [
            (change.insert("seat", body_id=body, institution_id=institution), institution)
            for institution in institutions
        ]
    return bodies, seats


def roll(change: Writer, chance: random.Random, meeting: int, seats: list[tuple[int, int]]) -> None:
    presences = ("present", "present", "present", "represented", "excused", "absent")
    for position, (seat, institution) in enumerate(seats, start=1):
        change.insert(
            "roll_entry",
            meeting_id=meeting,
            seat_id=seat,
            institution_id=institution,
            position=position,
            institution_label=f"Institution {institution}",
            person_label=f"Mme Ève ŒUVRARD {institution}",
            presence=chance.choice(presences),
        )


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def item(change: Writer, chance: random.Random, meeting: int, position: int, institutions: list[int]) -> int:
    title = sentence(chance, 4)
    topic = change.insert("topic", title=title)
    made = change.insert(
        "agenda_item",
        meeting_id=meeting,
        topic_id=topic,
        position=position,
        title=title,
        reporter_id=chance.choice(institutions),
        outcome="treated",
    )
    change.insert("record", agenda_item_id=made, position=1, kind="discussion", text=sentence(chance, 40))
    return made


def fate(chance: float, days_past: int) -> str:
    """Return what a promise became: open until due, then mostly kept, some late, some abandoned."""
    late = 0.003 if days_past > 540 else 0.12
    if days_past <= 0 or chance < late:
        return "open"
    return "abandoned" if chance < late + 0.12 else "kept"


def commitment(
    change: Writer, chance: random.Random, day: date, at_item: int, institutions: list[int], themes: list[int]
) -> None:
    due = day + timedelta(days=chance.randrange(30, 400))
    state = fate(chance.random(), (LAST_DAY - due).days)
    kept = state == "kept"
    made = change.insert(
        "commitment",
        reference=f"E-{day.year}-{change.next_number('E', day.year):02d}",
        state=state,
        what=sentence(chance, 6),
        lead_id=chance.choice(institutions),
        theme_id=chance.choice(themes),
        deliverable=sentence(chance, 4),
        decided_on=day.isoformat(),
        initial_due=due.isoformat(),
        current_due=due.isoformat(),
        done_on=due.isoformat() if kept else None,
        agenda_item_id=at_item,
    )
    change.insert("contributor", commitment_id=made, institution_id=chance.choice(institutions))
    change.insert("commitment_event", commitment_id=made, kind="created", on_date=day.isoformat())

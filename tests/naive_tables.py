"""A random small council written table by table, and its rows for `naive_figures`, joined by hand."""

from datetime import date, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from coprodesk.store import Store, Writer

ON = date(2026, 10, 15)
FLOOR = date(2022, 1, 1)
STATES = ("held", "held", "held", "held", "preparation", "convened", "cancelled")
PRESENCES = ("present", "present", "represented", "excused", "absent", "unknown")
CRITERIA = ("deliverable", "place", "means", "progress_indicator", "outcome_indicator", "outcome_baseline")


def a_day(chance: Random, first: int, last: int) -> str:
    return (ON + timedelta(days=chance.randint(first, last))).isoformat()


def fill(change: Writer, chance: Random) -> None:
    def day(first: int, last: int) -> str:
        return a_day(chance, first, last)

    change.insert("council", id=1, name="CLSPD d’Essai", commune="Essai")
    colleges = [change.insert("college", name=f"C{n}", counted=int(n > 0)) for n in range(3)]
    kinds = [change.insert("body_kind", code=code, name=code) for code in ("plenary", "restricted")]
    bodies = [
        change.insert(
            "body",
            name=f"Formation {n}",
            short_name=f"F{n}",
            body_kind_id=kinds[n % 2],
            numbered=chance.randint(0, 1),
            yearly_target=chance.choice([None, 1, 4]),
            dormant_by_design=chance.randint(0, 1),
            closed_on=chance.choice([None, None, day(-500, 100)]),
        )
        for n in range(3)
    ]
    institutions = [
        change.insert(
            "institution",
            name=f"Institution {n}",
            short_name=f"I{n}",
            college_id=chance.choice(colleges),
            core=chance.randint(0, 1),
        )
        for n in range(4)
    ]
    levels = (None, "decision", "management", "front_line")
    people = [
        change.insert(
            "person", civility="Mme", first_name="Ève", last_name=f"Œuvrard{n}", level=chance.choice(levels)
        )
        for n in range(5)
    ]
    for _ in range(chance.randint(0, 8)):
        first = chance.choice([None, day(-1500, 10)])
        last = chance.choice([None, (date.fromisoformat(first or day(-300, 0)) + timedelta(100)).isoformat()])
        change.insert(
            "mandate",
            person_id=chance.choice(people),
            institution_id=chance.choice(institutions),
            rank=chance.choice(["titular", "titular", "substitute"]),
            from_date=first,
            to_date=last,
            body_id=chance.choice([None, None, *bodies]),
        )
    seats = [
        (
            body := chance.choice(bodies),
            institution := chance.choice(institutions),
            change.insert("seat", body_id=body, institution_id=institution, from_date=day(-1500, 5)),
        )
        for _ in range(8)
    ]
    themes = [
        change.insert("theme", name=f"Axe {n}", closed_on=chance.choice([None, day(-99, 9)])) for n in (1, 2)
    ]
    topics = [change.insert("topic", title=f"Sujet {n}") for n in range(4)]
    for topic in topics:
        for institution in chance.sample(institutions, chance.randint(0, 3)):
            change.insert("topic_institution", topic_id=topic, institution_id=institution)
    items: list[int] = []
    for n in range(chance.randint(1, 7)):
        meeting = change.insert(
            "meeting",
            body_id=chance.choice(bodies),
            number=chance.choice([None, f"2026-{n:02d}"]),
            date=day(-1400, 60),
            starts_at="14:30",
            ends_at="16:00",
            state=chance.choice(STATES),
        )
        for position, (_body, institution, seat) in enumerate(chance.sample(seats, chance.randint(0, 8))):
            presence = chance.choice(PRESENCES)
            person = chance.choice(people)
            change.insert(
                "roll_entry",
                meeting_id=meeting,
                seat_id=seat,
                institution_id=institution,
                person_id=person,
                person_label=f"Mme Ève OEUVRARD{people.index(person)}",
                delegate_label=chance.choice(["", "Mme Ève ŒUVRARD1", "M. Untel"]),
                position=position,
                counted=chance.choice([1, 1, 0]),
                guest=chance.choice([0, 0, 0, 1]),
                presence=presence,
                reply=chance.choice(["none", "comes", "sends", "excused"]),
            )
        for position in range(chance.randint(0, 4)):
            items.append(
                change.insert(
                    "agenda_item",
                    meeting_id=meeting,
                    topic_id=chance.choice(topics),
                    position=position + 1,
                    title=f"Point {position}",
                    outcome=chance.choice(["open", "treated", "treated", "postponed", "withdrawn"]),
                )
            )
            if chance.random() < 0.5:
                kind = chance.choice(["decision", "discussion"])
                change.insert("record", agenda_item_id=items[-1], position=1, kind=kind, text="…")
        if chance.random() < 0.4:
            change.insert(
                "document_sent",
                document=chance.choice(["field-feedback", "minutes"]),
                title="Retour",
                meeting_id=meeting,
                audience="partners",
                sent_at=f"{day(-400, 20)}T10:00:00+02:00",
                pages=1,
                digest="",
            )
    promise(change, chance, people, institutions, themes, items)


def promise(
    change: Writer,
    chance: Random,
    people: list[int],
    institutions: list[int],
    themes: list[int],
    items: list[int],
) -> None:
    def day(first: int, last: int) -> str:
        return a_day(chance, first, last)

    for n in range(chance.randint(0, 9)):
        state = chance.choice(["to_confirm", "open", "open", "kept", "abandoned"])
        due = chance.choice([None, day(-300, 300)])
        made = change.insert(
            "commitment",
            reference=f"E-2026-{9 - n:02d}",
            state=state,
            what="Faire",
            lead_id=chance.choice([None, *institutions]),
            referent_id=chance.choice([None, *people]),
            referent_function=chance.choice(["", "cheffe", " "]),
            theme_id=chance.choice([None, *themes]),
            decided_on=day(-900, 30),
            initial_due=due,
            current_due=chance.choice([due, day(-300, 300)]),
            done_on=day(-300, 0) if state == "kept" else None,
            agenda_item_id=chance.choice([None, *items]),
            **{name: chance.choice(["", "\u00a0", "porte"]) for name in CRITERIA},
            outcome_target=chance.choice(["", "27"]),
            outcome_source=chance.choice(["", "main courante"]),
        )
        for institution in chance.sample(institutions, chance.randint(0, 2)):
            kind = chance.choice(["contributor", "associate"])
            change.insert("contributor", commitment_id=made, institution_id=institution, kind=kind)
        for _ in range(chance.randint(0, 2)):
            kind = chance.choice(["news", "reminder"])
            change.insert("commitment_event", commitment_id=made, kind=kind, on_date=day(-200, 0))


def day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class Tables:
    """Every table as it is, and what the formulas read of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, table: str) -> list[Any]:
        rows = self._store.rows(f"SELECT * FROM {table} ORDER BY id")
        return [SimpleNamespace(**dict(row)) for row in rows]

    def one(self, table: str, number: int) -> Any:
        return next(row for row in self.all(table) if row.id == number)

    def key(self, meeting: Any) -> str:
        return str(meeting.number or meeting.date)

    def rolls(self) -> list[Any]:
        found = []
        for row in self.all("roll_entry"):
            meeting = self.one("meeting", row.meeting_id)
            if row.guest:
                continue
            row.held_on, row.held = day_of(meeting.date), meeting.state == "held"
            row.meeting_key = self.key(meeting)
            row.institution_key = self.one("institution", row.institution_id).short_name
            found.append(row)
        return found

    def promises(self) -> list[Any]:
        found = []
        for row in self.all("commitment"):
            if row.decided_on > ON.isoformat():
                continue
            news = [
                event.on_date
                for event in self.all("commitment_event")
                if event.commitment_id == row.id and event.kind != "reminder"
            ]
            row.last_news_on = day_of(max(news)) if news else day_of(row.decided_on)
            means = {
                one.institution_id
                for one in self.all("contributor")
                if one.commitment_id == row.id and one.kind == "contributor"
            }
            row.contributors = len({*means, row.lead_id} - {None})
            outcome = (row.outcome_indicator, row.outcome_baseline, row.outcome_target, row.outcome_source)
            filled = [
                row.lead_id is not None,
                row.referent_id is not None or row.referent_function.strip() != "",
                row.deliverable.strip() != "",
                row.place.strip() != "",
                row.current_due is not None,
                row.means.strip() != "",
                row.progress_indicator.strip() != "",
                all(text.strip() != "" for text in outcome),
            ]
            row.score = filled.count(True)
            for name in ("initial_due", "current_due", "done_on"):
                setattr(row, name, day_of(getattr(row, name)))
            found.append(row)
        return found

    def themes(self) -> list[Any]:
        found = self.all("theme")
        for row in found:
            row.closed_on = day_of(row.closed_on)
        return found

    def referents(self) -> list[Any]:
        return [
            SimpleNamespace(
                commitment_id=row.id,
                person_id=row.referent_id,
                function=row.referent_function,
                lead_id=row.lead_id,
            )
            for row in self.all("commitment")
        ]

    def terms(self, table: str) -> list[Any]:
        found = self.all(table)
        for row in found:
            row.from_date, row.to_date = day_of(row.from_date), day_of(row.to_date)
            row.titular = getattr(row, "rank", "") == "titular"
        return found

    def seats(self) -> list[Any]:
        found = []
        for row in self.terms("seat"):
            institution = self.one("institution", row.institution_id)
            closed = day_of(self.one("body", row.body_id).closed_on)
            if self.one("college", institution.college_id).counted and (closed is None or closed > ON):
                row.institution_key = institution.short_name
                found.append(row)
        return found

    def bodies(self) -> list[Any]:
        found = self.all("body")
        for row in found:
            row.key = row.short_name
            row.plenary = self.one("body_kind", row.body_kind_id).code == "plenary"
            row.closed_on = day_of(row.closed_on)
        return found

    def meetings(self) -> list[Any]:
        found = self.all("meeting")
        for row in found:
            row.on, row.key = day_of(row.date), self.key(row)
        return found

    def items(self) -> list[Any]:
        found = []
        decided = {row.agenda_item_id for row in self.all("record") if row.kind == "decision"}
        promised = {row.agenda_item_id for row in self.all("commitment")}
        for row in self.all("agenda_item"):
            meeting = self.one("meeting", row.meeting_id)
            row.on, row.held = day_of(meeting.date), meeting.state == "held"
            row.fruitful = row.id in decided or row.id in promised
            found.append(row)
        return found

    def concerned(self) -> list[Any]:
        found = []
        for item in self.all("agenda_item"):
            meeting = self.one("meeting", item.meeting_id)
            entries = [row for row in self.all("roll_entry") if row.meeting_id == meeting.id]
            for link in self.all("topic_institution"):
                if link.topic_id != item.topic_id:
                    continue
                own = [row for row in entries if row.institution_id == link.institution_id]
                found += [
                    SimpleNamespace(
                        item_id=item.id,
                        meeting_key=self.key(meeting),
                        on=day_of(meeting.date),
                        state=meeting.state,
                        roll_taken=any(row.presence != "unknown" for row in entries),
                        institution_id=link.institution_id,
                        presence=entry and entry.presence,
                        reply=entry and entry.reply,
                    )
                    for entry in own or [None]
                ]
        return found

    def comers(self) -> list[Any]:
        found = []
        people = self.all("person")
        for row in self.all("roll_entry"):
            meeting = self.one("meeting", row.meeting_id)
            person = next((one for one in people if one.id == row.person_id), None)
            if row.presence == "represented":
                person = next(
                    (one for one in people if row.delegate_label.endswith(one.last_name.upper())), None
                )
            label = row.delegate_label or f"#{row.id}"
            found.append(
                SimpleNamespace(
                    entry_id=row.id,
                    meeting_id=meeting.id,
                    meeting_key=self.key(meeting),
                    on=day_of(meeting.date),
                    held=meeting.state == "held",
                    counted=row.counted and not row.guest,
                    presence=row.presence,
                    who=person.id if person else label,
                    level=person.level if person else None,
                )
            )
        return found

    def sent(self) -> set[int]:
        return {
            row.meeting_id
            for row in self.all("document_sent")
            if row.document == "field-feedback" and date.fromisoformat(row.sent_at[:10]) <= ON
        }

    def core(self) -> set[int]:
        return {row.id for row in self.all("institution") if row.core}

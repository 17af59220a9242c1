"""The attention list: what it says, when it is silent, and the thresholds it obeys."""

from datetime import date

import pytest

from coprodesk.commands import council, revival
from coprodesk.domain.revival import revival_day
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attention import WatchKind, WatchLine, attention
from coprodesk.queries.meetings import meeting
from coprodesk.store import Store

ON = date(2026, 10, 15)


def of(store: Store, kind: WatchKind, on: date = ON) -> list[WatchLine]:
    return [line for line in attention(store, on) if line.kind is kind]


def body(store: Store, short: str) -> int:
    return int(store.rows("SELECT id FROM body WHERE short_name = ?", (short,))[0]["id"])


def held(store: Store, body_id: int, *days: date) -> None:
    with store.change("Réunions tenues") as change:
        for day in days:
            change.insert(
                "meeting",
                body_id=body_id,
                date=day.isoformat(),
                starts_at="09:00",
                ends_at="10:00",
                state="held",
            )


def test_the_absent_are_told_with_their_last_presence_and_their_next_meeting(example: Store) -> None:
    lines = of(example, WatchKind.ABSENCE)
    assert [line.title for line in lines] == [
        "PJJ\u00a0: 8 absences de suite",
        "SPIP\u00a0: 3 absences de suite",
        "Département\u00a0: 1 présence sur 6 dues",
    ]
    assert lines[0].more == "Venue\u00a0: aucune · réunion\u00a0: 19/11/26"
    assert lines[1].more.endswith("à fixer")
    assert lines[2].more.startswith("Venue\u00a0: 11/06/26")
    assert not any("défaillant" in f"{line.title} {line.text}" for line in attention(example, ON))


def test_the_thresholds_of_absence_are_those_of_the_settings(example: Store) -> None:
    council.set_setting(example, "absentee_streak", "4")
    assert [line.title[:4] for line in of(example, WatchKind.ABSENCE)] == ["PJJ\u00a0", "Dépa"]
    council.set_setting(example, "absentee_percent", "10")
    council.set_setting(example, "absentee_streak", "9")
    assert [line.title[:4] for line in of(example, WatchKind.ABSENCE)] == ["PJJ\u00a0"]


@pytest.mark.parametrize(
    ("on", "title", "text"),
    [
        (date(2026, 10, 15), "448 jours d’écart", "la règle est respectée"),
        (date(2027, 3, 1), "448 jours d’écart", "Aucune encore en 2027"),
        (date(2027, 11, 30), "537 jours sans réunion", "il reste 31 jours"),
        (date(2028, 2, 1), "600 jours sans réunion", "Aucune en 2027 ni encore en 2028"),
    ],
)
def test_the_legal_check_of_the_plenary_in_words(example: Store, on: date, title: str, text: str) -> None:
    (line,) = of(example, WatchKind.PLENARY, on)
    assert title in line.title
    assert text in line.text
    assert line.bodies


def test_a_plenary_in_order_is_not_told(store: Store) -> None:
    with store.change("Groupes") as change:
        kind = change.insert("body_kind", code="plenary", name="Plénière")
        one = change.insert("body", name="Plénière", short_name="Plénière", body_kind_id=kind, numbered=1)
    held(store, one, date(2025, 11, 3), date(2026, 6, 11))
    assert of(store, WatchKind.PLENARY) == []
    assert "une par année civile est due" in of(store, WatchKind.PLENARY, date(2027, 10, 2))[0].text


def test_a_sleeping_body_wakes_with_one_meeting(example: Store) -> None:
    vif = body(example, "VIF")
    assert of(example, WatchKind.DORMANT) == []  # it never sat: nothing tells that it sleeps
    held(example, vif, date(2025, 3, 3))
    (line,) = of(example, WatchKind.DORMANT)
    assert (line.title, line.id) == ("VIF\u00a0: en sommeil", vif)
    assert "591 jours sans réunion, la dernière le 03/03/2025" in line.text
    made = revival.create_revival(example, vif, revival_day(ON), "09:00")
    row = meeting(example, made)
    assert row is not None
    assert row.date == date(2026, 11, 16)  # 30 days later is a Saturday
    titles = [one.title for one in agenda(example, made)]
    assert titles[-1] == "Date de la prochaine réunion"
    assert any("tour de table" in title for title in titles)
    assert of(example, WatchKind.DORMANT) == []
    example.undo()
    assert meeting(example, made) is None


def test_a_body_by_design_asleep_is_left_in_peace(example: Store) -> None:
    held(example, body(example, "GLTD"), date(2025, 1, 10))
    assert of(example, WatchKind.DORMANT) == []


def test_bodies_under_their_target_want_a_date(example: Store) -> None:
    (line,) = of(example, WatchKind.NEXT_DATE)
    assert (line.title, line.text) == ("Date à fixer\u00a0: 2 groupes", "Cellule, VIF.")
    assert [one.name for one in line.bodies] == ["Cellule", "VIF"]


def test_a_topic_put_off_twice_leads_to_its_thread_until_it_is_closed(example: Store) -> None:
    (line,) = of(example, WatchKind.POSTPONED)
    assert line.title == "«\u00a0Abords des collèges\u00a0»\u00a0: 2 reports"
    assert line.subject == "topic"
    with example.change("Clos") as change:
        change.update("topic", line.id, closed_on="2026-10-14")
    assert of(example, WatchKind.POSTPONED) == []


def test_silence_counts_from_the_last_news_and_by_the_setting(example: Store) -> None:
    assert of(example, WatchKind.SILENT) == []
    council.set_setting(example, "silent_days", "5")
    (line,) = of(example, WatchKind.SILENT)
    silent = example.rows(
        """SELECT c.reference FROM commitment c WHERE c.state = 'open' AND c.decided_on < '2026-10-10'
           AND NOT EXISTS (SELECT 1 FROM commitment_event e WHERE e.commitment_id = c.id
               AND e.kind <> 'reminder' AND e.on_date >= '2026-10-10')"""
    )
    assert line.title.startswith(f"{len(silent)} engagements sans nouvelle depuis 5 jours")

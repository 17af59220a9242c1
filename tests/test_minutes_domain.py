"""The life of the minutes as rules, and what changed in words."""

import json
from datetime import date

import pytest

from coprodesk.domain.canonical import canonical_json
from coprodesk.domain.errors import Refusal
from coprodesk.domain.minutes import (
    SETTLED,
    TRANSITIONS,
    VersionState,
    last_observation_day,
    next_state,
    require_silence,
    require_state,
    silence_reached,
)
from coprodesk.domain.minutes_changes import changes_between, quoted

DRAFT, PROPOSED, VALIDATED, APPROVED, RECTIFIED = VersionState


def test_settled_minutes_only_go_to_a_rectification() -> None:
    for old in VersionState:
        for new in VersionState:
            if new in TRANSITIONS[old]:
                require_state(old, new)
            else:
                with pytest.raises(Refusal, match="approuvé" if old in SETTLED else "Rien n’a été figé"):
                    require_state(old, new)
    assert not any(DRAFT in after for after in TRANSITIONS.values()), "no version is a draft"
    assert {PROPOSED, VALIDATED}.isdisjoint(TRANSITIONS[APPROVED] | TRANSITIONS[RECTIFIED])


@pytest.mark.parametrize(
    ("state", "changed", "expected"),
    [
        (DRAFT, True, PROPOSED),
        (PROPOSED, True, PROPOSED),
        (VALIDATED, False, VALIDATED),
        (VALIDATED, True, PROPOSED),
        (APPROVED, False, APPROVED),
        (RECTIFIED, False, RECTIFIED),
    ],
)
def test_one_more_copy_has_the_state_of_the_minutes(
    state: VersionState, changed: bool, expected: VersionState
) -> None:
    assert next_state(state, correcting=False, changed=changed) is expected


def test_an_open_rectification_comes_before_anything_else() -> None:
    assert next_state(APPROVED, correcting=True, changed=False) is RECTIFIED
    with pytest.raises(Refusal, match="rectificatif est ouvert"):
        next_state(APPROVED, APPROVED, correcting=True, changed=False)
    with pytest.raises(Refusal, match="rectificatif"):
        next_state(APPROVED, RECTIFIED, correcting=False, changed=False)


def test_silence_approves_the_day_after_the_delay() -> None:
    sent = date(2026, 9, 29)
    assert last_observation_day(sent, 15) == date(2026, 10, 14)
    assert not silence_reached(sent, 15, date(2026, 10, 14))
    assert silence_reached(sent, 15, date(2026, 10, 15))
    require_silence(sent, 15, date(2026, 10, 15))
    with pytest.raises(Refusal, match="14/10/2026"):
        require_silence(sent, 15, date(2026, 10, 14))
    with pytest.raises(Refusal, match="Publiez d’abord"):
        require_silence(None, 15, date(2027, 1, 1))
    assert not silence_reached(sent, None, date(2027, 1, 1))
    with pytest.raises(Refusal, match="le silence n’approuve pas"):
        require_silence(sent, None, date(2027, 1, 1))


# ---- what changed


def signer(line: str = "") -> dict[str, object]:
    return {"line": line, "name": line, "feminine": False}


def record(one: int, text: str, **more: object) -> dict[str, object]:
    return {
        "id": one,
        "kind": "discussion",
        "reference": None,
        "text": text,
        "institution": "",
        "contributors": "",
        "due_on": None,
    } | more


def promise(reference: str, **more: object) -> dict[str, object]:
    return {
        "reference": reference,
        "what": "Agir",
        "lead": "PM",
        "contributors": [],
        "due": None,
        "words": "Tenu",
    } | more


def item(label: str, title: str, *said: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "label": label,
        "title": title,
        "reporter": "",
        "outcome": "treated",
        "groups": [{"records": list(said)}],
        "commitments": [],
        "movements": [],
    } | more


def paper(*items: dict[str, object], **more: object) -> dict[str, object]:
    meeting = {"title": "Plénière", "place": "Mairie", "opened_at": "14:35", "closed_at": None, "annexes": []}
    facts = {**meeting, "date": "2026-09-24", "chair": signer("M. RUVENNE"), "secretary": signer()}
    held = {"meeting": facts, "roll": [], "items": list(items), "movements": [], "follow_up": []}
    return json.loads(canonical_json(held | more))


def roll(institution: str, word: str = "Présente", person: str = "") -> dict[str, object]:
    presence = "present" if word == "Présente" else "absent"
    return {
        "institution": institution,
        "guest": False,
        "word": word,
        "person": person,
        "presence": presence,
    }


def test_nothing_changed_says_nothing() -> None:
    one = paper(item("1", "Rodéos", record(1, "Un")), roll=[roll("CPN")], follow_up=[promise("E-1")])
    assert changes_between(one, one) == ()
    other = {**one, "version": 3, "next_meeting": {"date": "2026-11-19"}, "letterhead": {"phone": "01"}}
    assert changes_between(one, other) == ()


def plain(sentences: tuple[str, ...]) -> list[str]:
    return [one.replace("\u00a0", " ") for one in sentences]


def test_each_change_has_its_sentence() -> None:
    before = paper(
        item("1", "Rodéos", record(1, "Un"), record(2, "Deux", kind="decision", reference="D-2026-01")),
        item("2", "Collèges", commitments=[promise("E-2026-01", due="2026-10-01")]),
        item("3", "Tour de table"),
        roll=[roll("CPN"), roll("PJJ")],
    )
    after = paper(
        item("1", "Rodéos motorisés", record(1, "Un de plus"), record(3, "Trois")),
        item("2", "Collèges", commitments=[promise("E-2026-01", lead="CPN", due="2026-11-01")]),
        roll=[roll("CPN", "Absente"), roll("SNCF")],
        movements=["M. X arrive en séance."],
    )
    after["meeting"]["place"] = ""
    after["meeting"]["closed_at"] = "16:10"
    assert plain(changes_between(before, after)) == [
        "Lieu : « Mairie » devient rien",
        "Levée : rien devient « 16 h 10 »",
        "Présence : retrait de PJJ",
        "Présence, CPN : « Présente » devient « Absente »",
        "Présence : ajout de SNCF",
        "Point 1 : « Rodéos » devient « Rodéos motorisés »",
        "Point 1, échanges : « Un » devient « Un de plus »",
        "Point 1, échanges : ajout de « Trois »",
        "Point 1, décision D-2026-01 : retrait de « Deux »",
        "Engagement E-2026-01, pilote : « PM » devient « CPN »",
        "Engagement E-2026-01, échéance : « 01/10/2026 » devient « 01/11/2026 »",
        "Point 3 retiré : « Tour de table »",
        "Mouvement : ajout de « M. X arrive en séance. »",
    ]


def test_a_change_beyond_what_is_quoted_is_told_all_the_same() -> None:
    long = "mot " * 40
    one, other = (paper(item("1", "Rodéos", record(1, f"{long}{end}"))) for end in ("un", "deux"))
    assert plain(changes_between(one, other)) == ["Point 1, échanges : le texte a changé"]
    assert len(quoted(long)) < 70

"""Who comes and goes, in sentences."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.agenda import discussion_order
from coprodesk.domain.attendance import MovementKind
from coprodesk.domain.movements import (
    DiscussedItem,
    Move,
    MovementSentence,
    Mover,
    movement_sentences,
)
from coprodesk.domain.names import representing

IN, OUT = MovementKind.ARRIVAL, MovementKind.DEPARTURE

CPN = Mover(1, "Mme", "Solène MARQUEVAL", "commissaire")
LAV = Mover(2, "Mme", "Agnès BERTHOLAZ", "directrice")
CCAS = Mover(3, "Mme", "Aude TILLOY")
OPH = Mover(4, "M.", "Karim DELAUNOUX", "directeur de la proximité")
BUS = Mover(5, "M.", "Xavier MONTREDON")
PREFECT = representing("M.", "préfet", "M. Gauthier de LESMONT")
STATE = Mover(6, "Mme", "Claire ABRISSEL", "directrice de cabinet", represents=PREFECT)
DSDEN = Mover(7, "M.", "Éric SOLVAND", "IEN", represents=representing("Mme", "DASEN"))
DOCTOR = Mover(8, "", "Dr Corinne ESTREPY")
CHIEF_F = Mover(9, "Mme", "", "procureure de la République")
CHIEF_M = Mover(10, "M.", "", "procureur de la République")
DEPUTY = Mover(11, "M.", "", "adjoint à la tranquillité publique", institution="de la mairie")
NOBODY = Mover(12, institution="des bailleurs")
HEAD = Mover(13, "", "", "directrice", institution="de l’antenne du SPIP")

# Item 5 was taken before item 4; nobody noted when item 6 was, item 7 is the last one.
ITEMS = (
    DiscussedItem(101, "1", (("14:35", "14:39"),)),
    DiscussedItem(102, "2", (("14:39", "14:54"),)),
    DiscussedItem(103, "3", (("14:54", "15:10"),)),
    DiscussedItem(104, "4", (("15:30", "15:45"), ("16:00", "16:05"))),
    DiscussedItem(105, "5", (("15:10", "15:25"),)),
    DiscussedItem(106, "6"),
    DiscussedItem(107, "7", (("15:45", "16:00"), ("16:10", "16:20"))),
)
HIDDEN = 999


def said(*moves: Move, items: tuple[DiscussedItem, ...] = ITEMS) -> list[str]:
    return [one.text.replace("\u00a0", " ") for one in movement_sentences(moves, items)]


def leaves(at: str, *movers: Mover, item: int | None = None) -> list[Move]:
    return [Move(mover, OUT, at, item) for mover in movers]


def comes(at: str, *movers: Mover, item: int | None = None) -> list[Move]:
    return [Move(mover, IN, at, item) for mover in movers]


ONE_SENTENCE = [
    # civility and number, departures
    (leaves("15:15", CPN), "Mme Solène MARQUEVAL quitte la séance à 15 h 15, pendant l’examen du point 5."),
    (leaves("15:15", OPH), "M. Karim DELAUNOUX quitte la séance à 15 h 15, pendant l’examen du point 5."),
    (leaves("15:15", DOCTOR), "Dr Corinne ESTREPY quitte la séance à 15 h 15, pendant l’examen du point 5."),
    (
        leaves("15:15", CPN, OPH),
        "Mme Solène MARQUEVAL et M. Karim DELAUNOUX quittent la séance à 15 h 15, "
        "pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CPN, LAV),
        "Mmes Solène MARQUEVAL et Agnès BERTHOLAZ quittent la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", OPH, BUS),
        "MM. Karim DELAUNOUX et Xavier MONTREDON quittent la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CPN, LAV, CCAS),
        "Mmes Solène MARQUEVAL, Agnès BERTHOLAZ et Aude TILLOY quittent la séance à 15 h 15, "
        "pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CPN, OPH, DOCTOR),
        "Mme Solène MARQUEVAL, M. Karim DELAUNOUX et Dr Corinne ESTREPY quittent la séance à 15 h 15, "
        "pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CPN, OPH, LAV),
        "Mmes Solène MARQUEVAL et Agnès BERTHOLAZ ainsi que M. Karim DELAUNOUX quittent la séance à 15 h 15, "
        "pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CPN, OPH, LAV, BUS),
        "Mmes Solène MARQUEVAL et Agnès BERTHOLAZ ainsi que MM. Karim DELAUNOUX et Xavier MONTREDON quittent "
        "la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    # arrivals
    (
        comes("14:52", CPN),
        "Mme Solène MARQUEVAL arrive en séance à 14 h 52, pendant l’examen du point 2.",
    ),
    (
        comes("14:52", OPH, BUS),
        "MM. Karim DELAUNOUX et Xavier MONTREDON arrivent en séance à 14 h 52, pendant l’examen du point 2.",
    ),
    # represented seats speak of the delegate
    (
        leaves("15:20", STATE),
        "Mme Claire ABRISSEL, représentant M. le Préfet, quitte la séance à 15 h 20, "
        "pendant l’examen du point 5.",
    ),
    (
        comes("15:20", DSDEN),
        "M. Éric SOLVAND, représentant Mme la DASEN, arrive en séance à 15 h 20, "
        "pendant l’examen du point 5.",
    ),
    (
        leaves("15:20", STATE, OPH),
        "Mme Claire ABRISSEL, représentant M. le Préfet, et M. Karim DELAUNOUX quittent la séance à 15 h 20, "
        "pendant l’examen du point 5.",
    ),
    (
        leaves("15:20", OPH, STATE),
        "M. Karim DELAUNOUX et Mme Claire ABRISSEL, représentant M. le Préfet, quittent la séance à 15 h 20, "
        "pendant l’examen du point 5.",
    ),
    (
        leaves("15:20", CPN, STATE, LAV, DSDEN),
        "Mmes Solène MARQUEVAL et Agnès BERTHOLAZ, Mme Claire ABRISSEL, représentant M. le Préfet, ainsi que "
        "M. Éric SOLVAND, représentant Mme la DASEN, quittent la séance à 15 h 20, "
        "pendant l’examen du point 5.",
    ),
    # title and function, feminine and masculine, and nobody named
    (
        leaves("15:15", CHIEF_F),
        "Mme la Procureure de la République quitte la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CHIEF_M),
        "M. le Procureur de la République quitte la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        comes("15:15", DEPUTY),
        "M. l’Adjoint à la tranquillité publique arrive en séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        comes("15:15", CHIEF_F, CHIEF_M),
        "Mme la Procureure de la République et M. le Procureur de la République arrivent en séance "
        "à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", NOBODY),
        "La délégation des bailleurs quitte la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", HEAD),
        "La délégation de l’antenne du SPIP quitte la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CPN, NOBODY),
        "Mme Solène MARQUEVAL et la délégation des bailleurs quittent la séance à 15 h 15, "
        "pendant l’examen du point 5.",
    ),
    # where
    (comes("14:30", CPN), "Mme Solène MARQUEVAL arrive en séance à 14 h 30, avant l’examen du point 1."),
    (comes("14:35", CPN), "Mme Solène MARQUEVAL arrive en séance à 14 h 35, avant l’examen du point 1."),
    (leaves("14:54", CPN), "Mme Solène MARQUEVAL quitte la séance à 14 h 54, avant l’examen du point 3."),
    (leaves("15:10", CPN), "Mme Solène MARQUEVAL quitte la séance à 15 h 10, avant l’examen du point 5."),
    (leaves("15:27", CPN), "Mme Solène MARQUEVAL quitte la séance à 15 h 27, avant l’examen du point 4."),
    (leaves("15:44", CPN), "Mme Solène MARQUEVAL quitte la séance à 15 h 44, pendant l’examen du point 4."),
    (leaves("16:00", CPN), "Mme Solène MARQUEVAL quitte la séance à 16 h 00, avant la reprise du point 4."),
    (leaves("16:02", CPN), "Mme Solène MARQUEVAL quitte la séance à 16 h 02, pendant l’examen du point 4."),
    (leaves("16:20", CPN), "Mme Solène MARQUEVAL quitte la séance à 16 h 20, après l’examen du point 7."),
    (leaves("17:05", CPN), "Mme Solène MARQUEVAL quitte la séance à 17 h 05, après l’examen du point 7."),
    # the clock decides, the item noted only where the clock is silent
    (
        leaves("15:15", CPN, item=102),
        "Mme Solène MARQUEVAL quitte la séance à 15 h 15, pendant l’examen du point 5.",
    ),
    (
        leaves("15:15", CPN, item=106),
        "Mme Solène MARQUEVAL quitte la séance à 15 h 15, pendant l’examen du point 6.",
    ),
    # an item that may not be named
    (
        leaves("15:15", CPN, item=HIDDEN),
        "Mme Solène MARQUEVAL quitte la séance à 15 h 15, avant l’examen du point 4.",
    ),
    (
        leaves("16:15", CPN, item=HIDDEN),
        "Mme Solène MARQUEVAL quitte la séance à 16 h 15, après l’examen du point 7.",
    ),
]


@pytest.mark.parametrize(("moves", "sentence"), ONE_SENTENCE, ids=range(len(ONE_SENTENCE)))
def test_one_sentence(moves: list[Move], sentence: str) -> None:
    assert said(*moves) == [sentence]


SEVERAL = [
    (
        [*leaves("15:00", CPN), *comes("15:40", CPN)],
        [
            "Mme Solène MARQUEVAL quitte la séance à 15 h 00, pendant l’examen du point 3.",
            "Mme Solène MARQUEVAL rejoint la séance à 15 h 40, pendant l’examen du point 4.",
        ],
    ),
    (
        [*leaves("15:00", CPN, OPH), *comes("15:40", CPN, OPH, DOCTOR)],
        [
            "Mme Solène MARQUEVAL et M. Karim DELAUNOUX quittent la séance à 15 h 00, "
            "pendant l’examen du point 3.",
            "Mme Solène MARQUEVAL et M. Karim DELAUNOUX rejoignent la séance à 15 h 40, "
            "pendant l’examen du point 4.",
            "Dr Corinne ESTREPY arrive en séance à 15 h 40, pendant l’examen du point 4.",
        ],
    ),
    (
        [*comes("14:37", STATE), *leaves("15:20", STATE), *comes("15:35", STATE), *leaves("15:50", STATE)],
        [
            "Mme Claire ABRISSEL, représentant M. le Préfet, arrive en séance à 14 h 37, "
            "pendant l’examen du point 1.",
            "Mme Claire ABRISSEL, représentant M. le Préfet, quitte la séance à 15 h 20, "
            "pendant l’examen du point 5.",
            "Mme Claire ABRISSEL, représentant M. le Préfet, rejoint la séance à 15 h 35, "
            "pendant l’examen du point 4.",
            "Mme Claire ABRISSEL, représentant M. le Préfet, quitte la séance à 15 h 50, "
            "pendant l’examen du point 7.",
        ],
    ),
    (  # typed late, and twice
        [*leaves("15:15", OPH), *leaves("15:15", OPH), *comes("14:52", CPN)],
        [
            "Mme Solène MARQUEVAL arrive en séance à 14 h 52, pendant l’examen du point 2.",
            "M. Karim DELAUNOUX quitte la séance à 15 h 15, pendant l’examen du point 5.",
        ],
    ),
    (  # same time, another act
        [*leaves("15:15", OPH), *comes("15:15", CPN)],
        [
            "M. Karim DELAUNOUX quitte la séance à 15 h 15, pendant l’examen du point 5.",
            "Mme Solène MARQUEVAL arrive en séance à 15 h 15, pendant l’examen du point 5.",
        ],
    ),
    (  # another minute, another sentence
        [*leaves("15:15", OPH), *leaves("15:16", BUS)],
        [
            "M. Karim DELAUNOUX quitte la séance à 15 h 15, pendant l’examen du point 5.",
            "M. Xavier MONTREDON quitte la séance à 15 h 16, pendant l’examen du point 5.",
        ],
    ),
]


@pytest.mark.parametrize(("moves", "sentences"), SEVERAL, ids=range(len(SEVERAL)))
def test_comings_and_goings(moves: list[Move], sentences: list[str]) -> None:
    assert said(*moves) == sentences


def test_each_sentence_stands_at_its_item() -> None:
    moves = [
        *comes("14:30", CPN),
        *leaves("15:15", OPH),
        *leaves("15:44", BUS),
        *leaves("16:30", LAV),
        *leaves("15:00", CCAS, item=HIDDEN),
    ]
    assert [one.item_id for one in movement_sentences(moves, ITEMS)] == [101, 105, 105, 104, None]


def test_without_any_hour_the_item_noted_is_all_that_is_known() -> None:
    untimed = tuple(DiscussedItem(item.id, item.number) for item in ITEMS)
    moves = [*leaves("15:15", CPN, item=103), *leaves("15:20", OPH), *leaves("15:25", BUS, item=HIDDEN)]
    assert movement_sentences(moves, untimed) == (
        MovementSentence(
            "Mme Solène MARQUEVAL quitte la séance à 15\u00a0h\u00a015, pendant l’examen du point\u00a03.",
            103,
        ),
        MovementSentence("M. Karim DELAUNOUX quitte la séance à 15\u00a0h\u00a020.", None),
        MovementSentence("M. Xavier MONTREDON quitte la séance à 15\u00a0h\u00a025.", None),
    )


def test_the_item_under_way_has_no_end_yet() -> None:
    items = (DiscussedItem(1, "1", (("14:30", None),)), DiscussedItem(2, "2", (("14:50", None),)))
    assert [one.item_id for one in movement_sentences(leaves("14:40", CPN), items)] == [1]
    assert [one.item_id for one in movement_sentences(leaves("17:40", CPN), items)] == [2]


@given(
    st.lists(
        st.builds(
            Move,
            st.sampled_from([CPN, OPH, STATE, NOBODY, CHIEF_F]),
            st.sampled_from(MovementKind),
            st.times().map("{:%H:%M}".format),
            st.sampled_from([None, HIDDEN, *(item.id for item in ITEMS)]),
        ),
        max_size=6,
    )
)
def test_every_movement_is_told_and_no_hidden_item_is_named(moves: list[Move]) -> None:
    found = movement_sentences(moves, ITEMS)
    whole = " ".join(one.text for one in found)
    for move in moves:
        assert (move.mover.name or "République" if move.mover.civility else "bailleurs") in whole
    assert str(HIDDEN) not in whole
    assert all(one.text.endswith(".") and one.text[0].isupper() for one in found)
    assert not any(", ." in one.text or ",," in one.text or "  " in one.text for one in found)


@dataclass(frozen=True)
class Told:
    number: int
    started_at: str | None


def test_the_order_of_discussion_is_that_of_the_real_starts() -> None:
    told = [Told(1, "14:35"), Told(2, None), Told(3, "15:10"), Told(4, "14:50"), Told(5, None)]
    assert [one.number for one in discussion_order(told)] == [1, 4, 3, 2, 5]
    assert [one.number for one in discussion_order([Told(1, None), Told(2, None)])] == [1, 2]
    assert [one.number for one in discussion_order([Told(1, "15:00"), Told(2, "15:00")])] == [1, 2]

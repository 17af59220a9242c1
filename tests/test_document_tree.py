"""The neutral document and the digest of its data."""

from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from coprodesk.documents.document import (
    Cartouche,
    Column,
    Heading,
    Table,
    cell,
    digest_groups,
)
from coprodesk.domain.canonical import canonical_digest


@dataclass(frozen=True)
class Point:
    title: str
    day: date


def test_a_block_cannot_change():
    with pytest.raises(FrozenInstanceError):
        Heading("Présence").text = "Absence"


def test_each_row_has_the_width_of_the_head():
    columns = (Column("Réf."), Column("Pilote"))
    Table(columns, ((cell("E-1"), cell("PM")),))
    with pytest.raises(ValueError, match="one cell per column"):
        Table(columns, ((cell("E-1"),),))


@pytest.mark.parametrize(
    ("count", "expected"), [(0, []), (1, ["a"]), (3, ["ac", "b"]), (6, ["ad", "be", "cf"])]
)
def test_a_cartouche_reads_down_the_left_column(count, expected):
    pairs = tuple((char, char) for char in "abcdef"[:count])
    assert ["".join(label for label, _ in row) for row in Cartouche(pairs).rows()] == expected


def test_the_digest_does_not_see_order_composition_or_time_zone():
    noon = datetime(2026, 9, 24, 12, tzinfo=UTC)
    one = {"é": "café", "at": noon, "point": Point("a", date(2026, 9, 24)), "tags": {"b", "a"}}
    two = {
        "tags": {"a", "b"},
        "point": Point("a", date(2026, 9, 24)),
        "at": noon.astimezone(timezone(timedelta(hours=2))),
        "e\u0301": "cafe\u0301",
    }
    assert canonical_digest(one) == canonical_digest(two)


@pytest.mark.parametrize("other", [{"a": "2"}, {"a": 2}, {"b": 1}, {"a": 1, "b": None}, [1], {"a": True}])
def test_the_digest_sees_every_difference(other):
    assert canonical_digest({"a": 1}) != canonical_digest(other)


def test_the_digest_is_the_same_for_ever():
    data = {"séance": "2026-02", "n": [1, None, True]}
    # printf '{"n":[1,null,true],"s\\u00e9ance":"2026-02"}' | sha256sum
    assert canonical_digest(data) == "4ad908b09ba34e10a28e5b7160a3989cd4c8ac5a0399ebe8e0f5e9447cc0bc4e"


@pytest.mark.parametrize("value", [object(), b"x", {1: "a"}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical_digest(value)


def test_an_instant_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        canonical_digest(datetime(2026, 9, 24, 12))


def test_the_footer_shows_eight_groups_of_four():
    groups = digest_groups("0123456789abcdef" * 4)
    assert groups == "0123 4567 89AB CDEF 0123 4567 89AB CDEF"

"""Numbers and references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.errors import Refusal
from coprodesk.domain.numbering import (
    Reference,
    ReferenceKind,
    meeting_number,
    parse_reference,
    reference,
)
from coprodesk.domain.records import RecordKind


def test_numbers_and_references() -> None:
    assert meeting_number(2026, 2) == "2026-02"
    assert reference(ReferenceKind.COMMITMENT, 2026, 3) == "E-2026-03"
    assert reference(ReferenceKind.DECISION, 2026, 7) == "D-2026-07"
    assert reference(ReferenceKind.REQUEST, 2026, 1) == "V-2026-01"
    assert reference(ReferenceKind.COMMITMENT, 2026, 104) == "E-2026-104"


@given(st.sampled_from(ReferenceKind), st.integers(1900, 2199), st.integers(1, 9999))
def test_references_are_understood_again(kind: ReferenceKind, year: int, number: int) -> None:
    written = reference(kind, year, number)
    assert parse_reference(f" {written.lower()} ") == Reference(kind, year, number)
    assert str(parse_reference(written)) == written


@pytest.mark.parametrize("typed", ["", "X-2026-01", "E-26-01", "E-2026-00", "E-2026", "E-2026-01b"])
def test_other_texts_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="n’est pas une référence"):
        parse_reference(typed)


def test_only_decisions_and_requests_are_numbered() -> None:
    numbered = {kind: kind.reference_kind for kind in RecordKind if kind.reference_kind}
    assert {kind: series.letter for kind, series in numbered.items()} == {
        RecordKind.DECISION: "D",
        RecordKind.REQUEST: "V",
    }
    assert RecordKind.DISSENT.label == "Réserve exprimée"

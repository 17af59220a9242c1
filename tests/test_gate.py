"""The door between user text and the printer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprodesk.documents import fonts
from coprodesk.documents.document import Run
from coprodesk.documents.gate import MISSING, Gate, PrintReport, clean


@pytest.fixture
def report():
    return PrintReport()


@pytest.fixture
def gate(report):
    return Gate(report)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\tb", "a b"),
        ("co\u00adpro", "copro"),
        ("a\x00b\x1bc\x7fd\x85e", "abcd\ne"),
        ("a\u200bb\u200ec\u202ed\u2066e\ufefff", "abcdef"),
        ("a\ud800b\udfffc", "abc"),
        ("cafe\u0301", "café"),
        ("porte\u2011clé", "porte-clé"),
    ],
)
def test_clean(typed, printed):
    assert clean(typed) == printed


def test_markup_is_escaped_and_only_runs_are_styled(gate):
    runs = (Run("R&D <b>x</b>\n"), Run("gras", bold=True), Run("les deux", bold=True, italic=True))
    assert gate.markup(runs) == ("R&amp;D &lt;b&gt;x&lt;/b&gt;<br/><b>gras</b><b><i>les deux</i></b>")


def test_what_cannot_be_printed_is_shown_and_told_once(gate, report):
    assert gate.printable("a😀b日😀") == f"a{MISSING}b{MISSING}{MISSING}"
    assert report.warnings() == [
        "2 signes ne peuvent pas être imprimés et sont remplacés par une case\u00a0: "
        "😀 (U+1F600), 日 (U+65E5)."
    ]


def test_one_missing_sign_is_told_in_the_singular(gate, report):
    gate.printable("日")
    assert report.warnings()[0].startswith("Un signe ne peut pas être imprimé")


def test_all_well_has_no_warning(gate, report):
    assert gate.printable("Été, œuvre, Łódź, Αθήνα, 25 € ☐") == "Été, œuvre, Łódź, Αθήνα, 25\u202f€ ☐"
    assert report.warnings() == []


def test_a_compatible_form_stands_in(gate, report):
    assert gate.printable("Ⅷ ｈ") == "VIII h"
    assert not report.missing


def test_a_sign_absent_from_the_italics_is_set_upright(gate, report):
    markup = gate.markup((Run("№", italic=True),))
    assert markup == f'<i><font face="{fonts.REGULAR}">№</font></i>'
    assert not report.missing


def test_texts_can_be_printed_as_typed(report):
    assert Gate(report, typography=False).printable("l'eau ; 5%") == "l'eau ; 5%"


@given(st.text(st.characters(), max_size=60), st.booleans(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_nothing_that_acts_comes_through(text, bold, italic):
    markup = Gate(PrintReport()).markup((Run(text, bold, italic),))
    for tag in ("<b>", "</b>", "<i>", "</i>", "<br/>", "</font>", f'<font face="{fonts.REGULAR}">',
                f'<font face="{fonts.BOLD}">', "&amp;", "&lt;", "&gt;"):  # fmt: skip
        markup = markup.replace(tag, "")
    assert not set(markup) & set("<>&\n\x00")


def test_the_missing_sign_can_be_printed():
    assert all(MISSING in face.characters for face in fonts.faces().values())

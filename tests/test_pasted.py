"""Words of a clipboard: bullets, lists of a browser, signs that are not seen; any HTML is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.pasted import clean, pasted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("·\tun\r\no\tdeux", "• un\n• deux"),
        ("\t·\tun", "  • un"),
        ("o comme ceci", "o comme ceci"),
        ("à 12\u00a0€ «\u00a0l’été\u00a0»", "à 12\u00a0€ «\u00a0l’été\u00a0»"),
        ("un \t\ndeux ", "un\ndeux "),
        ("co\u00adopé\u200bration\u000bsuite", "coopération\nsuite"),
    ],
)
def test_words_are_clean(text: str, wanted: str) -> None:
    assert clean(text) == wanted


def test_the_lists_of_a_browser() -> None:
    html = (
        "<title>non</title><style>li {}</style><p>À noter</p>"
        "<ol><li><p>un</p><ul><li>a&nbsp;b<li>c</ul><li>deux &amp; trois</ol>fin"
    )
    assert pasted("À noter un", html) == "À noter\n1. un\n  • a\u00a0b\n  • c\n2. deux & trois\nfin"
    assert pasted("• un", "<ul><li>autre</ul>") == "• un", "the text tells its bullets itself"


@given(st.text(), st.text(alphabet="<>/!-&;='\" \nliuolpstyle"))
def test_any_clipboard_is_read(text: str, html: str) -> None:
    pasted(text, f"<ul><li>{html}")


@given(st.text())
def test_what_is_clean_stays(text: str) -> None:
    assert clean(clean(text)) == clean(text)

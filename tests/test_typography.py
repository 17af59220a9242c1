"""French micro-typography."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprodesk.documents import typography
from coprodesk.documents.typography import french

# In the expected texts ~ is U+00A0 and _ is U+202F.
CASES = [
    ("l'eau", "l’eau"),
    ("attendre...", "attendre…"),
    ("........", "........"),
    ('il dit "bonjour" et part', "il dit «~bonjour~» et part"),
    ("« abords »", "«~abords~»"),
    ("«abords»", "«~abords~»"),
    ("Objet : suivi", "Objet~: suivi"),
    ("Objet: suivi", "Objet~: suivi"),
    ("Quoi ?! Non !", "Quoi_?! Non_!"),
    ("un ; deux", "un_; deux"),
    ("24 500 € et 50%", "24_500_€ et 50_%"),
    ("18 640 hab.", "18_640 hab."),
    ("1 234 567", "1_234_567"),
    ("ouverte à 14h35, levée à 16 h", "ouverte à 14~h~35, levée à 16~h"),
    ("16 h – 20 h", "16~h~–~20~h"),
    ("n° 2 et n°3", "n°~2 et n°~3"),
    ("8 / 12", "8~/~12"),
    ("le 3 mars et le 1er mars", "le 3~mars et le 1er~mars"),
    ("art. L. 132-4", "art.~L.~132-4"),
    ("Mme Odile et M. X", "Mme~Odile et M.~X"),
    ("04 65 71 12 34", "04~65~71~12~34"),
    ("à 14:30 précises", "à 14:30 précises"),
    ("voir http://a.fr/x?y=1 ; fin", "voir http://a.fr/x?y=1_; fin"),
    ("dpo@ville.example : l'adresse", "dpo@ville.example~: l’adresse"),
    ("E-2025-03 et R&D", "E-2025-03 et R&D"),
    ("septembre 2026 100 personnes", "septembre 2026 100 personnes"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "printed"), CASES)
def test_usual_cases(typed, printed):
    assert french(typed) == printed.replace("~", "\u00a0").replace("_", "\u202f")


@given(st.text("aé1 0h3\n'\".:;!?%€«»°/@–-()nMmDrL\u00a0\u202f", max_size=25))
@settings(max_examples=400, deadline=None)
def test_twice_is_once(text):
    once = french(text)
    assert french(once) == once


QUOTED = st.recursive(
    st.text("aé1 '.:;!?%«»\u00a0\u202f", max_size=6),
    lambda inner: (
        st.tuples(
            st.sampled_from(['"', '""', ' "', "« ", '("']), inner, st.sampled_from(['"', '""', " »", '")'])
        ).map("".join)
        | st.tuples(inner, inner).map("".join)
    ),
    max_leaves=8,
)


@given(QUOTED)
@settings(max_examples=600, deadline=None)
def test_nested_quotes_are_set_once(text):
    """One text in a hundred with quotes inside quotes once changed again at a second setting."""
    once = french(text)
    assert french(once) == once


@given(
    st.from_regex(r"[\w.'!?:-]{1,12}@[\w.'!?-]{1,12}|(https?|ftp)://[\w./'!?:=&%-]{1,20}", fullmatch=True),
    st.text(max_size=12),
)
@settings(max_examples=200, deadline=None)
def test_no_address_is_changed_wherever_it_stands(address, around):
    assert address in french(f"{around} {address} {around}")


@given(st.integers(0, 23), st.integers(0, 59))
@settings(max_examples=60, deadline=None)
def test_a_stored_hour_is_never_changed(hours, minutes):
    stored = f"{hours:02d}:{minutes:02d}"
    assert french(stored) == stored
    assert stored in french(f"à {stored} ; puis (début : {stored})")
    once = french(f"à {hours} h {minutes:02d}")
    assert french(once) == once
    assert [char for char in once if not char.isspace()] == list(f"à{hours}h{minutes:02d}")


def test_twice_is_once_can_fail(monkeypatch):
    colon = (typography.re.compile(":"), "\u00a0:")
    monkeypatch.setattr(typography, "_RULES", (*typography._RULES, colon))
    assert typography._segment(typography._segment("a:b")) != typography._segment("a:b")


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_only_blanks_and_quotes_change(text):
    """Letters and digits are never touched."""
    kept = [char for char in text if char.isalnum()]
    assert [char for char in french(text) if char.isalnum()] == kept


@pytest.mark.parametrize("word", ["https://ville.fr/l'eau?a=1!", "l'agent@ville.fr", "smb://x:y"])
def test_addresses_stay_as_typed(word):
    assert word in french(f"voir {word} ; merci")

"""The colours hold every contrast the design asks for, and stand in one module only."""

import re
from pathlib import Path

import pytest

import coprodesk.ui
from coprodesk.ui.tokens import DARK, LIGHT, STATES, Tokens, contrast

HEX = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b")
BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

TEXTS = [
    ("text", ("surface", "canvas", "accent_t", "sunken", "hover")),
    ("text2", ("surface", "sidebar", "accent_t", "sunken")),
    ("text3", ("surface", "sidebar", "hover", "sunken")),
    ("accent", ("surface", "sidebar", "soon_t", "late_t")),
    ("onacc", ("accent", "accent_h")),
    ("rep_ink", ("accent_p",)),
    ("exc_ink", ("surface",)),
    *((state, (f"{state}_t", "surface", "accent_t")) for state in STATES),
]


def failures(theme: Tokens) -> list[str]:
    pairs = [(ink, ground, 4.5) for ink, grounds in TEXTS for ground in grounds]
    pairs += [("ctl", ground, 3.0) for ground in ("surface", "canvas", "sidebar")]
    pairs += [("accent", "accent_t", 3.0)]
    found = []
    for ink, ground, wanted in pairs:
        ratio = contrast(theme.color(ink), theme.color(ground))
        if ratio < wanted:
            found.append(f"{ink} on {ground}: {ratio:.2f} < {wanted}")
    return found


@BOTH
def test_every_contrast_of_the_design_is_held(theme: Tokens) -> None:
    assert failures(theme) == []


def test_a_paler_hint_is_caught() -> None:
    assert failures(LIGHT._replace(text3="#8A949A"))


def test_contrast_agrees_with_known_values() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast(LIGHT.text, LIGHT.surface) == pytest.approx(16.0, abs=0.1)
    assert contrast(DARK.late, DARK.late_t) == pytest.approx(6.1, abs=0.1)


def coloured_lines(folder: Path) -> list[str]:
    return [
        f"{path.name}:{number}"
        for path in sorted(folder.rglob("*.py"))
        if path.name != "tokens.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if HEX.search(line)
    ]


def test_no_colour_value_outside_the_tokens(tmp_path: Path) -> None:
    assert coloured_lines(Path(coprodesk.ui.__file__).parent) == []
    (tmp_path / "page.py").write_text('INK = "#1A2326"\n', encoding="utf-8")
    assert coloured_lines(tmp_path) == ["page.py:1"]


def test_roles_answer_to_both_spellings_and_refuse_others() -> None:
    assert LIGHT.color("accentT") == LIGHT.accent_t
    with pytest.raises(KeyError):
        LIGHT.color("pink")

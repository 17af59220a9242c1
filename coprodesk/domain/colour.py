"""Colours as text: what a colour is, how well two are told apart, and the accent of printed documents."""

import re
from collections.abc import Sequence

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _

LEAST_CONTRAST = 7.0
"""Under this ratio on white paper the printed documents darken the accent (WCAG 2.2, level AAA)."""
_WHITE = "#" + "f" * 6


def accent_of(text: str) -> str:
    """Return a colour as « # » and six hexadecimal digits. Raises Refusal for anything else."""
    typed = text.strip().lower()
    if re.fullmatch(r"#?[0-9a-f]{6}", typed) is None:
        raise Refusal(
            _(
                "«\u00a0{text}\u00a0» n’est pas une couleur. Celle d’avant est gardée. "
                "Écrivez «\u00a0#\u00a0» puis six chiffres ou lettres de a à f."
            ).format(text=text.strip())
        )
    return f"#{typed.lstrip('#')}"


def contrast_words(accent: str) -> str:
    """Say how well an accent is read on white paper, and what print makes of it."""
    ratio = contrast(_WHITE, accent)
    shown = f"{ratio:.1f}".replace(".", ",")
    words = _("Contraste sur papier blanc\u00a0: {ratio} pour 1").format(ratio=shown)
    if ratio < LEAST_CONTRAST:
        return _("{words}, trop faible\u00a0: l’impression l’assombrit").format(words=words)
    return _("{words}, suffisant").format(words=words)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two `#RRGGBB` values as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((luminance(_parts(first)), luminance(_parts(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(parts: Sequence[float]) -> float:
    """Return the relative luminance of WCAG 2.2 of red, green and blue from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(value: str) -> list[float]:
    return [int(value[start : start + 2], 16) / 255 for start in (1, 3, 5)]

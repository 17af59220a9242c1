"""The colours by role, light and dark: the only module of the window that knows a colour value."""

import re
from functools import cache
from typing import Any, NamedTuple

from coprodesk.domain.colour import contrast

_CAMEL = re.compile(r"(?<=[a-z])([A-Z])")


@cache
def _field(role: str) -> str:
    return _CAMEL.sub(r"_\1", role).lower()


class Tokens(NamedTuple):
    """One theme: every role with its value, `#RRGGBB`; `dark` says which of the two it is."""

    dark: bool
    canvas: str
    surface: str
    sidebar: str
    sunken: str
    hover: str
    line: str
    line2: str
    ctl: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_h: str
    accent_t: str
    onacc: str
    ok: str
    ok_t: str
    run: str
    run_t: str
    soon: str
    soon_t: str
    late: str
    late_t: str
    conf: str
    conf_t: str
    off: str
    off_t: str
    accent_p: str
    rep_ink: str
    exc_ink: str
    scrim: str

    def color(self, role: str) -> str:
        """Return the value of `role`, written `accent_t` or `accentT`; a KeyError names an unknown role."""
        name = _field(role)
        if name == "dark" or name not in self._fields:
            raise KeyError(role)
        return str(getattr(self, name))


LIGHT = Tokens(
    dark=False,
    canvas="#F5F6F6",
    surface="#FFFFFF",
    sidebar="#ECEFEF",
    sunken="#F0F2F2",
    hover="#E4E9E9",
    line="#DFE4E4",
    line2="#C9D0D1",
    ctl="#7A858A",
    text="#1A2326",
    text2="#47545A",
    text3="#5D696F",
    accent="#0B6070",
    accent_h="#094E5B",
    accent_t="#E1EFF1",
    onacc="#FFFFFF",
    ok="#1E6B3C",
    ok_t="#E3F1E7",
    run="#3B5B7E",
    run_t="#E6EDF4",
    soon="#805300",
    soon_t="#FAEFD4",
    late="#A33219",
    late_t="#FAE7E1",
    conf="#66489A",
    conf_t="#EEE8F6",
    off="#5C676D",
    off_t="#E9ECED",
    accent_p="#B5D8DC",
    rep_ink="#083F4A",
    exc_ink="#6B4600",
    scrim="#000000",
)

DARK = Tokens(
    dark=True,
    canvas="#171B1D",
    surface="#1E2326",
    sidebar="#131719",
    sunken="#191D20",
    hover="#2A3135",
    line="#2E3539",
    line2="#414A4F",
    ctl="#75828A",
    text="#E9EDEE",
    text2="#B4BFC4",
    text3="#95A1A7",
    accent="#6CC3D0",
    accent_h="#8AD2DC",
    accent_t="#1C3A40",
    onacc="#07262C",
    ok="#7FCB98",
    ok_t="#1D3527",
    run="#9DBBDB",
    run_t="#233140",
    soon="#E5B862",
    soon_t="#3A2F18",
    late="#F2927A",
    late_t="#43241D",
    conf="#C0A8EA",
    conf_t="#322942",
    off="#A3AEB3",
    off_t="#2A3033",
    accent_p="#28525A",
    rep_ink="#E9EDEE",
    exc_ink="#E5B862",
    scrim="#000000",
)

STATES = ("ok", "run", "soon", "late", "conf", "off")


def plain(window: str, base: str, ink: str, chosen: str, on_chosen: str, greyed: str) -> Tokens:
    """Return the tokens for high contrast, from the colours of the system: no tint, borders in ink.

    A colour of the system that is not read on its ground at 4.5 to 1 gives way to the ink, and an ink at
    less than 7 to 1 to black or white.
    """
    black, white = "#" + "0" * 6, "#" + "F" * 6
    if contrast(ink, base) < 7 or contrast(ink, window) < 7:
        ink = max(black, white, key=lambda one: min(contrast(one, base), contrast(one, window)))
    accent = chosen if contrast(chosen, base) >= 4.5 and contrast(chosen, window) >= 4.5 else ink
    onacc = on_chosen if contrast(on_chosen, accent) >= 4.5 else base
    faint = greyed if contrast(greyed, base) >= 4.5 and contrast(greyed, window) >= 4.5 else ink
    roles: dict[str, Any] = {"accent": accent, "accent_h": accent, "onacc": onacc, "text3": faint}
    roles |= dict.fromkeys(("canvas", "sidebar"), window)
    roles |= dict.fromkeys(("surface", "sunken", "hover", "accent_t", "accent_p"), base)
    roles |= {f"{state}_t": base for state in STATES}
    roles |= dict.fromkeys(("line", "line2", "ctl", "text", "text2", "rep_ink", "exc_ink", *STATES), ink)
    dark = contrast(base, black) < contrast(base, white)
    return (DARK if dark else LIGHT)._replace(**roles)

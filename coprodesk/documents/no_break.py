"""Makes reportlab hold the line together at the narrow no-break space and at the figure space.

Its paragraph module counts U+202F and U+2007 as blanks: it breaks lines there and prints a plain
space. Both are taken out of its list, and what it derived from the list is built again.
"""

import re
from functools import cache
from typing import Any

HELD = "\u202f\u2007"


@cache
def hold_narrow_spaces() -> None:
    """Patch reportlab's paragraph module, once."""
    from reportlab.platypus import paragraph as module

    paragraph: Any = module

    blanks = "".join(char for char in paragraph._wsc if char not in HELD)
    split_blanks = re.compile(f"[{re.escape(blanks)}]+").split

    def split(text: str, delim: str | None = None) -> list[str]:
        """Split at `delim`, or at blanks; str.split would break at the held spaces."""
        if delim is not None:
            return text.split(delim)
        return split_blanks(text)

    paragraph._wsc = blanks
    paragraph._wsc_re_split = split_blanks
    paragraph._wsc_end_search = re.compile(f"[{re.escape(blanks)}]+$").search
    paragraph.split = split

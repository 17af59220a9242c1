"""French micro-typography, applied once when a text is printed and never stored.

Source: the usage of the Imprimerie nationale as summed up for this program: real apostrophe and
ellipsis, no-break space inside « » and before the colon, narrow one before ; ! ? % € and in thousands.
Running it twice gives what running it once gives.
"""

import re
from functools import lru_cache

NBSP = "\u00a0"
NNBSP = "\u202f"

_B = "[ \u00a0\u202f]"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNTOUCHED = re.compile(r"(\S*(?:://|@)\S*)")
_TRIGGER = re.compile(r"['\".:;!?%€«»°º/–]|\d|\bM(?:me|lle)|\bM[.M]|\b[DP]r\b")

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("'", "’"),
        (r"(?<!\.)\.{3}(?!\.)", "…"),
        (r'(?<![^\s(\[«’\u00a0\u202f])"(?!\s)([^"\n]*[^"\s])"(?!\w)', r"« \1 »"),
        (f"«{_B}*", f"«{NBSP}"),
        (f"{_B}*»", f"{NBSP}»"),
        (f"{_B}+:", f"{NBSP}:"),
        (r"(?<=[\w)\]»…%€]):(?=\s|$)", f"{NBSP}:"),
        (f"{_B}+(?=[;!?])", NNBSP),
        (r"(?<=[\w)\]»…%€])(?=[;!?]+(?:[\s)\]»]|$))", NNBSP),
        (f"{_B}+(?=[%€])", NNBSP),
        (r"(?<=\d)(?=[%€](?!\w))", NNBSP),
        (rf"(?<![\w.,/-])(\d{{1,2}}){_B}?h{_B}?(\d\d)(?!\w)", rf"\1{NBSP}h{NBSP}\2"),
        (rf"(?<![\w.,/-])(\d{{1,2}}){_B}h(?!\w)", rf"\1{NBSP}h"),
        (rf"(?<=[\dh]){_B}–{_B}(?=\d)", f"{NBSP}–{NBSP}"),
        (rf"(?<=\d){_B}/{_B}(?=\d)", f"{NBSP}/{NBSP}"),
        (rf"\b([nN][°º]){_B}*(?=\d)", rf"\1{NBSP}"),
        (rf"(?<!\w)(\d{{1,2}}|1er){_B}(?={_MONTHS})", rf"\1{NBSP}"),
        (rf"\b(art\.|article){_B}(?=[LRD\d])", rf"\1{NBSP}"),
        (rf"\b([LRD]\.){_B}(?=\d)", rf"\1{NBSP}"),
        (rf"\b(M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|Me){_B}(?=[A-ZÀ-ÖØ-Þ])", rf"\1{NBSP}"),
    )
)
_THOUSANDS = re.compile(rf"(?<![\w.,/–-])(?<!\d{_B})\d{{1,3}}(?:{_B}\d{{3}})+(?![\w/]|{_B}\d)")
_PHONE = re.compile(rf"(?<!\w)(?<!\d{_B})0[1-9](?:{_B}\d\d){{4}}(?!\w|{_B}\d)")
_BLANK = re.compile(_B)


@lru_cache(maxsize=4096)
def french(text: str) -> str:
    """Return `text` with French spacing and signs; words that hold :// or @ stay as typed."""
    if not _TRIGGER.search(text):
        return text
    if "://" not in text and "@" not in text:
        return _segment(text)
    return "".join(part if index % 2 else _segment(part) for index, part in enumerate(_UNTOUCHED.split(text)))


def _segment(text: str) -> str:
    """Return a text without address, with every rule applied in order, until straight quotes settle."""
    done = _once(text)
    # Quotes inside quotes are taken pair by pair: each turn leaves fewer.
    while '"' in done and done != text:
        text, done = done, _once(done)
    return done


def _once(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = _THOUSANDS.sub(lambda match: _BLANK.sub(NNBSP, match.group()), text)
    return _PHONE.sub(lambda match: _BLANK.sub(NBSP, match.group()), text)

"""The only door between user text and the printer's markup.

In order: NFC and line ends, invisible and control characters out, what the face cannot print replaced
and reported, French typography, escaping. Bold and italic come from the runs of the tree, never from
the text, so that no tag typed by a user can ever act.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from coprodesk.documents import fonts
from coprodesk.documents.document import Line
from coprodesk.documents.typography import french
from coprodesk.domain.i18n import _, ngettext

MISSING = "☐"

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\u0085\u000b\u000c]")
_UNPRINTED = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_PLAIN = re.compile("[ -~]*")
# The hyphens that the font lacks, and the figure space, which reportlab would break at.
_STAND_INS = str.maketrans({"\t": " ", "\u2010": "-", "\u2011": "-", "\u2007": "\u00a0"})
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br/>"})
_FACES = {
    (False, False): fonts.REGULAR,
    (True, False): fonts.BOLD,
    (False, True): fonts.ITALIC,
    (True, True): fonts.BOLD_ITALIC,
}


@dataclass(slots=True)
class PrintReport:
    """What the printing of one document has to tell: its pages and what could not be printed."""

    pages: int = 0
    missing: dict[str, None] = field(default_factory=dict)
    bad_logo: bool = False

    def warnings(self) -> list[str]:
        """Return the sentences to show, one per kind of trouble, none when all is well."""
        sentences = []
        if self.missing:
            signs = ", ".join(f"{char} (U+{ord(char):04X})" for char in self.missing)
            sentences.append(
                ngettext(
                    "Un signe ne peut pas être imprimé et est remplacé par une case\u00a0: {signs}.",
                    "{n} signes ne peuvent pas être imprimés et sont remplacés par une case\u00a0: {signs}.",
                    len(self.missing),
                ).format(n=len(self.missing), signs=signs)
            )
        if self.bad_logo:
            sentences.append(
                _("Le logo ne peut pas être lu\u00a0: le document est imprimé sans lui. Choisissez un PNG.")
            )
        return sentences


def clean(text: str) -> str:
    """Return `text` in NFC with plain line feeds and without invisible or control characters."""
    if _PLAIN.fullmatch(text):
        return text
    text = _UNPRINTED.sub("", _LINE_ENDS.sub("\n", text)).translate(_STAND_INS)
    return unicodedata.normalize("NFC", text)


def as_printed(text: str, *, typography: bool) -> str:
    """Return one user text as every printer sets it, whatever its face can show."""
    text = clean(text)
    return french(text) if typography else text


class Gate:
    """The door of one document: its typography setting and its report."""

    def __init__(self, report: PrintReport, *, typography: bool = True) -> None:
        self._report = report
        self._typography = typography
        self._faces = fonts.faces()
        # What every face can print needs no look at the single characters.
        self._common = frozenset[str].intersection(*(face.characters for face in self._faces.values()))

    def printable(self, text: str, face: str = fonts.REGULAR) -> str:
        """Return the text as it will stand on paper, for direct drawing in `face`."""
        text = clean(text)
        known = self._faces[face].characters
        if not self._all_known(text):
            text = "".join(self._stand_in(char, known) for char in text)
        return french(text) if self._typography else text

    def markup(self, runs: Line) -> str:
        """Return the runs as reportlab paragraph markup."""
        return "".join(self._run(run.text, run.bold, run.italic) for run in runs)

    def words(self, runs: Line) -> list[str]:
        """Return the unbreakable words of a line, as printed."""
        return [word for run in runs for word in self.printable(run.text).replace("\n", " ").split(" ")]

    def _run(self, text: str, bold: bool, italic: bool) -> str:
        """Return one run as markup; a sign that only the upright face has is set in it."""
        text = clean(text)
        face = _FACES[bold, italic]
        rescued: frozenset[str] = frozenset()
        if not self._all_known(text):
            known = self._faces[face].characters
            upright = self._faces[fonts.BOLD if bold else fonts.REGULAR].characters
            text = "".join(self._stand_in(char, known | upright) for char in text)
            rescued = frozenset(text) - known - {"\n"}
        if self._typography:
            text = french(text)
        markup = text.translate(_ESCAPES)
        for char in rescued:
            markup = markup.replace(
                char, f'<font face="{fonts.BOLD if bold else fonts.REGULAR}">{char}</font>'
            )
        if italic:
            markup = f"<i>{markup}</i>"
        return f"<b>{markup}</b>" if bold else markup

    def _all_known(self, text: str) -> bool:
        """Say whether every face can print `text`, so that its characters need no single look."""
        return self._common.issuperset(text.replace("\n", ""))

    def _stand_in(self, char: str, known: frozenset[str]) -> str:
        """Return `char`, else its compatible form, else the missing sign, which is reported."""
        if char in known or char == "\n":
            return char
        simple = unicodedata.normalize("NFKC", char)
        if simple and all(part in known for part in simple):
            return simple
        self._report.missing[char] = None
        return MISSING

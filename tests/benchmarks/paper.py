"""Minutes of ten pages: printed by us, without their structure, and written by hand for platypus.

python -m tests.benchmarks.paper prints two hundred pages and tells their number, their time per page beside
that of a tenth of them, and the memory of the process.
"""

import io
import re
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch
from xml.sax.saxutils import escape

from coprodesk.documents import document as tree
from coprodesk.documents.gate import PrintReport
from coprodesk.documents.pdf import render

ITEMS = 17
LONG = 21
SENTENCE = (
    "Huit opérations conjointes sur douze ont été conduites depuis mars ; la circonscription signale un "
    "déplacement des faits vers la zone d’activités, et le bailleur confirme deux incidents en soirée. "
)


@lru_cache(maxsize=1)
def minutes() -> tree.Document:
    """Return minutes of ten pages: a presence table, items of three paragraphs, a table of commitments."""
    blocks: list[tree.Block] = [
        tree.Heading("Présence"),
        table(("Collège", "Institution", "Qui", "État"), 24),
    ]
    for number in range(1, ITEMS + 1):
        blocks += [
            tree.Heading(f"{number}. Point d’étape"),
            tree.Paragraph(tree.line("Rapporteur : police municipale."), tree.TextStyle.NOTE),
            *(tree.Paragraph(tree.line(SENTENCE * 3)) for _ in range(3)),
        ]
    blocks += [tree.Heading("Relevé"), table(("Réf.", "Décision ou engagement", "Pilote", "Échéance"), 40)]
    letterhead = tree.Letterhead("Commune de Longuevie", "Conseil local", "CLSPD de Longuevie")
    return tree.Document("Compte rendu", "Compte rendu", letterhead, tuple(blocks), "Formation restreinte")


def table(head: tuple[str, ...], rows: int) -> tree.Table:
    columns = tuple(tree.Column(title, weight) for title, weight in zip(head, (1, 3, 1.5, 1), strict=True))
    words = (
        "E-2026-03",
        "Conduire douze opérations conjointes anti-rodéos",
        "Police municipale",
        "30/11/2026",
    )
    return tree.Table(columns, tuple(tuple(tree.cell(word) for word in words) for _ in range(rows)))


def pages() -> int:
    report = PrintReport()
    render(minutes(), report)
    return report.pages


def ours() -> bytes:
    return render(minutes())


def untagged() -> bytes:
    """The same file without structure, metadata and profile: neither for all nor for ever."""
    from coprodesk.documents import flowables, layout, tagged_canvas, tagging

    class Mute(tagged_canvas.TaggedCanvas):
        def speak(self, elements: object) -> None:
            """Say nothing."""

        begin = speak

        def end(self) -> None:
            """Say nothing."""

    with (
        patch.object(layout, "TaggedCanvas", Mute),
        patch.object(tagged_canvas, "complete", lambda *_: None),
        patch.object(flowables, "_space_lines", lambda *_: None),
        patch.object(tagging.Element, "add", lambda element, *_, **__: element),
    ):
        return render(minutes())


def long(times: int) -> tree.Document:
    """Return the minutes, `times` over."""
    return replace(minutes(), blocks=minutes().blocks * times)


def by_hand() -> bytes:
    """The same words in the same faces and sizes, by the shortest platypus program that does it."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    from coprodesk.documents import fonts

    regular, bold = fonts.faces()[fonts.REGULAR].name, fonts.faces()[fonts.BOLD].name
    body = ParagraphStyle("body", fontName=regular, fontSize=10.5, leading=14.5, spaceAfter=5)
    small = ParagraphStyle("small", fontName=regular, fontSize=9.5, leading=12.2)
    heads = {
        2: ParagraphStyle(
            "h2", fontName=bold, fontSize=12.5, leading=16, spaceBefore=9, spaceAfter=4, keepWithNext=1
        )
    }
    story: list[object] = [Paragraph(minutes().title, heads[2])]
    for block in minutes().blocks:
        if isinstance(block, tree.Heading):
            story.append(Paragraph(escape(block.text), heads[block.level]))
        elif isinstance(block, tree.Paragraph):
            style = small if block.style is tree.TextStyle.NOTE else body
            story.append(Paragraph(escape(block.runs[0].text), style))
        elif isinstance(block, tree.Table):
            texts = [[column.title for column in block.columns]]
            texts += [[cell.lines[0][0].text for cell in row] for row in block.rows]
            cells = [[Paragraph(escape(text), small) for text in row] for row in texts]
            story.append(
                Table(
                    cells,
                    colWidths=[74, 222, 111, 74],
                    repeatRows=1,
                    style=[
                        ("FONT", (0, 0), (-1, -1), regular),
                        ("LINEBELOW", (0, 0), (-1, -1), 0.4, "#8a8f98"),
                    ],
                )
            )
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, initialFontName=regular).build(story)
    return out.getvalue()


def peak() -> float:
    """Return the most memory this program ever took, in MB; that of getrusage counts who started it too."""
    (told,) = re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(told) / 1000


def main() -> None:
    ours()
    told = []
    for times in (LONG // 10, LONG):
        report = PrintReport()
        start = time.perf_counter()
        render(long(times), report)
        told.append(((time.perf_counter() - start) * 1000 / report.pages, report.pages))
    (short, _), (each, count) = told
    print(count, each, short, peak())


if __name__ == "__main__":
    main()

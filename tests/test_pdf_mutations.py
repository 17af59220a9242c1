"""What the list of faults is there to see, and what reportlab alone would write wrong."""

import io
from dataclasses import replace

import pypdf
import pytest
from pypdf.generic import ContentStream, NameObject
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

from coprodesk.documents import archival, pdf
from tests.pdf_structure import Pdf, faults, page_validation, sound
from tests.test_pdf import FULL

# ---- mutations: what the list is there to see


def first(pdf_file, tag):
    return next(node for node in pdf_file.nodes if node.tag == tag)


def first_page(read):
    """Return the dictionary of the page itself: the library's own pages are copies of it."""
    return read.reader.pages[0].indirect_reference.get_object()


def skip_level(read):
    first(read, "H2").entry[NameObject("/S")] = NameObject("/H4")


def one_parent_less(read):
    owners = read.root["/StructTreeRoot"]["/ParentTree"]["/Nums"][1].get_object()
    del owners[-1]


def one_paragraph_untagged(read):
    page = first_page(read)
    content = ContentStream(page["/Contents"], read.reader)
    operations = content.operations
    at = next(n for n, (operands, _) in enumerate(operations) if operands and operands[0] == "/P")
    end = next(n for n in range(at, len(operations)) if operations[n][1] == b"EMC")
    content.operations = [one for n, one in enumerate(operations) if n not in (at, end)]
    page[NameObject("/Contents")] = content


def one_cell_less(read):
    del first(read, "TBody").nodes()[0].entry["/K"][-1]


def item_out_of_list(read):
    document = read.tree[0].entry
    item = first(read, "L").entry["/K"].pop(0)
    document["/K"].insert(0, item)
    item.get_object()[NameObject("/P")] = document.indirect_reference


def without(path):
    """Return a mutation that takes one entry out of the catalogue, the first page or the first of a type."""

    def mutate(read):
        where, key = path
        places = {"root": read.root, "page": first_page(read)}
        if where == "font":
            fonts = read.reader.pages[0]["/Resources"]["/Font"]
            entry = next(iter(fonts.values())).get_object()
        else:
            entry = places[where] if where in places else first(read, where).entry
        del entry[key]

    return mutate


MUTATIONS = {
    "no language": without(("root", "/Lang")),
    "a head without scope": without(("TH", "/A")),
    "a level of headings is skipped": skip_level,
    "page 1 has a wrong list of owners": one_parent_less,
    "page 1: something is drawn in the name of nobody": one_paragraph_untagged,
    "page 1 has no tab order": without(("page", "/Tabs")),
    "no plain metadata": without(("root", "/Metadata")),
    "no output intent": without(("root", "/OutputIntents")),
    "/F1+0 cannot be read back": without(("font", "/ToUnicode")),
    "page 1 has no parents": without(("page", "/StructParents")),
    "rows of different widths": one_cell_less,
    "LI in Document": item_out_of_list,
    "the title is not displayed": without(("root", "/ViewerPreferences")),
}


def mutated(mutate):
    """Return the file after `mutate`, written again by the library that reads it."""
    read = Pdf(pdf.render(replace(FULL, blocks=(*FULL.blocks[:-3], *FULL.blocks[-2:]))))
    mutate(read)
    output = io.BytesIO()
    pypdf.PdfWriter(clone_from=read.reader).write(output)
    return output.getvalue()


def test_a_file_written_again_unchanged_has_no_fault():
    assert sound(mutated(lambda read: None)) == []


@pytest.mark.parametrize("fault", MUTATIONS)
def test_each_mutation_is_seen(fault):
    assert fault in faults(mutated(MUTATIONS[fault]))


def test_the_independent_checker_sees_most_of_them():
    unseen = {fault for fault, mutate in MUTATIONS.items() if not page_validation(mutated(mutate))}
    assert unseen <= {
        "a head without scope",
        "page 1 has a wrong list of owners",
        "page 1 has no tab order",
        "page 1 has no parents",
    }


# ---- what reportlab alone would get wrong


def test_a_stream_ends_on_a_line_of_its_own(monkeypatch):
    mended = pdfdoc.PDFStream.format
    pdf.render(FULL)
    monkeypatch.setattr(
        pdfdoc.PDFStream,
        "format",
        lambda self, document: mended(self, document).replace(b"\r\nendstream\n", b"endstream\n"),
    )
    assert any("STREAM-EOL" in fault for fault in page_validation(pdf.render(FULL)))


def test_unused_codes_stand_for_nothing(monkeypatch):
    mended = ttfonts.makeToUnicodeCMap
    monkeypatch.setattr(
        ttfonts,
        "makeToUnicodeCMap",
        lambda name, subset: mended(name, subset).replace("beginbfchar\n", "beginbfchar\n<00> <0000>\n", 1),
    )
    data = pdf.render(FULL)
    assert "/F1+0 cannot be read back" in faults(data)
    assert any("UNICODE-VALUE" in fault for fault in page_validation(data))


def test_pages_are_not_written_in_letters(monkeypatch):
    assert b"ASCII85Decode" not in pdf.render(FULL)
    monkeypatch.setattr(rl_config, "useA85", 1)
    assert b"ASCII85Decode" in pdf.render(FULL)


def test_the_schema_of_accessibility_is_described(monkeypatch):
    monkeypatch.setattr(archival, "_EXTENSION", "")
    assert page_validation(pdf.render(FULL), "2a")


def test_the_profile_does_not_tell_the_day():
    assert archival.profile()[24:36] == bytes((0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    assert archival.profile()[16:20] == b"RGB "

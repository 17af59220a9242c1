"""What makes a PDF one for the archives: metadata, colour profile, attached data, catalogue entries.

Imports reportlab: loaded by the PDF printer only. Source: ISO 19005-2 and 19005-3, ISO 14289-1.
"""

from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDate, PDFDictionary, PDFName, PDFStream, PDFString, PDFtrue

from coprodesk.documents.pdf import Attachment
from coprodesk.documents.tagging import Structure

_PROFILE_DATE = slice(24, 36)
_IDENTIFICATION = """\
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>{part}</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
"""
_INFORMATION = """\
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:CreatorTool>{creator}</xmp:CreatorTool>
   <xmp:CreateDate>{date}</xmp:CreateDate>
   <xmp:ModifyDate>{date}</xmp:ModifyDate>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdf:Producer>{producer}</pdf:Producer>
   <pdf:Keywords>{keywords}</pdf:Keywords>
  </rdf:Description>
"""
# PDF/A knows the schema of PDF/UA only once the file itself describes it.
_EXTENSION = """\
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
"""


def complete(document: Any, structure: Structure, attachment: Attachment | None) -> None:
    """Give reportlab's document, whose pages are known, all that the two standards ask for."""
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    catalog.StructTreeRoot = structure.write(document)
    catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})
    catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": PDFtrue})
    catalog.OutputIntents = PDFArray([_output_intent(document)])
    catalog.Metadata = _stream(
        metadata(document, 2 if attachment is None else 3),
        {"Type": PDFName("Metadata"), "Subtype": PDFName("XML")},
    )
    if attachment is not None:
        _attach(document, attachment)


def metadata(document: Any, part: int) -> bytes:
    """Return the XMP packet, which says what the information dictionary says; `part` is that of PDF/A."""
    info = document.info
    stamp = document._timeStamp
    date = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*stamp.YMDhms)
    told = {
        name: escape(getattr(info, name))
        for name in ("title", "author", "subject", "creator", "producer", "keywords")
    }
    description = _INFORMATION.format(
        **told, lang=escape(document.Catalog.Lang.s), date=f"{date}{stamp.dhh:+03}:{stamp.dmm:02}"
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f"{_IDENTIFICATION.format(part=part)}{description}{_EXTENSION}"
        ' </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


@cache
def profile() -> bytes:
    """Return the ICC profile of sRGB, without the moment at which it was made."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # 1 January 2000, as reportlab dates a file that must not depend on the day.
    made[_PROFILE_DATE] = bytes((0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(made)


def _output_intent(document: Any) -> PDFDictionary:
    """Return the colours for which the file is meant: those of any screen and printer."""
    intent = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString("sRGB"),
        "Info": PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": document.Reference(_stream(profile(), {"N": 3})),
    }
    return PDFDictionary(intent)


def _attach(document: Any, attachment: Attachment) -> None:
    """Embed one data file, from which the whole document was made."""
    name, data, mime, description = attachment
    # reportlab would leave the stroke as the start of another name.
    subtype = PDFName(mime).replace("/", "#2F").replace("#2F", "/", 1)
    embedded = _stream(
        data,
        {
            "Type": PDFName("EmbeddedFile"),
            "Subtype": subtype.encode("ascii"),
            "Params": PDFDictionary({"Size": len(data), "ModDate": PDFDate(ts=document._timeStamp)}),
        },
    )
    streams = document.Reference(embedded)
    specification = document.Reference(
        PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(name),
                "UF": PDFString(name),
                "Desc": PDFString(description),
                "AFRelationship": PDFName("Data"),
                "EF": PDFDictionary({"F": streams, "UF": streams}),
            }
        )
    )
    names = PDFDictionary({"Names": PDFArray([PDFString(name), specification])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": names})
    document.Catalog.AF = PDFArray([specification])
    document.updateSignature(data)


def _stream(content: bytes, entries: dict[str, object]) -> PDFStream:
    """Return a stream without filter: strict readers look for the identification in the bytes."""
    return PDFStream(dictionary=PDFDictionary(entries), content=content)

"""Metadata: the title's own, in the information dictionary and as XMP, and what it claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, String

from isgpress.standards.direction import right_to_left

if TYPE_CHECKING:
    import pikepdf

PRODUCER = "isgpress with WeasyPrint"
# PDF/A knows no PDF/UA: the file says itself what that property means (ISO 19005-2, 6.6.2.3).
FIRST = """<pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""PDF/UA-1 (ISO 14289-1, 5) and PDF/A-2a (ISO 19005-2, 6.6.4)."""
SECOND = """<pdfuaid:part>2</pdfuaid:part>
<pdfuaid:rev>2024</pdfuaid:rev>
<pdfaid:part>4</pdfaid:part>
<pdfaid:rev>2020</pdfaid:rev>
<pdfaid:conformance>F</pdfaid:conformance>"""
"""PDF/UA-2 (ISO 14289-2, 5) and PDF/A-4f (ISO 19005-4, 6.7.3)."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a PDF says of itself.

    ``date`` is ISO 8601, a year, month or day; ``language`` BCP 47; ``identifier`` a URN
    or ISBN, or empty.
    """

    title: str
    language: str
    date: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    identifier: str = ""


def write(pdf: pikepdf.Pdf, metadata: Metadata, *, claims: str = "", more: str = "") -> None:
    """Write the metadata; ``claims`` is ``FIRST``, ``SECOND`` or nothing.

    ``more`` are further descriptions of the XMP.
    """
    moment = _moment(metadata.date)
    if claims != SECOND:  # PDF/A-4 has no information dictionary (ISO 19005-4, 6.1.3)
        _inform(pdf, metadata, moment)
    stream = pdf.make_stream(_packet(metadata, moment, more, claims).encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    pdf.Root.Lang = String(metadata.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if right_to_left(metadata.language):  # which side facing pages begin on, in a reader
        pdf.Root.ViewerPreferences.Direction = Name.R2L


def _inform(pdf: pikepdf.Pdf, metadata: Metadata, moment: str) -> None:
    """Write the information dictionary."""
    info = pdf.docinfo
    info.Title = String(metadata.title)
    optional = {
        "/Author": ", ".join(metadata.authors),
        "/Subject": metadata.subject,
        "/Keywords": ", ".join(metadata.keywords),
    }
    for key, value in optional.items():
        if value:
            info[key] = String(value)
    info.Creator = info.Producer = String(PRODUCER)
    info.CreationDate = info.ModDate = String(_pdf_date(moment))


def _moment(date: str) -> str:
    """Give a full date and time: the first moment that the date covers."""
    parts = [*date.split("-"), "01", "01"]
    return f"{parts[0]}-{parts[1]}-{parts[2]}T00:00:00Z"


def _pdf_date(moment: str) -> str:
    return "D:" + "".join(c for c in moment if c.isdigit()) + "Z"


def _packet(data: Metadata, moment: str, more: str, claims: str) -> str:
    """Give the XMP packet (ISO 16684-1)."""
    lines = [
        _alternative("dc:title", data.title),
        _list("dc:creator", "Seq", data.authors),
        _alternative("dc:description", data.subject),
        _list("dc:subject", "Bag", data.keywords),
        _list("dc:language", "Bag", (data.language,)),
        _list("dc:publisher", "Bag", (data.publisher,) if data.publisher else ()),
        _alternative("dc:rights", data.rights),
        _plain("dc:identifier", data.identifier),
        _plain("pdf:Keywords", ", ".join(data.keywords)),
        _plain("pdf:Producer", PRODUCER),
        _plain("xmp:CreatorTool", PRODUCER),
        _plain("xmp:CreateDate", moment),
        _plain("xmp:ModifyDate", moment),
        _plain("xmp:MetadataDate", moment),
        claims,
    ]
    body = "\n".join(line for line in lines if line)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about=""\n'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\n'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"\n'
        ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\n'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\n'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"\n'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\n'
        f"{body}\n</rdf:Description>\n{more}</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="r"?>\n'
    )


def _plain(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _alternative(name: str, value: str) -> str:
    if not value:
        return ""
    return (
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
        f"</rdf:Alt></{name}>"
    )


def _list(name: str, kind: str, values: tuple[str, ...]) -> str:
    if not values:
        return ""
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"

"""What PDF/X asks of the file as a whole: printing condition, dates, trapping, metadata."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, String

from isgpress.model.printing import X1A, X4
from isgpress.typeset.assembly import metadata

if TYPE_CHECKING:
    import pikepdf

    from isgpress.typeset.assembly.metadata import Metadata
    from isgpress.typeset.onpress import Sheet

X1A_NAME, X4_NAME = "PDF/X-1a:2003", "PDF/X-4"
INKS = 4


def write(pdf: pikepdf.Pdf, sheet: Sheet, about: Metadata) -> None:
    """Write the information dictionary, XMP and output intent; say that nothing is trapped."""
    metadata.write(pdf, about, more=_xmp(about, sheet) if sheet.pdfx == X4 else "")
    info = pdf.docinfo
    info.Trapped = Name("/False")
    if sheet.pdfx == X1A:
        info.GTS_PDFXVersion = String(X1A_NAME)
        info.GTS_PDFXConformance = String(X1A_NAME)
    for key in ("/Names", "/OpenAction", "/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    if sheet.pdfx:
        pdf.Root.OutputIntents = Array([pdf.make_indirect(_intent(pdf, sheet))])


def _intent(pdf: pikepdf.Pdf, sheet: Sheet) -> Dictionary:
    """Give the output intent; its name is enough where it is registered (ISO 15930-4, 6.8)."""
    given = sheet.intent
    made = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(given.condition if given else "Custom"),
        RegistryName=String(given.registry if given else ""),
        Info=String((given.info or given.condition) if given else ""),
    )
    if sheet.profile:
        stream = pdf.make_stream(sheet.profile)
        stream.N = INKS
        made.DestOutputProfile = stream
    return made


def _xmp(about: Metadata, sheet: Sheet) -> str:
    """Give the properties that PDF/X-4 wants of XMP (ISO 15930-7, 6.7)."""
    seed = repr((about.title, about.identifier, about.date, sheet)).encode()
    document = uuid.UUID(bytes=hashlib.sha256(seed).digest()[:16], version=5)
    return (
        '<rdf:Description rdf:about=""'
        ' xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"<pdfxid:GTS_PDFXVersion>{escape(X4_NAME)}</pdfxid:GTS_PDFXVersion>"
        f"<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>"
        "<xmpMM:VersionID>1</xmpMM:VersionID>"
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>"
        "<pdf:Trapped>False</pdf:Trapped>"
        "</rdf:Description>"
    )

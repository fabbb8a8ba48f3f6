"""Where a paper came from, written into each Word file as properties: the application, the assessment, the paper."""

import hashlib
import json
from dataclasses import dataclass

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from app.domain.assessments import Assessment
from app.domain.canonical import plain

PROPERTIES = "docProps/custom.xml"
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NAMES = {"PharmacyApplication": "reference", "PharmacyAssessment": "assessment", "PharmacyPaper": "paper"}


@dataclass(frozen=True)
class Origin:
    """The application by its reference, the SHA-256 of the assessment's canonical JSON, and which paper it is."""

    reference: str
    assessment: str
    paper: str


def fingerprint(assessment: Assessment) -> str:
    """The SHA-256 of the canonical JSON, as assessments are stored under; text that no file can hold has one too."""
    text = json.dumps(plain(assessment), sort_keys=True, ensure_ascii=False, indent=1)
    return hashlib.sha256(f"{text}\n".encode("utf-8", "surrogatepass")).hexdigest()


def add_origin(package: OpcPackage, origin: Origin) -> None:
    """Write an origin into a Word file as custom properties, which Word and LibreOffice keep when they save."""
    root = etree.Element(f"{{{_NAMESPACE}}}Properties", nsmap={None: _NAMESPACE, "vt": _TYPES})
    for number, (name, field) in enumerate(_NAMES.items(), start=2):
        entry = etree.SubElement(root, f"{{{_NAMESPACE}}}property", fmtid=_FORMAT, pid=str(number), name=name)
        etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = getattr(origin, field)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for relationship in list(package.rels.values()):
        if relationship.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            del package.rels[relationship.rId]
    # Stubs say that a part belongs to another class of package than the one that holds parts.
    part = Part(PackURI(f"/{PROPERTIES}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, content, package)  # type: ignore[arg-type]
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def read_origin(content: bytes) -> Origin | None:
    """The origin in a file's custom properties; None where they do not say, or not in full."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    found = {
        _NAMES[str(entry.get("name"))]: "".join(entry.itertext()).strip()
        for entry in root
        if entry.get("name") in _NAMES
    }
    return Origin(**found) if set(found) == set(_NAMES.values()) else None

"""Spreadsheets, which are not read yet: known by their bytes, and by what they are said to be, to be called by name."""

import csv
import io
import re

from clustergraph.errors import ClustergraphError, Place
from clustergraph.sources.wording import refused

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OPEN = "application/vnd.oasis.opendocument.spreadsheet"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Suffix or media type → what it is called.
DECLARED = {
    ".xlsx": "XLSX", ".xlsm": "XLSX", ".xltx": "XLSX", ".xlsb": "XLSB", ".xls": "XLS", ".ods": "ODS", ".fods": "ODS",
    ".numbers": "Numbers", ".csv": "CSV", ".tsv": "TSV", ".tab": "TSV", f"{_BOOK}.sheet": "XLSX",
    f"{_BOOK}.template": "XLSX", "application/vnd.ms-excel.sheet.macroenabled.12": "XLSX",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "XLSB", "application/vnd.ms-excel": "XLS", _OPEN: "ODS",
    "application/vnd.apple.numbers": "Numbers", "application/x-iwork-numbers-sffnumbers": "Numbers",
    "text/csv": "CSV", "application/csv": "CSV", "text/comma-separated-values": "CSV",
    "text/tab-separated-values": "TSV",
}  # fmt: skip
_PACKED = ("XLSX", "XLSB", "XLS", "ODS", "Numbers")
_MARKUP = re.compile(
    rb"progid=[\"']Excel\.Sheet|urn:schemas-microsoft-com:office:(?:spreadsheet|excel)|"
    rb"office:mimetype=[\"']application/vnd\.oasis\.opendocument\.spreadsheet",
)
_GLANCE, _LINES = 65_536, 12
#: What begins RDF, or makes a cell look like a part of it.
_RDF = re.compile(r"[<>{}\[\]]|^\s*@?(?:prefix|base)\b|^_:|^\s*[\w.-]*:[\w.-]+\s+\S", re.IGNORECASE)
_TABS = "\t"


def declared_kind(declared: str | None) -> str | None:
    """Give what a spreadsheet is called by its suffix or media type, nothing where it is none."""
    return DECLARED.get((declared or "").partition(";")[0].strip().lower())


def packed_kind(content: bytes, declared: str | None) -> str | None:
    """Tell a spreadsheet that is no text, or that is XML or HTML, by its bytes."""
    said = declared_kind(declared)
    if content.startswith(_ZIP):
        return _in_zip(content) or (said if said in _PACKED else None)
    if content.startswith(_OLE):
        found = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
        return "XLS" if found else said if said in _PACKED else None
    start = content[:_GLANCE]
    if start.lstrip().startswith(b"<") and _MARKUP.search(start):
        return said if said in _PACKED else "XLS"
    return None


def text_kind(content: bytes, declared: str | None) -> str | None:
    """Tell a table of plain text; for content that no parser of RDF reads."""
    said = declared_kind(declared)
    lines = _text(content).splitlines()
    if lines and re.fullmatch(r'"?sep=.', lines[0].rstrip('"')):
        lines = lines[1:]
    lines = [line for line in lines if line.strip()][:_LINES]
    if not lines or (said not in ("CSV", "TSV") and _RDF.search(lines[0])):
        return said if said in ("CSV", "TSV") and content.strip() else None
    for separator in (_TABS, ";", ",", "|"):
        if _is_table(lines, separator):
            return "TSV" if separator == _TABS else f"CSV, “{separator}”"
    return said if said in ("CSV", "TSV") else None


def not_read_yet(kind: str, place: Place) -> ClustergraphError:
    """Make the error for a spreadsheet."""
    return refused("spreadsheet", place, sheet=kind)


def _in_zip(content: bytes) -> str | None:
    if _OPEN.encode() in content[:200]:
        return "ODS"
    if b"xl/workbook" in content or b"xl/worksheets" in content:
        return "XLSB" if b"xl/workbook.bin" in content else "XLSX"
    return "Numbers" if b"Index/Tables/" in content or b"Index/CalculationEngine" in content else None


def _text(content: bytes) -> str:
    """Read the beginning as it is most likely encoded: spreadsheet programs write UTF-16 and code pages, too."""
    start = content[:_GLANCE]
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start
    if wide:
        little = start.startswith(b"\xff\xfe") or start[1:2] == b"\x00"
        return start.decode("utf-16-le" if little else "utf-16-be", "replace").lstrip("\ufeff")
    return start.decode("utf-8", "replace").lstrip("\ufeff")


def _is_table(lines: list[str], separator: str) -> bool:
    """Tell rows of the same number of cells below a row of names, none of which is empty."""
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error:
        return False
    whole = rows[:-1] or rows  # the last may be cut
    head = whole[0]
    if len(head) < 2 or sum(bool(cell.strip()) for cell in head) < 2 or not head[0].strip():
        return False
    if head[-1].strip() in (".", ""):
        return False
    return all(len(row) == len(head) for row in whole) and len(rows) > 1

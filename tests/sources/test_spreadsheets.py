"""Spreadsheets are not read yet: each kind is called what it is, by its bytes or by its name, and nothing else is."""

import gzip
import io
import zipfile

import pytest

from clustergraph.errors import ClustergraphError, SyntaxProblem
from clustergraph.settings import read_settings
from clustergraph.sources.foreign import ReadingLimits, read_document

LIMITS = ReadingLimits.of(read_settings(environ={}))


def packed(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A ZIP archive with these files, as office programs write their documents."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in [*([first] if first else []), *((name, "<x/>") for name in names)]:
            archive.writestr(name, text)
    return content.getvalue()


ODS = "application/vnd.oasis.opendocument.spreadsheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
ROWS = "Назив;Место;Запослени\nКластер А;Београд;12\nКластер Б;Ниш;7\n"
#: Bytes, what they are said to be, and what they are called.
SHEETS: list[tuple[bytes, str | None, str]] = [
    (packed("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"), None, "XLSX"),
    (packed("[Content_Types].xml", "xl/workbook.bin"), ".xlsb", "XLSB"),
    (packed("content.xml", first=("mimetype", ODS)), None, "ODS"),
    (packed("Index/Document.iwa", "Index/CalculationEngine.iwa"), None, "Numbers"),
    (packed("Index/Document.iwa"), ".numbers", "Numbers"),
    (OLE + "Workbook".encode("utf-16-le"), None, "XLS"),
    (OLE, ".xls", "XLS"),
    (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>', None, "XLS"),
    (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table></table></html>', ".xls", "XLS"),
    (f"<office:document office:mimetype='{ODS}'/>".encode(), ".fods", "ODS"),
    (b"name,town,employees\nA,Belgrade,12\nB,Nis,7\n", None, "CSV, “,”"),
    (b"name,town,employees\nA,Belgrade,12\nB,Nis,7\n", ".csv", "CSV, “,”"),
    (ROWS.encode(), None, "CSV, “;”"),
    (b"\xef\xbb\xbf" + ROWS.encode(), ".csv", "CSV, “;”"),
    (ROWS.encode("windows-1251"), ".csv", "CSV, “;”"),
    ("Naziv;Mesto\nKlaster čelika;Niš\nKlaster drveta;Užice\n".encode("windows-1250"), "text/csv", "CSV, “;”"),
    (ROWS.replace(";", "\t").encode("utf-16"), None, "TSV"),
    (ROWS.replace(";", "\t").encode(), "text/tab-separated-values; charset=utf-8", "TSV"),
    (ROWS.replace(";", "|").encode(), None, "CSV, “|”"),
    (b'sep=;\n"name";"town"\n"A; B";"Belgrade"\n', None, "CSV, “;”"),
    (b"name\nA\nB\n", ".csv", "CSV"),
    (gzip.compress(ROWS.encode()), ".csv", "CSV, “;”"),
]
#: What is no spreadsheet, though it is not RDF either.
OTHERS: list[tuple[bytes, str | None]] = [
    (packed("word/document.xml"), ".docx"),
    (packed("data.ttl"), None),
    (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
    (b"<http://e.example/a> a <http://e.example/b> ;\n <http://e.example/p> 1 ;\n oops", None),
    (b"@prefix e: <http://e.example/> .\ne:a e:p 1, 2, oops ;\n e:q 3, 4, 5 .", ".ttl"),
    (b"e:a e:p e:b, e:c .\ne:d e:p e:b, e:c .\n", None),
    (b"Dear colleagues,\nplease find our record.\n", None),
    (b'{"@context": {"a": "http://e.example/a"},\n"a": [1, 2,]}', ".csv"),
]


def refused(content: bytes, declared: str | None) -> ClustergraphError:
    with pytest.raises(SyntaxProblem) as caught:
        read_document(content, declared=declared, base=None, limits=LIMITS)
    return caught.value


@pytest.mark.parametrize(("content", "declared", "kind"), SHEETS, ids=[f"{n}-{one[2]}" for n, one in enumerate(SHEETS)])
def test_a_spreadsheet_is_called_what_it_is(content: bytes, declared: str | None, kind: str) -> None:
    """In three scripts, with an example to begin with."""
    error = refused(content, declared)

    assert f"spreadsheet ({kind})" in error.message
    assert "not read here yet" in error.message
    assert "/check?example=turtle" in (error.remedy or "")
    assert f"tabela ({kind})" in error.others["sr-Latn"][0]
    assert f"табела ({kind})" in error.others["sr-Cyrl"][0]


@pytest.mark.parametrize(("content", "declared"), OTHERS, ids=range(len(OTHERS)))
def test_nothing_else_is_called_a_spreadsheet(content: bytes, declared: str | None) -> None:
    """Turtle with a mistake has its line, whatever commas and semicolons there are."""
    assert "spreadsheet" not in refused(content, declared).message


def test_rdf_in_a_file_with_the_name_of_a_table_is_read() -> None:
    """The bytes win."""
    document = read_document(b"<e:a> <e:p> 1 .\n", declared=".csv", base=None, limits=LIMITS)

    assert len(document.lines) == 1

"""The page on which data can be checked: what a form brings, the report in the reader's language, files, refusals."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from clustergraph.web.checking import REPORTS
from conftest import ROOT, Server, clustergraph

GOOD = (ROOT / "docs/examples/cluster.ttl").read_bytes()
BAD = (ROOT / "docs/examples/cluster-with-errors.ttl").read_bytes()
LINES = BAD.decode().splitlines()
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
DATA = "<http://e.example/x> a <http://e.example/C> .\n"
OWN = HEAD + "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] {} ."


def send(server: Server, *, language: str = "en", **parts: object) -> httpx.Response:
    """Send the form as a browser does; a tuple is a file."""
    accept = {"Accept": "text/html,*/*;q=0.8"}
    files = {name: part if isinstance(part, tuple) else (None, str(part)) for name, part in parts.items()}
    return httpx.post(f"{server.url}/check?lang={language}", files=files, headers=accept, timeout=60)


def seen(page: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_file_that_is_right_conforms(server: Server) -> None:
    """With its name, what judged, and nothing kept by anybody on the way."""
    response = send(server, file=("cluster.ttl", GOOD), profile="submission", report="")
    page = seen(response.text)

    assert response.status_code == 200
    assert response.headers["clustergraph-outcome"] == "conforms"
    assert response.headers["cache-control"] == "no-store"
    assert "It conforms" in page
    assert "cluster.ttl" in page
    assert "69 statements" in page
    assert re.search(r'href="/shapes/submission/[0-9a-f]{64}"', response.text)


def test_the_addresses_of_what_judged_lead_somewhere(server: Server) -> None:
    """The profile's page, the shapes of that digest, each shape."""
    page = send(server, text=BAD.decode()).text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/(?:doc/shapes|shapes|about)[^"]+)"', page)}

    assert len(links) > 8
    for link in links:
        answer = httpx.get(f"{server.url}{link}", headers={"Accept": "text/html, */*;q=0.1"}, follow_redirects=True)
        assert answer.status_code == 200, link


def test_a_finding_quotes_its_line_and_tells_what_may_be_meant(server: Server) -> None:
    """Whether it came as a file or as a text; the text stays in the form."""
    for parts in ({"file": ("c.ttl", BAD)}, {"text": BAD.decode().replace("\n", "\r\n")}):
        response = send(server, **parts)
        quote = r'<span class="count">line ([0-9]+)</span>.*?<pre [^>]*>(.*?)</pre>'
        quoted = re.findall(quote, response.text, re.DOTALL)

        assert response.headers["clustergraph-outcome"] == "does not conform"
        assert quoted
        for number, line in quoted:
            assert line == _escaped(LINES[int(number) - 1].strip())
        assert "Meant perhaps" in response.text
        assert ("@prefix" in response.text or "PREFIX" in response.text) == ("text" in parts)


def test_the_report_is_in_the_language_of_the_page(server: Server) -> None:
    """Messages, severities and all around them."""
    for language, words in (("sr-Latn", "Nije ispravno"), ("sr-Cyrl", "Није исправно")):
        response = send(server, language=language, file=("c.ttl", BAD))

        assert words in response.text
        assert f'<html lang="{language}">' in response.text
        assert "Violation" not in seen(response.text)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_comes_as_a_file(server: Server, name: str) -> None:
    """With a name that says what it is, and the same findings."""
    response = send(server, file=("c.ttl", BAD), report=name)
    count = len(json.loads(send(server, file=("c.ttl", BAD), report="report").content)["findings"])

    assert response.headers["content-disposition"] == f'attachment; filename="report.{REPORTS[name][1]}"'
    assert response.headers["clustergraph-outcome"] == "does not conform"
    marks = {"csv": b"\n", "turtle": b"sh:focusNode", "ntriples": b"shacl#focusNode>"}
    if name in marks:
        assert response.content.count(marks[name]) - (name == "csv") >= count


def test_a_packed_file_is_unpacked(server: Server) -> None:
    """Its suffix is that of what is in it; lines are not quoted, for they are not at hand."""
    response = send(server, file=("c.ttl.gz", gzip.compress(BAD)))

    assert response.headers["clustergraph-outcome"] == "does not conform"
    assert "<pre" not in response.text


def test_a_mistake_of_syntax_is_shown_with_its_line(server: Server) -> None:
    """Status 400, the form with the text as it was, and the name of the error in a header."""
    response = send(server, text="<http://e.example/a> a\n  <b&c> oh no </textarea><script>", profile="indicators")

    assert response.status_code == 400
    assert response.headers["clustergraph-error"] == "syntax-error"
    assert "The text does not parse" in response.text
    assert "  &lt;b&amp;c&gt; oh no &lt;/textarea&gt;&lt;script&gt;\n" in response.text  # with a mark below
    assert "&lt;/textarea&gt;&lt;script&gt;" in response.text
    assert "<script" not in response.text
    assert '<option value="indicators" selected>' in response.text


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "There is nothing to check."),
        ({"file": ("", b"")}, "There is nothing to check."),
        ({"file": ("a.ttl", GOOD), "text": "x"}, "There is a file and a text."),
        ({"text": "x", "profile": "any"}, "There are no shapes."),
        ({"text": "x", "profile": "any", "shapes-file": ("s.ttl", b"")}, "There are no shapes."),
        ({"text": "x", "profile": "any", "shapes": "y", "shapes-file": ("s.ttl", b"z")}, "There is a file and a text."),
        ({"text": "x", "profile": "none"}, "There is no profile “none” here."),
        ({"text": "x", "report": "pdf"}, "There is no report “pdf” here."),
        ({"text": "x", "shapes": "y"}, "takes no shapes of others"),
        ({"text": "x", "shades": "y"}, "There is no field “shades” here."),
        ({"text": "x", **{f"f{n}": "y" for n in range(40)}}, "The content is longer than"),
    ],
)
def test_what_the_form_does_not_have_is_refused(server: Server, parts: dict[str, object], words: str) -> None:
    """With the form beside it, so that it can be mended."""
    response = send(server, **parts)

    assert response.status_code in (400, 413)
    assert words in seen(response.text)
    assert '<form action="/check' in response.text


@pytest.mark.parametrize("content", [" \n", "\t", "# nothing", "\n# nothing \r\n\n"])
def test_blanks_alone_are_a_graph_without_statements(server: Server, tmp_path: Path, content: str) -> None:
    """On the page as text and file, over HTTP and by the command, as content of one comment is."""
    headers = {"Content-Type": "text/turtle", "Accept": "application/vnd.clustergraph.report+json"}
    answer = httpx.post(f"{server.url}/shacl/clustergraph/api/validate", content=content.encode(), headers=headers)
    (tmp_path / "blank.ttl").write_bytes(content.encode())
    done = clustergraph("validate", str(tmp_path / "blank.ttl"))
    pages = [send(server, text=content), send(server, file=("blank.ttl", content.encode()), text=" \n")]

    assert [page.status_code for page in pages] == [200, 200]
    for told in (*(seen(page.text) for page in pages), " ".join(answer.json()["notes"]), done.stdout):
        assert "There are no statements in it." in told
    assert (answer.status_code, done.returncode) == (200, 0)


@pytest.mark.parametrize("shapes", [" \n", "# nothing", HEAD])
def test_shapes_of_blanks_alone_ask_nothing(server: Server, shapes: str) -> None:
    """They are shapes without a target: nothing is said to conform."""
    page = send(server, text=DATA, profile="any", shapes=shapes)

    assert page.headers["clustergraph-outcome"] == "could not be checked"
    assert "The shapes have no target" in seen(page.text)


def test_too_large_content_is_refused_with_the_limit(serve) -> None:
    """Before it is looked at; the limit is named."""
    small: Server = serve(content_max_bytes="5000017")
    for parts in (
        {"file": ("a.ttl", b"#" * 9_000_000)},
        {"text": "#" * 9_000_000},
        {"file": ("a.ttl", b"#" * 5_001_000)},
    ):
        response = send(small, **parts)

        assert response.status_code == 413
        assert "content_max_bytes = 5000017 bytes" in seen(response.text)


def test_a_slow_body_is_in_nobodys_way(serve) -> None:
    """While one is on its way, another is checked, though there is one process; the first has its answer in the end."""
    busy: Server = serve(validate_children="1", validate_queue="0")
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n',
        b"<http://e.example/a> a <http://e.example/b> .\r\n--x--\r\n",
    ]
    others: list[httpx.Response] = []

    def slowly() -> Iterator[bytes]:
        yield parts[0]
        others.append(send(busy, text=GOOD.decode()))
        yield parts[1]

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(sum(map(len, parts)))}
    first = httpx.post(f"{busy.url}/check", content=slowly(), headers=headers, timeout=60)

    assert first.headers["clustergraph-outcome"] == "conforms"
    assert others[0].headers["clustergraph-outcome"] == "conforms"


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    )


def test_serbian_without_a_script_is_serbian(server: Server) -> None:
    """Somebody writes it by hand; Accept-Language and locale take it, too."""
    response = send(server, language="sr", file=("c.ttl", GOOD))

    assert response.status_code == 200
    assert '<html lang="sr-Cyrl"' in response.text
    assert response.cookies["lang"] == "sr-Cyrl"


def test_what_could_not_be_checked_is_not_said_to_conform(serve: Callable[..., Server], repository: Path) -> None:
    """An operator's own shapes ask for something that nothing here evaluates."""
    shapes = repository / "shapes/submission/required.ttl"
    shapes.write_text(f"{shapes.read_text()}\nshapes:SubmittedClusterShape sh:minCuont 1 .\n")
    server = serve(repository=str(repository))
    refused, told = (send(server, file=("cluster.ttl", content)) for content in (GOOD, BAD))

    assert refused.status_code == 422
    assert refused.headers["clustergraph-error"] == "not-checked"
    assert "sh:minCuont" in seen(refused.text)
    assert told.headers["clustergraph-outcome"] == "does not conform"
    assert "sh:minCuont" in seen(told.text)


@pytest.mark.parametrize("how", ["shapes", "shapes-file"])
def test_shapes_of_ones_own_judge(server: Server, how: str) -> None:
    """As a text or a file; the form has them again, and nothing leads to what is kept nowhere."""
    sent = OWN.format("") if how == "shapes" else ("own.ttl", OWN.format("").encode())
    response = send(server, text=DATA, profile="any", **{how: sent})

    assert response.headers["clustergraph-outcome"] == "does not conform"
    assert "http://e.example/p" in seen(response.text)
    assert '<option value="any" selected>Your own shapes</option>' in response.text
    assert "/shapes/any/" not in response.text
    assert ("sh:minCount 1" in response.text) == (how == "shapes")


@pytest.mark.parametrize(
    ("more", "about", "words"),
    [
        (
            "sh:node e:Absent",
            "http://e.example/Absent",
            "Oblika http://e.example/Absent nema; http://e.example/S upućuje",
        ),
        ("sh:memberShape [ sh:nodeKind sh:IRI ]", "sh:memberShape", "sh:memberShape se ovde ne izračunava; to traži"),
    ],
)
def test_what_it_was_not_checked_for_stands_beside_the_findings(
    server: Server, more: str, about: str, words: str
) -> None:
    """In the verdict, by name and in the reader's letters; a warning stands beside it."""
    shapes = OWN.format(f"; {more}").replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Warning")
    response = send(server, language="sr-Latn", text=DATA, profile="any", shapes=shapes)
    verdict = re.search(r'<h2 id="verdict">(.*?)</h2>', response.text)

    assert response.status_code == 200
    assert response.headers["clustergraph-outcome"] == "could not be checked"
    assert verdict is not None
    assert seen(verdict[1]) == f"Nije provereno za {about}"
    assert words in seen(response.text).replace("“", "")
    assert 'class="Warning"' in response.text
    assert "Ispravno je" not in response.text


def test_where_nothing_was_looked_at_nothing_was_checked(server: Server, tmp_path: Path) -> None:
    """The verdict is then not that of a part, on the page or by the command."""
    shapes = OWN.format("; sh:nod e:T").replace("e:C", "e:None")
    (tmp_path / "data.ttl").write_text(DATA)
    (tmp_path / "shapes.ttl").write_text(shapes)
    page = send(server, text=DATA, profile="any", shapes=shapes).text
    done = clustergraph(
        "validate", "--profile", "any", "--shapes", str(tmp_path / "shapes.ttl"), str(tmp_path / "data.ttl")
    )

    assert '<h2 id="verdict">It could not be checked whole' in page
    assert ": could not be checked · 0 violations" in done.stdout


def test_a_report_by_ones_own_shapes_comes_as_a_file(server: Server) -> None:
    """With ill-formed shapes refused beside the form."""
    report = send(server, text=DATA, profile="any", shapes=OWN.format(""), report="report").json()
    refused = send(server, text=DATA, profile="any", shapes=OWN.format("; sh:minCount 1"))

    assert [one["path"] for one in report["findings"]] == ["http://e.example/p"]
    assert refused.status_code == 400
    assert "is ill-formed" in seen(refused.text)
    assert '<form action="/check' in refused.text

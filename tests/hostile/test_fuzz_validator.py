"""Whatever is handed in for validation, the server answers: no crash, no hang, no 500, no byte leaves the machine.

Documents are made out of real ones: cut, doubled, mixed with others and with what parsers trip over. A few hundred in
``make test``, ten minutes of them in ``make test-long``.
"""

import gzip
import random
import sys
import time
from collections import Counter

import httpx
import pytest

from conftest import ROOT, Server
from sources.test_foreign import SYNTAXES

ANSWERS = {200, 400, 413, 415, 422}
SEEDS = [
    *(text.encode() for text in SYNTAXES.values()),
    *(path.read_bytes() for path in sorted((ROOT / "docs/examples").iterdir())),
    (ROOT / "shapes/submission/required.ttl").read_bytes(),
]
TRIPS = [
    b"<", b">", b'"', b"'", b'"""', b"\\", b"\\u0000", b"\\U0010FFFF", b"[", b"]", b"(", b")", b"{", b"}",
    b"@prefix", b"@base", b"a", b"_:", b"_:b0", b"^^", b"@en--ltr", b"<<", b">>", b"<<(", b"&#0;", b"&amp;",
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"xml:base='x'", b"rdf:parseType='Collection'", b"rdf:ID='1'",
    b'"@context":', b'"@id":"@type",', b'"@graph":[', b'"@list":[[', b'"@reverse":', b'"@nest":',
    b'"@version":1.1,', b"null", b"1e999", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x00",
    b"\r", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"9" * 400, b"1-13-45", b"\x1f\x8b",
]  # fmt: skip
TYPES = [*SYNTAXES, "application/octet-stream", "application/gzip"]
KINDS = ["submission", "indicators", "catalogue", "catalogue-2.1.1", "eccp-readiness", "publication"]


def made(source: random.Random) -> bytes:
    """Make a document."""
    content = bytearray(source.choice(SEEDS))
    for _ in range(source.choice([1, 1, 2, 3, 8, 40])):
        at = source.randrange(len(content) + 1)
        end = min(len(content), at + source.choice([0, 0, 1, 5, 50, 500]))
        other = source.choice(SEEDS)
        start = source.randrange(len(other))
        piece = source.choice([source.choice(TRIPS), other[start : start + 60], bytes(content[at:end]) * 2, b""])
        content[at:end] = piece * source.choice([1, 1, 1, 2, 30])
    return gzip.compress(bytes(content)) if source.random() < 0.05 else bytes(content)


def attack(server: Server, seed: int, seconds: float, most: int) -> Counter[int]:
    """Hand in documents for a while; gives how often each status came."""
    source, until, found = random.Random(seed), time.monotonic() + seconds, Counter[int]()
    url = f"{server.url}/shacl/clustergraph/api/validate"
    with httpx.Client(timeout=90) as client:
        while time.monotonic() < until and found.total() < most:
            content = made(source)
            if source.random() < 0.2:  # as shapes of one's own
                rules = [{"ruleSet": content.decode("utf-8", "replace"), "ruleSyntax": "text/turtle"}]
                asked = {
                    "contentToValidate": SYNTAXES["text/turtle"],
                    "externalRules": rules,
                    "validationType": "strict",
                }
                response = client.post(f"{server.url}/shacl/any/api/validate", json=asked)
            else:
                asked = {"validationType": source.choice(KINDS), "reportSyntax": "application/n-triples"}
                headers = {"Content-Type": source.choice(TYPES)}
                response = client.post(url, params=asked, content=content, headers=headers)
            found[response.status_code] += 1
            assert response.status_code in ANSWERS, (seed, found.total(), content, response.text)
            assert "Traceback" not in response.text
            if response.status_code == 200:
                assert response.content.endswith(b" .\n") or b"rdf:RDF" in response.content
            else:
                assert response.json()["code"]
                assert response.json()["detail"]
    return found


def test_every_document_is_answered(serve) -> None:
    """Some are read, some are refused, and the same processes serve to the end."""
    server = serve(validate_deadline="20")
    found = attack(server, 8, 120, 400)

    assert found[200] > 10
    assert found[400] > 50
    assert len(server.children("clustergraph.validator.child")) >= 1


@pytest.mark.long
def test_every_document_is_answered_for_ten_minutes(serve, capsys: pytest.CaptureFixture[str]) -> None:
    """With another seed each day."""
    server = serve(validate_deadline="20")
    seed = int(time.time()) // 86_400
    found = attack(server, seed, 600, 10_000_000)

    with capsys.disabled():
        sys.stdout.write(f"\ndocuments handed in with seed {seed}, by status: {dict(sorted(found.items()))}\n")
    assert found[200] > 100

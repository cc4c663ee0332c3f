"""A graph of somebody who means harm: names, texts, numbers, dates and IRIs that would like to be more than that."""

from collections.abc import Iterator

RDF, SKOS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
CG, DQV = "https://w3id.org/clustergraph/ns#", "http://www.w3.org/ns/dqv#"
RDFS, XSD = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2001/XMLSchema#"
CLUSTER = "https://w3id.org/clustergraph/id/cluster/harm"
ALERT = "alert('harm')"
TEXTS = [
    f"<script>{ALERT}</script>",
    f"</script><script>{ALERT}</script>",
    f'"><img src=x onerror="{ALERT}">',
    f"' onmouseover='{ALERT}' x='",
    f"<!-- --!><svg onload={ALERT}>",
    f"</title></textarea></style></dl></main><h1>harm</h1><script>{ALERT}</script>",
    "{{ 7 * 7 }} {% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %} ${7*7} #{7*7}",
    "\u202emrah\u2066 \u2067 never closed",
    "\u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "nul \x00 bell \x07 del \x7f next \x85 nonchar \ufffe\uffff\U0001ffff",
    "a\u0300" * 500,
    "W" * 10_000,
    "so many words " * 700,
    "%(num)s %s %(count)d &lt;b&gt; &amp; \\u003c",
    "]]> --> ;//*/ ?> \u2028\u2029",
    "",
]
IRIS = [
    f"javascript:{ALERT}",
    f"JaVaScRiPt:{ALERT}",
    f"data:text/html,%3Cscript%3E{ALERT}%3C/script%3E",
    "vbscript:harm",
    "file:///etc/passwd",
    f"http://evil.example/%22%3E%3Cscript%3E{ALERT}%3C/script%3E",
    f"http://evil.example/'onmouseover='{ALERT}'",
    "http://evil.example/\u202egpj.exe",
    "http://evil.example/{{7*7}}".replace("{", "%7B").replace("}", "%7D"),
    "https://w3id.org/clustergraph/id/cluster/'onfocus='harm",
    "https://w3id.org/clustergraph/id/passage/a-l\u00b2",
    "https://w3id.org/clustergraph/id/../../sparql",
    "https://w3id.org/clustergraph/doc/x?format=turtle&lang=en",
    "http://evil.example/" + "x" * 10_000,
    "http://evil.example/" + "y" * 2_000,
    "urn:harm:a;b=c?+x#y",
    "mailto:harm@evil.example?subject=%0D%0ABcc:all",
]
NUMBERS = ["1e999999999", "NaN", "1_000", "-0.0000001", "9" * 5000, "1<b>", ""]
MOMENTS = ["2005-13", "2005-02-30", "0000-00-00", "<b>2005</b>", "99999999-01-01"]


def literal(text: str) -> str:
    """Write a text as N-Triples do."""
    escaped = "".join(f"\\U{ord(letter):08X}" if ord(letter) < 32 or letter in '"\\' else letter for letter in text)
    return f'"{escaped}"'


def lines() -> Iterator[str]:
    """Give the graph as N-Triples."""
    yield from _scheme()
    yield from _values()
    yield from _cluster()


def _scheme() -> Iterator[str]:
    scheme = "urn:harm:scheme"
    yield f"<{scheme}> <{RDF}type> <{SKOS}ConceptScheme> ."
    yield f"<{scheme}> <{SKOS}prefLabel> {literal(TEXTS[5])} ."
    for place, iri in enumerate(IRIS):
        text = TEXTS[place % len(TEXTS)]
        yield f"<{iri}> <{RDF}type> <{IRIS[(place + 1) % len(IRIS)]}> ."
        yield f"<{iri}> <{SKOS}inScheme> <{scheme}> ."
        yield f"<{iri}> <{SKOS}notation> {literal(text)} ."
        yield f"<{iri}> <{IRIS[place - 1]}> <{IRIS[place - 2]}> ."
        yield f"<urn:harm:all> <{iri}> <{iri}> ."
        for label in (text, TEXTS[(place + 7) % len(TEXTS)]):
            yield f"<{iri}> <{SKOS}prefLabel> {literal(label)}@en ."
            yield f"<{iri}> <{SKOS}definition> {literal(label)} ."


def _values() -> Iterator[str]:
    tails = ("", "@x-harm", "@ar", f"^^<{IRIS[0]}>", "^^<http://evil.example/#integer>", f"^^<{XSD}date>")
    numeric = [f"^^<{XSD}{kind}>" for kind in ("integer", "decimal", "double")]
    moments = [f"^^<{XSD}{kind}>" for kind in ("date", "gYearMonth", "dateTime", "gYear")]
    for name, texts, kinds in (("text", TEXTS, tails), ("number", NUMBERS, numeric), ("moment", MOMENTS, moments)):
        yield from (f"<urn:harm:all> <urn:harm:{name}> {literal(text)}{kind} ." for text in texts for kind in kinds)


def _cluster() -> Iterator[str]:
    """Give a cluster whose page has panels, and a doubt about it."""
    yield f"<{CLUSTER}> <{RDF}type> <{CG}Cluster> ."
    yield f"<{CLUSTER}> <{CG}sector> <{IRIS[0]}> ."
    yield from (f"<{CLUSTER}> <{SKOS}prefLabel> {literal(text)}@en ." for text in TEXTS)
    yield from (f"<{CLUSTER}> <{SKOS}altLabel> {literal(text)} ." for text in TEXTS)
    yield f"<{CLUSTER}> <{DQV}hasQualityAnnotation> <urn:harm:doubt> ."
    yield f"<urn:harm:doubt> <{RDF}type> <{DQV}QualityAnnotation> ."
    yield from (f"<urn:harm:doubt> <{CG}flag> <{iri}> ." for iri in IRIS)
    yield from (f"<urn:harm:doubt> <{RDFS}comment> {literal(text)} ." for text in TEXTS)

#!/usr/bin/env bash
# Expected: a property whose IRI cannot be written in RDF/XML (it ends with `/`, or with digits after the last `/`)
#   is an error, for RDF/XML needs an element name; what is written without an error can be read.
# What happens: an element `<oxprefix:>` with no local name is written. The library's own reader takes it;
#   parsers that know namespaces refuse the whole document.
# Version: pyoxigraph 0.5.13, rdflib 7.6.0 as the other reader
# Output seen:
#   http://example.org/income/2009 own reader: same
#   http://example.org/income/2009 rdflib: not well-formed (invalid token)
#   http://example.org/income/ own reader: same
#   http://example.org/income/ rdflib: not well-formed (invalid token)
# Matters to: whoever offers RDF/XML of a vocabulary with one property for each year, or with IRIs that end in a slash.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0

expected='http://example.org/income/2009 own reader: same
http://example.org/income/2009 rdflib: not well-formed (invalid token)
http://example.org/income/ own reader: same
http://example.org/income/ rdflib: not well-formed (invalid token)'
seen=$("$work/venv/bin/python" - <<'PY'
from xml.sax import SAXParseException

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Graph

for predicate in ("http://example.org/income/2009", "http://example.org/income/"):
    quad = Quad(NamedNode("http://example.org/acme"), NamedNode(predicate), Literal("7"))
    text = serialize([quad.triple], format=RdfFormat.RDF_XML)
    print(predicate, "own reader:", "same" if list(parse(text, format=RdfFormat.RDF_XML)) == [quad] else "other")
    try:
        Graph().parse(data=text, format="xml")
        print(predicate, "rdflib: read")
    except SAXParseException as error:
        print(predicate, "rdflib:", error.getMessage())
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }

#!/usr/bin/env bash
# Expected: a plain text goes into a store or a file of rdflib and comes back as the same literal; RDF 1.1 knows no
#   difference between "Acme" and "Acme"^^xsd:string.
# What happens: rdflib does know one: the two are unequal in Python. Its Hextuples reader and the Oxigraph store for
#   rdflib both hand back the typed one, so a graph differs from its own copy by every text. N-Quads keeps it.
# Version: rdflib 7.6.0, oxrdflib 0.5.0, pyoxigraph 0.5.13
# Output seen:
#   nquads: same
#   hext: not the same, datatype string
#   oxrdflib: not the same, datatype string
# Matters to: whoever compares two graphs (set difference, isomorphic, diff) after changing the store or the format.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 oxrdflib==0.5.0 pyoxigraph==0.5.13

expected='nquads: same
hext: not the same, datatype string
oxrdflib: not the same, datatype string'
seen=$("$work/venv/bin/python" -W ignore - <<'PY'
from rdflib import Dataset, Graph, Literal, URIRef

text = Literal("Acme")
triple = (URIRef("http://example.org/acme"), URIRef("http://example.org/name"), text)


def report(name, back):
    same = back == text
    print(f"{name}:", "same" if same else f"not the same, datatype {back.datatype.fragment}")


for name in ("nquads", "hext"):
    first, second = Dataset(), Dataset()
    first.add(triple)
    second.parse(data=first.serialize(format=name), format=name)
    report(name, next(iter(second.quads()))[2])
stored = Graph(store="Oxigraph")
stored.add(triple)
report("oxrdflib", next(stored.objects()))
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }

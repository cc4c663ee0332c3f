#!/usr/bin/env bash
# Expected: what a library writes as SPARQL results in XML, an XML parser reads, and reads as the same text.
# What happens: characters are written as they are. A carriage return is not written as `&#13;`, so every XML parser
#   hands back a line feed for CR LF; a control character that XML 1.0 cannot hold makes the document not well-formed.
#   The library's own reader takes both as written, so a round trip inside it hides this. RDF/XML has the same faults.
# Version: pyoxigraph 0.5.13
# Output seen:
#   CR LF, own reader: 'Main Street 1\r\nNovi Sad'
#   CR LF, XML parser: 'Main Street 1\nNovi Sad'
#   U+000B, own reader: 'cell\x0bbreak'
#   U+000B, XML parser: not well-formed (invalid token)
# Matters to: addresses and notes that came from spreadsheets: the line break of Windows (CR LF), and the soft line
#   break of word processors, which arrives as U+000B. One such cell makes a whole answer unreadable.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13

expected="CR LF, own reader: 'Main Street 1\\r\\nNovi Sad'
CR LF, XML parser: 'Main Street 1\\nNovi Sad'
U+000B, own reader: 'cell\\x0bbreak'
U+000B, XML parser: not well-formed (invalid token)"
seen=$("$work/venv/bin/python" - <<'PY'
import xml.etree.ElementTree as ET

from pyoxigraph import QueryResultsFormat, Store, parse_query_results

for name, text in (("CR LF", r"Main Street 1\r\nNovi Sad"), ("U+000B", r"cell\u000Bbreak")):
    answer = Store().query(f'SELECT ("{text}" AS ?t) {{}}').serialize(format=QueryResultsFormat.XML)
    own = next(iter(parse_query_results(answer, format=QueryResultsFormat.XML)))["t"].value
    print(f"{name}, own reader: {own!r}")
    try:
        read = repr(ET.fromstring(answer).find(".//{*}literal").text)
    except ET.ParseError as error:
        read = str(error).split(":")[0]
    print(f"{name}, XML parser: {read}")
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }

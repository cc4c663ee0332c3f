#!/usr/bin/env bash
# Expected: where a 200 is declared as text/csv or application/json, a generated client looks at the Content-Type of the
#   answer and reads JSON as JSON, text as text.
# What happens: the generated function looks at the status alone. The first declared media type that the generator knows
#   settles how every 200 is read: with text/csv first a JSON answer stays a text although the client has a class for it.
#   The same document with the two lines the other way round gives the class. An operation whose body has two media types
#   of which one is not known (application/sparql-query) keeps the other, with a warning, and the exit status is 0.
# Version: openapi-python-client 0.29.1
# Output seen:
#   text/csv first, JSON sent: str
#   application/json first, JSON sent: Row
#   bodies left of form and application/sparql-query: 1
#   exit status of the generator: 0
# Matters to: whoever writes a document for an interface with content negotiation: the order of media types, which means
#   nothing in OpenAPI, is part of what clients of it do.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check openapi-python-client==0.29.1

expected='text/csv first, JSON sent: str
application/json first, JSON sent: Row
bodies left of form and application/sparql-query: 1
exit status of the generator: 0'
seen=$(cd "$work" && venv/bin/python - <<'PY'
import importlib
import json
import subprocess
import sys

import httpx

ROW = {"schema": {"$ref": "#/components/schemas/Row"}}
TEXT = {"schema": {"type": "string"}}
FORM = {"schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}}


def generate(name, content):
    ok = {"200": {"description": "A row.", "content": content}}
    bodies = {"application/x-www-form-urlencoded": FORM, "application/sparql-query": TEXT}
    row = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": name, "version": "1"},
        "paths": {
            "/row": {
                "get": {"operationId": "row", "responses": ok},
                "post": {"operationId": "sent", "requestBody": {"required": True, "content": bodies}, "responses": ok},
            }
        },
        "components": {"schemas": {"Row": row}},
    }
    with open(f"{name}.json", "w") as file:
        json.dump(document, file)
    with open("config.json", "w") as file:
        json.dump({"post_hooks": [], "package_name_override": name}, file)
    words = ["generate", "--path", f"{name}.json", "--config", "config.json", "--meta", "none", "--output-path", name]
    return subprocess.run([sys.executable, "-m", "openapi_python_client", *words], capture_output=True).returncode


def read(name):
    sys.path.insert(0, ".")
    answer = httpx.MockTransport(lambda request: httpx.Response(200, json={"n": 1}))
    client = importlib.import_module(name).Client("http://example.org", httpx_args={"transport": answer})
    return type(importlib.import_module(f"{name}.api.default.row").sync(client=client)).__name__


status = generate("csv_first", {"text/csv": TEXT, "application/json": ROW})
generate("json_first", {"application/json": ROW, "text/csv": TEXT})
print("text/csv first, JSON sent:", read("csv_first"))
print("application/json first, JSON sent:", read("json_first"))
source = open("csv_first/api/default/sent.py").read()
print("bodies left of form and application/sparql-query:", source.count('headers["Content-Type"] ='))
print("exit status of the generator:", status)
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }

#!/usr/bin/env bash
# Expected: a validator of OpenAPI documents refuses what the specification says must not be there: two paths that differ
#   by the names of their parameters alone ("MUST NOT exist as they are identical"). It refuses twice the same operationId.
# What happens: the identical paths pass, in 3.0, 3.1 and 3.2, though operationIds and parameters of paths, which no JSON
#   Schema can check either, are checked. So a document that one tool holds for valid another refuses (Redocly's
#   no-identical-paths), and a generated client has two functions for one address.
# Version: openapi-spec-validator 0.9.0
# Output seen:
#   3.0.4 identical paths: passes
#   3.1.1 identical paths: passes
#   3.2.0 identical paths: passes
#   3.1.1 one operationId twice: refused
#   3.1.1 a parameter of the path that is not declared: refused
# Matters to: whoever takes this validator in a test for the word of the specification.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check openapi-spec-validator==0.9.0

expected='3.0.4 identical paths: passes
3.1.1 identical paths: passes
3.2.0 identical paths: passes
3.1.1 one operationId twice: refused
3.1.1 a parameter of the path that is not declared: refused'
seen=$("$work/venv/bin/python" - <<'PY'
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator

OF = {"3.0.4": OpenAPIV30SpecValidator, "3.1.1": OpenAPIV31SpecValidator, "3.2.0": OpenAPIV32SpecValidator}


def get(name, *parameters):
    declared = [{"name": one, "in": "path", "required": True, "schema": {"type": "string"}} for one in parameters]
    return {"get": {"operationId": name, "parameters": declared, "responses": {"200": {"description": "It."}}}}


def told(version, paths):
    document = {"openapi": version, "info": {"title": "a", "version": "1"}, "paths": paths}
    return "passes" if OF[version](document).is_valid() else "refused"


for version in OF:
    print(version, "identical paths:", told(version, {"/a/{id}": get("one", "id"), "/a/{name}": get("two", "name")}))
print("3.1.1 one operationId twice:", told("3.1.1", {"/a": get("one"), "/b": get("one")}))
print("3.1.1 a parameter of the path that is not declared:", told("3.1.1", {"/a/{id}": get("one")}))
PY
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'changed; it was:\n%s\n' "$expected" >&2; exit 1; }

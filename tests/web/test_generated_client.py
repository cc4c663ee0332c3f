"""A client that openapi-python-client makes out of ``/openapi.json`` works, whatever it asks and is answered."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from conftest import Server

GRAPH = "https://w3id.org/clustergraph/graph/cluster/netwood"
CONTENT = '<http://example.org/c> <http://www.w3.org/2000/01/rdf-schema#label> "A cluster"@en .'


def generate(server: Server, folder: Path, document: str, name: str) -> None:
    """Make a package of that name out of a document as it is served."""
    source, config = folder / f"{name}.json", folder / f"{name}.config.json"
    source.write_bytes(httpx.get(f"{server.url}{document}").content)
    config.write_text(json.dumps({"post_hooks": [], "package_name_override": name}))
    words = ["generate", "--path", source, "--config", config, "--meta", "none", "--output-path", folder / name]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def made(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Clients of both documents, with the modules of what they can ask."""
    folder = tmp_path_factory.mktemp("generated")
    generate(server, folder, "/openapi.json", "made_client")
    generate(server, folder, "/openapi-queries.json", "made_queries")
    sys.path.insert(0, str(folder))
    with importlib.import_module("made_client").Client(server.url, timeout=30, follow_redirects=True) as client:
        yield SimpleNamespace(
            client=client,
            models=importlib.import_module("made_client.models"),
            ask=lambda name, package="made_client": importlib.import_module(f"{package}.api.{name}").sync_detailed,
            queries=importlib.import_module("made_queries.models"),
        )
    sys.path.remove(str(folder))


@pytest.mark.parametrize(
    ("query", "chosen", "words"),
    [
        ("ASK {}", {}, '"boolean":true'),
        ("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1", {"format_": "CSV"}, "s,p,o"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", {"format_": "XML"}, "<sparql"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", {}, "<"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", {"format_": "JSONLD"}, "@id"),
        ("ASK { ?s ?p ?o }", {"default_graph_uri": [GRAPH, GRAPH], "timeout": 2.5}, "true"),
    ],
)
def test_queries_are_posted(made: SimpleNamespace, query: str, chosen: dict[str, Any], words: str) -> None:
    """With parameters beside them, which are sent once."""
    if "format_" in chosen:
        chosen = {**chosen, "format_": made.models.AskByPostFormat[chosen["format_"]]}
    body = made.models.AskByPostDataBody(query=query)
    answer = made.ask("sparql.ask_by_post")(client=made.client, body=body, **chosen)

    assert answer.status_code == 200
    assert words in answer.parsed


def test_problems_are_read(made: SimpleNamespace) -> None:
    """Of the endpoint, of documents, and of the validator, with place, remedy and limit."""
    refused = made.ask("sparql.ask_by_post")(client=made.client, body=made.models.AskByPostDataBody(query="ASK {\n ?s"))
    nobody = made.ask("documents.document")("id/cluster/nobody", client=made.client)
    domain = made.ask("validation.shacl_domain_info")("nobody", client=made.client)

    assert (refused.status_code, refused.parsed.code.value) == (400, "syntax-error")
    assert refused.parsed.place.line == json.loads(refused.content)["place"]["line"]
    assert (nobody.status_code, nobody.parsed.code.value) == (404, "not-found")
    assert nobody.parsed.remedy
    assert (domain.status_code, domain.parsed.message) == (404, domain.parsed.detail)


def test_answers_in_json_have_types(made: SimpleNamespace) -> None:
    """Limits, releases, domains, jobs."""
    limits = made.ask("server.limits")(client=made.client).parsed.limits
    served = [one for one in made.ask("citations.releases")(client=made.client).parsed.releases if one.served]
    domains = made.ask("validation.shacl_info")(client=made.client).parsed
    request = made.models.ValidationRequest(content_to_validate=CONTENT, content_syntax="text/turtle")
    validate = made.ask("validation.validate")
    job = validate("clustergraph", client=made.client, body=request, prefer="respond-async").parsed
    several = made.ask("validation.validate_multiple")("clustergraph", client=made.client, body=[request]).parsed

    assert {"query_deadline", "client_requests"} <= {one.name for one in limits}
    assert len(served) == 1
    assert "clustergraph" in {one.domain for one in domains}
    assert job.state.value in ("running", "finished")
    assert "ValidationReport" in validate("clustergraph", client=made.client, body=request).parsed
    assert len(several) == 1


def test_named_queries_are_asked(made: SimpleNamespace, server: Server) -> None:
    """By the one operation of all, and by the operation of each, to the same end."""
    of_all = made.ask("queries.named_query_data")(
        name=made.models.NamedQueryDataName["CLUSTERS_OF_SECTOR"],
        suffix=made.models.NamedQueryDataSuffix.CSV,
        client=made.client,
        sector="tourism",
    )
    of_one = made.ask("queries.data_clusters_of_sector", "made_queries")(
        suffix=made.queries.DataClustersOfSectorSuffix.CSV, client=made.client, sector="tourism"
    )
    by_hand = httpx.get(f"{server.url}/queries/clusters-of-sector.csv?sector=tourism", follow_redirects=True)

    assert by_hand.status_code == of_all.status_code == of_one.status_code == 200
    assert of_all.parsed == of_one.parsed == by_hand.text

"""A release → statements about it: what it is a version of, when and from what it was made, and where its files are.

Told with PROV-O, DCAT 3 (section 11 on versions) and VoID. What has no name of its own is a fragment of the release's.
The digest of the release stands in its name and as ``dcat:version`` in full; those of its files are SHA-256 by SPDX.
"""

from collections.abc import Iterator

from clustergraph.errors import Place, RepositoryError
from clustergraph.graph.ntriples import XSD, integer, iri, literal, triple
from clustergraph.mapping.catalogue import MEDIA_TYPES, dataset
from clustergraph.mapping.description import DUMPS, Described, authority, file_type, names, node, typed
from clustergraph.ns import expand

_SPDX = "http://spdx.org/rdf/terms#"


def release_statements(told: Described) -> str:
    """Give the description as N-Triples; raises :class:`RepositoryError` where the table of texts lacks something."""
    try:
        return "".join(_statements(told))
    except LookupError as error:
        raise RepositoryError(
            f"The release cannot be described: {error}.", place=Place("data/catalogue.toml")
        ) from error


def _statements(told: Described) -> Iterator[str]:
    whole = told.texts["dataset"][0]
    build, inputs, program = (f"{told.release}#{name}" for name in ("build", "inputs", "program"))
    yield from node(told.release, ["prov:Entity", "dcat:Dataset", "void:Dataset"], {
        "dct:title": literal(f"{whole['title']['en']}, release {told.digest[:16]}", language="en"),
        "dct:identifier": literal(told.release),
        "dcat:version": literal(told.digest),
        "dcat:isVersionOf": iri(dataset(whole)),
        "dct:issued": typed(told.built, "dateTime"),
        "dct:publisher": names([told.texts["publisher"]["iri"]]),
        "dct:license": authority("licence", [told.texts["licence"]]),
        "void:triples": integer(told.statistics["triples"]),
        "void:sparqlEndpoint": iri(f"{told.base}/sparql"),
        "void:dataDump": [iri(told.dump(name)) for name in _whole(told)],
        "dcat:distribution": [iri(_file(told, name)) for name in _whole(told)],
        "dct:hasPart": [iri(_file(told, name)) for name in told.sizes if name not in _whole(told)],
        "prov:generatedAtTime": typed(told.built, "dateTime"),
        "prov:wasGeneratedBy": iri(build),
        "prov:wasDerivedFrom": [iri(inputs), *names(whole["sources"])],
    })  # fmt: skip
    yield from node(build, ["prov:Activity"], {
        "rdfs:label": literal(f"Build and validation by the profile {told.profile}", language="en"),
        "prov:endedAtTime": typed(told.built, "dateTime"),
        "prov:used": iri(inputs),
        "prov:wasAssociatedWith": iri(program),
    })  # fmt: skip
    yield from node(inputs, ["prov:Entity"], {
        "rdfs:label": literal("What it was built from: repository, named queries, profile and program", language="en"),
        "dct:identifier": literal(told.inputs),
    })  # fmt: skip
    yield from node(program, ["prov:SoftwareAgent"], {
        "rdfs:label": literal(f"clustergraph {told.version}", language="en"),
        "dcat:version": literal(told.version),
    })  # fmt: skip
    for name in told.sizes:
        yield from _distribution(told, name)


def _distribution(told: Described, name: str) -> Iterator[str]:
    form, checksum = file_type(name), f"{_file(told, name)}-sha256"
    yield from node(_file(told, name), ["dcat:Distribution", "prov:Entity"], {
        "dct:title": literal(f"{name} ({form.label})", language="en"),
        "dcat:accessURL": iri(f"{told.base}{told.files}/" if told.files == DUMPS else told.release),
        "dcat:downloadURL": iri(told.dump(name)),
        "dct:format": authority("file-type", [form.code]),
        "dcat:mediaType": iri(MEDIA_TYPES + form.media_type),
        "dcat:byteSize": typed(told.sizes[name], "nonNegativeInteger"),
        "prov:wasGeneratedBy": iri(f"{told.release}#build"),
    })  # fmt: skip
    yield triple(iri(_file(told, name)), iri(f"{_SPDX}checksum"), iri(checksum))
    yield triple(iri(checksum), iri(expand("rdf:type")), iri(f"{_SPDX}Checksum"))
    yield triple(iri(checksum), iri(f"{_SPDX}algorithm"), iri(f"{_SPDX}checksumAlgorithm_sha256"))
    value = literal(told.checksums[name], datatype=f"{XSD}hexBinary")
    yield triple(iri(checksum), iri(f"{_SPDX}checksumValue"), value)


def _whole(told: Described) -> list[str]:
    """List the files that hold all of the release; the others hold parts of it, or what goes with it."""
    return [file["name"] for file in told.texts["dataset"][0]["file"]]


def _file(told: Described, name: str) -> str:
    return f"{told.release}#{name.replace('.', '-')}"

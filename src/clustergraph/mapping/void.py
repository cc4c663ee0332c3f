"""A release → its description in VoID: where the data is, and how many statements of which class and property it has.

The document names its partitions by fragments of its own URL, so that no blank node is needed. Which classes are
linked by which property is told as link sets, and not by partitions of partitions: editors ask for these together with
the names of all classes in them, and would get each link as often as the two have names.
"""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from clustergraph.errors import Place, RepositoryError
from clustergraph.graph.ntriples import integer, iri, literal
from clustergraph.iris import BASE
from clustergraph.mapping.catalogue import dataset
from clustergraph.mapping.description import Described, authority, names, node, texts, typed
from clustergraph.ns import compact

_COUNTS = ("triples", "entities", "distinctSubjects", "distinctObjects", "properties", "classes")


def void_statements(told: Described) -> str:
    """Give the description as N-Triples; raises :class:`RepositoryError` where the table of texts lacks something."""
    try:
        return "".join(_statements(told))
    except LookupError as error:
        raise RepositoryError(
            f"The release cannot be described in VoID: {error}.", place=Place("data/catalogue.toml")
        ) from error


def _statements(told: Described) -> Iterator[str]:
    whole, *parts = told.texts["dataset"]
    yield from node(told.void, ["void:DatasetDescription"], {
        "dct:title": texts(told.texts["catalogue"]["title"]),
        "dct:creator": names([told.texts["publisher"]["iri"]]),
        "dct:modified": typed(told.built, "dateTime"),
        "foaf:primaryTopic": iri(dataset(whole)),
    })  # fmt: skip
    counted, name = told.statistics, dataset(whole)
    yield from node(name, ["void:Dataset"], {
        "dct:title": texts(whole["title"]),
        "dct:description": texts(whole["description"]),
        "dct:license": authority("licence", [told.texts["licence"]]),
        "dct:modified": typed(told.built, "dateTime"),
        "prov:wasDerivedFrom": iri(told.release),
        "foaf:homepage": iri(told.texts["homepage"]),
        "void:sparqlEndpoint": iri(f"{told.base}/sparql"),
        "void:dataDump": [iri(told.dump(file["name"])) for file in whole["file"]],
        "void:uriSpace": literal(BASE),
        "void:vocabulary": [iri(namespace) for namespace in _namespaces(told)],
        "void:exampleResource": names(whole["examples"]),
        "void:rootResource": names(whole["roots"]),
        "void:subset": [iri(dataset(part)) for part in parts],
        **{f"void:{name}": integer(counted[name]) for name in _COUNTS},
        "void:classPartition": [iri(_class(told, kind)) for kind in counted["classPartitions"]],
        "void:propertyPartition": [iri(_property(told.void, one)) for one in counted["propertyPartitions"]],
    })  # fmt: skip
    for part in parts:
        yield from node(dataset(part), ["void:Dataset"], {
            "dct:title": texts(part["title"]),
            "void:dataDump": [iri(told.dump(file["name"])) for file in part["file"]],
        })  # fmt: skip
    yield from _property_partitions(told)
    yield from _class_partitions(told)


def _property_partitions(told: Described) -> Iterator[str]:
    for name, counted in told.statistics["propertyPartitions"].items():
        numbers = {f"void:{term}": integer(number) for term, number in counted.items()}
        yield from node(_property(told.void, name), ["void:Dataset"], {"void:property": iri(name), **numbers})


def _class_partitions(told: Described) -> Iterator[str]:
    for kind, counted in told.statistics["classPartitions"].items():
        partition, properties = _class(told, kind), counted["propertyPartitions"]
        yield from node(partition, ["void:Dataset"], {
            "void:class": iri(kind),
            "void:entities": integer(counted["entities"]),
            "void:triples": integer(counted["triples"]),
            "void:propertyPartition": [iri(_property(partition, name)) for name in properties],
        })  # fmt: skip
        datatypes = counted.get("datatypes", {})
        for name, number in properties.items():
            place = _property(partition, name)
            found = datatypes.get(name, {})
            yield from node(place, ["void:Dataset"], {
                "void:property": iri(name),
                "void:triples": integer(number),
                "void-ext:datatypePartition": [iri(_part(place, "datatype", one)) for one in found],
            })  # fmt: skip
            for datatype, values in found.items():
                yield from node(_part(place, "datatype", datatype), ["void:Dataset"], {
                    "void-ext:datatype": iri(datatype),
                    "void:triples": integer(values),
                })  # fmt: skip
        yield from _links(told, kind)


def _links(told: Described, kind: str) -> Iterator[str]:
    """Tell to which classes the things of a class are linked, and by which properties."""
    partition, links = _class(told, kind), told.statistics["classPartitions"][kind].get("links", {})
    for name, others in links.items():
        for other, number in others.items():
            yield from node(_part(_property(partition, name), "class", other), ["void:Linkset"], {
                "void:subjectsTarget": iri(partition),
                "void:linkPredicate": iri(name),
                "void:objectsTarget": iri(_class(told, other)),
                "void:triples": integer(number),
            })  # fmt: skip


def _class(told: Described, kind: str) -> str:
    return _part(told.void, "class", kind)


def _property(above: str, name: str) -> str:
    """Name a property's partition below a document or below the partition of a class."""
    return _part(above, "property", name)


def _part(above: str, sort: str, name: str) -> str:
    return f"{above}{'-' if '#' in above else '#'}{partition(sort, name)}"


def partition(sort: str, name: str) -> str:
    """Give the fragment by which the document calls what it tells of a ``class``, a ``property`` or a ``datatype``."""
    return f"{sort}-{quote(compact(name), safe=':')}"


def _namespaces(told: Described) -> Iterable[str]:
    """List the namespaces of the classes and properties that occur, each as far as its last hash or slash."""
    counted: Mapping[str, Mapping[str, object]] = told.statistics
    terms = [*counted["classPartitions"], *counted["propertyPartitions"]]
    return sorted({term[: max(term.rfind("#"), term.rfind("/")) + 1] for term in terms})

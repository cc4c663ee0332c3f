"""Shapes and data that nobody would write, in Turtle: every component of SHACL Core, every kind of path and target."""

from hypothesis import strategies as st

HEAD = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
NODES = ["e:a", "e:b", "e:c", "_:x", "_:y"]
PROPERTIES = ["e:p", "e:q", "e:r"]
MEASURES = ["e:m", "e:n"]  # their values are numbers
CLASSES = ["e:C", "e:D"]
LITERALS = [
    '"1"', "1", "2", "1.0", "1.5", "1e0", '"a"', '"abc"', '"a"@en', '"b"@en', '"a"@sr-Latn', "true", "false",
    '"2020-01-02"^^xsd:date', '"2021-01-02"^^xsd:date', '"2020-01-02T00:00:00"^^xsd:dateTime', '"2020"^^xsd:gYear',
    '"01"^^xsd:integer', '"x"^^xsd:integer', '"x"^^xsd:date', '"300"^^xsd:byte', '"5"^^e:type', '""',
]  # fmt: skip
DATATYPES = ["xsd:string", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean", "xsd:date", "xsd:byte", "e:type"]
KINDS = ["sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI", "sh:BlankNodeOrLiteral", "sh:IRIOrLiteral"]

nodes, properties, classes = st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(CLASSES)
literals = st.sampled_from(LITERALS)
values = st.one_of(nodes, literals)
named = st.one_of(st.sampled_from(NODES[:3]), literals)
_small = st.integers(0, 3)
measures = st.sampled_from(MEASURES)
numbers = st.sampled_from(["-1", "0", "1", "1.0", "1.5", "2", "1e0", "3.5e0", '"01"^^xsd:integer', '"2"^^xsd:byte'])


@st.composite
def data(draw: st.DrawFn) -> str:
    """A few statements, and a class below another."""
    lines = [HEAD, "e:D rdfs:subClassOf e:C .\n"]
    for _ in range(draw(st.integers(1, 10))):
        kind = draw(st.sampled_from(["value", "class", "number"]))
        if kind == "value":
            lines.append(f"{draw(nodes)} {draw(properties)} {draw(values)} .\n")
        elif kind == "number":
            lines.append(f"{draw(nodes)} {draw(measures)} {draw(numbers)} .\n")
        else:
            lines.append(f"{draw(nodes)} a {draw(classes)} .\n")
    return "".join(lines)


def paths(depth: int = 2) -> st.SearchStrategy[str]:
    """A property, or a path made of others."""
    if depth == 0:
        return properties
    inner = paths(depth - 1)
    kinds = ["sh:inversePath", "sh:zeroOrMorePath", "sh:oneOrMorePath", "sh:zeroOrOnePath"]
    return st.one_of(
        properties,
        st.builds("[ {} {} ]".format, st.sampled_from(kinds), inner),
        st.builds("( {} {} )".format, inner, inner),
        st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner),
    )


def _of_values(depth: int) -> list[st.SearchStrategy[str]]:
    """Constraints that node shapes have, too.

    Bounds are not among them: pySHACL lets pass what cannot be compared with one, see :func:`bounded`. It orders IRIs
    and whatever literals, too, so that ``sh:lessThan`` is asked of numbers only.
    """
    patterns = ['"a"', '"^[0-9]+$"', '"^A" ; sh:flags "i"', '"e\\\\.example"']
    simple = [
        st.builds("sh:datatype {}".format, st.sampled_from(DATATYPES)),
        st.builds("sh:nodeKind {}".format, st.sampled_from(KINDS)),
        st.builds("sh:class {}".format, classes),
        st.builds("sh:minLength {}".format, st.integers(1, 3)),
        st.builds("sh:maxLength {}".format, _small),
        st.builds("sh:pattern {}".format, st.sampled_from(patterns)),
        st.builds("sh:languageIn ( {} )".format, st.sampled_from(['"en"', '"sr"', '"en" "sr-Latn"'])),
        st.builds("sh:hasValue {}".format, named),
        st.builds("sh:in ( {} {} )".format, named, named),
        st.builds("sh:equals {}".format, properties),
        st.builds("sh:disjoint {}".format, properties),
        st.builds("sh:closed true ; sh:ignoredProperties ( {} )".format, st.sampled_from(["", "e:p", "e:p e:q"])),
    ]  # fmt: skip
    if depth == 0:
        return simple
    inner = shapes(depth - 1)
    return [
        *simple,
        st.builds("sh:not {}".format, inner),
        st.builds("sh:node {}".format, inner),
        st.builds("sh:and ( {} {} )".format, inner, inner),
        st.builds("sh:or ( {} {} )".format, inner, inner),
        st.builds("sh:xone ( {} {} )".format, inner, inner),
        st.builds("sh:property {}".format, property_shapes(depth - 1)),
    ]


def property_shapes(depth: int = 1) -> st.SearchStrategy[str]:
    """A property shape without a name."""
    counted = [
        st.builds("sh:minCount {}".format, _small),
        st.builds("sh:maxCount {}".format, _small),
        st.just("sh:uniqueLang true"),
    ]
    qualified = [
        st.builds(
            "sh:qualifiedValueShape {} ; sh:qualifiedMinCount {} ; sh:qualifiedMaxCount {}".format,
            shapes(0), _small, _small,
        )
    ]  # fmt: skip
    severity = st.sampled_from(["", " ; sh:severity sh:Warning", ' ; sh:message "m"@en'])
    one = st.one_of(*_of_values(depth), *counted, *qualified)
    ordered = st.builds("{} {}".format, st.sampled_from(["sh:lessThan", "sh:lessThanOrEquals"]), measures)
    written = "[ sh:path {} ; {} {} ]".format
    return st.one_of(st.builds(written, paths(), one, severity), st.builds(written, measures, ordered, severity))


def shapes(depth: int = 1) -> st.SearchStrategy[str]:
    """A shape without a name: of a node or of a property."""
    node = st.builds("[ {} ]".format, st.one_of(*_of_values(depth)))
    return st.one_of(node, property_shapes(depth)) if depth else node


@st.composite
def shapes_graph(draw: st.DrawFn) -> str:
    """A few node shapes with targets."""
    lines = [HEAD]
    for number in range(draw(st.integers(1, 3))):
        target = draw(
            st.one_of(
                st.builds("sh:targetClass {}".format, classes),
                st.builds("sh:targetNode {}".format, named),
                st.builds("sh:targetSubjectsOf {}".format, properties),
                st.builds("sh:targetObjectsOf {}".format, properties),
            )
        )
        held = draw(st.lists(st.one_of(*_of_values(1)), min_size=1, max_size=2, unique_by=lambda one: one.split()[0]))
        lines.append(f"e:S{number} a sh:NodeShape ; {target} ; {' ; '.join(held)} .\n")
    return "".join(lines)


@st.composite
def bounded(draw: st.DrawFn) -> tuple[str, str]:
    """Numbers, and shapes with bounds."""
    some = [
        "-1",
        "0",
        "1",
        "1.0",
        "1.5",
        "2",
        "1e0",
        "3.5e0",
        '"01"^^xsd:integer',
        '"2"^^xsd:byte',
        '"INF"^^xsd:double',
    ]
    bounds = ["sh:minInclusive", "sh:maxInclusive", "sh:minExclusive", "sh:maxExclusive"]
    said = draw(st.lists(st.sampled_from(some), min_size=1, max_size=5))
    kinds = draw(st.lists(st.sampled_from(bounds), min_size=1, max_size=3, unique=True))
    asked = " ; ".join(f"{kind} {draw(st.sampled_from(some[:8]))}" for kind in kinds)
    return (
        HEAD + "".join(f"e:a e:p {value} .\n" for value in said),
        f"{HEAD} e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; {asked} ] .",
    )

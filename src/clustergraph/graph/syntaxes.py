"""The syntaxes of RDF as one table: their media types, what others call these, the suffixes of their files.

Whoever reads or writes RDF takes the names from here, so that a client is understood at each address alike. An alias
is a name under which a client that many people have asks for a syntax or sends it; the table says which. Turtle is
what is given to those who ask for Notation 3, of which it is a part (W3C Team Submission n3, section 1).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Syntax:
    """One syntax: what we call it, the media type that is sent, and for people a label.

    The first of ``suffixes`` is the one that is written. ``aliases`` are other media types for it, ``names`` what else
    stands after ``format=``. ``quads`` says that it has named graphs, ``charset`` that its type tells the encoding.
    """

    name: str
    media_type: str
    label: str
    suffixes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    quads: bool = False
    charset: bool = False

    @property
    def suffix(self) -> str:
        """The suffix of an address."""
        return self.suffixes[0]


#: The one to prefer first.
SYNTAXES = (
    # https://www.w3.org/TR/turtle/ — application/x-turtle: before its registration (RDF4J, Raptor); text/rdf+n3: RDF4J,
    # Virtuoso; text/n3, application/n3, application/turtle: SPARQLWrapper; text/rdf+turtle, application/rdf+n3: RDF.rb
    Syntax(
        "turtle", "text/turtle", "Turtle", ("ttl", "turtle", "n3"),
        ("application/x-turtle", "application/turtle", "text/rdf+turtle", "text/n3", "text/rdf+n3", "application/n3",
         "application/rdf+n3"),
        charset=True,
    ),
    # https://www.w3.org/TR/json-ld11/ — application/x-ld+json: RDF.rb, Virtuoso; application/x-json+ld: Virtuoso,
    # SPARQLWrapper; application/json: RFC 6839, section 3.1, and most scripts in browsers
    Syntax(
        "jsonld", "application/ld+json", "JSON-LD", ("jsonld", "json"),
        ("application/x-ld+json", "application/x-json+ld", "application/json"), ("json-ld",),
        quads=True,
    ),
    # https://www.w3.org/TR/rdf-syntax-grammar/ — the two of XML: RDF4J, OWLAPI
    Syntax(
        "rdfxml", "application/rdf+xml", "RDF/XML", ("rdf", "owl", "xml"),
        ("application/xml", "text/xml"), ("rdf+xml",),
    ),
    # https://www.w3.org/TR/n-triples/ — text/plain: RDF Test Cases (2004), section 3, RDF4J; text/ntriples: Virtuoso
    Syntax("ntriples", "application/n-triples", "N-Triples", ("nt",), ("text/plain", "text/ntriples"), ("n-triples",)),
    # https://www.w3.org/TR/trig/ — application/x-trig: RDF4J, Jena, Virtuoso
    Syntax("trig", "application/trig", "TriG", ("trig",), ("application/x-trig",), quads=True, charset=True),
    # https://www.w3.org/TR/n-quads/ — text/x-nquads, text/nquads: RDF4J, Jena, Blazegraph; text/n-quads: Jena
    Syntax(
        "nquads", "application/n-quads", "N-Quads", ("nq",),
        ("text/x-nquads", "text/nquads", "text/n-quads"), ("n-quads",),
        quads=True,
    ),
)  # fmt: skip
#: Aliases that stand for what is no RDF as well: they say what a client takes, and not what it sends.
GENERAL = ("application/json", "application/xml", "text/xml", "text/plain")

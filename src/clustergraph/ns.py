"""Terms and prefixes, generated from ontology/ by ``python -m clustergraph.build.terms``; do not edit.

A misspelt term is an :class:`AttributeError`, and an error of mypy before that.
"""

from difflib import get_close_matches


class CG:
    """The terms of ``https://w3id.org/clustergraph/ns#``."""

    Basis = "https://w3id.org/clustergraph/ns#Basis"
    """Whose word a statement is: the source's, a rule's or a curator's."""
    Cluster = "https://w3id.org/clustergraph/ns#Cluster"
    """A geographic concentration of interconnected companies and supporting institutions that cooperate in one field and act under a common name."""
    ClusterOrganisation = "https://w3id.org/clustergraph/ns#ClusterOrganisation"
    """A body with a legal form that manages a cluster."""
    Establishment = "https://w3id.org/clustergraph/ns#Establishment"
    """The founding of a cluster, as a source dates it."""
    Gap = "https://w3id.org/clustergraph/ns#Gap"
    """A fact that the pattern of a source leads a reader to expect and that the record lacks, with the reason."""
    GapReason = "https://w3id.org/clustergraph/ns#GapReason"
    """Why a fact that one would expect is absent from a record."""
    Indicator = "https://w3id.org/clustergraph/ns#Indicator"
    """A kind of figure that is reported for clusters."""
    Institution = "https://w3id.org/clustergraph/ns#Institution"
    """A public or supporting body that appears in a source in its own right, such as a ministry, an agency or a chamber."""
    Launch = "https://w3id.org/clustergraph/ns#Launch"
    """The start of a cluster initiative, where a source speaks of a launch and of no founding."""
    LegalForm = "https://w3id.org/clustergraph/ns#LegalForm"
    """The kind of body that a source says an organisation is."""
    LineKind = "https://w3id.org/clustergraph/ns#LineKind"
    """What a telephone number serves: voice or fax."""
    Passage = "https://w3id.org/clustergraph/ns#Passage"
    """A line or run of lines in a source, given by number, that states a fact."""
    QualityFlag = "https://w3id.org/clustergraph/ns#QualityFlag"
    """A kind of defect or doubt found in a source."""
    Record = "https://w3id.org/clustergraph/ns#Record"
    """A named graph that holds everything stated about one thing and says from which passages it was drawn and who curated it."""
    ReferencePeriod = "https://w3id.org/clustergraph/ns#ReferencePeriod"
    """The year to which a figure refers, or the statement that a source leaves it open."""
    Role = "https://w3id.org/clustergraph/ns#Role"
    """A function that somebody holds in a cluster."""
    Section = "https://w3id.org/clustergraph/ns#Section"
    """A titled run of lines in a source."""
    Sector = "https://w3id.org/clustergraph/ns#Sector"
    """An industrial sector by which a source classifies clusters."""
    Source = "https://w3id.org/clustergraph/ns#Source"
    """A document from which facts were taken."""
    SuspectFigure = "https://w3id.org/clustergraph/ns#SuspectFigure"
    """A figure that a source prints and that is too doubtful to be read as a value, kept as printed and left out of the data cube."""
    Telephone = "https://w3id.org/clustergraph/ns#Telephone"
    """A voice or fax number that a source prints for a contact point."""
    WebSite = "https://w3id.org/clustergraph/ns#WebSite"
    """A web address that a source prints for an organisation or a cluster, working or not."""
    about = "https://w3id.org/clustergraph/ns#about"
    """The thing whose record has a gap."""
    asPrinted = "https://w3id.org/clustergraph/ns#asPrinted"
    """The characters that a source prints for a value, before any reading of them."""
    basis = "https://w3id.org/clustergraph/ns#basis"
    """Whose word a statement or a node is."""
    brochureNumber = "https://w3id.org/clustergraph/ns#brochureNumber"
    """The number that the brochure of 2009 gives a cluster in its list and on its maps."""
    cluster = "https://w3id.org/clustergraph/ns#cluster"
    """The cluster that a figure or a gap in the figures describes."""
    date = "https://w3id.org/clustergraph/ns#date"
    """A calendar date with the precision that a source gives: a year or a month of a year."""
    e164 = "https://w3id.org/clustergraph/ns#e164"
    """A telephone number in international form, a plus sign and digits only (ITU-T E.164)."""
    extension = "https://w3id.org/clustergraph/ns#extension"
    """The digits to dial after a connection is made."""
    firstLine = "https://w3id.org/clustergraph/ns#firstLine"
    """The number of the first line of a passage or section, counted from 1."""
    flag = "https://w3id.org/clustergraph/ns#flag"
    """The kind of defect or doubt that an annotation reports."""
    indicator = "https://w3id.org/clustergraph/ns#indicator"
    """The kind of figure that is reported."""
    lastLine = "https://w3id.org/clustergraph/ns#lastLine"
    """The number of the last line of a passage or section, counted from 1."""
    legalForm = "https://w3id.org/clustergraph/ns#legalForm"
    """The kind of body that a source says an organisation is."""
    likelyReading = "https://w3id.org/clustergraph/ns#likelyReading"
    """What a source probably meant where what it prints is wrong or unclear; a curator's judgement."""
    lineCount = "https://w3id.org/clustergraph/ns#lineCount"
    """How many lines the text of a source has."""
    lineKind = "https://w3id.org/clustergraph/ns#lineKind"
    """Whether a number serves voice or fax."""
    manages = "https://w3id.org/clustergraph/ns#manages"
    """The cluster that a cluster organisation runs."""
    missingProperty = "https://w3id.org/clustergraph/ns#missingProperty"
    """The property for which a record has no value."""
    reason = "https://w3id.org/clustergraph/ns#reason"
    """Why a value is absent."""
    refPeriod = "https://w3id.org/clustergraph/ns#refPeriod"
    """The period to which a figure refers."""
    restatedProperty = "https://w3id.org/clustergraph/ns#restatedProperty"
    """A property whose values in a record are facts of the source put into the curator's own words."""
    section = "https://w3id.org/clustergraph/ns#section"
    """The section of a source in which a passage lies."""
    sector = "https://w3id.org/clustergraph/ns#sector"
    """The industrial sector in which a source places a cluster."""
    sha256 = "https://w3id.org/clustergraph/ns#sha256"
    """The digest of the bytes of a source, as 64 hexadecimal digits (FIPS 180-4)."""
    telephone = "https://w3id.org/clustergraph/ns#telephone"
    """A voice or fax line of a contact point."""
    treatment = "https://w3id.org/clustergraph/ns#treatment"
    """What was done with a doubtful value in the record."""
    website = "https://w3id.org/clustergraph/ns#website"
    """A web address printed for an organisation or a cluster."""


PREFIXES: dict[str, str] = {
    "address": "https://w3id.org/clustergraph/id/address/",
    "agent": "https://w3id.org/clustergraph/id/agent/",
    "agent-record": "https://w3id.org/clustergraph/graph/agent/",
    "annotation": "https://w3id.org/clustergraph/id/annotation/",
    "basis": "https://w3id.org/clustergraph/scheme/basis/",
    "cg": "https://w3id.org/clustergraph/ns#",
    "cluster": "https://w3id.org/clustergraph/id/cluster/",
    "cluster-record": "https://w3id.org/clustergraph/graph/cluster/",
    "component": "https://w3id.org/clustergraph/id/component/",
    "contact": "https://w3id.org/clustergraph/id/contact/",
    "currency": "http://publications.europa.eu/resource/authority/currency/",
    "cv": "http://data.europa.eu/m8g/",
    "dataset": "https://w3id.org/clustergraph/id/dataset/",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "event": "https://w3id.org/clustergraph/id/event/",
    "figure": "https://w3id.org/clustergraph/id/figure/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gap": "https://w3id.org/clustergraph/id/gap/",
    "gap-reason": "https://w3id.org/clustergraph/scheme/gap-reason/",
    "indicator": "https://w3id.org/clustergraph/scheme/indicator/",
    "institution": "https://w3id.org/clustergraph/id/institution/",
    "institution-record": "https://w3id.org/clustergraph/graph/institution/",
    "legal-form": "https://w3id.org/clustergraph/scheme/legal-form/",
    "line-kind": "https://w3id.org/clustergraph/scheme/line-kind/",
    "locn": "http://www.w3.org/ns/locn#",
    "name": "https://w3id.org/clustergraph/id/name/",
    "oa": "http://www.w3.org/ns/oa#",
    "observation": "https://w3id.org/clustergraph/id/observation/",
    "org": "http://www.w3.org/ns/org#",
    "organisation": "https://w3id.org/clustergraph/id/organisation/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "passage": "https://w3id.org/clustergraph/id/passage/",
    "period": "https://w3id.org/clustergraph/scheme/period/",
    "post": "https://w3id.org/clustergraph/id/post/",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "quality-flag": "https://w3id.org/clustergraph/scheme/quality-flag/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "role": "https://w3id.org/clustergraph/scheme/role/",
    "schema": "https://schema.org/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-code": "http://purl.org/linked-data/sdmx/2009/code#",
    "sdmx-concept": "http://purl.org/linked-data/sdmx/2009/concept#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "section": "https://w3id.org/clustergraph/id/section/",
    "sector": "https://w3id.org/clustergraph/scheme/sector/",
    "sh": "http://www.w3.org/ns/shacl#",
    "shapes": "https://w3id.org/clustergraph/shapes#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "source": "https://w3id.org/clustergraph/id/source/",
    "telephone": "https://w3id.org/clustergraph/id/telephone/",
    "unit": "http://qudt.org/vocab/unit/",
    "vann": "http://purl.org/vocab/vann/",
    "website": "https://w3id.org/clustergraph/id/website/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Give the IRI of a compact name such as ``skos:prefLabel``.

    Raises :class:`LookupError` for an unknown prefix, and for a term that ``cg:`` does not have.
    """
    prefix, _, local = curie.partition(":")
    if prefix not in PREFIXES:
        raise LookupError(f"no prefix {prefix!r}")
    if prefix == "cg" and local not in vars(CG):
        near = ", ".join(get_close_matches(local, vars(CG)))
        raise LookupError(f"the ontology has no term cg:{local}" + (f"; near: {near}" if near else ""))
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """Give the shortest compact name of an IRI, or the IRI itself where no prefix fits."""
    fits = [
        (prefix, iri[len(namespace) :])
        for prefix, namespace in PREFIXES.items()
        if iri.startswith(namespace) and iri != namespace and "/" not in iri[len(namespace) :]
    ]
    return min((f"{prefix}:{local}" for prefix, local in fits), key=len, default=iri)

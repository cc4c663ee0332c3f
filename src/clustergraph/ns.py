"""Terms and prefixes, generated from ontology/ by ``python -m clustergraph.build.terms``; do not edit.

A misspelt term is an :class:`AttributeError`, and an error of mypy before that.
"""

from difflib import get_close_matches


class CG:
    """The terms of ``https://w3id.org/clustergraph/ns#``."""

    Activity = "https://w3id.org/clustergraph/ns#Activity"
    """Something that a cluster has done, does or plans, as one item of a list in a source."""
    ActivityStatus = "https://w3id.org/clustergraph/ns#ActivityStatus"
    """Whether an activity is done, under way or planned, as far as a source says."""
    Basis = "https://w3id.org/clustergraph/ns#Basis"
    """Whose word a statement is: the source's, a rule's or a curator's."""
    Categorisation = "https://w3id.org/clustergraph/ns#Categorisation"
    """The judgement of somebody that a cluster belongs to a category: which, by whom, how sure, and why."""
    Cluster = "https://w3id.org/clustergraph/ns#Cluster"
    """A geographic concentration of interconnected companies and supporting institutions that cooperate in one field and act under a common name."""
    ClusterCategory = "https://w3id.org/clustergraph/ns#ClusterCategory"
    """A category of the economy by which an observatory compares clusters across regions."""
    ClusterOrganisation = "https://w3id.org/clustergraph/ns#ClusterOrganisation"
    """A body with a legal form that manages a cluster. Where a source says that the cluster is such a body, that the two are told apart is a judgement."""
    ClusterTrait = "https://w3id.org/clustergraph/ns#ClusterTrait"
    """An element of what the brochure of 2009 understands by a cluster."""
    Code = "https://w3id.org/clustergraph/ns#Code"
    """A concept of a list that is kept here; concepts of other houses are none."""
    Company = "https://w3id.org/clustergraph/ns#Company"
    """A business that a source names, whether or not it belongs to a cluster."""
    Comparison = "https://w3id.org/clustergraph/ns#Comparison"
    """Whether a number is exact or a bound."""
    Confidence = "https://w3id.org/clustergraph/ns#Confidence"
    """How sure a curator is of a judgement."""
    DevelopmentStage = "https://w3id.org/clustergraph/ns#DevelopmentStage"
    """A stage in the life of a cluster for which a programme grants support."""
    Establishment = "https://w3id.org/clustergraph/ns#Establishment"
    """The founding of a cluster, as a source dates it."""
    Funding = "https://w3id.org/clustergraph/ns#Funding"
    """Money that somebody gave to a programme."""
    FundingRule = "https://w3id.org/clustergraph/ns#FundingRule"
    """How a programme grants money: by which procedure, up to which share of which costs."""
    Gap = "https://w3id.org/clustergraph/ns#Gap"
    """A fact that the pattern of a source leads a reader to expect and that the record lacks, with the reason."""
    GapReason = "https://w3id.org/clustergraph/ns#GapReason"
    """Why a fact that one would expect is absent from a record."""
    Indicator = "https://w3id.org/clustergraph/ns#Indicator"
    """A kind of figure that is reported for clusters."""
    Institution = "https://w3id.org/clustergraph/ns#Institution"
    """A public or supporting body that appears in a source in its own right, such as a ministry, an agency or a chamber."""
    Instrument = "https://w3id.org/clustergraph/ns#Instrument"
    """A strategy, programme, initiative or service in Europe that concerns clusters."""
    InstrumentGroup = "https://w3id.org/clustergraph/ns#InstrumentGroup"
    """A group into which the brochure of 2009 puts instruments of Europe."""
    Kind = "https://w3id.org/clustergraph/ns#Kind"
    """What sort of organisation, occasion, product, standard or territory something is."""
    Launch = "https://w3id.org/clustergraph/ns#Launch"
    """The start of a cluster initiative, where a source speaks of a launch and of no founding."""
    LegalForm = "https://w3id.org/clustergraph/ns#LegalForm"
    """The kind of body that a source says an organisation is."""
    LineKind = "https://w3id.org/clustergraph/ns#LineKind"
    """What a telephone number serves: voice or fax."""
    MappingEvidence = "https://w3id.org/clustergraph/ns#MappingEvidence"
    """On what a mapping between two lists rests."""
    NameEvidence = "https://w3id.org/clustergraph/ns#NameEvidence"
    """How sure it is that a category had the name it is given."""
    NamePlace = "https://w3id.org/clustergraph/ns#NamePlace"
    """A place of a source in which names are printed, such as a heading, a list or a contact block."""
    Network = "https://w3id.org/clustergraph/ns#Network"
    """A lasting tie between organisations or clusters under a name of its own."""
    Objective = "https://w3id.org/clustergraph/ns#Objective"
    """An aim of a cluster or of a programme, restated from a source."""
    ObjectiveClass = "https://w3id.org/clustergraph/ns#ObjectiveClass"
    """One of the six kinds of objective that the brochure of 2009 names as the most frequent ones of clusters."""
    Occasion = "https://w3id.org/clustergraph/ns#Occasion"
    """A fair, conference, festival or similar gathering that a source names."""
    Omission = "https://w3id.org/clustergraph/ns#Omission"
    """A line of a source that no resource carries, with the reason."""
    OmissionReason = "https://w3id.org/clustergraph/ns#OmissionReason"
    """Why a line of a source is carried by no resource."""
    OperatingArea = "https://w3id.org/clustergraph/ns#OperatingArea"
    """A territory in which a cluster works, as against the place of its seat. Where a source names the territory without saying that the cluster works there, the area is judged and a comment says so."""
    Passage = "https://w3id.org/clustergraph/ns#Passage"
    """A line or run of lines in a source, given by number, that states a fact."""
    PeerCluster = "https://w3id.org/clustergraph/ns#PeerCluster"
    """A cluster that a source names beside the clusters it describes."""
    Product = "https://w3id.org/clustergraph/ns#Product"
    """A product, brand, software, publication or other work that a source names."""
    ProgrammeStage = "https://w3id.org/clustergraph/ns#ProgrammeStage"
    """A stage in the course of a programme."""
    Project = "https://w3id.org/clustergraph/ns#Project"
    """A project that a source names."""
    QualityFlag = "https://w3id.org/clustergraph/ns#QualityFlag"
    """A kind of defect or doubt found in a source."""
    Quantity = "https://w3id.org/clustergraph/ns#Quantity"
    """A number of things that a source states in passing; not an indicator."""
    Record = "https://w3id.org/clustergraph/ns#Record"
    """A named graph that holds everything stated about one thing and says from which passages it was drawn and who curated it."""
    ReferencePeriod = "https://w3id.org/clustergraph/ns#ReferencePeriod"
    """The year to which a figure refers, or the statement that a source leaves it open."""
    Relation = "https://w3id.org/clustergraph/ns#Relation"
    """A tie between a cluster and others that a source names, with its kind and its strength."""
    RelationKind = "https://w3id.org/clustergraph/ns#RelationKind"
    """What a cluster and others have to do with each other."""
    RelationStrength = "https://w3id.org/clustergraph/ns#RelationStrength"
    """How far a relation has come, by the words of a source alone: planned, in contact, initiated or established; a noun says none of these."""
    ReviewStatus = "https://w3id.org/clustergraph/ns#ReviewStatus"
    """Whether somebody who speaks the language has looked over a text of ours."""
    Role = "https://w3id.org/clustergraph/ns#Role"
    """A function that somebody holds in a cluster."""
    Seat = "https://w3id.org/clustergraph/ns#Seat"
    """Where something lies, as it follows from a place that a source prints: the town of the table, or the country."""
    Section = "https://w3id.org/clustergraph/ns#Section"
    """A titled run of lines in a source."""
    Sector = "https://w3id.org/clustergraph/ns#Sector"
    """An industrial sector by which a source classifies clusters."""
    Slice = "https://w3id.org/clustergraph/ns#Slice"
    """A graph with a code list of somebody else, or a part of one, generated from named tables."""
    Source = "https://w3id.org/clustergraph/ns#Source"
    """A document from which facts were taken."""
    StageGroup = "https://w3id.org/clustergraph/ns#StageGroup"
    """A group of clusters that a source counts by stage without saying which clusters they are."""
    Standard = "https://w3id.org/clustergraph/ns#Standard"
    """A standard, a marking or a method of assuring quality that a source names; naming one says nothing of certificates."""
    SupportProgramme = "https://w3id.org/clustergraph/ns#SupportProgramme"
    """A public programme that supports clusters."""
    SuspectFigure = "https://w3id.org/clustergraph/ns#SuspectFigure"
    """A figure that a source prints and that is too doubtful to be read as a value, kept as printed and left out of the data cube."""
    Table = "https://w3id.org/clustergraph/ns#Table"
    """A table from which a slice was generated, by the address at which it was read."""
    TargetMarket = "https://w3id.org/clustergraph/ns#TargetMarket"
    """A market that a cluster wants to serve; a market that is mentioned is not a partner."""
    Telephone = "https://w3id.org/clustergraph/ns#Telephone"
    """A voice or fax number that a source prints for a contact point."""
    Territory = "https://w3id.org/clustergraph/ns#Territory"
    """A region, district, municipality or larger area that a source names."""
    Town = "https://w3id.org/clustergraph/ns#Town"
    """A town in which clusters have their seats, with its place and its current codes."""
    WebSite = "https://w3id.org/clustergraph/ns#WebSite"
    """A web address that a source prints for an organisation or a cluster, working or not."""
    about = "https://w3id.org/clustergraph/ns#about"
    """The thing whose record has a gap."""
    activity = "https://w3id.org/clustergraph/ns#activity"
    """An activity of a cluster."""
    activityStatus = "https://w3id.org/clustergraph/ns#activityStatus"
    """Whether an activity is done, under way or planned."""
    asPrinted = "https://w3id.org/clustergraph/ns#asPrinted"
    """The characters that a source prints for a value, before any reading of them."""
    basis = "https://w3id.org/clustergraph/ns#basis"
    """Whose word a statement or a node is."""
    begin = "https://w3id.org/clustergraph/ns#begin"
    """The year or month in which something begins."""
    beneficiary = "https://w3id.org/clustergraph/ns#beneficiary"
    """A cluster that a support programme supported."""
    brochureNumber = "https://w3id.org/clustergraph/ns#brochureNumber"
    """The number that the brochure of 2009 gives a cluster in its list and on its maps."""
    categorisation = "https://w3id.org/clustergraph/ns#categorisation"
    """A judgement on the category of a cluster."""
    category = "https://w3id.org/clustergraph/ns#category"
    """The category to which a cluster is judged to belong."""
    ceiling = "https://w3id.org/clustergraph/ns#ceiling"
    """The greatest share of the costs that a grant may cover, in per cent."""
    ceilingBase = "https://w3id.org/clustergraph/ns#ceilingBase"
    """The costs to which the ceiling applies."""
    cluster = "https://w3id.org/clustergraph/ns#cluster"
    """The cluster that a figure or a gap in the figures describes."""
    clusterCount = "https://w3id.org/clustergraph/ns#clusterCount"
    """How many clusters a source counts in a group."""
    comparison = "https://w3id.org/clustergraph/ns#comparison"
    """Whether the number is exact or a bound."""
    confidence = "https://w3id.org/clustergraph/ns#confidence"
    """How sure the one who judged is."""
    counted = "https://w3id.org/clustergraph/ns#counted"
    """What a quantity counts."""
    country = "https://w3id.org/clustergraph/ns#country"
    """The country to which something belongs or refers, from the EU authority table of countries."""
    date = "https://w3id.org/clustergraph/ns#date"
    """A calendar date with the precision that a source gives: a year or a month of a year."""
    developmentStage = "https://w3id.org/clustergraph/ns#developmentStage"
    """The stage of development for which support is granted, or that a group of clusters is in."""
    e164 = "https://w3id.org/clustergraph/ns#e164"
    """A telephone number in international form, a plus sign and digits only (ITU-T E.164)."""
    end = "https://w3id.org/clustergraph/ns#end"
    """The year or month in which something ends; absent where a source leaves the end open."""
    euProgramme = "https://w3id.org/clustergraph/ns#euProgramme"
    """The same programme in the EU authority table of programmes."""
    evidence = "https://w3id.org/clustergraph/ns#evidence"
    """On what the name of a category, or a mapping between two lists, rests."""
    extension = "https://w3id.org/clustergraph/ns#extension"
    """The digits to dial after a connection is made."""
    firstLine = "https://w3id.org/clustergraph/ns#firstLine"
    """The number of the first line of a passage or section, counted from 1."""
    flag = "https://w3id.org/clustergraph/ns#flag"
    """The kind of defect or doubt that an annotation reports."""
    funder = "https://w3id.org/clustergraph/ns#funder"
    """Who gave the money."""
    funding = "https://w3id.org/clustergraph/ns#funding"
    """Money given to a programme."""
    fundingRule = "https://w3id.org/clustergraph/ns#fundingRule"
    """How a programme grants money."""
    indicator = "https://w3id.org/clustergraph/ns#indicator"
    """The kind of figure that is reported."""
    instrumentGroup = "https://w3id.org/clustergraph/ns#instrumentGroup"
    """The group into which a source puts an instrument."""
    judgedProperty = "https://w3id.org/clustergraph/ns#judgedProperty"
    """A property whose values in a record are the judgement of a curator, whatever the basis of the node on which they stand."""
    kind = "https://w3id.org/clustergraph/ns#kind"
    """What sort of thing this is, as the curator sorts it."""
    lastLine = "https://w3id.org/clustergraph/ns#lastLine"
    """The number of the last line of a passage or section, counted from 1."""
    legalForm = "https://w3id.org/clustergraph/ns#legalForm"
    """The kind of body that a source says an organisation is."""
    level = "https://w3id.org/clustergraph/ns#level"
    """The level of a position in its classification, as that counts: NACE from 1 for sections, NUTS from 0 for countries."""
    likelyReading = "https://w3id.org/clustergraph/ns#likelyReading"
    """What a source probably meant where what it prints is wrong or unclear; a curator's judgement."""
    line = "https://w3id.org/clustergraph/ns#line"
    """The line of a document, counted from 1, at which a statement stands that a validation result is about."""
    lineCount = "https://w3id.org/clustergraph/ns#lineCount"
    """How many lines the text of a source has."""
    lineKind = "https://w3id.org/clustergraph/ns#lineKind"
    """Whether a number serves voice or fax."""
    manages = "https://w3id.org/clustergraph/ns#manages"
    """The cluster that a cluster organisation runs."""
    mappingKind = "https://w3id.org/clustergraph/ns#mappingKind"
    """The SKOS mapping property by which the source concept of a mapping is tied to its target concept."""
    mentions = "https://w3id.org/clustergraph/ns#mentions"
    """Something that a source names where it speaks of this."""
    missingProperty = "https://w3id.org/clustergraph/ns#missingProperty"
    """The property for which a record has no value."""
    nearestIn = "https://w3id.org/clustergraph/ns#nearestIn"
    """The list, a concept scheme or a class, among which a value near to the one that a shape refuses is looked for."""
    nuts = "https://w3id.org/clustergraph/ns#nuts"
    """The smallest statistical region of today in which a place lies; the codes may be younger than the statement about the place."""
    objective = "https://w3id.org/clustergraph/ns#objective"
    """An objective of a cluster or of a programme."""
    objectiveClass = "https://w3id.org/clustergraph/ns#objectiveClass"
    """The class to which an objective or an activity belongs; a curator's judgement where the source does not say."""
    omissionReason = "https://w3id.org/clustergraph/ns#omissionReason"
    """Why a line is carried by no resource."""
    operatingArea = "https://w3id.org/clustergraph/ns#operatingArea"
    """Where a cluster works."""
    participant = "https://w3id.org/clustergraph/ns#participant"
    """Somebody who takes part in a project or a network."""
    position = "https://w3id.org/clustergraph/ns#position"
    """The place of an item in its list, counted from 1."""
    printedIn = "https://w3id.org/clustergraph/ns#printedIn"
    """In which places of a source this form of a name is printed."""
    procedure = "https://w3id.org/clustergraph/ns#procedure"
    """The way in which grants are awarded."""
    programmeStage = "https://w3id.org/clustergraph/ns#programmeStage"
    """A stage in the course of a programme."""
    proposal = "https://w3id.org/clustergraph/ns#proposal"
    """What may be meant instead of the value that a validation result is about."""
    quantity = "https://w3id.org/clustergraph/ns#quantity"
    """A number of things stated in passing."""
    reason = "https://w3id.org/clustergraph/ns#reason"
    """Why a value is absent."""
    refPeriod = "https://w3id.org/clustergraph/ns#refPeriod"
    """The period to which a figure refers."""
    relatedTo = "https://w3id.org/clustergraph/ns#relatedTo"
    """The other side of a relation."""
    relation = "https://w3id.org/clustergraph/ns#relation"
    """A tie of a cluster to others."""
    relationKind = "https://w3id.org/clustergraph/ns#relationKind"
    """What the two sides have to do with each other."""
    remedy = "https://w3id.org/clustergraph/ns#remedy"
    """How to mend what a validation result is about."""
    restatedProperty = "https://w3id.org/clustergraph/ns#restatedProperty"
    """A property whose values in a record are facts of the source put into the curator's own words."""
    reviewStatus = "https://w3id.org/clustergraph/ns#reviewStatus"
    """Whether somebody who speaks Serbian has looked over the Serbian texts of this node."""
    runBy = "https://w3id.org/clustergraph/ns#runBy"
    """The institution that runs a programme."""
    seat = "https://w3id.org/clustergraph/ns#seat"
    """Where an address, or a body that a source names with its town, lies."""
    section = "https://w3id.org/clustergraph/ns#section"
    """The section of a source in which a passage lies."""
    sector = "https://w3id.org/clustergraph/ns#sector"
    """The industrial sector in which a source places a cluster."""
    sha256 = "https://w3id.org/clustergraph/ns#sha256"
    """The digest of the bytes of a source, as 64 hexadecimal digits (FIPS 180-4)."""
    stageGroup = "https://w3id.org/clustergraph/ns#stageGroup"
    """A group of clusters counted by stage."""
    strength = "https://w3id.org/clustergraph/ns#strength"
    """How far a relation has come."""
    supportedBy = "https://w3id.org/clustergraph/ns#supportedBy"
    """An organisation with whose support something was founded or done."""
    targetMarket = "https://w3id.org/clustergraph/ns#targetMarket"
    """A market that a cluster wants to serve."""
    telephone = "https://w3id.org/clustergraph/ns#telephone"
    """A voice or fax line of a contact point."""
    territory = "https://w3id.org/clustergraph/ns#territory"
    """A territory that an operating area or a market covers, or in which a cluster was founded."""
    town = "https://w3id.org/clustergraph/ns#town"
    """The town of an address or a seat."""
    translatedProperty = "https://w3id.org/clustergraph/ns#translatedProperty"
    """A property whose texts of this node in a language other than that of the source are translations of ours."""
    treatment = "https://w3id.org/clustergraph/ns#treatment"
    """What was done with a doubtful value in the record."""
    value = "https://w3id.org/clustergraph/ns#value"
    """The number that a quantity states."""
    website = "https://w3id.org/clustergraph/ns#website"
    """A web address printed for an organisation or a cluster."""


PREFIXES: dict[str, str] = {
    "activity": "https://w3id.org/clustergraph/id/activity/",
    "activity-status": "https://w3id.org/clustergraph/scheme/activity-status/",
    "address": "https://w3id.org/clustergraph/id/address/",
    "adms": "http://www.w3.org/ns/adms#",
    "agent": "https://w3id.org/clustergraph/id/agent/",
    "agent-record": "https://w3id.org/clustergraph/graph/agent/",
    "alignment": "https://w3id.org/clustergraph/id/alignment/",
    "annotation": "https://w3id.org/clustergraph/id/annotation/",
    "area": "https://w3id.org/clustergraph/id/area/",
    "basis": "https://w3id.org/clustergraph/scheme/basis/",
    "bibo": "http://purl.org/ontology/bibo/",
    "categorisation": "https://w3id.org/clustergraph/id/categorisation/",
    "cg": "https://w3id.org/clustergraph/ns#",
    "cluster": "https://w3id.org/clustergraph/id/cluster/",
    "cluster-record": "https://w3id.org/clustergraph/graph/cluster/",
    "cluster-trait": "https://w3id.org/clustergraph/scheme/cluster-trait/",
    "company": "https://w3id.org/clustergraph/id/company/",
    "comparison": "https://w3id.org/clustergraph/scheme/comparison/",
    "component": "https://w3id.org/clustergraph/id/component/",
    "confidence": "https://w3id.org/clustergraph/scheme/confidence/",
    "contact": "https://w3id.org/clustergraph/id/contact/",
    "correspondence": "https://w3id.org/clustergraph/id/correspondence/",
    "country": "http://publications.europa.eu/resource/authority/country/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "currency": "http://publications.europa.eu/resource/authority/currency/",
    "cv": "http://data.europa.eu/m8g/",
    "dataset": "https://w3id.org/clustergraph/id/dataset/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "department": "https://w3id.org/clustergraph/id/department/",
    "development-stage": "https://w3id.org/clustergraph/scheme/development-stage/",
    "distribution": "https://w3id.org/clustergraph/id/distribution/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "emerging-industry": "https://w3id.org/clustergraph/scheme/emerging-industry/",
    "eu-programme": "http://publications.europa.eu/resource/authority/eu-programme/",
    "eurio": "http://data.europa.eu/s66#",
    "eurovoc": "http://eurovoc.europa.eu/",
    "event": "https://w3id.org/clustergraph/id/event/",
    "figure": "https://w3id.org/clustergraph/id/figure/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frapo": "http://purl.org/cerif/frapo/",
    "funding": "https://w3id.org/clustergraph/id/funding/",
    "gap": "https://w3id.org/clustergraph/id/gap/",
    "gap-reason": "https://w3id.org/clustergraph/scheme/gap-reason/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geometry": "https://w3id.org/clustergraph/id/geometry/",
    "group": "https://w3id.org/clustergraph/id/group/",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "indicator": "https://w3id.org/clustergraph/scheme/indicator/",
    "institution": "https://w3id.org/clustergraph/id/institution/",
    "institution-record": "https://w3id.org/clustergraph/graph/institution/",
    "instrument": "https://w3id.org/clustergraph/id/instrument/",
    "instrument-group": "https://w3id.org/clustergraph/scheme/instrument-group/",
    "instrument-record": "https://w3id.org/clustergraph/graph/instrument/",
    "kind": "https://w3id.org/clustergraph/scheme/kind/",
    "legal": "http://www.w3.org/ns/legal#",
    "legal-form": "https://w3id.org/clustergraph/scheme/legal-form/",
    "line-kind": "https://w3id.org/clustergraph/scheme/line-kind/",
    "locn": "http://www.w3.org/ns/locn#",
    "mapping": "https://w3id.org/clustergraph/id/mapping/",
    "mapping-evidence": "https://w3id.org/clustergraph/scheme/mapping-evidence/",
    "market": "https://w3id.org/clustergraph/id/market/",
    "membership": "https://w3id.org/clustergraph/id/membership/",
    "nace1-1": "https://w3id.org/clustergraph/scheme/nace1-1/",
    "nace2": "http://data.europa.eu/ux2/nace2/",
    "nace2-1": "http://data.europa.eu/ux2/nace2.1/",
    "name": "https://w3id.org/clustergraph/id/name/",
    "name-evidence": "https://w3id.org/clustergraph/scheme/name-evidence/",
    "name-place": "https://w3id.org/clustergraph/scheme/name-place/",
    "network": "https://w3id.org/clustergraph/id/network/",
    "nuts": "http://data.europa.eu/nuts/code/",
    "oa": "http://www.w3.org/ns/oa#",
    "objective": "https://w3id.org/clustergraph/id/objective/",
    "objective-class": "https://w3id.org/clustergraph/scheme/objective-class/",
    "observation": "https://w3id.org/clustergraph/id/observation/",
    "observatory-category": "https://w3id.org/clustergraph/scheme/observatory-category/",
    "occasion": "https://w3id.org/clustergraph/id/occasion/",
    "omission": "https://w3id.org/clustergraph/id/omission/",
    "omission-reason": "https://w3id.org/clustergraph/scheme/omission-reason/",
    "optional-record": "https://w3id.org/clustergraph/graph/optional/",
    "org": "http://www.w3.org/ns/org#",
    "organisation": "https://w3id.org/clustergraph/id/organisation/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "passage": "https://w3id.org/clustergraph/id/passage/",
    "peer": "https://w3id.org/clustergraph/id/peer/",
    "period": "https://w3id.org/clustergraph/scheme/period/",
    "person": "https://w3id.org/clustergraph/id/person/",
    "post": "https://w3id.org/clustergraph/id/post/",
    "product": "https://w3id.org/clustergraph/id/product/",
    "programme": "https://w3id.org/clustergraph/id/programme/",
    "programme-record": "https://w3id.org/clustergraph/graph/programme/",
    "programme-stage": "https://w3id.org/clustergraph/scheme/programme-stage/",
    "project": "https://w3id.org/clustergraph/id/project/",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "quality-flag": "https://w3id.org/clustergraph/scheme/quality-flag/",
    "quantity": "https://w3id.org/clustergraph/id/quantity/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "reference": "https://w3id.org/clustergraph/graph/reference/",
    "register-record": "https://w3id.org/clustergraph/graph/register/",
    "relation": "https://w3id.org/clustergraph/id/relation/",
    "relation-kind": "https://w3id.org/clustergraph/scheme/relation-kind/",
    "review-status": "https://w3id.org/clustergraph/scheme/review-status/",
    "role": "https://w3id.org/clustergraph/scheme/role/",
    "rov": "http://www.w3.org/ns/regorg#",
    "rule": "https://w3id.org/clustergraph/id/rule/",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-code": "http://purl.org/linked-data/sdmx/2009/code#",
    "sdmx-concept": "http://purl.org/linked-data/sdmx/2009/concept#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "seat": "https://w3id.org/clustergraph/id/seat/",
    "section": "https://w3id.org/clustergraph/id/section/",
    "sector": "https://w3id.org/clustergraph/scheme/sector/",
    "sh": "http://www.w3.org/ns/shacl#",
    "shapes": "https://w3id.org/clustergraph/shapes#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "source": "https://w3id.org/clustergraph/id/source/",
    "standard": "https://w3id.org/clustergraph/id/standard/",
    "strength": "https://w3id.org/clustergraph/scheme/strength/",
    "telephone": "https://w3id.org/clustergraph/id/telephone/",
    "territory": "https://w3id.org/clustergraph/id/territory/",
    "town": "https://w3id.org/clustergraph/id/town/",
    "traded-category": "https://w3id.org/clustergraph/scheme/traded-category/",
    "unit": "http://qudt.org/vocab/unit/",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "website": "https://w3id.org/clustergraph/id/website/",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
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

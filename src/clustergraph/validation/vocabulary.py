"""What there is in SHACL, its extensions and DASH, and what of it is evaluated here: one table, so that nothing passes.

The terms are those of the recommendation of 2017, of SHACL Advanced Features, and of the drafts of SHACL 1.2 as they
stand in the working group's vocabularies; DASH's are those of version 2020 and later. A term of these namespaces that
stands in no group is most likely misspelt, and what was meant by it would silently not be asked.
"""

from clustergraph.validation.terms import SH

DASH = "http://datashapes.org/dash#"
RSX = "http://rdf4j.org/shacl-extensions#"  # RDF4J's
SHNEX = "http://www.w3.org/ns/shnex#"  # node expressions of SHACL 1.2
TOSH = "http://topbraid.org/tosh#"
#: Namespaces whose own terms are definitions, not anybody's shapes: shapes may be sent together with them.
VOCABULARIES = (SH, DASH, SHNEX, TOSH)

#: SHACL Core and SHACL-SPARQL: parameters, targets, paths, queries.
EVALUATED = frozenset(
    f"{SH}{name}"
    for name in (
        "alternativePath", "and", "ask", "class", "closed", "datatype", "deactivated", "declare", "disjoint", "equals",
        "flags", "hasValue", "ignoredProperties", "in", "inversePath", "languageIn", "lessThan", "lessThanOrEquals",
        "maxCount", "maxExclusive", "maxInclusive", "maxLength", "message", "minCount", "minExclusive", "minInclusive",
        "minLength", "namespace", "node", "nodeKind", "nodeValidator", "not", "oneOrMorePath", "optional", "or",
        "path", "pattern", "prefix", "prefixes", "property", "propertyValidator", "qualifiedMaxCount",
        "qualifiedMinCount", "qualifiedValueShape", "qualifiedValueShapesDisjoint", "select", "severity", "sparql",
        "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "uniqueLang", "validator", "xone",
        "zeroOrMorePath", "zeroOrOnePath",
    )
) | frozenset(
    f"{DASH}{name}"
    for name in (
        "closedByTypes", "coExistsWith", "hasValueIn", "hasValueWithClass", "nonRecursive", "rootClass", "singleLine",
        "stem", "subSetOf", "symmetric", "uniqueValueForClass", "uriStart",
    )
)  # fmt: skip

#: What a shape asks by them is not evaluated: neither the shape nor what refers to it has a verdict.
CONSTRAINTS = frozenset(
    f"{SH}{name}"
    for name in (
        "expression", "js", "maxListLength", "memberShape", "minListLength", "nodeByExpression", "parameter",
        "reificationRequired", "reifierShape", "rootClass", "singleLine", "someValue", "subsetOf", "uniqueMembers",
        "uniqueValuesFor", "values",
    )
) | frozenset(f"{DASH}{name}" for name in ("indexed", "reifiableBy", "scriptConstraint"))  # fmt: skip

#: What they would add to the nodes that are looked at, or to the data, is not there; told wherever they stand.
BEYOND = frozenset(
    f"{SH}{name}" for name in ("entailment", "hasRule", "rule", "shape", "target", "targetWhere")
) | frozenset(f"{DASH}{name}" for name in ("applicableToClass", "shape"))

#: They describe, or they belong to reports.
DESCRIBING = frozenset(
    f"{SH}{name}"
    for name in (
        "agentInstruction", "codeIdentifier", "conformanceDisallows", "conforms", "conformsToShapesGraph",
        "defaultValue", "description", "detail", "focusNode", "formalized", "group", "incomplete", "incompleteURIStart",
        "intent", "labelTemplate", "name", "order", "result", "resultAnnotation", "resultMessage", "resultPath",
        "resultSeverity", "shapesGraph", "shapesGraphWellFormed", "sourceConstraint", "sourceConstraintComponent",
        "sourceShape", "suggestedShapesGraph", "unit", "usedConfiguration", "usedDataGraph", "usedShapesGraph", "value",
    )
) | frozenset(
    f"{DASH}{name}"
    for name in (
        "abstract", "actionGroup", "actionIconClass", "addedTriple", "apiStatus", "cachable", "composite",
        "contextFree", "defaultLang", "defaultViewForRole", "deletedTriple", "dependencyPredicate", "detailsEndpoint",
        "detailsGraph", "editor", "expectedResult", "expectedResultIsJSON", "expectedResultIsTTL", "fixed",
        "generateClass", "generatePrefixClasses", "generatePrefixConstants", "height", "hidden", "includedScript",
        "index", "js", "localConstraint", "mimeTypes", "neverMaterialize", "object", "onAllValues", "predicate",
        "propertyRole", "propertySuggestionGenerator", "readOnly", "requiredExecutionPlatform", "resourceAction",
        "resourceService", "responseContentType", "scriptTestCase", "shapeScript", "staticConstraint", "suggestion",
        "suggestionConfidence", "suggestionGenerator", "suggestionGroup", "testEnvironment", "validateShapes",
        "viewer", "width", "x", "y",
    )
)  # fmt: skip

#: Parts of paths, queries, components, expressions and rules: on a shape itself they ask for nothing that is evaluated.
PARTS = frozenset(
    f"{SH}{name}"
    for name in (
        "alternativePath", "annotationProperty", "annotationValue", "annotationVarName", "ask", "bodyExpression",
        "condition", "construct", "count", "desc", "describe", "distinct", "else", "exists", "expectedPredicate",
        "filterShape", "groupConcat", "if", "includesRuleSet", "intersection", "inversePath", "jsFunctionName",
        "jsLibrary", "jsLibraryURL", "keyParameter", "layer", "limit", "max", "min", "minus", "nodeValidator", "nodes",
        "object", "offset", "oneOrMorePath", "orderBy", "predicate", "propertyValidator", "returnType", "ruleProcessor",
        "runOnce", "select", "separator", "sourceRule", "sparqlExpr", "subject", "sum", "tempTriple", "then", "this",
        "union", "update", "validator", "zeroOrMorePath", "zeroOrOnePath",
    )
)  # fmt: skip

KNOWN = EVALUATED | CONSTRAINTS | BEYOND | DESCRIBING | PARTS

#: Classes of SHACL, beside the names of its components.
CLASSES = frozenset(
    f"{SH}{name}"
    for name in (
        "AbstractResult", "ConstraintComponent", "DataGraph", "Function", "Graph", "JSConstraint", "JSExecutable",
        "JSFunction", "JSLibrary", "JSRule", "JSTarget", "JSTargetType", "JSValidator", "ListParameterExpression",
        "ListParameterExpressionFunction", "NamedParameterExpression", "NamedParameterExpressionFunction",
        "NodeExpression", "NodeExpressionFunction", "NodeKind", "NodeShape", "Parameter", "Parameterizable",
        "PrefixDeclaration", "ProcessorConfiguration", "PropertyGroup", "PropertyShape", "ResultAnnotation", "Rule",
        "RuleSet", "RulesGraph", "SPARQLAskExecutable", "SPARQLAskValidator", "SPARQLConstraint",
        "SPARQLConstructExecutable", "SPARQLDescribeExecutable", "SPARQLExecutable", "SPARQLExprExpression",
        "SPARQLFunction", "SPARQLRule", "SPARQLRuleTemplate", "SPARQLSelectExecutable", "SPARQLSelectValidator",
        "SPARQLTarget", "SPARQLTargetType", "SPARQLUpdateExecutable", "SelectExpression", "Severity", "Shape",
        "ShapeClass", "ShapesGraph", "Target", "TargetType", "TripleRule", "ValidationReport", "ValidationResult",
        "Validator",
    )
)  # fmt: skip
_PREFIXES = {SH: "sh", DASH: "dash", RSX: "rsx", SHNEX: "shnex", TOSH: "tosh"}


def named(iri: str) -> str:
    """Give a term of these vocabularies as its compact name, any other as its IRI."""
    for namespace, prefix in _PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def not_evaluated(iri: str) -> bool:
    """Whether a property of a shape asks for what is not evaluated."""
    return (
        iri in CONSTRAINTS
        or iri in PARTS
        or iri.startswith((RSX, SHNEX))
        or (iri.startswith(DASH) and iri not in KNOWN)
    )

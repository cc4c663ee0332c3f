"""Every term of SHACL, its Advanced Features, SHACL 1.2, DASH and RDF4J's: a shape that uses it, data, a verdict.

The data violates what the shape asks where a processor that knows the term would say so. ``FOUND``: there is a result;
``NOT_CHECKED``: there is none, and it is said what was not evaluated. None is ever passed.
Sources: <http://www.w3.org/ns/shacl#> (2017, with the Advanced Features) and
``dash.ttl`` as they are installed with pySHACL; of SHACL 1.2 ``shacl12-vocabularies/shacl.ttl`` of
<https://github.com/w3c/data-shapes> at 01714cde (2026), of which the names below are those that are new.
"""

from typing import NamedTuple

FOUND, NOT_CHECKED = "found", "not checked"
#: Data that violates most of the rows: e:a has values for e:p and e:q, is an e:C, and lacks e:none.
DATA = """
e:a a e:C ; e:p 1, "two\\nlines", "b"@en, "c"@en ; e:q e:b ; e:list ( 1 1 ) ; e:kin e:b .
e:b e:p 5 . e:k a e:C ; e:q e:b .
"""
#: What everything is beside that asks for nothing: a violation that must be found.
_BESIDE = "sh:property [ sh:path e:none ; sh:minCount 1 ]"


class Row(NamedTuple):
    """What e:S, whose target is e:a, asks; other statements; and what must come of it."""

    asks: str
    verdict: str
    more: str = ""
    data: str = DATA
    target: str = "sh:targetNode e:a"


ROWS: dict[str, Row] = {}


def _row(names: str, asks: str, verdict: str = FOUND, more: str = "", **other: str) -> None:
    ROWS.update(dict.fromkeys(names.split(), Row(asks, verdict, more, **other)))


def _on(path: str, *asked: str) -> str:
    return f"sh:property [ sh:path {path} ; {' ; '.join(asked)} ]"


# SHACL Core
for _name, _asks in {
    "class ClassConstraintComponent": _on("e:q", "sh:class e:D"),
    "closed ignoredProperties ClosedConstraintComponent": "sh:closed true ; sh:ignoredProperties ( rdf:type )",
    "datatype DatatypeConstraintComponent": _on("e:p", "sh:datatype xsd:string"),
    "disjoint DisjointConstraintComponent": _on("e:q", "sh:disjoint e:kin"),
    "equals EqualsConstraintComponent": _on("e:p", "sh:equals e:q"),
    "hasValue HasValueConstraintComponent": _on("e:p", "sh:hasValue 9"),
    "in InConstraintComponent": _on("e:p", "sh:in ( 1 2 )"),
    "languageIn LanguageInConstraintComponent": _on("e:p", 'sh:languageIn ( "sr" )'),
    "lessThan LessThanConstraintComponent": _on("e:p", "sh:lessThan e:p"),
    "lessThanOrEquals LessThanOrEqualsConstraintComponent": _on("e:q", "sh:lessThanOrEquals e:p"),
    "maxCount MaxCountConstraintComponent": _on("e:p", "sh:maxCount 1"),
    "minCount MinCountConstraintComponent": _on("e:none", "sh:minCount 1"),
    "maxExclusive MaxExclusiveConstraintComponent": _on("e:p", "sh:maxExclusive 1"),
    "maxInclusive MaxInclusiveConstraintComponent": _on("e:p", "sh:maxInclusive 0"),
    "minExclusive MinExclusiveConstraintComponent": _on("e:p", "sh:minExclusive 1"),
    "minInclusive MinInclusiveConstraintComponent": _on("e:p", "sh:minInclusive 2"),
    "maxLength MaxLengthConstraintComponent": _on("e:p", "sh:maxLength 1"),
    "minLength MinLengthConstraintComponent": _on("e:p", "sh:minLength 5"),
    "node NodeConstraintComponent": "sh:node [ sh:property [ sh:path e:none ; sh:minCount 1 ] ]",
    "not NotConstraintComponent": "sh:not [ sh:nodeKind sh:IRI ]",
    "and AndConstraintComponent": "sh:and ( [ sh:nodeKind sh:Literal ] )",
    "or OrConstraintComponent": "sh:or ( [ sh:nodeKind sh:Literal ] )",
    "xone XoneConstraintComponent": "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:minLength 1 ] )",
    "pattern flags PatternConstraintComponent": _on("e:p", 'sh:pattern "^X" ; sh:flags "i"'),
    "property path name description order group defaultValue PropertyConstraintComponent PropertyGroup": (
        _on(
            "e:none",
            "sh:minCount 1",
            'sh:name "n"',
            'sh:description "d"',
            "sh:order 1",
            "sh:group [ a sh:PropertyGroup ]",
        )
    ),
    "qualifiedValueShape qualifiedMinCount qualifiedValueShapesDisjoint QualifiedMinCountConstraintComponent": (
        _on("e:p", "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1")
        + " ; "
        + _on(
            "e:p",
            "sh:qualifiedValueShape [ sh:minLength 1 ] ; sh:qualifiedMinCount 9 ; sh:qualifiedValueShapesDisjoint true",
        )
    ),
    "qualifiedMaxCount QualifiedMaxCountConstraintComponent": (
        _on("e:p", "sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 1")
    ),
    "uniqueLang UniqueLangConstraintComponent": _on("e:p", "sh:uniqueLang true"),
    "nodeKind IRI NodeKindConstraintComponent NodeKind": _on("e:p", "sh:nodeKind sh:IRI"),
    "BlankNode": _on("e:p", "sh:nodeKind sh:BlankNode"),
    "BlankNodeOrIRI": _on("e:p", "sh:nodeKind sh:BlankNodeOrIRI"),
    "BlankNodeOrLiteral": _on("e:q", "sh:nodeKind sh:BlankNodeOrLiteral"),
    "Literal": _on("e:q", "sh:nodeKind sh:Literal"),
    "IRIOrLiteral": _on("e:list", "sh:nodeKind sh:IRIOrLiteral"),
    "inversePath": _on("[ sh:inversePath e:none ]", "sh:minCount 1"),
    "alternativePath": _on("[ sh:alternativePath ( e:none e:none2 ) ]", "sh:minCount 1"),
    "zeroOrMorePath": _on("[ sh:zeroOrMorePath e:q ]", "sh:maxCount 1"),
    "oneOrMorePath": _on("[ sh:oneOrMorePath e:none ]", "sh:minCount 1"),
    "zeroOrOnePath": _on("[ sh:zeroOrOnePath e:q ]", "sh:maxCount 1"),
    "severity message Severity Violation Warning Info Trace Debug": (
        "; ".join(
            f'sh:property [ sh:path e:none ; sh:minCount 1 ; sh:severity sh:{one} ; sh:message "m" ]'
            for one in ("Violation", "Warning", "Info", "Trace", "Debug")
        )
    ),
    "deactivated": f"{_on('e:p', 'sh:maxCount 1')} ; sh:property [ sh:path e:p ; sh:maxCount 0 ; sh:deactivated true ]",
    "Shape NodeShape PropertyShape targetNode": "a sh:Shape ; sh:property [ a sh:PropertyShape ; sh:path e:p ; sh:maxCount 1 ]",
}.items():
    _row(_name, _asks)
_row("targetClass", _BESIDE, target="sh:targetClass e:C")
_row("targetSubjectsOf", _BESIDE, target="sh:targetSubjectsOf e:q")
_row("targetObjectsOf", "sh:nodeKind sh:Literal", target="sh:targetObjectsOf e:q")

# Reports, hints and graphs: beside them, what is asked is found.
_HINTS = "conforms detail focusNode result resultMessage resultPath resultSeverity shapesGraph shapesGraphWellFormed "
_HINTS += "sourceConstraint sourceConstraintComponent sourceShape suggestedShapesGraph value labelTemplate optional "
_HINTS += "prefixes declare prefix namespace resultAnnotation agentInstruction codeIdentifier formalized intent unit "
_HINTS += "conformanceDisallows conformsToShapesGraph usedConfiguration usedDataGraph usedShapesGraph incomplete "
_HINTS += "incompleteURIStart"
for _name in _HINTS.split():
    _row(_name, f"sh:{_name} e:x ; {_BESIDE}")
_CLASSES = "AbstractResult ValidationReport ValidationResult DataGraph Graph ShapesGraph RulesGraph "
_CLASSES += "ProcessorConfiguration Parameterizable Validator PrefixDeclaration ResultAnnotation NodeExpression "
_CLASSES += "NodeExpressionFunction NamedParameterExpression NamedParameterExpressionFunction ListParameterExpression "
_CLASSES += "ListParameterExpressionFunction Rule RuleSet Target TargetType"
for _name in _CLASSES.split():
    _row(_name, _BESIDE, more=f"e:x a sh:{_name} .")

# SHACL-SPARQL
_NINE = "SELECT $this WHERE { FILTER NOT EXISTS { $this <http://e.example/none> ?any } }"
_row(
    "sparql select SPARQLConstraint SPARQLConstraintComponent SPARQLExecutable SPARQLSelectExecutable",
    f'sh:sparql [ a sh:SPARQLConstraint, sh:SPARQLSelectExecutable, sh:SPARQLExecutable ; sh:select "{_NINE}" ]',
)
_COMPONENT = "e:Own a sh:ConstraintComponent ; sh:parameter [ a sh:Parameter ; sh:path e:own ] ; "
_row(
    "ConstraintComponent Parameter ask validator SPARQLAskValidator SPARQLAskExecutable",
    "e:own 9",
    more=_COMPONENT
    + 'sh:validator [ a sh:SPARQLAskValidator, sh:SPARQLAskExecutable ; sh:ask "ASK { FILTER($own = $value) }" ] .',
)
_row(
    "nodeValidator SPARQLSelectValidator",
    "e:own 9",
    more=_COMPONENT + f'sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:select "{_NINE}" ] .',
)
_row("propertyValidator", _on("e:p", "e:own 9"), more=_COMPONENT + f'sh:propertyValidator [ sh:select "{_NINE}" ] .')
_row(
    "annotationProperty annotationValue annotationVarName",
    f'sh:sparql [ sh:select "{_NINE}" ; sh:resultAnnotation [ sh:annotationProperty e:x ; sh:annotationValue 1 ; sh:annotationVarName "v" ] ]',
)

# What is not evaluated: on a shape
_UNKNOWN = {
    "expression ExpressionConstraintComponent": "sh:expression [ sh:path e:none ]",
    "this": "sh:expression sh:this",
    "js JSConstraintComponent JSConstraint JSExecutable jsFunctionName jsLibrary JSLibrary jsLibraryURL": (
        'sh:js [ a sh:JSConstraint, sh:JSExecutable ; sh:jsFunctionName "f" ; sh:jsLibrary [ a sh:JSLibrary ; sh:jsLibraryURL "x" ] ]'
    ),
    "nodeByExpression NodeByExpressionConstraintComponent": "sh:nodeByExpression e:T",
    "memberShape MemberShapeConstraintComponent": _on("e:list", "sh:memberShape [ sh:nodeKind sh:IRI ]"),
    "minListLength MinListLengthConstraintComponent": _on("e:list", "sh:minListLength 3"),
    "maxListLength MaxListLengthConstraintComponent": _on("e:list", "sh:maxListLength 1"),
    "uniqueMembers UniqueMembersConstraintComponent": _on("e:list", "sh:uniqueMembers true"),
    "reifierShape reificationRequired ReifierShapeConstraintComponent": (
        _on("e:p", "sh:reifierShape e:T", "sh:reificationRequired true")
    ),
    "rootClass RootClassConstraintComponent": _on("e:q", "sh:rootClass e:D"),
    "singleLine SingleLineConstraintComponent": _on("e:p", "sh:singleLine true"),
    "someValue SomeValueConstraintComponent": _on("e:p", "sh:someValue [ sh:nodeKind sh:IRI ]"),
    "subsetOf SubsetOfConstraintComponent": _on("e:p", "sh:subsetOf e:q"),
    "uniqueValuesFor UniqueValuesForConstraintComponent": "sh:uniqueValuesFor e:q",
    "values": _on("e:none", "sh:values [ sh:path e:p ]", "sh:maxCount 1"),
    "parameter": "sh:parameter [ sh:path e:none ; sh:minCount 1 ]",
    "SelectExpression": f'sh:expression [ a sh:SelectExpression ; sh:select "{_NINE}" ]',
    "sparqlExpr SPARQLExprExpression": 'sh:expression [ a sh:SPARQLExprExpression ; sh:sparqlExpr "false" ]',
    "dash:indexed dash:IndexedConstraintComponent": _on("e:p", "dash:indexed true"),
    "dash:reifiableBy dash:ReifiableByConstraintComponent": _on("e:p", "dash:reifiableBy e:T"),
    "dash:scriptConstraint dash:ScriptConstraintComponent dash:js": (
        'dash:scriptConstraint [ a dash:ScriptConstraint ; dash:js "false" ]'
    ),
    "dash:ParameterConstraintComponent": "sh:parameter [ sh:path e:none ; sh:minCount 1 ]",
    "rsx:nodeShape": "rsx:nodeShape e:T",
}
for _name, _asks in _UNKNOWN.items():
    _row(_name, _asks, NOT_CHECKED, more="e:T sh:property [ sh:path e:none ; sh:minCount 1 ] .")
#: Parts of expressions, rules and queries, which stand on the shape itself or within what is told.
_PARTS = "bodyExpression condition construct describe expectedPredicate filterShape intersection includesRuleSet "
_PARTS += "keyParameter layer minus nodes object predicate returnType ruleProcessor runOnce sourceRule subject "
_PARTS += "tempTriple union update"
for _name in _PARTS.split():
    _row(_name, f"sh:{_name} e:x", NOT_CHECKED)

# What is not evaluated: targets, rules and regimes, beside a shape that has its target
_TARGETS = {
    "target SPARQLTarget": f'sh:target [ a sh:SPARQLTarget ; sh:select "{_NINE}" ]',
    "SPARQLTargetType": "sh:target [ a e:Targets ]",
    "JSTarget JSTargetType": 'sh:target [ a sh:JSTarget ; sh:jsFunctionName "f" ]',
    "targetWhere": "sh:targetWhere [ sh:nodeKind sh:IRI ]",
    "rsx:targetShape": "rsx:targetShape [ sh:nodeKind sh:IRI ]",
    "dash:applicableToClass": "dash:applicableToClass e:C",
    "dash:AllObjectsTarget dash:AllObjects": "sh:target dash:AllObjects",
    "dash:AllSubjectsTarget dash:AllSubjects": "sh:target dash:AllSubjects",
    "dash:HasValueTarget dash:object dash:predicate": "sh:target [ a dash:HasValueTarget ; dash:predicate e:q ; dash:object e:b ]",
    "entailment": "sh:entailment <http://www.w3.org/ns/entailment/RDFS>",
    "RulesEntailment": "sh:entailment sh:RulesEntailment",
    "rule TripleRule": "sh:rule [ a sh:TripleRule ]",
    "SPARQLRule SPARQLConstructExecutable SPARQLRuleTemplate": "sh:rule [ a sh:SPARQLRule, sh:SPARQLConstructExecutable ]",
    "JSRule": "sh:rule [ a sh:JSRule ]",
    "hasRule": "sh:hasRule [ a sh:SPARQLRule ]",
}
for _name, _asks in _TARGETS.items():
    _row(_name, f"sh:nodeKind sh:IRI ; {_asks}", NOT_CHECKED, more="e:Targets a sh:SPARQLTargetType, sh:JSTargetType .")
_row("rsx:DataAndShapesGraphLink rsx:dataGraph rsx:shapesGraph", "sh:nodeKind sh:IRI", NOT_CHECKED, more="[] a rsx:DataAndShapesGraphLink ; rsx:dataGraph e:g ; rsx:shapesGraph e:h .")  # fmt: skip
_row("ShapeClass", _BESIDE, more=f"e:C a sh:ShapeClass ; {_BESIDE} .")
_row("shape", _BESIDE, data=DATA + "e:a sh:shape e:S .", target="sh:targetNode e:other")

# Functions: those that are called are not known, those that are not change nothing
_FUNCTION = 'e:f a sh:SPARQLFunction, sh:Function ; sh:parameter [ sh:path e:x ] ; sh:returnType xsd:boolean ; sh:ask "ASK {}" .'
_row("Function SPARQLFunction", 'sh:sparql [ sh:select "SELECT $this { $this ?p ?o FILTER(<http://e.example/f>(?o)) }" ]', NOT_CHECKED, more=_FUNCTION)  # fmt: skip
_row("JSFunction JSValidator", "e:own 9", NOT_CHECKED, more=_COMPONENT + 'sh:validator [ a sh:JSValidator ; sh:jsFunctionName "f" ] . e:g a sh:JSFunction .')  # fmt: skip
_row("SPARQLUpdateExecutable SPARQLDescribeExecutable", _BESIDE, more="e:x a sh:SPARQLUpdateExecutable, sh:SPARQLDescribeExecutable .")  # fmt: skip

# Ill-formed to the recommendation, though SHACL 1.2 has them
_row("TripleTerm", _on("e:p", "sh:nodeKind sh:TripleTerm"), NOT_CHECKED)
_row("ByTypes", "sh:closed sh:ByTypes", NOT_CHECKED)

# DASH
for _name, _asks in {
    "closedByTypes ClosedByTypesConstraintComponent": "dash:closedByTypes true",
    "coExistsWith CoExistsWithConstraintComponent": _on("e:p", "dash:coExistsWith e:none"),
    "hasValueIn HasValueInConstraintComponent": _on("e:p", "dash:hasValueIn ( 7 8 )"),
    "hasValueWithClass HasValueWithClassConstraintComponent": _on("e:q", "dash:hasValueWithClass e:D"),
    "nonRecursive NonRecursiveConstraintComponent": _on("[ sh:zeroOrMorePath e:q ]", "dash:nonRecursive true"),
    "rootClass RootClassConstraintComponent": _on("e:q", "dash:rootClass e:D"),
    "singleLine SingleLineConstraintComponent": _on("e:p", "dash:singleLine true"),
    "stem StemConstraintComponent": _on("e:q", 'dash:stem "http://other.example/"'),
    "subSetOf SubSetOfConstraintComponent": _on("e:p", "dash:subSetOf e:q"),
    "symmetric SymmetricConstraintComponent": _on("e:q", "dash:symmetric true"),
    "uniqueValueForClass UniqueValueForClassConstraintComponent": _on("e:q", "dash:uniqueValueForClass e:C"),
    "uriStart PrimaryKeyConstraintComponent": _on("e:q", 'dash:uriStart "http://e.example/"'),
}.items():
    _row(" ".join(f"dash:{name}" for name in _name.split()), _asks)
_row("dash:ShapeClass", _BESIDE, more=f"e:C a dash:ShapeClass ; {_BESIDE} .")
_row("dash:shape", "sh:nodeKind sh:IRI ; dash:shape e:T", NOT_CHECKED)
_HINTS = "abstract actionGroup actionIconClass addedTriple apiStatus cachable composite contextFree defaultLang "
_HINTS += "defaultViewForRole deletedTriple dependencyPredicate detailsEndpoint detailsGraph editor expectedResult "
_HINTS += (
    "expectedResultIsJSON expectedResultIsTTL fixed height hidden index localConstraint mimeTypes neverMaterialize "
)
_HINTS += "onAllValues propertySuggestionGenerator readOnly resourceAction shapeScript staticConstraint suggestion "
_HINTS += "suggestionConfidence suggestionGenerator suggestionGroup validateShapes viewer width x y"
for _name in _HINTS.split():
    _row(f"dash:{_name}", f"dash:{_name} e:x ; {_BESIDE}")

#: Names that the drafts of SHACL 1.2 add to those of 2017.
SHACL_12 = """
ByTypes DataGraph Debug Graph ListParameterExpression ListParameterExpressionFunction MaxListLengthConstraintComponent
MemberShapeConstraintComponent MinListLengthConstraintComponent NamedParameterExpression
NamedParameterExpressionFunction NodeByExpressionConstraintComponent NodeExpression NodeExpressionFunction
ProcessorConfiguration ReifierShapeConstraintComponent RootClassConstraintComponent RuleSet RulesEntailment RulesGraph
SPARQLDescribeExecutable SPARQLExprExpression SPARQLRuleTemplate SelectExpression ShapeClass ShapesGraph
SingleLineConstraintComponent SomeValueConstraintComponent SubsetOfConstraintComponent Trace TripleTerm
UniqueMembersConstraintComponent UniqueValuesForConstraintComponent agentInstruction bodyExpression codeIdentifier
conformanceDisallows conformsToShapesGraph describe expectedPredicate formalized hasRule includesRuleSet incomplete
incompleteURIStart intent keyParameter layer maxListLength memberShape minListLength minus nodeByExpression
reificationRequired reifierShape rootClass ruleProcessor runOnce shape singleLine someValue sourceRule sparqlExpr
subsetOf targetWhere tempTriple uniqueMembers uniqueValuesFor unit usedConfiguration usedDataGraph usedShapesGraph
values
"""
#: Names of RDF4J's extension.
RSX = "rsx:DataAndShapesGraphLink rsx:dataGraph rsx:nodeShape rsx:shapesGraph rsx:targetShape"

#+ summary: Serbian in Latin script, letter by letter from Serbian in Cyrillic, where nobody has given it.
#+ derives: *@sr-Latn beside *@sr-Cyrl
#+ derives: skosxl:prefLabel skosxl:altLabel skosxl:hiddenLabel to *-latn
#+ derives: rdf:type skosxl:literalForm prov:wasDerivedFrom cg:basis of *-latn
# Serbian in Latin script from Serbian in Cyrillic, where nobody has given it: labels that are nodes of their own get a
# second node, plain texts a second literal. The function is clustergraph.graph.script.latin.
PREFIX basis: <https://w3id.org/clustergraph/scheme/basis/>
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX function: <https://w3id.org/clustergraph/function/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>

INSERT {
  GRAPH ?record {
    ?thing ?labelled ?derived .
    ?derived a skosxl:Label ;
      skosxl:literalForm ?latin ;
      prov:wasDerivedFrom ?passage ;
      cg:basis basis:derived .
  }
}
WHERE {
  VALUES ?labelled { skosxl:prefLabel skosxl:altLabel skosxl:hiddenLabel }
  GRAPH ?record {
    ?thing ?labelled ?label .
    ?label skosxl:literalForm ?cyrillic ;
      prov:wasDerivedFrom ?passage .
    FILTER(LANGMATCHES(LANG(?cyrillic), "sr-Cyrl"))
    FILTER NOT EXISTS {
      ?thing ?labelled ?given .
      ?given skosxl:literalForm ?written .
      FILTER(LANGMATCHES(LANG(?written), "sr-Latn"))
    }
  }
  BIND(IRI(CONCAT(STR(?label), "-latn")) AS ?derived)
  BIND(function:latin(?cyrillic) AS ?latin)
} ;

INSERT { GRAPH ?graph { ?thing ?property ?latin } }
WHERE {
  GRAPH ?graph {
    ?thing ?property ?cyrillic .
    FILTER(?property != skosxl:literalForm && LANGMATCHES(LANG(?cyrillic), "sr-Cyrl"))
    FILTER NOT EXISTS { ?thing ?property ?written . FILTER(LANGMATCHES(LANG(?written), "sr-Latn")) }
  }
  BIND(function:latin(?cyrillic) AS ?latin)
}

#+ summary: The town of an address, where what is printed is a name of that town.
#+ derives: cg:town beside locn:postName
# The town of an address, where what is printed is a name of that town; Serbian letters may have lost their marks.
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX locn: <http://www.w3.org/ns/locn#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { GRAPH ?record { ?address cg:town ?town } }
WHERE {
  GRAPH ?towns {
    ?town a cg:Town ;
      rdfs:label ?name .
  }
  GRAPH ?record { ?address locn:postName ?printed }
  BIND(REPLACE(REPLACE(REPLACE(REPLACE(LCASE(STR(?name)), "đ", "dj"), "š", "s"), "ž", "z"), "[čć]", "c") AS ?plain)
  BIND(REPLACE(REPLACE(REPLACE(REPLACE(LCASE(STR(?printed)), "đ", "dj"), "š", "s"), "ž", "z"), "[čć]", "c") AS ?folded)
  FILTER(?plain = ?folded)
}

#+ summary: The seat of an address: the town of the table, where what is printed is a name of that town.
#+ derives: cg:seat to seat:*-town beside locn:postName
#+ derives: rdf:type cg:town cg:asPrinted prov:wasDerivedFrom cg:basis of seat:*-town
# The town of an address, where what is printed is a name of that town; Serbian letters may have lost their marks. It
# stands on a node of its own, because the address is as printed and the town is not.
PREFIX basis: <https://w3id.org/clustergraph/scheme/basis/>
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX locn: <http://www.w3.org/ns/locn#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT {
  GRAPH ?record {
    ?address cg:seat ?seat .
    ?seat a cg:Seat ;
      cg:town ?town ;
      cg:asPrinted ?characters ;
      prov:wasDerivedFrom ?passage ;
      cg:basis basis:derived .
  }
}
WHERE {
  GRAPH ?towns {
    ?town a cg:Town ;
      rdfs:label ?name .
  }
  GRAPH ?record {
    ?address locn:postName ?printed ;
      prov:wasDerivedFrom ?passage .
  }
  BIND(REPLACE(REPLACE(REPLACE(REPLACE(LCASE(STR(?name)), "đ", "dj"), "š", "s"), "ž", "z"), "[čć]", "c") AS ?plain)
  BIND(REPLACE(REPLACE(REPLACE(REPLACE(LCASE(STR(?printed)), "đ", "dj"), "š", "s"), "ž", "z"), "[čć]", "c") AS ?folded)
  FILTER(?plain = ?folded)
  BIND(IRI(CONCAT(REPLACE(STR(?address), "/id/address/", "/id/seat/"), "-town")) AS ?seat)
  BIND(STR(?printed) AS ?characters)
}

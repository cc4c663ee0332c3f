#+ summary: With persons in the graph, the gaps that say something is withheld go.
#+ derives: nothing
# With the persons of data/optional nothing is withheld: the gaps that say so go.
PREFIX cg: <https://w3id.org/clustergraph/ns#>

DELETE { GRAPH ?record { ?gap ?property ?value } }
WHERE {
  GRAPH ?record {
    ?gap a cg:Gap ;
      cg:reason <https://w3id.org/clustergraph/scheme/gap-reason/withheld-personal> ;
      ?property ?value .
  }
}

# cg:funder is deprecated since 0.2.0: schema:funder says the same, and others understand it.
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH ?graph { ?funding cg:funder ?giver } }
INSERT { GRAPH ?graph { ?funding schema:funder ?giver } }
WHERE { GRAPH ?graph { ?funding cg:funder ?giver } }

#+ summary: A plain label from each label that is a node of its own.
#+ derives: skos:prefLabel beside skosxl:prefLabel
#+ derives: skos:altLabel beside skosxl:altLabel
#+ derives: skos:hiddenLabel beside skosxl:hiddenLabel
# Plain labels from SKOS-XL labels: SKOS Reference, appendix B.3.2, rules S55, S56 and S57.
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>

INSERT { GRAPH ?record { ?thing ?plain ?text } }
WHERE {
  VALUES (?reified ?plain) {
    (skosxl:prefLabel skos:prefLabel)
    (skosxl:altLabel skos:altLabel)
    (skosxl:hiddenLabel skos:hiddenLabel)
  }
  GRAPH ?record {
    ?thing ?reified ?label .
    ?label skosxl:literalForm ?text .
  }
}

#+ summary: The source, the lines and the section of a passage, which its name says.
#+ derives: rdf:type dct:isPartOf cg:firstLine cg:lastLine cg:section of passage:*
# What the name of a passage says: its source, its first and last line, and the section in which it lies.
# id/passage/<source>-l<first>[-l<last>], lines counted from 1.
PREFIX cg: <https://w3id.org/clustergraph/ns#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT {
  GRAPH ?record {
    ?passage a cg:Passage ;
      dct:isPartOf ?source ;
      cg:firstLine ?first ;
      cg:lastLine ?last ;
      cg:section ?section .
  }
}
WHERE {
  {
    SELECT DISTINCT ?record ?passage WHERE {
      GRAPH ?record { ?node prov:wasDerivedFrom ?passage }
      FILTER(STRSTARTS(STR(?passage), "https://w3id.org/clustergraph/id/passage/"))
    }
  }
  BIND(STRAFTER(STR(?passage), "https://w3id.org/clustergraph/id/passage/") AS ?slug)
  BIND("^(.*?)-l([0-9]+)(-l([0-9]+))?$" AS ?pattern)
  FILTER(REGEX(?slug, ?pattern))
  BIND(IRI(CONCAT("https://w3id.org/clustergraph/id/source/", REPLACE(?slug, ?pattern, "$1"))) AS ?source)
  BIND(xsd:integer(REPLACE(?slug, ?pattern, "$2")) AS ?first)
  BIND(REPLACE(?slug, ?pattern, "$4") AS ?end)
  BIND(IF(?end = "", ?first, xsd:integer(?end)) AS ?last)
  GRAPH ?table {
    ?source a cg:Source .
    ?section dct:isPartOf ?source ;
      a cg:Section ;
      cg:firstLine ?sectionFirst ;
      cg:lastLine ?sectionLast .
  }
  FILTER(?sectionFirst <= ?first && ?last <= ?sectionLast)
}

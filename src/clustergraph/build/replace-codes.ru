# Codes that another list of categories has replaced; the scheme says of each what replaces it.
DELETE { GRAPH ?graph { ?subject ?property ?old } }
INSERT { GRAPH ?graph { ?subject ?property ?new } }
WHERE {
  VALUES (?old ?new) {
    $pairs
  }
  GRAPH ?graph { ?subject ?property ?old }
}

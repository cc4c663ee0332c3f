"""Pure functions over RDF as text: canonical lines, language tags, the digest of a release. No input, no output."""

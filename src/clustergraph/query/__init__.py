"""Questions: the guard before the parser, formats, killable children, the service, the catalogue of named queries."""

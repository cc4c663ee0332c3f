"""HTTP: a small ASGI door for /sparql and Flask's pages beside it. No decisions, no SPARQL."""

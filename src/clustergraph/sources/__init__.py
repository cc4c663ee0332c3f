"""Bytes into quads: strict parsing with places, skolem names for blank nodes, the curated repository, its spelling."""

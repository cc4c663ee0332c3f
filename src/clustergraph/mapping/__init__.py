"""Rows into triples, as canonical N-Quads text. No input, no output."""

"""Oxigraph's door: the store a build works on, the sealed store of a release, and the releases of a home."""

"""clustergraph: a linked-data knowledge graph and SPARQL endpoint for business clusters.

The layers, from the top, import only downwards (checked by import-linter, see ``pyproject.toml``)::

    cli          commands, progress bars, exit codes
    web          the ASGI door for /sparql and the pages
    build        repository → release
    query        named queries, guard, formats, killable children
    validation   SHACL profiles        store  sealed releases        sources  bytes → quads
    mapping      rows → triples
    graph        named graphs, canonical text, digest
    report, progress, iris, resources
    ns, errors, settings
"""


def __getattr__(name: str) -> str:
    """Look ``__version__`` up when it is asked for: that takes longer than all else a child imports."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("clustergraph")

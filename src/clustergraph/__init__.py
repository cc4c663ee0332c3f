"""clustergraph: a linked-data knowledge graph and SPARQL endpoint for business clusters.

The layers, from the top, import only downwards (checked by import-linter, see ``pyproject.toml``)::

    cli          commands, progress bars, exit codes
    web          the ASGI door for /sparql and the pages
    build        repository → release
    query        named queries, guard, formats, killable children
    validation   SHACL profiles        store  sealed releases        sources  bytes → quads
    mapping      rows → triples
    graph        named graphs, canonical text, digest
    report, iris, resources
    ns, errors, settings
"""

from importlib.metadata import version

__version__ = version("clustergraph")

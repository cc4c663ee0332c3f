"""What a release keeps of the shapes, so that they can be described without the repository."""

from pathlib import Path
from typing import Any

from clustergraph import resources
from clustergraph.graph.merging import merged
from clustergraph.sources.repository import read_text
from clustergraph.validation.profiles import profile_usage
from clustergraph.validation.shape_rows import shape_rows


def shape_document(root: Path) -> dict[str, Any]:
    """Give profiles, node shapes and property shapes as plain rows; each shape says which profiles ask it, and when.

    Raises :class:`RepositoryError` for a table of profiles that cannot be used.
    """
    usages = profile_usage(root)
    document = shape_rows({name: text.encode() for name, text in _files(root).items()})
    for row in [*document["shapes"].values(), *document["properties"].values()]:
        row["profiles"] = {usage.name: usage.files[row["file"]] for usage in usages if row["file"] in usage.files}
    profiles = {
        usage.name: {
            "title": usage.title,
            "description": usage.description,
            "blocking": usage.blocking,
            "version": usage.version,
        }
        for usage in usages
    }
    return {"profiles": profiles, **document}


def shapes_turtle(root: Path) -> bytes:
    """Give all shapes files as one in Turtle."""
    return merged(_files(root).values()).encode()


def _files(root: Path) -> dict[str, str]:
    return {
        str(relative): read_text(path, str(relative))
        for relative, path in resources.files(root)
        if relative.match("shapes/*.ttl") or relative.match("shapes/*/*.ttl")
    }

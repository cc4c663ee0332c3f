"""The notebook of docs/, run whole against a real server: it gives what it shows."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from clustergraph.query.catalogue import catalogue
from conftest import ROOT, Server

NOTEBOOK = ROOT / "docs/notebook.ipynb"


def texts(cells: list[Any]) -> list[list[str]]:
    """Give what each cell of code printed or showed as text, but for those that are marked as varying."""
    return [
        [str(one.get("text") or one["data"].get("text/plain", "")) for one in cell.outputs if _is_text(one)]
        for cell in cells
        if cell.cell_type == "code" and "varies" not in cell.metadata.get("tags", [])
    ]


def _is_text(output: Any) -> bool:
    return output.output_type == "stream" or "image/png" not in output.get("data", {})


@pytest.mark.filterwarnings("default")  # the kernel's own machinery warns
def test_the_notebook_gives_what_it_shows(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each frame and each line; the chart is a picture; the citation is of the day."""
    shown, run = (nbformat.read(NOTEBOOK, as_version=4) for _ in range(2))
    monkeypatch.setenv("CLUSTERGRAPH_URL", server.url)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    NotebookClient(run, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()

    assert texts(run.cells) == texts(shown.cells)
    pictures = [one for cell in run.cells for one in cell.get("outputs", []) if "image/png" in one.get("data", {})]
    assert len(pictures) == 1
    [varied] = [cell for cell in run.cells if "varies" in cell.metadata.get("tags", [])]
    assert f"{server.url}/citation/" in varied.outputs[0].text


def test_the_named_queries_in_it_exist() -> None:
    """By their addresses."""
    text = NOTEBOOK.read_text(encoding="utf-8")
    named = {part.split(".csv")[0] for part in text.split("/queries/")[1:]}
    assert named
    assert named <= set(catalogue())

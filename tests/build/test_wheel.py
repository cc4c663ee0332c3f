"""The wheel: what a user installs builds a release without the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from clustergraph import resources
from clustergraph.store.release import Release
from conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_repository_travels_along(installed: Path) -> None:
    """Every file of ontology/, shapes/ and data/, every query, template and style."""
    package = installed / "clustergraph"
    files = {str(relative) for relative, _ in resources.files(ROOT)}

    assert files == {str(relative) for relative, _ in resources.files(package / "repository")}
    for folder, ending in (("queries", "*.rq"), ("web/templates", "*.html"), ("web/static", "*")):
        wanted = {path.name for path in (resources.PACKAGE / folder).glob(ending)}
        assert wanted == {path.name for path in (package / folder).glob(ending)}


def test_the_installed_package_builds_the_same_release(installed: Path, tmp_path: Path, release: Release) -> None:
    """From another folder, with nothing of the checkout on the path."""
    script = f"import sys; sys.path.insert(0, {str(installed)!r}); from clustergraph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--home", "home", "build"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert release.manifest.digest in done.stdout

"""A release on disk: an immutable folder named by its digest.

::

    releases/<digest>/
        release.json      the manifest: digest, inputs, counts, figures, all other files with their sizes and SHA-256
        digest.state      2,048 bytes from which the next commit's digest goes on
        report.json       the validation report
        statistics.json   triples, classes, properties and their partitions, counted (store.statistics)
        catalogue.json    the texts of the catalogue, as data/catalogue.toml had them
        shapes.json       what the shapes ask, as rows, with the profiles that ask it (build.shapes)
        rules.json        the rules that ran, and what each derives (sources.rules)
        retired.json      permanent names that are no longer described, with what takes their place
        store/            a sealed Oxigraph store, opened read-only for ever after
        store.datatypes   datatypes that the engine widens, where there are any (store.datatypes)
        dumps/            clustergraph.ttl .trig .nq .jsonld, parts of it: indicators.ttl, vocabulary.ttl, codes.ttl,
                          and what goes with it: shapes.ttl, context.jsonld, frame.jsonld

One that was loaded from files has no texts, retired names, shapes, rules or context.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from clustergraph import iris
from clustergraph.disk import stamp_of, words_of
from clustergraph.errors import Place, ReleaseError
from clustergraph.mapping.description import DUMPS, Described
from clustergraph.store.text import ntriples

#: Raised by one whenever the layout or the meaning of a release changes; an older one is then stale.
FORMAT = 3
MANIFEST = "release.json"
_REMEMBERED = 64  # manifests
_SHA256 = "sha256"  # the member of the manifest that older ones have not
#: The fingerprint of a release that was loaded from files: nothing in the repository makes it stale.
LOADED = "loaded"


@dataclass(frozen=True)
class Manifest:
    """What ``release.json`` says. ``inputs`` is the fingerprint of the repository it was built from.

    ``files`` has size and SHA-256 of the files beside the store, ``store`` those of the store, none in releases from
    before they were recorded. ``blank_nodes`` says whether there may be any in it, ``lacking`` how many statements a
    dump lacks, by its name, because its format cannot hold them.
    """

    digest: str
    inputs: str
    profile: str
    version: str
    built: str
    quads: int
    triples: int
    graphs: Mapping[str, int]
    figures: Mapping[str, Any]
    findings: Mapping[str, int]
    files: Mapping[str, Mapping[str, Any]]
    blank_nodes: bool = True
    lacking: Mapping[str, int] = field(default_factory=dict)
    store: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def loaded(self) -> bool:
        """Whether it was made from files of others, which nobody here has described."""
        return self.inputs == LOADED

    @property
    def iri(self) -> str:
        """The permanent name of the release."""
        return iris.release(self.digest)

    def same(self, other: "Manifest") -> bool:
        """Whether another says the same of its data; RocksDB's files and the time differ from build to build."""
        recorded = bool(self.store) == bool(other.store)
        return recorded and replace(self, built="", store={}) == replace(other, built="", store={})

    def as_json(self) -> str:
        """Give the text of ``release.json``, with the SHA-256 of all else that it says."""
        content = {"release": self.iri, **asdict(self)}
        return _dumped({**content, _SHA256: _digest(content)})


@dataclass(frozen=True)
class Release:
    """A release's folder with its manifest, read."""

    folder: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """The folder of the sealed store."""
        return self.folder / "store"

    @property
    def dumps(self) -> Path:
        """The folder of the dumps."""
        return self.folder / "dumps"

    def statistics(self) -> dict[str, Any]:
        """Read the statistics that were counted at the build; raises :class:`ReleaseError` where they are damaged."""
        return self._read("statistics.json")

    def shapes(self) -> dict[str, Any]:
        """Read the rows of the shapes, none where it was loaded; raises :class:`ReleaseError` for damage."""
        return {} if self.manifest.loaded else self._read("shapes.json")

    def shapes_statements(self) -> str:
        """Give all shapes as N-Triples, none where it was loaded; raises :class:`ReleaseError` for damage."""
        if self.manifest.loaded:
            return ""
        path = self.dumps / "shapes.ttl"
        try:
            return ntriples(self._whole("dumps/shapes.ttl"))
        except (OSError, SyntaxError) as error:
            raise ReleaseError(
                f"A dump of the release cannot be read: {words_of(error)}.", place=Place(str(path)), remedy=_REBUILD
            ) from error

    def rules(self) -> dict[str, Any]:
        """Read the rules that ran, none where it was loaded; raises :class:`ReleaseError` for damage."""
        return {} if self.manifest.loaded else self._read("rules.json")

    def retired(self) -> dict[str, Any]:
        """Read the names that are no longer described: IRI → ``retired`` (a date), ``replacedBy`` (an IRI or none)."""
        return {} if self.manifest.loaded else self._read("retired.json")

    def texts(self) -> dict[str, Any]:
        """Read the texts of the catalogue, none where it was loaded; raises :class:`ReleaseError` for damage."""
        return {} if self.manifest.loaded else self._read("catalogue.json")

    def described(self, base: str, files: str = DUMPS) -> Described:
        """Give what descriptions are made from, for a public base URL and the path below which the dumps are.

        Raises :class:`ReleaseError` for damage.
        """
        items = self.manifest.files.items()
        dumps = {name.removeprefix("dumps/"): said for name, said in items if name.startswith("dumps/")}
        return Described(
            base=base,
            digest=self.manifest.digest,
            built=self.manifest.built,
            sizes={name: said["bytes"] for name, said in dumps.items()},
            checksums={name: said["sha256"] for name, said in dumps.items()},
            inputs=self.manifest.inputs,
            profile=self.manifest.profile,
            version=self.manifest.version,
            texts=self._read("catalogue.json"),
            statistics=self.statistics(),
            files=files,
        )

    def _read(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            return dict(json.loads(self._whole(name)))
        except (OSError, ValueError, TypeError) as error:
            raise ReleaseError(
                f"A file of the release cannot be read: {words_of(error)}.", place=Place(str(path)), remedy=_REBUILD
            ) from error

    def _whole(self, name: str) -> bytes:
        """Read a file that is as the manifest says; raises :class:`ReleaseError` for one that was changed."""
        content, said = (self.folder / name).read_bytes(), self.manifest.files.get(name)
        if said is not None and hashlib.sha256(content).hexdigest() != said["sha256"]:
            raise ReleaseError(
                f"The file {name} of the release is not as it was written.",
                place=Place(str(self.folder / name)),
                remedy=_REBUILD,
            )
        return content


def read_release(folder: Path) -> Release:
    """Read a release's manifest; raises :class:`ReleaseError` where it is absent, damaged or of another format."""
    path = folder / MANIFEST
    try:
        manifest = _read_manifest(path, stamp_of(path))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            f"The manifest of the release cannot be read: {words_of(error)}.", place=Place(str(path)), remedy=_REBUILD
        ) from error
    if manifest.format != FORMAT:
        raise ReleaseError(
            f"The release has format {manifest.format}; this version reads format {FORMAT}.",
            place=Place(str(path)),
            remedy=_REBUILD,
        )
    return Release(folder, manifest)


@lru_cache(_REMEMBERED)
def _read_manifest(path: Path, _stamp: tuple[int, ...]) -> Manifest:
    """Read a manifest, once while the file is the same: it is asked for with each request that names a release."""
    content = json.loads(path.read_text(encoding="utf-8"))
    _check_digest(content)
    content.pop("release")
    manifest = Manifest(**content)
    _check_described({**manifest.files, **manifest.store})
    return manifest


def _dumped(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(_dumped(content).encode()).hexdigest()


def _check_digest(content: dict[str, Any]) -> None:
    """Raise :class:`ValueError` where a manifest is not as it was written."""
    if content.pop(_SHA256, None) not in (None, _digest(content)):
        raise ValueError("it was changed after it was written")


def _check_described(files: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise :class:`ValueError` for what is no record of files: a manifest that was changed is not believed."""
    for name, said in files.items():
        if not (isinstance(said["bytes"], int) and isinstance(said["sha256"], str)) or name.startswith(("/", "../")):
            raise ValueError(f"it does not say what {name} is")


_REBUILD = "Run `clustergraph build`; it makes the release again from the repository."

"""Keeps what each version of a profile asked, so that an old verdict can be given again.

``shapes/versions.toml`` has the digest of every version of every profile, and ``shapes/versions/<profile>/`` a file for
each, whose SHA-256 it is. ``python -m clustergraph.build.profile_versions`` adds the version that
``shapes/profiles.toml`` names; with ``--anew`` it may replace that one, as long as it is in no release.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from clustergraph import resources
from clustergraph.build.curated import finding
from clustergraph.errors import Place
from clustergraph.report import Finding
from clustergraph.sources.repository import table
from clustergraph.store.replacing import replace_file
from clustergraph.validation.profiles import TABLE, Profile, profile_usage, read_profile

VERSIONS = "shapes/versions.toml"
_HEAD = """# The digest of what each version of a profile asks: the SHA-256 of shapes/versions/<profile>/<version>.ttl.
# `python -m clustergraph.build.profile_versions` adds the version that shapes/profiles.toml names.
"""


def kept(root: Path, profile: str, version: str) -> Path:
    """Say where the bytes of a version are."""
    return root / f"shapes/versions/{profile}/{version}.ttl"


def check_versions(root: Path) -> list[Finding]:
    """Check that a profile whose content changed has a new version, and that every version has its bytes.

    Only the repository's own check asks this: it touches no fact, so a build does not.
    """
    register = register_of(root)
    found = [told for profile in _versioned(root) for told in _unlike(profile, register)]
    for name, versions in register.items():
        found += [told for version, digest in versions.items() for told in _without_bytes(root, name, version, digest)]
    return found


def _unlike(profile: Profile, register: dict[str, dict[str, str]]) -> Iterator[Finding]:
    digest = register.get(profile.name, {}).get(str(profile.version))
    if digest is None:
        message = f"Version {profile.version} of profile {profile.name} is not kept; add it by {_COMMAND}."
        yield finding("profile-version", message, Place(VERSIONS))
    elif digest != profile.digest:
        message = (
            f"Profile {profile.name} asks something else than its version {profile.version} did. "
            f"Give it the next version, and keep that by {_COMMAND}."
        )
        yield finding("profile-version", message, Place(TABLE))


_COMMAND = "`python -m clustergraph.build.profile_versions`"


def _without_bytes(root: Path, name: str, version: str, digest: str) -> Iterator[Finding]:
    path = kept(root, name, version)
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        message = f"The bytes of version {version} of profile {name} are absent, or are not those of its digest."
        yield finding("profile-version", message, Place(path.relative_to(root).as_posix()))


def register_of(root: Path) -> dict[str, dict[str, str]]:
    """Give the digest of every kept version: profile → version → digest."""
    return table(root / VERSIONS) if (root / VERSIONS).is_file() else {}


def _versioned(root: Path) -> list[Profile]:
    return [read_profile(root, usage.name) for usage in profile_usage(root) if usage.version is not None]


def keep_versions(root: Path, *, anew: bool = False) -> list[str]:
    """Keep the current version of each profile; gives the names of those that were added.

    A version that is kept already stays as it is, unless it may be replaced.
    """
    register, added = register_of(root), []
    for profile in _versioned(root):
        versions = register.setdefault(profile.name, {})
        version = str(profile.version)
        if version not in versions or (anew and versions[version] != profile.digest):
            versions[version] = profile.digest
            path = kept(root, profile.name, version)
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, profile.document)
            added.append(f"{profile.name} {version}")
    replace_file(root / VERSIONS, _HEAD + "".join(_section(name, rows) for name, rows in sorted(register.items())))
    return added


def _section(name: str, versions: dict[str, str]) -> str:
    rows = "".join(f'"{version}" = "{digest}"\n' for version, digest in versions.items())
    return f'\n["{name}"]\n{rows}' if "." in name else f"\n[{name}]\n{rows}"


if __name__ == "__main__":
    for line in keep_versions(resources.repository(), anew="--anew" in sys.argv):
        sys.stdout.write(f"{line}\n")

"""Domains and their validation types, as clients of the Test Bed's API name them, out of the profiles.

``clustergraph`` has a type for each profile that is offered; ``any`` has those for shapes that are sent along: ``any``,
in which only violations make data not conform, as at the Test Bed, and ``strict``, in which every finding does, as the
SHACL recommendation has it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clustergraph.errors import BadParameter, NotFound, Place
from clustergraph.validation.profiles import Profile, offered_profiles

OURS, ANY = "clustergraph", "any"
_DEFAULTS = {OURS: "submission", ANY: ANY}


@dataclass(frozen=True)
class Kind:
    """One validation type: its profile, and whether every finding counts."""

    name: str
    description: str
    profile: str
    strict: bool = False


@dataclass(frozen=True)
class Domain:
    """One domain; ``default`` is the type that is meant where none is named."""

    name: str
    kinds: tuple[Kind, ...]
    default: str

    def kind(self, name: str | None) -> Kind:
        """Find a type by its name; raises :class:`BadParameter` for one that is not there."""
        for kind in self.kinds:
            if kind.name == (name or self.default):
                return kind
        raise BadParameter(
            f"The domain {self.name} has no validation type “{(name or '')[:100]}”.",
            place=Place("validationType"),
            remedy=f"Choose one of {', '.join(kind.name for kind in self.kinds)}.",
        )

    def info(self) -> dict[str, Any]:
        """Describe the domain as the Test Bed's ``ApiInfo``."""
        types = [{"type": kind.name, "description": kind.description} for kind in self.kinds]
        return {"domain": self.name, "validationTypes": types}


def domains(root: Path) -> dict[str, Domain]:
    """Read the domains; raises :class:`RepositoryError` for a table of profiles that cannot be used."""
    offered = offered_profiles(root)
    ours = [_kind(profile) for profile in offered if profile.name != ANY]
    brought = [_kind(profile) for profile in offered if profile.name == ANY]
    strict = [
        Kind("strict", "As any, with every finding counted, warnings too.", one.profile, strict=True) for one in brought
    ]
    return {
        name: Domain(name, tuple(kinds), _DEFAULTS[name]) for name, kinds in ((OURS, ours), (ANY, brought + strict))
    }


def domain(found: dict[str, Domain], name: str) -> Domain:
    """Find a domain; raises :class:`NotFound`."""
    if name not in found:
        raise NotFound(f"There is no domain “{name[:100]}”.", remedy=f"Choose one of {', '.join(found)}.")
    return found[name]


def _kind(profile: Profile) -> Kind:
    return Kind(profile.name, f"{profile.title} {profile.version}. {profile.description}", profile.name)

"""The settings of a process, read once, from flags, environment or a TOML file.

A flag beats ``CLUSTERGRAPH_<NAME>`` in the environment, which beats the file named by ``--config`` or
``CLUSTERGRAPH_CONFIG``, which beats the default. A name that is in no table is an error, not silence.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from clustergraph.errors import BadSetting, Place
from clustergraph.settings.table import TABLE, Setting

PREFIX = "CLUSTERGRAPH_"


@dataclass(frozen=True)
class Settings:
    """The settings as read; the fields are the names of the table."""

    home: Path
    repository: Path
    source_texts: Path
    check_max_bytes: int
    profile: str
    publish_persons: bool
    host: str
    port: int
    public_url: str
    query_deadline: float
    query_children: int
    query_spares: int
    query_quick: float
    query_slow: int
    query_queue: int
    query_patience: float
    query_recycle: int
    query_memory: int
    query_max_bytes: int
    query_max_nesting: int
    query_max_calls: int
    query_max_operators: int
    result_max_bytes: int
    page_max_bytes: int
    result_max_rows: int
    send_timeout: float
    spool_max_bytes: int
    cache_max_bytes: int
    releases_kept: int
    citations_max: int
    citations_releases_max: int
    citations_settle: float
    client_citations: int
    contexts: Path
    content_max_bytes: int
    content_max_statements: int
    content_max_nesting: int
    content_max_term: int
    content_max_attributes: int
    content_max_terms: int
    content_max_ratio: int
    validate_deadline: float
    validate_children: int
    client_validations: int
    validate_queue: int
    validate_memory: int
    validate_findings: int
    validate_batch: int
    job_deadline: float
    jobs_max: int
    client_jobs: int
    job_kept: float
    client_requests: int
    client_seconds: float
    bodies_max_bytes: int
    client_bodies: int
    client_connections: int
    client_queries: int
    client_documents: int
    document_patience: float
    documents_max_bytes: int
    service_allow: str
    service_private: bool
    service_deadline: float
    service_max_bytes: int
    service_max_rows: int
    service_max_calls: int
    trusted_proxies: str
    read_timeout: float
    connections: int
    connections_waiting: int
    shutdown_grace: float
    access_log: str
    access_log_clients: bool
    access_log_queries: bool

    @property
    def base_url(self) -> str:
        """The URL below which everything served lies, without a slash at its end."""
        return self.public_url.rstrip("/") or self.local_url

    @property
    def local_url(self) -> str:
        """Where this process listens, as a URL without a slash at its end (RFC 3986, 3.2.2, for IPv6)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def changed(self, flags: Mapping[str, Any]) -> "Settings":
        """Give the settings with flags of a command, ``None`` where one was not given; raises :class:`BadSetting`."""
        return replace(self, **_layer({k: v for k, v in flags.items() if v is not None}, _option))

    def environment(self) -> dict[str, str]:
        """Give the settings as environment variables, for a child process that reads them again."""
        return {PREFIX + field.name.upper(): str(getattr(self, field.name)) for field in fields(self)}


def read_settings(
    flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None, config: Path | None = None
) -> Settings:
    """Read every setting once.

    ``flags`` holds values by name (``None`` means not given), ``environ`` is the process environment, ``config`` a
    TOML file. Raises :class:`BadSetting` for an unknown name or an unusable value, naming where it stood.
    """
    environ = environ or {}
    named = environ.get(PREFIX + "CONFIG")
    layers = [
        (lambda name: f"setting {name} in {config or named}", _from_file(config or (Path(named) if named else None))),
        (lambda name: f"variable {PREFIX}{name.upper()}", _from_environ(environ)),
        (_option, {k: v for k, v in (flags or {}).items() if v is not None}),
    ]
    values = {setting.name: setting.default for setting in TABLE}
    for where, layer in layers:
        values.update(_layer(layer, where))
    return Settings(**values)


def _from_environ(environ: Mapping[str, str]) -> dict[str, str]:
    names = {key.removeprefix(PREFIX).lower(): value for key, value in environ.items() if key.startswith(PREFIX)}
    names.pop("config", None)
    return names


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting(f"The settings file cannot be read: {error.strerror}.", place=Place(str(path))) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"The settings file is not TOML: {error}.", place=Place(str(path))) from error


def _layer(layer: Mapping[str, Any], where: Callable[[str], str]) -> dict[str, Any]:
    known = {setting.name: setting for setting in TABLE}
    read = {}
    for name, value in layer.items():
        if name not in known:
            raise BadSetting(
                f"There is no setting “{name}”.",
                place=Place(where(name)),
                remedy="docs/settings.md lists all settings.",
            )
        read[name] = _convert(known[name], value, Place(where(name)))
    return read


def _option(name: str) -> str:
    return f"option --{name.replace('_', '-')}"


def _truth(value: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError(value)
    return words[str(value).lower()]


def _convert(setting: Setting, value: Any, place: Place) -> Any:
    try:
        converted = _truth(value) if setting.kind is bool else setting.kind(value)
    except (TypeError, ValueError) as error:
        raise BadSetting(
            f"“{value}” is not a {setting.kind.__name__}.", place=place, remedy=f"The default is {setting.default}."
        ) from error
    if setting.pattern and not re.fullmatch(setting.pattern, str(converted)):
        raise BadSetting(f"“{value}” is not of its form.", place=place, remedy=f"Give one such as {setting.like}.")
    if setting.least is not None and setting.most is not None and not setting.least <= converted <= setting.most:
        raise BadSetting(
            f"{value} is out of range.",
            place=place,
            remedy=f"Give {setting.least:.15g} to {setting.most:.15g} {setting.unit}".rstrip() + ".",
        )
    return converted

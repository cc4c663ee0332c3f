"""Every setting: its name, its default, what it means and what it may be; and, for a limit, which refusal names it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One row of the table.

    ``least`` and ``most`` bound a number, ``unit`` says what it counts; a text matches ``pattern``, as ``like`` does.
    A limit that clients meet has in ``refusal`` the code of the error it leads to; ``/limits`` shows these.
    """

    name: str
    default: Any
    sentence: str
    unit: str = ""
    least: float | None = None
    most: float | None = None
    pattern: str = ""
    like: str = ""
    refusal: str = ""

    @property
    def kind(self) -> type:
        """The type of the value, which is the type of the default."""
        return type(self.default)


TABLE = (
    Setting("home", Path(".clustergraph"), "The folder that holds releases; one serving process per home."),
    Setting("repository", Path(), "The folder with ontology/, shapes/ and data/; empty means the one that came along."),
    Setting(
        "source_texts",
        Path("../shared/source"),
        "The folder with the texts of the sources, <slug>.txt, with which `clustergraph check` compares what is called "
        "stated; one that is not absolute is below the repository.",
    ),
    Setting("profile", "publication", "The validation profile that a build must pass, a row of shapes/profiles.toml."),
    Setting(
        "publish_persons",
        default=False,
        sentence="Whether a build holds the names and personal contacts of office holders.",
    ),
    Setting("host", "127.0.0.1", "The address to listen on."),
    Setting("port", 8000, "The port to listen on.", "", 1, 65535),
    Setting(
        "public_url",
        "",
        "The URL under which others reach the server, written into its descriptions; empty means http://HOST:PORT.",
        pattern=r"|https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~\-/]*)?",
        like="https://clusters.example.org",
    ),
    Setting(
        "query_deadline",
        10.0,
        "How long one query may take, the wait included.",
        "seconds",
        0.1,
        3600,
        refusal="deadline-passed",
    ),
    Setting("query_children", 2, "How many processes stand ready for quick queries.", "processes", 1, 64),
    Setting("query_spares", 2, "How many more stand ready to take the place of one that is busy.", "processes", 0, 64),
    Setting(
        "query_quick",
        0.2,
        "How much processor time a query may take as a quick one; then it goes on with low priority.",
        "seconds",
        0.01,
        3600,
    ),
    Setting(
        "query_slow", 4, "How many queries that are not quick may run at once.", "queries", 1, 64, refusal="server-busy"
    ),
    Setting("query_queue", 64, "How many queries may wait for a process.", "queries", 0, 10_000, refusal="server-busy"),
    Setting(
        "query_patience", 5.0, "How long a query may wait for a process.", "seconds", 0.1, 3600, refusal="server-busy"
    ),
    Setting("query_recycle", 5000, "After how many answers a process is replaced.", "answers", 1, 10_000_000),
    Setting("query_memory", 1024, "How much memory one query may use.", "MiB", 32, 1_048_576, refusal="query-crashed"),
    Setting(
        "query_max_bytes",
        65_536,
        "How long the text of a query may be.",
        "bytes",
        256,
        1_048_576,
        refusal="query-too-long",
    ),
    Setting(
        "query_max_nesting", 100, "How deeply a query may nest brackets.", "levels", 4, 500, refusal="query-too-deep"
    ),
    Setting(
        "query_max_calls",
        8,
        "How deeply calls of REPLACE, SUBSTR and REGEX may be nested; the parser takes twice as long for each level.",
        "levels",
        1,
        12,
        refusal="query-too-deep",
    ),
    Setting(
        "query_max_operators",
        1000,
        "How many operators of one kind a query may have.",
        "operators",
        16,
        2000,
        refusal="query-too-complex",
    ),
    Setting(
        "result_max_bytes",
        268_435_456,
        "How large an answer may be.",
        "bytes",
        1024,
        10_737_418_240,
        refusal="result-too-large",
    ),
    Setting(
        "page_max_bytes",
        8_388_608,
        "How large an answer inside a page may be.",
        "bytes",
        1024,
        1_073_741_824,
        refusal="result-too-large",
    ),
    Setting(
        "result_max_rows",
        1_000_000,
        "How many rows or statements an answer may have.",
        "rows",
        1,
        1_000_000_000,
        refusal="result-too-large",
    ),
    Setting(
        "send_timeout",
        30.0,
        "How long a client may take to read the next 64 KiB.",
        "seconds",
        0.1,
        3600,
        refusal="reader-too-slow",
    ),
    Setting(
        "spool_max_bytes",
        1_073_741_824,
        "How much of all answers may wait on disk for slow readers.",
        "bytes",
        0,
        1_099_511_627_776,
    ),
    Setting(
        "cache_max_bytes",
        33_554_432,
        "How much of answers that may be asked again is kept in memory; one may fill a 32nd of it. 0 keeps none.",
        "bytes",
        0,
        17_179_869_184,
    ),
    Setting(
        "releases_kept",
        10,
        "How many releases stay when another is built, the newest; what was cited stays as well.",
        "releases",
        1,
        100_000,
    ),
    Setting(
        "citations_max",
        10_000,
        "How many answers may be cited; the last tenth is for clients that have cited few today.",
        "citations",
        0,
        10_000_000,
        refusal="citations-full",
    ),
    Setting(
        "citations_releases_max",
        100,
        "Of how many releases answers may be cited; these stay beside those of releases_kept.",
        "releases",
        0,
        100_000,
        refusal="citations-full",
    ),
    Setting(
        "citations_settle",
        86_400.0,
        "For how long a citation that nobody else has fetched may make room for those of others, where its client has "
        "made most and there is no place left; 0 is never.",
        "seconds",
        0,
        31_536_000,
    ),
    Setting(
        "client_citations",
        50,
        "How many answers one client may cite a day (UTC); 0 is any.",
        "citations",
        0,
        10_000_000,
        refusal="too-many-requests",
    ),
    Setting(
        "contexts",
        Path(),
        "A folder with JSON-LD contexts of others that content may name, and contexts.toml, in which each line is "
        '"address" = "file"; empty means none. Nothing is fetched.',
    ),
    Setting(
        "content_max_bytes",
        20_971_520,
        "How large content may be that is handed in, after unpacking.",
        "bytes",
        1024,
        10_737_418_240,
        refusal="content-too-large",
    ),
    Setting(
        "content_max_statements",
        1_000_000,
        "How many statements content may have that is handed in.",
        "statements",
        1,
        100_000_000,
        refusal="content-too-large",
    ),
    Setting(
        "content_max_nesting",
        100,
        "How deeply brackets or elements may be nested in content that is handed in.",
        "levels",
        4,
        500,
        refusal="syntax-error",
    ),
    Setting(
        "content_max_term",
        1_048_576,
        "How long a statement may be in content that is handed in.",
        "characters",
        256,
        16_777_216,
        refusal="content-too-large",
    ),
    Setting(
        "content_max_ratio",
        200,
        "How many times as large packed content may be when it is unpacked.",
        "times",
        1,
        1_000_000,
        refusal="content-too-large",
    ),
    Setting(
        "validate_deadline",
        60.0,
        "How long one validation may take while its client waits.",
        "seconds",
        0.1,
        3600,
        refusal="validation-too-long",
    ),
    Setting(
        "validate_children",
        3,
        "How many validations may run at once; one place is left for others than one client and than jobs.",
        "processes",
        1,
        64,
    ),
    Setting(
        "client_validations",
        1,
        "How many validations of one client run at once, and how many of its jobs; its others wait.",
        "validations",
        1,
        64,
        refusal="too-many-requests",
    ),
    Setting(
        "validate_queue",
        16,
        "How many validations may wait while their clients do; jobs wait beside them.",
        "validations",
        0,
        10_000,
        refusal="validator-busy",
    ),
    Setting(
        "validate_memory",
        1024,
        "How much memory one validation may use.",
        "MiB",
        64,
        1_048_576,
        refusal="validation-crashed",
    ),
    Setting(
        "validate_findings",
        50_000,
        "How many findings a report may have.",
        "findings",
        1,
        10_000_000,
        refusal="too-many-findings",
    ),
    Setting(
        "validate_batch",
        50,
        "How many validations one call of validateMultiple may ask.",
        "validations",
        1,
        10_000,
        refusal="batch-too-large",
    ),
    Setting(
        "job_deadline",
        900.0,
        "How long a validation may take that runs as a job.",
        "seconds",
        0.1,
        86_400,
        refusal="validation-too-long",
    ),
    Setting(
        "jobs_max", 100, "How many jobs are kept, running ones included.", "jobs", 0, 100_000, refusal="validator-busy"
    ),
    Setting(
        "client_jobs",
        10,
        "How many jobs of one client are kept, running ones included.",
        "jobs",
        1,
        100_000,
        refusal="too-many-requests",
    ),
    Setting("job_kept", 3600.0, "How long the report of a job that has ended is kept.", "seconds", 1, 604_800),
    Setting(
        "client_requests",
        3000,
        "How many requests one client may make a minute; 0 is any.",
        "requests",
        0,
        10**9,
        refusal="too-many-requests",
    ),
    Setting(
        "client_seconds",
        60.0,
        "How long the queries of one client may run a minute; 0 is any.",
        "seconds",
        0,
        10**6,
        refusal="too-many-requests",
    ),
    Setting(
        "client_queries",
        8,
        "How many queries of one client may run or wait at once.",
        "queries",
        1,
        10_000,
        refusal="too-many-requests",
    ),
    Setting(
        "client_documents",
        4,
        "How many documents and graphs of one client are made at once; its others wait.",
        "documents",
        1,
        10_000,
        refusal="too-many-requests",
    ),
    Setting(
        "document_patience",
        30.0,
        "How long a document or graph may wait for its turn; half as many as query_queue are made at once, at most 32.",
        "seconds",
        0.1,
        3600,
        refusal="server-busy",
    ),
    Setting(
        "documents_max_bytes",
        33_554_432,
        "How much of documents that were made is kept in memory; one may fill an eighth of it. 0 keeps none.",
        "bytes",
        0,
        17_179_869_184,
    ),
    Setting(
        "bodies_max_bytes",
        1_073_741_824,
        "How much of the bodies of requests and of reports is kept on disk, all together.",
        "bytes",
        1_048_576,
        1_099_511_627_776,
        refusal="server-busy",
    ),
    Setting(
        "client_bodies",
        268_435_456,
        "How much of bodies and reports on disk may be one client's.",
        "bytes",
        65_536,
        1_099_511_627_776,
        refusal="too-many-requests",
    ),
    Setting(
        "client_connections",
        128,
        "How many connections one client may hold; the oldest is closed then; 0 is any.",
        "connections",
        0,
        1_000_000,
    ),
    Setting(
        "service_allow",
        "",
        "The endpoints that SERVICE may call, with blanks between them; empty means none.",
        pattern=r"|https?://[^\s<>\"{}|^`\\\\]+( https?://[^\s<>\"{}|^`\\\\]+)*",
        like="https://query.wikidata.org/sparql",
    ),
    Setting(
        "service_private", default=False, sentence="Whether these endpoints may have addresses that are not public."
    ),
    Setting(
        "service_deadline",
        5.0,
        "How long one call of SERVICE may take.",
        "seconds",
        0.1,
        3600,
        refusal="service-failed",
    ),
    Setting(
        "service_max_bytes",
        4_194_304,
        "How large the answer to one call may be.",
        "bytes",
        1024,
        1_073_741_824,
        refusal="service-failed",
    ),
    Setting(
        "service_max_rows",
        10_000,
        "How many rows the answer to one call may have.",
        "rows",
        1,
        1_000_000,
        refusal="service-failed",
    ),
    Setting(
        "service_max_calls",
        4,
        "How many calls of SERVICE a query may have.",
        "calls",
        1,
        100,
        refusal="query-too-complex",
    ),
    Setting(
        "trusted_proxies",
        "",
        "The networks of proxies whose X-Forwarded-For is believed, with commas between them; empty means none.",
        pattern=r"[0-9A-Fa-f:./, ]*",
        like="127.0.0.1/32,10.0.0.0/8",
    ),
    Setting(
        "read_timeout",
        10.0,
        "How long a client may take to send a request; a connection that is idle for so long is closed.",
        "seconds",
        0.1,
        3600,
        refusal="request-too-slow",
    ),
    Setting("connections", 4096, "How many connections may be open at once; others wait.", "connections", 8, 1_000_000),
    Setting("connections_waiting", 1024, "How many connections may wait to be accepted.", "connections", 128, 65_535),
    Setting(
        "shutdown_grace",
        10.0,
        "How long running answers may go on when the server is told to end.",
        "seconds",
        0,
        3600,
        refusal="shutting-down",
    ),
    Setting(
        "access_log", "off", "Where the access log goes: off, stderr, or a path.", like="/var/log/clustergraph.jsonl"
    ),
    Setting(
        "access_log_clients", default=False, sentence="Whether the access log holds addresses; else daily pseudonyms."
    ),
    Setting("access_log_queries", default=False, sentence="Whether the access log holds queries; else their digests."),
)

"""``clustergraph validate``: check files against a profile, here, with nothing sent anywhere."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from clustergraph import resources
from clustergraph.cli.render import PATH, progress_bar, show_error
from clustergraph.errors import BadParameter, ClustergraphError, InputError, Place, ReleaseError, TooManyFindings
from clustergraph.settings import Settings
from clustergraph.store.home import Home
from clustergraph.validation.garbage import put_off
from clustergraph.validation.profiles import offered_profiles
from clustergraph.validation.results import Outcome
from clustergraph.validator.brought import read, with_sent_shapes
from clustergraph.validator.checking import Asked, Told, check
from clustergraph.validator.findings import Checked, page_language
from clustergraph.validator.ready import Ready, make_ready
from clustergraph.validator.reports import BY_NAME
from clustergraph.validator.reports.table import write_csv
from clustergraph.validator.reports.testbed import write_testbed_json, write_testbed_xml
from clustergraph.validator.request import Text

_FORMATS = ("text", "json", "turtle", "jsonld", "ntriples", "rdfxml", "csv", "html", "testbed", "testbed-xml")
_MANY = ("text", "json", "csv")  # formats in which several files have one report
_CODES = {Outcome.CONFORMS: 0, Outcome.DOES_NOT: 1, Outcome.UNCHECKED: 3}
_UNREADABLE = 2


@dataclass(frozen=True)
class _Wanted:
    """What is checked against what."""

    ready: Ready
    merge: bool
    pass_over: bool
    form: str
    locale: str


@click.command("validate")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--profile", "name", default="submission", show_default=True, help="The profile to check against.")
@click.option("--shapes", multiple=True, type=PATH, help="A file with shapes of your own; may be given several times.")
@click.option(
    "--strict", is_flag=True, help="Take every finding, warnings too, as one with which data does not conform."
)
@click.option("--merge/--separate", default=False, show_default=True, help="Merge shapes of your own into the data.")
@click.option(
    "--pass-over", is_flag=True, help="Pass over what cannot be checked, such as absent shapes; the report says what."
)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="The report.")
@click.option("--locale", default="en", show_default=True, help="Language of messages: en, sr, sr-Latn or sr-Cyrl.")
@click.pass_obj
def validate_command(
    settings: Settings, *, files: tuple[Path, ...], name: str, shapes: tuple[Path, ...], strict: bool, merge: bool,
    pass_over: bool, form: str, locale: str,
) -> None:  # fmt: skip
    """Check RDF files: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, plain or gzipped; - is standard input.

    Profiles: submission, indicators, catalogue, catalogue-2.1.1, eccp-readiness, publication, and any, which needs
    --shapes. Nothing is fetched and nothing is sent.

    Exit code 0 where all files conform, 1 where one does not, 2 where one (or the shapes) cannot be read, 3 where one
    could not be checked whole (with --pass-over it is 0 then, and the report says what was passed over). Reports on
    several files come as text, as one array of JSON or as one CSV. There is no deadline: Ctrl-C ends it.

    \b
    Examples:
      clustergraph validate cluster.ttl
      clustergraph validate --profile eccp-readiness --locale sr cluster.jsonld
      clustergraph validate --profile any --shapes shapes.ttl --format turtle data.nt.gz
      clustergraph validate --format json cluster.ttl | jq .counts
    """
    try:
        _check_many(files, form)
        ready = _ready(settings, name, strict=strict)
        with_sent = with_sent_shapes(ready, [_text(path) for path in shapes], settings)
    except ClustergraphError as error:  # 1 is for data that does not conform
        error.speak(page_language(locale))
        show_error(error)
        sys.exit(_UNREADABLE)
    wanted = _Wanted(with_sent, bool(shapes) and merge, pass_over, form, locale)
    out = _Out(form, many=len(files) > 1)
    with progress_bar(quiet=not sys.stderr.isatty()) as told:
        codes = [_validate(path, wanted, settings, told, out) for path in files]
    out.end()
    sys.exit(max(codes, key=(0, 3, 1, 2).index))


def _ready(settings: Settings, name: str, *, strict: bool) -> Ready:
    root = resources.repository(settings.repository)
    offered = [profile.name for profile in offered_profiles(root)]
    if name not in offered:
        raise BadParameter(f"There is no profile “{name}”.", remedy=f"Choose one of {', '.join(offered)}.")
    return make_ready(root, name, strict=strict, served=_loaded(Home(settings.home)))


def _loaded(home: Home) -> Path | None:
    """Give the store of the home's release where it was loaded from files: the repository does not have its records."""
    try:
        release = home.current()
    except ReleaseError:  # nothing has been built here, and nothing need be
        return None
    return release.store if release.manifest.loaded else None


def _check_many(files: tuple[Path, ...], form: str) -> None:
    if len(files) > 1 and form not in _MANY:
        raise BadParameter(
            f"A report as {form} is about one file, and there are {len(files)}.",
            remedy=f"Check one at a time, or take one of {', '.join(_MANY)}.",
        )


class _Out:
    """The standard output: reports on several files make one array of JSON, or one table."""

    def __init__(self, form: str, *, many: bool) -> None:
        self._array = many and form == "json"
        self._reports = 0

    def write(self, checked: Checked, wanted: _Wanted) -> None:
        written = _written(checked, wanted, header=not self._reports)
        if self._array:
            written = (b",\n" if self._reports else b"[\n") + written.rstrip(b"\n")
        self._reports += 1
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()

    def end(self) -> None:
        if self._array:
            sys.stdout.buffer.write(b"\n]\n" if self._reports else b"[]\n")
            sys.stdout.buffer.flush()


def _validate(path: Path, wanted: _Wanted, settings: Settings, told: Told, out: _Out) -> int:
    """Check one file and print its report; gives the exit code that it asks for."""
    try:
        with put_off():
            document, asked = read(_text(path), settings), Asked(wanted.ready, merge=wanted.merge)
            checked = check(document, str(path), asked, settings, told)
            out.write(checked, wanted)
    except TooManyFindings as error:
        show_error(error)
        return _CODES[Outcome.UNCHECKED]
    except ClustergraphError as error:
        error.speak(page_language(wanted.locale))
        show_error(error)
        return _UNREADABLE
    if checked.outcome is Outcome.UNCHECKED and wanted.pass_over:
        return _CODES[Outcome.CONFORMS]
    return _CODES[checked.outcome]


def _written(checked: Checked, wanted: _Wanted, *, header: bool) -> bytes:
    if wanted.form == "csv":
        return write_csv(checked, wanted.locale, header=header)
    if wanted.form == "testbed":
        return write_testbed_json(checked, wanted.locale) + b"\n"
    if wanted.form == "testbed-xml":
        return write_testbed_xml(checked, wanted.locale)
    return BY_NAME["report" if wanted.form == "json" else wanted.form].write(checked, wanted.locale)


def _text(path: Path) -> Text:
    """Read a file; its suffix says what it is, where the bytes do not say otherwise."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror}.", place=Place(str(path))) from error
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    return Text(content, suffix.lower() or None, str(path))

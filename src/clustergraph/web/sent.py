"""What the form of /check brought: content and shapes, kept on disk, the text as it was typed, and what was chosen."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from clustergraph.errors import BadParameter, Place
from clustergraph.query.contents import Content
from clustergraph.settings import Settings
from clustergraph.validator.domains import ANY
from clustergraph.web.posts import bounds_of_form

_FIELDS = ("text", "file", "profile", "shapes", "shapes-file", "report")
_KEPT = 200_000  # characters of a text that the page gives back
LONG = 160  # characters of a line that are quoted, and of a name
_GZIP = b"\x1f\x8b"
_GROUP = 3  # bytes that BASE64 encodes together
_PIECE = 262_144  # bytes
USUAL = "submission"


@dataclass(frozen=True)
class Part:
    """A file or a text: the content, the file's name, and the text as it was typed where it is not long."""

    content: Content
    name: str = ""
    text: str = ""

    @property
    def suffix(self) -> str | None:
        """The suffix of the file's name that says what it is; that of packing says nothing."""
        path = PurePath(self.name.lower())
        return (path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix) or None

    def lines(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Read the beginnings of some lines; none of what is packed."""
        wanted = {number for number in numbers if number}
        found: dict[int, bytes] = {}
        number, last = 1, max(wanted, default=0)
        for place, piece in enumerate(self.content.pieces()):
            if number > last or (place == 0 and piece.startswith(_GZIP)):
                break
            for at, line in enumerate(piece.split(b"\n")):
                number += at > 0
                if number in wanted:
                    found[number] = (found.get(number, b"") + line)[: 8 * LONG]
        return {number: line.decode("utf-8", "replace").rstrip("\r") for number, line in found.items()}


@dataclass(frozen=True)
class Sent:
    """What a form brought: the content, the profile, the format of the report, and shapes where there are some."""

    content: Part
    profile: str
    report: str
    shapes: Part | None = None

    def body(self, new: Callable[[], Content]) -> Content:
        """Give what a process that validates is sent: the content itself, or with shapes a request of the API.

        Shapes are not merged into the content.
        """
        if self.shapes is None:
            return self.content.content
        rule = {"embeddingMethod": "BASE64", "ruleSyntax": self.shapes.suffix}
        about = {
            "embeddingMethod": "BASE64",
            "contentSyntax": self.content.suffix,
            "mergeModelsBeforeValidation": False,
        }
        body = new()
        body.write(_begin(about, "contentToValidate"))
        _encode(self.content.content, body)
        body.write(b'", "externalRules": [' + _begin(rule, "ruleSet"))
        _encode(self.shapes.content, body)
        body.write(b'"}]}')
        return body


def read_form(new: Callable[[], Content], settings: Settings, language: str) -> Sent:
    """Read the form at hand; ``new`` begins a content, ``language`` is the field that chooses one.

    Raises :class:`BadParameter` for what it does not have, :class:`ContentTooLarge`.
    """
    bounds = bounds_of_form(settings)
    request.max_content_length = request.max_form_memory_size = bounds.most
    request.max_form_parts = len(_FIELDS) + 2
    try:
        given, files = request.form, request.files
    except RequestEntityTooLarge as error:
        raise bounds.error from error
    _check_fields([*given, *files], (*_FIELDS, language))
    profile, report = given.get("profile") or USUAL, given.get("report", "")
    content = _brought(new, "text", "file", "There is nothing to check.")
    if profile == ANY:
        return Sent(content, profile, report, _brought(new, "shapes", "shapes-file", "There are no shapes."))
    if _is_brought("shapes", "shapes-file"):
        raise BadParameter(
            f"The profile {profile} takes no shapes of others.",
            place=Place("field shapes"),
            remedy="Choose “Your own shapes”, or leave the shapes out.",
        )
    return Sent(content, profile, report)


def _is_brought(text: str, file: str) -> bool:
    return bool(request.form.get(text, "").strip() or (file in request.files and request.files[file].filename))


def _brought(new: Callable[[], Content], text: str, file: str, missing: str) -> Part:
    """Read what comes as a file or as a text; raises :class:`BadParameter` where there are both or neither.

    Blanks alone are a text, as a comment alone is: a graph without statements. Beside a file they say nothing.
    """
    words = request.form.get(text, "").replace("\r\n", "\n")
    sent = request.files.get(file)
    chosen = sent if sent is not None and sent.filename else None
    if (chosen is not None and words.strip()) or (chosen is None and not words):
        told = missing if chosen is None else "There is a file and a text."
        raise BadParameter(told, place=Place("form"), remedy="Choose a file, or paste a text, one of both.")
    content = new()
    if chosen is None:
        content.write(words.encode("utf-8", "surrogatepass"))
        return Part(content, text=words if len(words) <= _KEPT else "")
    while piece := chosen.read(_PIECE):
        content.write(piece)
    return Part(content, (chosen.filename or "")[-LONG:])


def _check_fields(names: list[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise BadParameter(
                f"There is no field “{name[:40]}” here.", place=Place("form"), remedy=f"Known: {', '.join(known)}."
            )


def _begin(about: Mapping[str, object], member: str) -> bytes:
    """Write an object up to the text of its last member."""
    return json.dumps({**about, member: ""}).encode().removesuffix(b'"}')


def _encode(content: Content, body: Content) -> None:
    left = b""
    for piece in content.pieces():
        whole = left + piece
        end = len(whole) - len(whole) % _GROUP
        body.write(base64.b64encode(whole[:end]))
        left = whole[end:]
    body.write(base64.b64encode(left))

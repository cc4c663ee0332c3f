"""What was sent → text: gzip unpacked within limits, other archives and encodings refused, the byte order mark gone."""

import zlib
from collections.abc import Iterator

from clustergraph.errors import ContentTooLarge, Limit, Place, SyntaxProblem
from clustergraph.sources.reading_limits import ReadingLimits
from clustergraph.sources.spreadsheets import not_read_yet, packed_kind, text_kind

_PIECE, _FIRST = 262_144, 256  # bytes that are unpacked at once, and those that are looked at first
_GZIP = b"\x1f\x8b"
_ARCHIVES = {
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"PK\x05\x06": "an empty ZIP archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an XZ archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00{", b"{\x00", b"\x00@", b"@\x00")
_BOM = b"\xef\xbb\xbf"
#: What helps where a limit of content is met.
MORE = "Send it in parts, or check it by `clustergraph validate` with a higher limit, set on your own machine."


def unpacked(content: bytes, limits: ReadingLimits, name: str, declared: str | None = None) -> bytes:
    """Give the text in UTF-8; ``declared`` is the suffix or media type that it came with.

    Raises :class:`ContentTooLarge`, and :class:`SyntaxProblem` for what is no text in UTF-8.
    """
    if content.startswith(_GZIP):
        content = _gunzipped(content, limits, name)
        if content.startswith(_GZIP):
            raise _not_text("is packed twice", name, "Pack it once, or not at all.")
    if len(content) > limits.size:
        raise too_large(limits, name)
    _refuse_others(content, name, declared)
    content = content.removeprefix(_BOM)
    try:
        content.decode()
    except UnicodeDecodeError as error:
        _refuse_tables(content, name, declared)
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise SyntaxProblem(
            f"The byte {content[error.start]:#04x} is not UTF-8.",
            place=Place(name, line, column),
            remedy="Save the text as UTF-8; it may be Latin-1 or Windows-1250 now.",
        ) from error
    nul = content.find(b"\x00")
    if nul >= 0:
        place = Place(name, content.count(b"\n", 0, nul) + 1, nul - content.rfind(b"\n", 0, nul))
        raise SyntaxProblem("There is a NUL byte in the text.", place=place, remedy="Take it out: no text needs it.")
    return content


def _refuse_others(content: bytes, name: str, declared: str | None) -> None:
    if kind := packed_kind(content, declared):
        raise not_read_yet(kind, Place(name, 1, 1))
    for magic, kind in _ARCHIVES.items():
        if content.startswith(magic):
            raise _not_text(f"is {kind}", name, "Take the RDF file out of it; of archives only gzip is unpacked here.")
    if content.startswith(_WIDE) or content[:4].count(b"\x00") == 2:
        _refuse_tables(content, name, declared)
        raise _not_text("is not UTF-8; it looks like UTF-16", name, "Save it as UTF-8.")


def _refuse_tables(content: bytes, name: str, declared: str | None) -> None:
    """Call a spreadsheet what it is, though what is wrong with it first is its encoding."""
    if kind := text_kind(content, declared):
        raise not_read_yet(kind, Place(name, 1, 1))


def too_large(limits: ReadingLimits, name: str) -> ContentTooLarge:
    """Make the error for content that is too large."""
    return ContentTooLarge(
        f"There are more than {limits.size} bytes of content.",
        place=Place(name),
        limit=Limit("content_max_bytes", limits.size, "bytes"),
        remedy=MORE,
    )


def _gunzipped(content: bytes, limits: ReadingLimits, name: str) -> bytes:
    """Unpack gzip (RFC 1952), member by member, never more than a piece beyond the limit."""
    most = min(limits.size, max(_PIECE, len(content) * limits.ratio))
    found = bytearray()
    at = 0
    while at < len(content):
        if not content.startswith(_GZIP, at):
            raise _not_text("is gzip with something behind it", name, "Pack it again.")
        for piece, beyond in _member(content, at, name):
            found += piece
            at = beyond
            if len(found) > most:
                raise _bomb(limits, name) if most < limits.size else too_large(limits, name)
    return bytes(found)


def _member(content: bytes, at: int, name: str) -> Iterator[tuple[bytes, int]]:
    """Unpack the member that begins at a place: pieces, each with the place up to which it was read.

    zlib copies what it did not read of what it is given: so it is given little at first, then twice as much each time,
    or a file of many small members would be copied for each of them.
    """
    unpacker, size = zlib.decompressobj(wbits=31), _FIRST
    while not unpacker.eof:
        if at >= len(content):
            raise _not_text("is gzip that ends too early", name, "Pack it again, and send all of it.")
        given = content[at : at + size]
        try:
            piece = unpacker.decompress(given, _PIECE)
        except zlib.error as error:
            raise _not_text(f"is damaged gzip ({error})", name, "Pack it again.") from error
        at += len(given) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
        size = min(2 * size, _PIECE)
        yield piece, at


def _bomb(limits: ReadingLimits, name: str) -> ContentTooLarge:
    return ContentTooLarge(
        f"Unpacked, the content is more than {limits.ratio} times as large.",
        place=Place(name),
        limit=Limit("content_max_ratio", limits.ratio, "times"),
        remedy="Send it without packing.",
    )


def _not_text(what: str, name: str, remedy: str) -> SyntaxProblem:
    return SyntaxProblem(f"The content {what}.", place=Place(name, 1, 1), remedy=remedy)

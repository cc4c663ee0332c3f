"""Characters that mislead: those that nobody sees, letters that look like another script's, scripts that a tag denies.

A letter's script is the first word of its name in the Unicode Character Database, which is what UAX #24 gives for the
scripts that matter here. Confusable characters are the subject of UTS #39; what is asked here is its mixed-script
restriction, word by word: nobody writes half a word in another alphabet.
"""

import re
import unicodedata

#: Controls of direction (UAX #9), characters for language tags, and controls without a use in text.
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufffe\uffff"
#: What has no width, fillers, and what is left to private agreement (Unicode, section 23.5).
_UNSEEN = (
    r"\t\n\r\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufffc\ufffd\U000e0100-\U000e01ef\ue000-\uf8ff\U000f0000-\U0010ffff"
)
_IN_TEXT = re.compile(f"[{_TURNING}{_CONTROLS}]")
_IN_NAMES = re.compile(f"[{_TURNING}{_CONTROLS}{_UNSEEN}]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u1ab0-\u1aff])*")
#: Letters of Greek that stand for units beside Latin ones: µ, Ω and their like are no alphabet of a word.
_UNITS = frozenset("µμΩωΔδπ")
_WITHOUT_ALPHABET = frozenset({"MICRO", "OHM", "KELVIN", "ANGSTROM", "MODIFIER", "FEMININE", "MASCULINE", "COMBINING"})
#: How compatibility characters are called that only look like letters (UAX #44, Decomposition_Mapping).
_DRESSED = ("<font>", "<wide>", "<circle>")
#: Words as most are: to ask for the name of each letter takes twenty times as long.
_LATIN = re.compile(r"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f]+")
_CYRILLIC = re.compile(r"[\u0400-\u0481\u048a-\u04ff]+")
_FAR = re.compile(r"[\u2100-\U0010ffff]")  # where such characters begin
_SCRIPTS = {
    "ab": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "kk": "CYRILLIC", "ky": "CYRILLIC", "mk": "CYRILLIC",
    "ru": "CYRILLIC", "uk": "CYRILLIC", "el": "GREEK",
    "bs": "LATIN", "cs": "LATIN", "da": "LATIN", "de": "LATIN", "en": "LATIN", "es": "LATIN", "et": "LATIN",
    "fi": "LATIN", "fr": "LATIN", "ga": "LATIN", "hr": "LATIN", "hu": "LATIN", "it": "LATIN", "lt": "LATIN",
    "lv": "LATIN", "mt": "LATIN", "nl": "LATIN", "no": "LATIN", "pl": "LATIN", "pt": "LATIN", "ro": "LATIN",
    "sk": "LATIN", "sl": "LATIN", "sq": "LATIN", "sv": "LATIN", "tr": "LATIN",
}  # fmt: skip
#: Elements, comments, references to characters, and the links and signs of Markdown, wikis and forums.
_MARKUP = re.compile(
    r"</?[a-z!?][^<>]*>?|&(?:#\d+|#x[\da-f]+|[a-z]{2,8}\d{0,2});|!?\[[^\]]*\]\([^)]*\)|\[\[.+?\]\]"
    r"|\[/?(?:b|i|u|url|img)(?:=[^\]]*)?\]",
    re.IGNORECASE,
)
_SUBTAGS = {"cyrl": "CYRILLIC", "latn": "LATIN", "grek": "GREEK"}


def unseen(text: str, *, name: bool) -> str | None:
    """Give the first character that nobody sees or that turns the direction, as its code and its name in Unicode.

    In running text only what turns the direction or is a control counts; a ``name`` has no line ends either.
    """
    if text.isascii() and text.isprintable():
        return None
    found = (_IN_NAMES if name else _IN_TEXT).search(text)
    if found is None:
        return None
    return f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()


def mixed(text: str) -> str | None:
    """Give the first word whose letters are of several alphabets, or only look like letters."""
    if text.isascii():
        return None
    for word in _WORD.finditer(text):
        if not word[0].isascii() and (_is_dressed(word[0]) or len(_alphabets(word[0])) > 1):
            return word[0]
    if _FAR.search(text) is None:
        return None
    return next((one for one in text if _is_dressed(one) and unicodedata.normalize("NFKC", one).isalpha()), None)


def markup(text: str) -> str | None:
    """Give the first sign of markup in a text that is to be words alone."""
    found = _MARKUP.search(text)
    return None if found is None else found[0]


def denied(text: str, tag: str, *, name: bool) -> str | None:
    """Give the script in which a text is written though its language tag says another; nothing where the two agree.

    Serbian without a script is written in either. A text of no letters is of no script. In running text the greater
    part decides, and so it does among Cyrillic letters: firms keep theirs. A ``name`` in Latin letters has no others.
    """
    parts = tag.lower().split("-")
    asked = next((_SUBTAGS[part] for part in parts[1:] if part in _SUBTAGS), _SCRIPTS.get(parts[0]))
    if asked is None or (text.isascii() and asked == "LATIN"):
        return None
    written: dict[str, int] = {}
    for word in _WORD.findall(text):
        for script in _alphabets(word):
            written[script] = written.get(script, 0) + len(word)
    if not written:
        return None
    if name and asked == "LATIN":
        written.pop("LATIN", None)
    other = max(written, key=lambda script: (written[script], script), default=asked)
    return other.title() if other != asked else None


def _alphabets(word: str) -> set[str]:
    if _LATIN.fullmatch(word):
        return {"LATIN"}
    if _CYRILLIC.fullmatch(word):
        return {"CYRILLIC"}
    return {
        script
        for one in word
        if one not in _UNITS and (script := unicodedata.name(one, "").split(" ")[0]) not in _WITHOUT_ALPHABET
    } - {""}


def _is_dressed(word: str) -> bool:
    return _FAR.search(word) is not None and any(unicodedata.decomposition(one).startswith(_DRESSED) for one in word)

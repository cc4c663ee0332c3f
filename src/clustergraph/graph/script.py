"""Serbian Cyrillic → Serbian Latin, letter by letter: the one conversion of scripts that a machine may do.

The way back is not sure (``nj`` is ``њ`` in ``konj`` and ``нј`` in ``konjunkcija``), so nothing here does it. The
table is that of the orthography of Matica srpska (Pravopis srpskoga jezika, 2010), section 1.
"""

_CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
_LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š"
_LETTERS = dict(zip(_CYRILLIC, _LATIN.split(), strict=True))
_TWO_LETTERS = [letter.upper() for letter, latin in _LETTERS.items() if len(latin) > 1]
#: All but the capitals that become two letters: of those the next letter decides.
_ONE_LETTER = str.maketrans(
    _LETTERS | {letter.upper(): latin.upper() for letter, latin in _LETTERS.items() if len(latin) == 1}
)


def latin(text: str) -> str:
    """Write Serbian Cyrillic in Latin letters; all other characters stay.

    A capital that becomes two letters has one capital in a word (``Његош`` → ``Njegoš``) and two among capitals
    (``ЊЕГОШ`` → ``NJEGOŠ``).
    """
    if text.isascii():
        return text
    if not any(one in text for one in _TWO_LETTERS):
        return text.translate(_ONE_LETTER)
    return "".join(_letter(text, place) for place in range(len(text)))


def _letter(text: str, place: int) -> str:
    letter = text[place]
    small = _LETTERS.get(letter.lower())
    if small is None:
        return letter
    if letter.islower():
        return small
    return small.upper() if len(small) == 1 or _among_capitals(text, place) else small.title()


def _among_capitals(text: str, place: int) -> bool:
    """Whether the next letter is a capital, or the one before where the word ends here."""
    following = text[place + 1 : place + 2]
    return following.isupper() if following.isalpha() else text[:place][-1:].isupper()

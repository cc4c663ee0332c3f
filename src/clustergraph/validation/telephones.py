"""The door to phonenumbers: what is printed → numbers in E.164 (ITU-T) with their extensions, as printed in Serbia.

A number is given only where its digits are the printed ones. The library reads letters behind a number as the keys of a
telephone (“… fax” would add 329), and digits behind a slash as more of the number; neither is dialled by anybody.

Whether a number that was handed in can be dialled is asked of its country's numbering plan: its code and its length,
from anywhere and not only in one town (ITU-T E.164, section 6). That nobody has it does not matter, but where all its
digits are the same and no number of the plan is like that, it is none.
"""

import re
from dataclasses import dataclass

import phonenumbers

_REGION = "RS"
_BETWEEN = re.compile(r"[,;\n]|\s(?:i|ili|and|or|и|или)\s")
_EXTENSION = re.compile(
    r"[\s(;]*(?:ext(?:ension)?|x|#|int|lok(?:al)?|loc(?:al)?|лок(?:ал)?)[\s.:=]*(?P<digits>\d{1,7})\s*\)?\s*$",
    re.IGNORECASE,
)
_SPELT_EXTENSION = re.compile(r";\s*ext=", re.IGNORECASE)  # RFC 3966
_LABEL = re.compile(r"^[^\d+(]*")
_WRITTEN = re.compile(r"\+?\s*[\d\s().\-–/]+")
_AREA = re.compile(r"(?:\+?\s*381|00\s*381)?[\s()0]*\d{2,3}\)?\s*")


@dataclass(frozen=True)
class Number:
    """A number in E.164, and the extension behind it where one is printed."""

    e164: str
    extension: str | None = None


def numbers(printed: str) -> list[Number]:
    """Read the numbers of a printed text; a part that holds anything else than one number gives none."""
    parts = _BETWEEN.split(_SPELT_EXTENSION.sub(" ext ", printed))
    return [found for part in parts if (found := _number(part)) is not None]


def dialled(written: str) -> str | None:
    """Give a number that was handed in as E.164, nothing where no telephone could have it.

    Without the code of a country it is one of Serbia.
    """
    number = _parsed(written)
    if number is not None and _is_possible(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return next((one.e164 for one in numbers(written)), None)


def country(written: str) -> str | None:
    """Give the country of a number (ISO 3166-1, two letters), nothing for those that are of none or of several."""
    number = _parsed(written)
    if number is None or number.country_code is None:
        return None
    regions = phonenumbers.region_codes_for_country_code(number.country_code)
    if len(regions) == 1:
        return regions[0] if regions[0] != "001" else None
    return phonenumbers.region_code_for_number(number)


def _parsed(written: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(written.removeprefix("tel:"), _REGION)
    except phonenumbers.NumberParseException:
        return None
    # letters are keys to the library, and nobody who writes “call us” means a number
    return None if any(one.isalpha() for one in written.removeprefix("tel:").partition(";")[0]) else number


def _is_possible(number: phonenumbers.PhoneNumber) -> bool:
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return False  # also what is short enough for its own town alone
    digits = phonenumbers.national_significant_number(number)
    return len(set(digits)) > 1 or phonenumbers.is_valid_number(number)


def _number(part: str) -> Number | None:
    behind = _EXTENSION.search(part)
    written = _LABEL.sub("", part[: behind.start()] if behind else part).strip()
    if not _WRITTEN.fullmatch(written) or not _is_one(written):
        return None
    try:
        number = phonenumbers.parse(written, _REGION)
    except phonenumbers.NumberParseException:
        return None
    if not _is_possible(number) or not _has_its_digits(number, written):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Number(e164, behind["digits"] if behind else None)


def _is_one(written: str) -> bool:
    """Whether a slash stands behind the area code, if anywhere: elsewhere another number or an extension begins."""
    area, *rest = written.split("/")
    return not rest or (len(rest) == 1 and _AREA.fullmatch(area) is not None)


def _has_its_digits(number: phonenumbers.PhoneNumber, written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    national = phonenumbers.national_significant_number(number)
    country = str(number.country_code)
    before = digits.removesuffix(national)
    return digits.endswith(national) and before in {"", "0", country, f"00{country}", f"{country}0", f"00{country}0"}

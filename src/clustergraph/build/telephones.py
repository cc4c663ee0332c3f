"""The door to phonenumbers: what is printed → E.164 (ITU-T), for numbers printed in Serbia."""

import phonenumbers


def international(printed: str) -> str | None:
    """Give the E.164 form of a printed number, or ``None`` where it is not one."""
    try:
        number = phonenumbers.parse(printed, "RS")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

"""Values as the store holds them: for any form of any datatype what the engine itself gives back."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from clustergraph.graph.ntriples import XSD
from clustergraph.graph.values import COMPUTED, WIDENED, Held, held

#: XML Schema 1.1 Part 2, sections 3.3 and 3.4, and the two that all others are derived from.
XML_SCHEMA = """
    string boolean decimal float double duration dateTime time date gYearMonth gYear gMonthDay gDay gMonth hexBinary
    base64Binary anyURI QName NOTATION normalizedString token language NMTOKEN NMTOKENS Name NCName ID IDREF IDREFS
    ENTITY ENTITIES integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger unsignedLong
    unsignedInt unsignedShort unsignedByte positiveInteger yearMonthDuration dayTimeDuration dateTimeStamp
    anyAtomicType anySimpleType
"""
AT_THE_EDGE = """
    9223372036854775807 9223372036854775808 170141183460469231731 170141183460469231732 2097152.25 99000900099000.125
    170141183460469231731.687303715884105727 170141183460469231731.687303715884105728 1e-45 7e-46 1e39 3.4028236e38
    0.000000000000000001 0.0000000000000000010 0.0000000000000000005 16777217 16777217.0000000001 9007199254740993
    5e-324 1.7976931348623159e308 0.5000000298023224 1.00000005960464477539062500001 inf Infinity INF NaN nan 1_000
    １２ 0x1p3 1e e5 .
"""
NODE = NamedNode("http://a/x")
STORE = Store()
DIGITS = st.text("0123456789", max_size=4) | st.text("09", max_size=45) | st.text("0123456789", max_size=25)
FAR = st.sampled_from([*AT_THE_EDGE.split(), "0" * 5000 + "7", "9" * 5000, " 1"])
SIGN = st.sampled_from(["", "", "-", "+"])
EXPONENT = st.just("") | st.builds("{}{}{}".format, st.sampled_from("eE"), SIGN, st.integers(0, 400))
FRACTION = st.just("") | st.builds(".{}".format, DIGITS)
NUMBERS = st.builds("{}{}{}{}".format, SIGN, DIGITS, FRACTION, EXPONENT) | st.builds("{}{}".format, SIGN, FAR)
YEARS = st.one_of(
    st.integers(-9999, 9999).map(lambda year: f"{'-' if year < 0 else ''}{abs(year):04}"),
    st.sampled_from(["5391559471918", "5391559471919", "-5391559471917", "-5391559471918", "5391559471920"]),
    st.sampled_from(["9223372036854775807", "9223372036854775808", "02024", "24", "-0000", "2000", "1900"]),
)
TWO = st.integers(0, 32).map("{:02}".format) | st.sampled_from(["24", "59", "60", "7", "00", "29", "31"])
ZONES = st.sampled_from(["", "", "Z", "+00:00", "-00:00", "+14:00", "-13:59", "+14:01", "+5:00", "01:00", " "])
CLOCKS = st.builds("{}:{}:{}{}".format, TWO, TWO, TWO, FRACTION) | st.sampled_from(
    ["24:00:00", "24:00:00.0", "23:59:59.9"]
)
MOMENTS = {
    "dateTime": st.builds("{}-{}-{}T{}{}".format, YEARS, TWO, TWO, CLOCKS, ZONES),
    "date": st.builds("{}-{}-{}{}".format, YEARS, TWO, TWO, ZONES),
    "time": st.builds("{}{}".format, CLOCKS, ZONES),
    "gYearMonth": st.builds("{}-{}{}".format, YEARS, TWO, ZONES),
    "gYear": st.builds("{}{}".format, YEARS, ZONES),
    "gMonthDay": st.builds("--{}-{}{}".format, TWO, TWO, ZONES),
    "gMonth": st.builds("--{}{}".format, TWO, ZONES),
    "gDay": st.builds("---{}{}".format, TWO, ZONES),
}
MANY = st.one_of(
    st.integers(0, 100).map(str),
    DIGITS,
    st.sampled_from(["768614336404564650", "768614336404564651", "1969226660422097", "1969226660422098"]),
)


def part(letter: str, number: st.SearchStrategy[str] = MANY) -> st.SearchStrategy[str]:
    return st.just("") | number.map(lambda digits: f"{digits}{letter}")


DURATIONS = st.builds(
    "{}P{}{}{}{}{}{}{}".format,
    SIGN, part("Y"), part("M"), part("D"), st.sampled_from(["T", "T", ""]), part("H"), part("M"),
    part("S", st.builds("{}{}".format, MANY, FRACTION)),
)  # fmt: skip
OF = {
    **dict.fromkeys(("decimal", "double", "float", "integer"), NUMBERS),
    **dict.fromkeys((name for name, base in WIDENED.items() if base == "integer"), NUMBERS),
    **MOMENTS,
    "dateTimeStamp": MOMENTS["dateTime"],
    **dict.fromkeys(("duration", "yearMonthDuration", "dayTimeDuration"), DURATIONS),
    "boolean": st.sampled_from(["true", "false", "1", "0", "TRUE", "", " true", "yes"]),
}
LITERALS = st.sampled_from(sorted(OF)).flatmap(lambda name: st.tuples(OF[name] | st.text(max_size=6), st.just(name)))


def held_by_engine(words: str, name: str) -> Held:
    """Store a literal, read it, and have it read as a value by the engine's own cast."""
    STORE.clear()
    STORE.add(Quad(NODE, NODE, Literal(words, datatype=NamedNode(XSD + name))))
    cast = f"{XSD}{WIDENED.get(name, name)}"
    [row] = STORE.query(f"SELECT ?kept (<{cast}>(STR(?kept)) AS ?value) {{ ?s ?p ?kept }}")
    return Held(row["kept"].value, row["kept"].datatype.value.removeprefix(XSD), row["value"] is not None)


@settings(max_examples=60, deadline=None)
@given(st.lists(LITERALS, min_size=10, max_size=16))
def test_any_form_is_held_as_the_engine_holds_it(literals: list[tuple[str, str]]) -> None:
    """Words, datatype, and whether it is a value at all."""
    for words, name in literals:
        assert held(words, name) == held_by_engine(words, name), (words, name)


def test_all_datatypes_of_xml_schema_that_are_no_texts_are_known() -> None:
    """Any other literal comes back as it is written, and sums with nothing."""
    every = set(XML_SCHEMA.split())
    literals = [Literal(" 01.0 ", datatype=NamedNode(XSD + name)) for name in every - COMPUTED]
    STORE.clear()
    STORE.extend(Quad(NODE, NODE, literal) for literal in literals)

    assert every > COMPUTED
    assert {quad.object for quad in STORE} == set(literals)

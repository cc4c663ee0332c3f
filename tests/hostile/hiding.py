"""Texts that try to hide a call to another endpoint from the guard.

Most are near to valid: a call in some spelling, between pieces that could make a reader take it for a string, an IRI,
a comment or a name. ``{url}`` in a text is where the call goes.
"""

from hypothesis import strategies as st

GAPS = st.sampled_from(
    ["", "", " ", "\n", "\t", "\r\n", "#x\n", " # ' \" <\r", "\f", "\u00a0", "\ufeff", "\u1680", "\u200c", "\\u0020"]
)
FORMS = ["SELECT * {", "ASK{", "CONSTRUCT{}WHERE{", "SELECT*FROM x:a{", "DESCRIBE ?s{", "SELECT ?service{"]
TAILS = [["#'\n"], ["#'''\n"], ["#>\n"], ['#"\n'], []]
PREFIXES = ["", "x", "silent", "service", "servicex", "x-y", "a.b", "d\u00b7e", "filter", "true", "\u00e9", "http"]
PREFIXES += ["f\u1680\ufeff"]
WORD = st.tuples(*(st.sampled_from([letter, letter.lower()]) for letter in "SERVICE")).map("".join)
ODD_WORDS = st.sampled_from(
    ["S\\u0045RVICE", "SERV\u0130CE", "\u017fERVICE", "SER/**/VICE", "SER\nVICE", "\ufeffSERVICE"]
)
NAMES = st.one_of(
    st.sampled_from(["<{url}>", "<{url}#'>", "<\\u0068ttp{rest}>", "<{url}\\u0041'>", "?e", "$e"]),
    st.sampled_from([f"{prefix}:{local}" for prefix in PREFIXES for local in ("", "a", "a.b", "\\'", "%20", "1", ":")]),
)
GROUPS = st.sampled_from(["{?s ?p ?o}", "{}", "{ ?s ?p '}' }", "{{}}", "{#}\n}"])

TERMS = ["1", "1.", ".5", "1.5e5", "true", "?x", "$x", "'x>y'", "'>'", '">"', "'''x'''", '""', "''", "'\\''", "<a:b>"]
TERMS += ["<a:b'c>", "<a:b#c>", "<http://x/'>", "<http://x/#'>", "<a:\\u0041'>", "x:a", ":", ":a", "x:a\\'", "x:\\#"]
TERMS += ["'x'@en", "'x'^^<a:b>", "(1)", "'#'", "'<'", "<'>", "x:.", "_:b", "(?x)", "!true", "-1", "'a\nb'"]
TERMS += ['"""a"b"""', "'''a'b#<'''"]
SIGNS = st.sampled_from(
    ["<", ">", "<=", ">=", "=", "!=", "&&", "||", "+", "-", "*", "/", " < ", "<<", ">>", "^^", "#\n"]
)
VERBS = ["?y", "a", "<a:p>", "<a:p>?", "x:p*", "!x:p", "<a:p'>", "^<a:p>", "x:p|x:q", "?1y"]
SCRAPS = [*".#<>}\\", "", " ", "'", '"', "#'\n", "'''", '"""', "\\'", "<<", ">>", "GRAPH ?g {", "FILTER EXISTS {"]
SCRAPS += ["MINUS{", "GRAPH", "FROM", "NAMED", "LATERAL{", "OPTIONAL{", "<<(?s ?p ?o)>> ?y ?z ."]


@st.composite
def _expressions(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TERMS))
    for _ in range(draw(st.integers(0, 3))):
        text += draw(SIGNS) + draw(st.sampled_from(TERMS))
    return f"COALESCE({text},true)" if draw(st.booleans()) else text


@st.composite
def _triples(draw: st.DrawFn) -> str:
    verb = draw(st.sampled_from(VERBS))
    gap, end = draw(st.sampled_from(["", " ", "\n"])), draw(st.sampled_from(["", ".", " . ", ";", ","]))
    return f"{draw(st.sampled_from(TERMS))}{gap}{verb}{gap}{draw(st.sampled_from(TERMS))}{end}"


ELEMENTS = st.one_of(
    _expressions().map("FILTER({})".format),
    _expressions().map("BIND({} AS ?v)".format),
    _triples(),
    _triples().map("OPTIONAL{{{}}}".format),
    _triples().map("{{{}}}UNION".format),
    st.sampled_from(TERMS).map("VALUES ?x {{{}}}".format),
    st.sampled_from(SCRAPS),
)


@st.composite
def calls(draw: st.DrawFn) -> str:
    """One call, in some spelling."""
    word = draw(st.one_of(WORD, WORD, WORD, ODD_WORDS))
    silent = draw(st.sampled_from(["", "", "SILENT", "silent"]))
    return word + draw(GAPS) + silent + draw(GAPS) + draw(NAMES) + draw(GAPS) + draw(GROUPS)


@st.composite
def hidden_calls(draw: st.DrawFn) -> str:
    """A query with a call somewhere in it; not all of them parse."""
    before = draw(st.lists(ELEMENTS, max_size=3))
    after = draw(
        st.one_of(st.lists(ELEMENTS, max_size=2), st.sampled_from([["#'\n"], ["#'''\n"], ["#>\n"], ['#"\n'], []]))
    )
    glue = draw(st.sampled_from(["", " ", "\n", "#\n"]))
    head = "".join(f"PREFIX {prefix}: <{{url}}> " for prefix in PREFIXES)
    form = draw(
        st.sampled_from(
            ["SELECT * {", "ASK{", "CONSTRUCT{}WHERE{", "SELECT*FROM x:a{", "DESCRIBE ?s{", "SELECT ?service{"]
        )
    )
    bind = draw(st.sampled_from(["", "", "VALUES ?e {<{url}>} "]))
    inner = glue.join([*before, draw(calls()), *after])
    return f"{head}{form} {bind}{inner} {'}' * draw(st.sampled_from([1, 1, 1, 2]))}"


def addressed(text: str, url: str) -> str:
    """Write the address into a text."""
    return text.replace("{url}", url).replace("{rest}", url.removeprefix("http"))

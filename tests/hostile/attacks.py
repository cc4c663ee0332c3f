"""What hostile clients ask: texts that take for ever, grow without bounds, or nest without end; seeded."""

from collections.abc import Callable
from random import Random

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


def _cross(random: Random) -> str:
    what = random.choice(["*", "(COUNT(*) AS ?n)", "(SUM(STRLEN(STR(?c))) AS ?n)", "DISTINCT ?a ?d ?g", "?a ?i"])
    return f"SELECT {what} {{ {CROSS} }}"


def _sorted_cross(random: Random) -> str:
    return f"SELECT * {{ {CROSS} }} ORDER BY {random.choice(['?i ?a', 'DESC(STR(?c))', 'RAND()'])} LIMIT 10"


def _concatenated_cross(random: Random) -> str:
    what = random.choice(["?c", "STR(?a)", "CONCAT(STR(?a),STR(?d))"])
    group = random.choice(["", "GROUP BY ?a", "GROUP BY ?b ?e"])
    return f"SELECT (GROUP_CONCAT({what}) AS ?t) {{ {CROSS} }} {group}"


def _graph_cross(random: Random) -> str:
    return f"CONSTRUCT {{ ?a ?e ?i }} {{ {CROSS} {random.choice(['', 'FILTER(?a != ?d)'])} }}"


def _deep(random: Random) -> str:
    depth = random.choice([50, 99, 120, 5000, 20_000])
    form = random.choice(["({})", "STR({})", "IF(true,{},1)", "(1+{})", "!({})", "COALESCE({})"])
    left, right = form.split("{}")
    return "ASK { FILTER(" + (left * depth + "1" + right * depth)[:60_000] + ") }"


def _deep_groups(random: Random) -> str:
    depth = random.choice([30, 90, 5000])
    left = random.choice(["{", "{SELECT*{", "OPTIONAL{", "{?s ?p ?o}UNION{", "MINUS{", "FILTER EXISTS{", "GRAPH ?g{"])
    return ("SELECT * {" + left * depth + "?s ?p ?o" + "}" * (depth * left.count("{") + 1))[:64_000]


def _chain(random: Random) -> str:
    length = random.choice([200, 900, 5000])
    first, more = random.choice(
        [("{?s ?p ?o}", "UNION{?s ?p ?o}"), ("", "OPTIONAL{?s ?p ?o}"), ("?s ?p ?o ", "MINUS{?a ?b ?c}"),
         ("", "FILTER(?s!=?o)"), ("", "OPTIONAL{?a ?b ?c OPTIONAL{?s ?p ?o}}"), ("?s ?p ?o ", "?s ?p ?o. "),
         ("?s0 ?p0 ?o0 .", "?s# ?p# ?o# ."), ("", "?s <a:b> ?o# ."), ("", "BIND(RAND() AS ?x#)")]
    )  # fmt: skip
    return ("SELECT * {" + first + "".join(more.replace("#", str(n)) for n in range(length)))[:64_000] + "}"


def _operators(random: Random) -> str:
    length = random.choice([500, 900, 10_000])
    first, more = random.choice(
        [("true", "||true"), ("1", "+1"), ("true", "&&!false"), ("1", "*1"), ("?x", "=?x"), ("", "!")]
    )
    return "ASK { ?x ?y ?z FILTER(" + (first + more * length)[:60_000] + "true) }"


def _path(random: Random) -> str:
    name = "<http://www.w3.org/2004/02/skos/core#broader>"
    length = random.choice([50, 400, 900])
    paths = ["(!<a:b>)*", "(!<a:b>|^!<a:b>)*", f"({name}|^{name})*", "(!<a:a>/!<a:b>)*", "((!<a:b>)*)*"]
    paths += ["(!<a:b>|!<a:c>)+/(!<a:b>)*", "/".join(["!<a:b>"] * (length // 10)), "/".join([name] * length)]
    paths += ["|".join([f"{name}*"] * length)]
    path = random.choice(paths)
    again = path if len(path) < 100 else "?y"
    return f"SELECT {random.choice(['*', '(COUNT(*) AS ?n)'])} {{ ?s {path} ?o . ?o {again} ?z }}"


def _doubling(random: Random) -> str:
    times = random.choice([20, 30, 60, 300])
    form = random.choice(["CONCAT(?x{0},?x{0})", "REPLACE(?x{0},'.','$0$0')", "CONCAT(?x{0},?x{0},?x{0},?x{0})"])
    steps = "".join(f"BIND({form.format(n)} AS ?x{n + 1})" for n in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND('ab' AS ?x0) {steps} }}"


def _regex(random: Random) -> str:
    text = "a" * random.choice([30, 5000, 30_000])
    pattern = random.choice(
        [
            "(a*)*b",
            "(a|aa)+$",
            "a{1000}",
            "((a{100}){100}){100}",
            "(x+x+)+y",
            ".*" * 200,
            "\\\\p{L}{999}",
            "(?:a?){999}a{999}",
        ]
    )
    return random.choice(
        [f"ASK {{ FILTER(REGEX('{text}', '{pattern}')) }}",
         f"SELECT (REPLACE('{text}', '{pattern}', '{'$0' * 500}') AS ?x) {{}}",
         f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), CONCAT('{pattern}', STR(?d)))) }}"]
    )  # fmt: skip


def _values(random: Random) -> str:
    rows = " ".join(str(number) for number in range(random.choice([1000, 9000])))
    return f"SELECT {random.choice(['*', '(COUNT(*) AS ?n)'])} {{ VALUES ?x {{ {rows} }} ?a ?b ?c . ?d ?e ?f }}"


def _values_squared(random: Random) -> str:
    rows = " ".join(["1"] * 3000)
    parts = " ".join(f"VALUES ?x{number} {{ {rows} }}" for number in range(random.choice([2, 5])))
    return f"SELECT * {{ {parts} }} {random.choice(['', 'ORDER BY ?x0', 'GROUP BY ?x0 ?x1'])}".replace("* {", "?x0 {")


def _junk(random: Random) -> str:
    tokens = [
        "(",
        ")",
        "{",
        "}",
        "<",
        ">",
        '"',
        "'",
        '"""',
        "\\",
        "!",
        "||",
        "SELECT",
        "a:b",
        "?x",
        ".",
        "#",
        "UNION",
        "\u20ac",
    ]
    return "SELECT * {" + "".join(random.choice(tokens) for _ in range(random.choice([500, 20_000])))[:60_000]


def _one_sign(random: Random) -> str:
    sign = random.choice(['"', '"""', "\\", "a-", "<", "<a", "'\\", "?", "{}", "a:", "#", "1e"])
    return "SELECT * {" + sign * (60_000 // len(sign))


def _describe(random: Random) -> str:
    return random.choice(
        ["DESCRIBE * { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a ?b ?c . ?c ?a ?b } { ?a ?b ?c . ?x ?y ?z }"]
    )


#: Every attack that is a text, by name.
TEXTS: dict[str, Callable[[Random], str]] = {
    "cross product": _cross,
    "sorted cross product": _sorted_cross,
    "concatenated cross product": _concatenated_cross,
    "graph of a cross product": _graph_cross,
    "nested expressions": _deep,
    "nested groups": _deep_groups,
    "chain of patterns": _chain,
    "chain of operators": _operators,
    "path": _path,
    "doubling": _doubling,
    "regex": _regex,
    "values": _values,
    "product of values": _values_squared,
    "junk": _junk,
    "one sign": _one_sign,
    "describe": _describe,
}

"""Records that are spoilt in one place: the example of the documentation with one change, and what must be told."""

from dataclasses import dataclass

from conftest import ROOT

GOOD = (ROOT / "docs/examples/cluster.ttl").read_text(encoding="utf-8")
_NAME = 'skos:prefLabel "Made-up Furniture Cluster"@en'
_HOME = "foaf:homepage <https://example.org/clusters/made-up-furniture/>"
_PHONE = 'cv:telephone "+381110000101"'
_DATE = '"2011-04"^^xsd:gYearMonth'
_DESCRIPTION = 'dct:description "More sales abroad."@en'
_EURO = "<http://publications.europa.eu/resource/authority/currency/EUR>"
_CLUSTER = "<https://w3id.org/clustergraph/id/cluster/netwood>"
_SIEPA = "<https://w3id.org/clustergraph/id/institution/siepa>"
_STAFF = "sdmx-measure:obsValue 1150"
_END = "\n# the end\n"


@dataclass(frozen=True)
class Spoilt:
    """A change, and the finding: its shape, severity, property and value (both may be left open), and its line.

    The line is that at which ``at``, or else what was put in, stands.
    """

    name: str
    old: str
    new: str
    shape: str
    severity: str
    path: str | None = None
    value: str | None = None
    at: str = ""

    @property
    def content(self) -> str:
        """The whole record."""
        whole = f"{GOOD}{_END}"
        assert self.old in whole, self.old
        return whole.replace(self.old, self.new, 1)

    @property
    def line(self) -> int:
        """Where the finding must stand."""
        lines = self.content.splitlines()
        return next(number for number, text in enumerate(lines, 1) if (self.at or self.new.strip()) in text)


def _named(name: str, text: str, tag: str, shape: str, severity: str = "Violation") -> Spoilt:
    return Spoilt(name, _NAME, f'skos:prefLabel "{text}"@{tag}', shape, severity, "skos:prefLabel", text)


def _home(name: str, address: str, shape: str = "UnsafeAddressRule", severity: str = "Violation") -> Spoilt:
    return Spoilt(name, _HOME, f"foaf:homepage <{address}>", shape, severity, "foaf:homepage", address)


def _phone(name: str, number: str, shape: str = "ImpossibleTelephoneRule", severity: str = "Violation") -> Spoilt:
    return Spoilt(name, _PHONE, f'cv:telephone "{number}"', shape, severity, "cv:telephone", number)


def _added(
    name: str,
    statement: str,
    shape: str,
    severity: str = "Violation",
    path: str | None = None,
    value: str | None = None,
) -> Spoilt:
    return Spoilt(name, _END, f"\n{statement}\n", shape, severity, path, value)


def _turnover(name: str, value: str, shape: str, severity: str = "Warning", period: str = "period:2024") -> Spoilt:
    figure = (
        "ex:turnover a qb:Observation ; cg:cluster ex:cluster ; cg:indicator indicator:turnover ; "
        f"cg:refPeriod {period} ; sdmx-attribute:obsStatus sdmx-code:obsStatus-A ;\n"
        f"  sdmx-attribute:unitMeasure {_EURO} ;\n  sdmx-measure:obsValue {value} ."
    )
    at, path = f"sdmx-measure:obsValue {value}", "sdmx-measure:obsValue"
    return Spoilt(name, _END, f"\n{figure}\n", shape, severity, path, value, at)


SPOILT = (
    Spoilt("two sectors", "cg:sector sector:wood-processing", "cg:sector sector:wood-processing , sector:tourism",
           "SubmittedClusterShape-sector-single", "Violation", "cg:sector"),
    Spoilt("two stages", "cg:sector sector:wood", "cg:developmentStage <https://w3id.org/clustergraph/scheme/development-"
           "stage/first> , <https://w3id.org/clustergraph/scheme/development-stage/second> ; cg:sector sector:wood",
           "SubmittedClusterShape-stage-single", "Violation", "cg:developmentStage"),
    _named("zero width space", "Made-up\u200b Furniture", "en", "HiddenCharacterRule"),
    _named("soft hyphen", "Made-up Furni\u00adture", "en", "HiddenCharacterRule"),
    _named("right to left", "Made-up \u202eerutinruF", "en", "HiddenCharacterRule"),
    _named("isolate", "Made-up \u2066Furniture\u2069", "en", "HiddenCharacterRule"),
    _named("tag character", "Made-up Furniture\U000e0041", "en", "HiddenCharacterRule"),
    Spoilt("direction in a description", _DESCRIPTION, 'dct:description "More \u202eselas."@en', "HiddenCharacterRule",
           "Violation", "dct:description"),
    _named("Cyrillic e", "Mad\u0435-up Furniture", "en", "LookAlikeLettersRule"),
    _named("Latin a", "Измишљени кл\u0061стер", "sr-Cyrl", "LookAlikeLettersRule"),
    _named("Greek omicron", "Made-up W\u03bf\u03bfd", "en", "LookAlikeLettersRule"),
    _named("mathematical letters", "\U0001d40cade-up Furniture", "en", "LookAlikeLettersRule"),
    _named("full width", "Ｍａｄｅ-up Furniture", "en", "LookAlikeLettersRule"),
    _named("element", "<b>Made-up</b> Furniture", "en", "MarkupRule"),
    _named("script", "Made-up<script src=x>", "en", "MarkupRule"),
    _named("entity", "Made-up &amp; Furniture", "en", "MarkupRule"),
    _named("Markdown", "[Made-up](https://example.org/)", "en", "MarkupRule"),
    Spoilt("element in a description", _DESCRIPTION, 'dct:description "More <i>sales</i>."@en', "MarkupRule",
           "Violation"),
    _home("javascript", "javascript:alert(1)"),
    _home("vbscript, in capitals", "VBScript:msgbox"),
    _home("data", "data:text/html,x"),
    _home("file", "file:///etc/hosts"),
    _home("password", "https://user:secret@example.org/"),
    _home("user alone", "ftp://admin@example.org/"),
    _home("localhost", "http://localhost:8080/"),
    _home("loopback", "http://127.0.0.1/"),
    _home("loopback in one number", "http://2130706433/"),
    _home("loopback of IPv6", "http://[::1]/"),
    _home("private network", "http://192.168.1.10/cluster"),
    _home("local name", "https://cluster.local/"),
    Spoilt("a site of the members' network", _HOME, "cg:website ex:site . ex:site a cg:WebSite ; <https://schema.org/"
           "url> <http://10.0.0.7/> . ex:cluster foaf:homepage <https://example.org/>", "UnsafeAddressRule",
           "Violation"),
    _phone("no such country", "+999123456789"),
    _phone("too short", "+38111"),
    _phone("too long", "+3811133924730001"),
    _phone("no number", "call us"),
    _phone("long enough for its town alone", "+3811234"),
    _phone("long enough for its town alone, in Germany", "+49111"),
    _phone("of Serbia without the code of a town", "12 34-5"),
    _phone("longer than any number", "+49 30 1234 5678 9012 34"),
    _phone("noughts alone", "+381000000000"),
    _phone("noughts alone, as printed", "0000 000 000"),
    _phone("nines alone", "+381 99/99-99-999"),
    _phone("ones alone, in Hong Kong", "+85211111111"),
    _phone("fives alone, in the Americas", "+1 555 555 5555"),
    _phone("ones alone, in Belgrade", "+381111111111", "FillerTelephoneRule", "Warning"),
    _phone("seven noughts", "011 000 00 00", "FillerTelephoneRule", "Warning"),
    _phone("eight threes, in Austria", "+43133333333", "FillerTelephoneRule", "Warning"),
    _phone("Austria", "+4315550123", "ForeignTelephoneRule", "Warning"),
    _phone("the Americas", "+12125550123", "ForeignTelephoneRule", "Warning"),
    _added("the same as another", "ex:cluster <http://www.w3.org/2002/07/owl#sameAs> <https://example.org/other> .",
           "SameAsRule"),
    _added("a company the same", "ex:maker <http://www.w3.org/2002/07/owl#sameAs> ex:faculty .", "SameAsRule"),
    _added("a subclass", "ex:Hub <http://www.w3.org/2000/01/rdf-schema#subClassOf> cg:Cluster .", "VocabularyRule"),
    _added("a class", "ex:Hub a <http://www.w3.org/2002/07/owl#Class> .", "VocabularyRule"),
    _added("a property", "ex:mood a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> .", "VocabularyRule"),
    _added("an inverse", "ex:has <http://www.w3.org/2002/07/owl#inverseOf> org:member .", "VocabularyRule"),
    _added("a sector renamed", 'sector:tourism skos:prefLabel "Weapons"@en .', "ForeignTermRule", "Violation",
           "skos:prefLabel", "Weapons"),
    _added("a class of ours renamed", 'cg:Cluster skos:altLabel "Club"@en .', "ForeignTermRule"),
    _added("a town moved", "town:belgrade cg:nuts nuts:RS123 .", "ForeignTermRule"),
    Spoilt("undated", "cg:refPeriod period:2024", "cg:refPeriod period:unstated-2009", "UndatedFigureRule", "Warning",
           "cg:refPeriod"),
    Spoilt("without a period", "    cg:refPeriod period:2024 ;\n    sdmx-measure:obsValue 3 ;",
           "    sdmx-measure:obsValue 3 ;", "UndatedFigureRule", "Warning", "cg:refPeriod", None,
           "ex:institutions-2024"),
    _named("Cyrillic as English", "Измишљени кластер", "en", "DeniedScriptRule", "Warning"),
    _named("Cyrillic as German", "Измишљени кластер", "de", "DeniedScriptRule", "Warning"),
    _named("Latin as Cyrillic", "Izmišljeni klaster", "mk", "DeniedScriptRule", "Warning"),
    Spoilt("a description in other letters", _DESCRIPTION, 'dct:description "Више продаје у иностранству."@sr-Latn',
           "DeniedScriptRule", "Warning", "dct:description"),
    Spoilt("a region of another town", "cg:nuts nuts:RS110", "cg:nuts nuts:RS123", "ContradictedPlaceRule", "Violation",
           "cg:nuts", "http://data.europa.eu/nuts/code/RS123"),
    Spoilt("a place of another name", 'locn:postName "Belgrade"@en', 'locn:postName "Нови Сад"@sr-Cyrl',
           "ContradictedPlaceRule", "Violation", "locn:postName", "Нови Сад"),
    Spoilt("a postcode of another town", 'locn:postCode "11000"', 'locn:postCode "21000"', "PlaceAndPostcodeRule",
           "Warning", "locn:postCode", "21000"),
    Spoilt("a postcode of the east", 'locn:postCode "11000"', 'locn:postCode "19350"', "PlaceAndPostcodeRule",
           "Warning"),
    Spoilt("the first of January", _DATE, '"2011-01-01"^^xsd:date', "FillerDayRule", "Warning", "cg:date"),
    Spoilt("a begin on the first of January", "a org:Membership ; org:member ex:maker",
           'a org:Membership ; cg:begin "2012-01-01"^^xsd:date ; org:member ex:maker', "FillerDayRule", "Warning"),
    Spoilt("a very long description", _DESCRIPTION, f'dct:description "{"long " * 180_000}"@en', "LongValueRule",
           "Violation", "dct:description"),
    _home("a very long address", f"https://example.org/{'x' * 3_000}", "LongValueRule"),
    Spoilt("half an employee", _STAFF, "sdmx-measure:obsValue 1150.5", "FractionOfCountRule", "Violation",
           "sdmx-measure:obsValue", "1150.5"),
    Spoilt("too many employees", _STAFF, "sdmx-measure:obsValue 11500000", "ImplausibleFigureRule", "Warning",
           "sdmx-measure:obsValue", "11500000"),
    Spoilt("too many companies, as xsd:int", "sdmx-measure:obsValue 24", 'sdmx-measure:obsValue "0240000"^^xsd:int',
           "ImplausibleFigureRule", "Warning", "sdmx-measure:obsValue", "0240000"),
    Spoilt("a figure that is none", _STAFF, 'sdmx-measure:obsValue "many"^^xsd:int', "IndicatorObservationShape-value",
           "Violation"),
    Spoilt("employees in euro", f"{_STAFF} ;\n    sdmx-attribute:unitMeasure unit:NUM",
           f"{_STAFF} ;\n    sdmx-attribute:unitMeasure {_EURO}", "UnitOfIndicatorRule", "Warning",
           "sdmx-attribute:unitMeasure", None, "unitMeasure <http"),
    _turnover("little turnover", "1150000", "TurnoverPerEmployeeRule"),
    _turnover("much turnover", "350000000.00", "TurnoverPerEmployeeRule"),
    _turnover("undated turnover", "300000000.0", "TurnoverPerEmployeeRule", period="period:unstated-2009"),
    Spoilt("more institutions", "sdmx-measure:obsValue 3 ;", "sdmx-measure:obsValue 33 ;",
           "MoreInstitutionsThanCompaniesRule", "Warning", "sdmx-measure:obsValue", "33"),
    _named("the name of a stored cluster", "The AGENCY for Wood - Serbian wood processing cluster", "en",
           "SameNameRule", "Warning"),
    _named("its name in Latin letters", "Agencija za drvo - „klaster preradjivaca drveta“ Srbije", "sr-Latn",
           "SameNameRule", "Warning"),
    _phone("the telephone of a stored cluster", "011/339-2473", "SameContactRule", "Warning"),
    _phone("another telephone of one", "+38134302706", "SameContactRule", "Warning"),
    _home("the web site of a stored cluster", "https://agencijazadrvo.rs", "SameContactRule", "Warning"),
    _added("a stored cluster", f'{_CLUSTER} a cg:Cluster ; skos:prefLabel "N"@en .', "DescribedAlreadyRule", "Info"),
    _added("a stored institution", f'{_SIEPA} a cg:Institution ; skos:prefLabel "S"@en .', "DescribedAlreadyRule",
           "Info"),
)  # fmt: skip

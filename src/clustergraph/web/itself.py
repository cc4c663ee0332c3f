"""What the endpoint says of itself: Service Description with its limits, VoID, example queries and prefixes.

Everything is made from the tables that make it so. It is served as documents and stands in the default graph as queries
see it, where editors look for it; it is in no release and in no digest.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from clustergraph.mapping.examples import Example, example_statements
from clustergraph.mapping.service_description import service_statements
from clustergraph.mapping.void import void_statements
from clustergraph.ns import PREFIXES
from clustergraph.query.catalogue import CATEGORIES, catalogue
from clustergraph.query.formats import BY_NAME
from clustergraph.settings import Settings
from clustergraph.store.home import Home
from clustergraph.store.live import make_live, new_triples
from clustergraph.store.release import Release
from clustergraph.store.text import rewrite
from clustergraph.web.limits import limits

_FORM = re.compile(r"^(SELECT|ASK|CONSTRUCT)\b", re.MULTILINE)


class Itself:
    """The words of an endpoint on one release, as N-Triples."""

    def __init__(self, release: Release, settings: Settings, triples: int | None = None) -> None:
        self._release = release
        self._settings = settings
        self._base = settings.base_url
        self._documents: dict[str, bytes] = {}
        self._triples = triples  # of the default graph with all these words in it; counted where it is not known

    @cached_property
    def service(self) -> str:
        """The Service Description."""
        return self._service(self._counted)

    def document(self, form: str) -> bytes:
        """Give the Service Description in a format; it names all graphs, and is written once."""
        if form not in self._documents:
            self._documents[form] = rewrite(self.service, form, PREFIXES)
        return self._documents[form]

    @cached_property
    def void(self) -> str:
        """The VoID description of the release, nothing where it was loaded: nobody here has described it."""
        return "" if self._release.manifest.loaded else void_statements(self._release.described(self._base))

    @cached_property
    def examples(self) -> str:
        """The example queries and the prefixes; no examples where other people's data was loaded."""
        return example_statements(self._base, [] if self._release.manifest.loaded else _examples(), PREFIXES)

    def make_live(self, home: Home, notes: Sequence[str] = ()) -> None:
        """Make the store that queries are asked of, in the home; ``notes`` are what operators must know of the release.

        Raises :class:`ReleaseError`, and :class:`StorageFailed` where the disk does not allow it.
        """
        make_live(self._release, self.service + self.void + self.examples, self._counted, home.live, notes)

    @cached_property
    def _counted(self) -> int:
        if self._triples is not None:
            return self._triples
        told = self._service(0) + self.void + self.examples
        return self._release.manifest.triples + new_triples(self._release, told)

    def _service(self, triples: int) -> str:
        settings, manifest = self._settings, self._release.manifest
        features = ["UnionDefaultGraph", *(["BasicFederatedQuery"] if settings.service_allow else [])]
        endpoint, rows = f"{self._base}/sparql", limits(settings)
        return service_statements(endpoint, triples, manifest.graphs, BY_NAME, features, rows, manifest.iri)


def _examples() -> Iterator[Example]:
    for query in catalogue().values():
        text = query.ask(query.example).text
        yield Example(query.name, query.question, CATEGORIES[query.category], _form(text), text)


def _form(text: str) -> str:
    """Give the form of a query of ours from its first keyword that is one."""
    return next(match[0].lower() for match in _FORM.finditer(text))

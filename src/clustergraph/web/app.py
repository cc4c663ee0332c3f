"""The application: the SPARQL door and the pages, over one query service."""

import asyncio
import gc
import os
import sys
from contextlib import suppress
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from clustergraph import __version__, resources
from clustergraph.errors import ClustergraphError
from clustergraph.measures import Measures
from clustergraph.query.contents import Contents
from clustergraph.query.service import QueryService
from clustergraph.settings import Settings, read_settings
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.live import read_live
from clustergraph.validator.domains import domains
from clustergraph.validator.jobs import Jobs
from clustergraph.validator.pool import Validators
from clustergraph.web.access import Access
from clustergraph.web.cited import CitedDoor, is_cited_answer
from clustergraph.web.connections import watch_connections
from clustergraph.web.doors import READING, Door, Doors
from clustergraph.web.drain import Drain
from clustergraph.web.exchange import Receive, Scope, Send
from clustergraph.web.faults import keep_to_lines, said_of
from clustergraph.web.fetches import Fetches
from clustergraph.web.files import FileDoor
from clustergraph.web.graphs import GraphDoor, is_list_page, is_path
from clustergraph.web.health import Health
from clustergraph.web.health import methods_of as methods_of_health
from clustergraph.web.itself import Itself
from clustergraph.web.log import AccessLog
from clustergraph.web.pages import create_pages, methods_of_pages
from clustergraph.web.posts import PostDoor
from clustergraph.web.refusals import RefusalDoor
from clustergraph.web.routes import route_of
from clustergraph.web.shacl import PREFIX as SHACL
from clustergraph.web.shacl import ShaclDoor
from clustergraph.web.shacl import methods_of as methods_of_shacl
from clustergraph.web.sparql import PATH as SPARQL
from clustergraph.web.sparql import SparqlDoor
from clustergraph.web.sparql import methods_of as methods_of_sparql
from clustergraph.web.started import tell_when_serving
from clustergraph.web.target import check_head, normalise
from clustergraph.web.turns import TurnDoor

_THREADS = 64  # they mostly wait for answers; documents have at most half of them, and a client client_queries more
_GLANCE = 0.5  # seconds between looks at the parent
_LAST = 5.0  # seconds for an orderly end without the parent


class Application:
    """An ASGI application for one release."""

    def __init__(self, settings: Settings) -> None:
        measures, home = Measures(), Home(settings.home)
        release, live = home.served(), read_live(home.live)
        itself = Itself(release, settings, live.triples)
        self._service = QueryService(release, settings, measures, live)
        measures.serves(self._service.release.manifest.digest, __version__)
        self._log = AccessLog(settings)
        measures.watch_log(lambda: self._log.lost)
        self._drain = Drain(settings.shutdown_grace, self._close)
        health = Health(self._service, measures, self._drain, live.notes)
        self._access = Access(self._route, settings, measures, self._log, self._drain)
        repository = resources.repository(settings.repository)
        accounts, contents = self._service.accounts, Contents(settings, settings.home / "spool")
        self._validators = Validators(repository, release, settings, measures, accounts, contents)
        self._jobs = Jobs(settings)
        measures.watch_validations(lambda: self._validators.waiting, lambda: self._jobs.kept)
        found = domains(repository)
        shacl = ShaclDoor(self._validators, self._jobs, found, accounts, contents, settings)
        citations = Citations(home, settings)
        self._fetches = Fetches(citations)
        flask = create_pages(self._service, self._loop, itself, citations, self._fetches, self._validators, contents)
        files = FileDoor(WSGIMiddleware(cast("Any", flask.wsgi_app), workers=_THREADS))
        posts = PostDoor(files, contents, accounts, self._validators.turns, settings)
        self._pages = RefusalDoor(TurnDoor(posts, self._service.turns), files)
        self._graphs = GraphDoor(self._service)
        self._doors = Doors(
            [
                Door(health, lambda path: not route_of(path).counted, methods_of_health),
                Door(SparqlDoor(self._service, contents, itself), lambda path: path == SPARQL, methods_of_sparql),
                Door(shacl, lambda path: path.startswith(SHACL), methods_of_shacl, shacl.refuse),
                Door(CitedDoor(self._service, citations, self._fetches), is_cited_answer, lambda _: READING),
                Door(self._graph, is_path, self._graphs.methods_of),
                Door(self._pages, lambda _: True, methods_of_pages(flask)),
            ]
        )
        self._running: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            normalise(scope)
            await self._access(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the request in its client's share, look at its head, and let a door answer; raises what refuses it.

        Where a client has made too many, it waits for a document.
        """
        route, pause = route_of(scope["path"]), 0.0
        if route.counted:
            client = scope["client"][0] if scope.get("client") else "unknown"
            patience = self._service.settings.document_patience if route.waits else 0
            pause = self._service.accounts.admit(client, patience)
        check_head(scope)
        if pause:
            await asyncio.sleep(pause)
        await self._doors(scope, receive, send)

    async def _graph(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer below /graphs; for a browser the list of graphs is one of the pages."""
        await (self._pages if is_list_page(scope) else self._graphs)(scope, receive, send)

    def _loop(self) -> asyncio.AbstractEventLoop:
        if self._running is None:
            raise RuntimeError("the application has not been started")
        return self._running

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._running = asyncio.get_running_loop()
                try:
                    await self._service.start()
                except ClustergraphError as error:
                    await send({"type": "lifespan.startup.failed", "message": f"{error} {error.remedy}"})
                    return
                self._log.start()
                self._fetches.start()
                self._drain.watch()
                keep_to_lines(self._running)
                gc.collect()
                gc.freeze()  # what is there now stays: looking through it again and again takes 0.1 s each time
                most = self._service.settings.client_connections
                telling = tell_when_serving(self._service.settings)
                watch = asyncio.gather(self._end_with_parent(), watch_connections(most), telling)
                await send({"type": "lifespan.startup.complete"})
            else:
                watch.cancel()
                with suppress(asyncio.CancelledError):
                    await watch
                await self._close()
                self._log.close()
                self._fetches.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _close(self) -> None:
        await asyncio.gather(self._jobs.close(), self._validators.close(), self._service.close())

    async def _end_with_parent(self) -> None:
        """End this process when the command that started it was killed: nobody could stop it otherwise."""
        parent = os.getppid()
        while os.getppid() == parent:
            await asyncio.sleep(_GLANCE)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST):
                await self._close()
        os._exit(1)


def create_app() -> Application:
    """Make the application from the environment; what the server calls."""
    try:
        return Application(read_settings(environ=os.environ))
    except ClustergraphError as error:
        sys.exit(f"{error} {error.remedy or ''}")
    except Exception as error:  # noqa: BLE001 - whatever it is, operators are told in a line
        sys.exit(f"The server could not be started: {said_of(error)}")

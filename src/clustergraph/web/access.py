"""What lies around the whole application: who asks, how it ends, one line of the log, one count for each request."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext

from clustergraph.errors import ClustergraphError
from clustergraph.measures import Measures
from clustergraph.settings import Settings
from clustergraph.web.clients import client_of, trusted_networks
from clustergraph.web.drain import Drain
from clustergraph.web.exchange import Exchange, Receive, Scope, Send
from clustergraph.web.faults import ASKED, BrokenOff, asked, tell, told_of
from clustergraph.web.log import AccessLog
from clustergraph.web.reply import is_old
from clustergraph.web.routes import route_of

Inner = Callable[[Scope, Receive, Send], Awaitable[None]]


class Access:
    """An ASGI application around another."""

    def __init__(self, inner: Inner, settings: Settings, measures: Measures, log: AccessLog, drain: Drain) -> None:
        self._inner = inner
        self._settings = settings
        self._measures = measures
        self._log = log
        self._drain = drain
        self._networks = trusted_networks(settings.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises where its answer must be seen to be broken."""
        route = route_of(scope["path"])
        scope["client"] = (client_of(scope, self._networks), 0)
        if is_old(scope):  # what is compressed on its way has no length that is known before
            scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() != b"accept-encoding"]
        exchange = Exchange(scope, receive, send, route, self._settings)
        with self._drain.running(exchange) if route.counted else nullcontext():
            try:
                await self._answer(exchange)
            finally:
                self._measures.request(route.path, exchange.status, exchange.seconds, exchange.error)
                self._log.write(exchange)

    async def _answer(self, exchange: Exchange) -> None:
        if self._drain.begun and exchange.route.counted:
            await exchange.refuse(self._drain.refusal())
            return
        what = asked(exchange.scope["method"], exchange.scope["path"])
        ASKED.set(what)
        try:
            await self._inner(exchange.scope, exchange.receive, exchange.send)
        except ClustergraphError as error:
            exchange.fail(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client is told, and the operator
            if exchange.failure is None:
                exchange.fail(told_of(error))
        if exchange.failure is not None:
            if exchange.status:
                if exchange.failure.number is None:
                    tell(f"{what} was broken off", exchange.failure)
                raise BrokenOff from None  # the server breaks the transfer: a cut answer must not look whole
            await exchange.refuse(told_of(exchange.failure))

"""One address: asked by HEAD, by GET where that is refused, along its redirects, as patiently as the server wishes."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from app.cli.links.exchange import Method, Outside, ask
from app.cli.links.turns import LEFT_ALONE, Turns, learn
from app.cli.links.verdict import Answer, Finding, Hop, Silence, judge, redirected_to, wait_asked, wants_get

USUAL_TIMEOUT: Final = 10


@dataclass(frozen=True, slots=True)
class Manners:
    """How servers are treated. All times in seconds."""

    timeout: float = USUAL_TIMEOUT
    pause: float = 1.0
    """Between two questions to the same host."""
    hosts_at_once: int = 6
    most_redirects: int = 5
    longest_wait: float = 30.0
    """A server that asks for more is left alone."""
    contact: str = ""
    """How whoever asks can be reached; told to every server."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with manners who asks in turn."""

    outside: Outside
    turns: Turns
    manners: Manners

    def visit(self, url: str) -> Finding:
        """What is found at an address: at most (redirects + 1) × 4 questions, each within the timeout, and as many waits."""
        hops: list[Hop] = []
        here = url
        while True:
            end = self._end(here)
            to = redirected_to(here, end)
            if to is None or not isinstance(end, Answer):
                return judge(url, hops, end)
            if len(hops) == self.manners.most_redirects or to in (url, *(hop.to for hop in hops)):
                return judge(url, hops, Silence("loop"))
            hops.append(Hop(end.status, to))
            here = to

    def _end(self, url: str) -> Answer | Silence:
        """What one address says, without its redirects; GET has the last word."""
        end = self._patient(url, "HEAD")
        return self._patient(url, "GET") if wants_get(end) else end

    def _patient(self, url: str, method: Method) -> Answer | Silence:
        """The answer, or the second one where the server asks to wait or a name does not seem to exist: both may be a moment's whim."""
        end = self._in_turn(url, method)
        if wait_asked(end) is None and end != Silence("no_name"):
            return end
        again = self._in_turn(url, method, last=True)
        return end if again == LEFT_ALONE else again

    def _in_turn(self, url: str, method: Method, last: bool = False) -> Answer | Silence:
        with self.turns.turn(urlsplit(url).hostname or "") as host:
            if host.known:
                return host.known
            end = ask(self.outside, url, method, self.manners.timeout, self.manners.contact)
            learn(host, end, last)
            wait = wait_asked(end)
            if wait is not None:
                self.turns.rest(host, wait)
                if last or wait > self.manners.longest_wait:
                    host.known = LEFT_ALONE
            return end

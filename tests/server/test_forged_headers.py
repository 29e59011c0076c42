"""Without a proxy nothing trusts a request's claims about scheme, host or address."""

from tests.browser.server import Server
from tests.server.wire import Reply, exchange, form_request, new_owner, request_head

FORGED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Ssl": "on",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-For": "203.0.113.77",
    "Forwarded": "proto=https;host=evil.example;for=203.0.113.77",
}


def host_of(server: Server) -> str:
    return server.url.removeprefix("http://")


def home(server: Server, **forged: str) -> Reply:
    return exchange(
        server.url,
        request_head("GET", "/", {"Host": host_of(server), "Connection": "close", **forged}),
    )


def test_a_forged_scheme_makes_no_request_secure(server: Server) -> None:
    """A browser would drop a Secure cookie that came over http, and HSTS would lock it out."""
    reply = home(server, **FORGED)
    assert reply.status == 200
    assert "Strict-Transport-Security" not in reply.headers
    cookies = reply.headers.get_all("Set-Cookie", [])
    assert cookies
    assert not [cookie for cookie in cookies if "Secure" in cookie or cookie.startswith("__Host-")]
    assert "evil.example" not in reply.text


def test_a_forged_host_stands_in_no_address(server: Server) -> None:
    client, token = new_owner(server.url)
    head, body = form_request(
        client,
        "/assessments",
        {"csrf_token": token},
        **{k.replace("-", "_"): v for k, v in FORGED.items()},
    )
    reply = exchange(server.url, head + body)
    assert reply.status == 303
    assert reply.headers["Location"] == "/assessments/1/quick"
    assert "evil.example" not in home(server, **FORGED).text


def test_a_header_with_an_underscore_does_not_stand_for_the_one_with_a_dash(server: Server) -> None:
    reply = home(server, X_Forwarded_Proto="https", X_CSRFToken="x")
    assert reply.status == 200
    assert "Strict-Transport-Security" not in reply.headers

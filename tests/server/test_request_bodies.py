"""A form that does not arrive whole is refused, and nothing of it is saved."""

import pytest

from tests.browser.server import Server
from tests.faults.client import Client
from tests.server.wire import exchange, form_request, new_owner

NAME = "before the boot camp"
PATH = "/assessments/1/name"


@pytest.fixture
def owner(server: Server) -> tuple[Client, str]:
    """Somebody whose assessment has a name."""
    client, token = new_owner(server.url)
    assert client.post(PATH, {"csrf_token": token, "name": NAME}).status == 303
    return client, token


def saved_name(server: Server, client: Client) -> str | None:
    return server.assessments(client.secret)[0].name


@pytest.mark.parametrize("missing", [1, 5, 17])
def test_a_form_that_is_cut_off_is_refused_and_changes_nothing(
    server: Server, owner: tuple[Client, str], missing: int
) -> None:
    """What arrived would be a valid form with a shorter name."""
    client, token = owner
    head, body = form_request(client, PATH, {"csrf_token": token, "name": "after the boot camp"})
    reply = exchange(server.url, head + body[:-missing], is_cut=True)
    assert reply.status == 400
    assert saved_name(server, client) == NAME


def test_an_answer_that_is_cut_off_is_refused_and_not_saved(
    server: Server, owner: tuple[Client, str]
) -> None:
    client, token = owner
    body = b'{"level": 3, "revision": 1} '
    head = form_request(
        client,
        "/assessments/1/ratings/calculus",
        {},
        Content_Type="application/json",
        Content_Length=str(len(body)),
    )[0]
    sent = head.replace(b"POST", b"PUT").replace(
        b"\r\n\r\n", f"\r\nX-CSRFToken: {token}\r\n\r\n".encode()
    )
    assert exchange(server.url, sent + body[:-1], is_cut=True).status == 400
    assert server.answers(client.secret) == {}
    assert exchange(server.url, sent + body).status == 200
    assert server.levels(client.secret) == {"calculus": 3}


@pytest.mark.parametrize("is_cut", [False, True], ids=["whole", "cut off"])
def test_a_form_of_unknown_length_is_refused_with_411(
    server: Server, owner: tuple[Client, str], is_cut: bool
) -> None:
    """A server cannot tell a truncated chunked body from a whole one, so it accepts none."""
    client, token = owner
    head, body = form_request(
        client,
        PATH,
        {"csrf_token": token, "name": "after the boot camp"},
        Content_Length="",
        Transfer_Encoding="chunked",
    )
    chunks = b"%x\r\n%s\r\n" % (len(body), body) + (b"" if is_cut else b"0\r\n\r\n")
    reply = exchange(server.url, head + chunks, is_cut)
    assert reply.status == 411
    assert reply.headers["Content-Security-Policy"], "the refusal is as safe as any page"
    assert saved_name(server, client) == NAME


def test_a_form_that_arrives_in_pieces_is_saved(server: Server, owner: tuple[Client, str]) -> None:
    client, token = owner
    head, body = form_request(client, PATH, {"csrf_token": token, "name": "after the boot camp"})
    assert exchange(server.url, head + body).status == 303
    assert saved_name(server, client) == "after the boot camp"


def test_a_body_that_is_larger_than_any_form_is_refused_with_413(
    server: Server, owner: tuple[Client, str]
) -> None:
    client, token = owner
    head, body = form_request(client, PATH, {"csrf_token": token, "name": "x" * 70_000})
    assert exchange(server.url, head + body).status == 413
    assert saved_name(server, client) == NAME

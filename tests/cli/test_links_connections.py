"""Which servers are connected to: those with a valid certificate, and none on a private network."""

import socket
import ssl

import pytest

from tests.cli.links_site import LocalTransport, Site, looks_up, responds, trusting, visit


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", looks_up)
    with Site() as found:
        yield found


def why(transport, url):
    [found] = visit(transport, url)
    assert found.verdict == "not_certain"
    return found.why


def test_a_certificate_counts_only_for_its_name_and_from_a_trusted_issuer(site):
    with Site(tls=True) as safe:
        for tls, host, verdict in (
            (trusting(check_hostname=True), "safe.example", "ok"),
            (trusting(check_hostname=True), "other.example", "not_certain"),
            (ssl.create_default_context(), "safe.example", "not_certain"),
        ):
            [found] = visit(LocalTransport(safe.port, tls=tls), f"https://{host}/")
            assert (found.verdict, found.why, bool(found.detail)) == (
                verdict,
                *((None, False) if verdict == "ok" else ("untrusted", True)),
            )
        assert [request.host for request in safe.requests] == ["safe.example"]


def test_a_server_without_tls_is_not_trusted(site):
    assert why(LocalTransport(site.port), "https://a.example/") == "untrusted"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "fe80::1",
        "100.64.0.1",
    ],
)
def test_a_private_address_is_never_asked_whatever_leads_to_it(site, monkeypatch, address):
    def leads_inside(host, *arguments, **options):
        [public] = looks_up(host)
        inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]
        return [public, *inside] if host == "inside.example" else [public]

    monkeypatch.setattr(socket, "getaddrinfo", leads_inside)
    transport = LocalTransport(site.port)
    site.behaviours["/moved"] = [responds(301, location="http://inside.example/")]
    assert why(transport, "http://inside.example/") == "private"
    assert why(transport, "http://a.example/moved") == "private"
    assert [request.host for request in site.requests] == ["a.example"]


def test_this_machine_is_not_asked_by_its_number_either():
    with Site() as site:
        assert why(None, f"http://127.0.0.1:{site.port}/") == "private"
        assert why(None, f"http://[::ffff:127.0.0.1]:{site.port}/") == "private"
        assert why(None, f"http://localhost:{site.port}/") == "private"
        assert site.requests == []

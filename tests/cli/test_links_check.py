"""`orienteer links check`: the whole catalogue, against a local server."""

import json
import socket
from collections import Counter
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from app.cli import links, program
from app.cli.language import words
from app.cli.links.report import REASONS, reason
from app.cli.links.request import CheckOptions
from app.cli.links.verdict import Finding
from app.cli.program import Program
from tests.cli.links_site import Web, looks_up, place, responds, sends
from tests.cli.run import ENGLISH, OURS, run

ADDRESSES = {resource.url for resource in OURS.resources}
HOSTS = Counter(urlsplit(resource.url).hostname for resource in OURS.resources)
CHOSEN = [resource for resource in OURS.resources if HOSTS[urlsplit(resource.url).hostname] == 1][
    :9
]
COUNT = len(ADDRESSES)


@pytest.fixture(scope="module")
def whole_web():
    with Web() as web:
        yield web


@pytest.fixture
def web(whole_web):
    whole_web.behaviours.clear()
    whole_web.requests.clear()
    return whole_web


@pytest.fixture(autouse=True)
def _lookups(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", looks_up)


def check(web, *options, speech=ENGLISH, **environment):
    group = links.command(speech, web.transport(), CheckOptions(pause=0.0))
    return CliRunner(env={"ORIENTEER_CONTACT": None, **environment}).invoke(
        group, ["check", *options], prog_name="orienteer links"
    )


@pytest.fixture
def mixed(web):
    """Set up nine addresses, one for each kind of response. All others respond with 200."""
    behaviours = [
        responds(200),
        responds(404),
        responds(301, location="https://new.example/book"),
        responds(403),
        responds(302, location="https://new.example/login"),
        responds(429, retry_after="600"),
        responds(500),
        sends(b"nonsense\r\n\r\n"),
        responds(301, location="/ko" + urlsplit(CHOSEN[8].url).path),
    ]
    for resource, behaviour in zip(CHOSEN, behaviours, strict=True):
        web.behaviours[place(resource.url)] = [behaviour]
    return web


def test_every_address_of_the_catalogue_is_asked_once(web):
    result = check(web)
    assert Counter(f"{each.host}{each.path}" for each in web.requests) == Counter(
        place(url) for url in ADDRESSES
    )
    assert {each.method for each in web.requests} == {"HEAD"}
    closing = (
        f"Addresses looked at: {COUNT} of {COUNT}. Fine: {COUNT}, redirected: 0, "
        "not certain: 0, moved for good: 0, gone: 0.\n"
    )
    assert (result.stdout, result.exit_code, result.stderr) == (closing, 0, "")


def test_faults_come_first_with_what_to_do_and_the_last_line_counts(mixed):
    result = check(mixed)
    headings = [line for line in result.stdout.splitlines() if line and not line.startswith(" ")]
    assert headings == [
        "Gone: name another address, or remove the resource (1)",
        "Moved for good: write the new address (1)",
        "Not certain: look at it yourself (4)",
        "Fine, but redirected (2)",
        (
            f"Addresses looked at: {COUNT} of {COUNT}. Fine: {COUNT - 8}, redirected: 2, "
            "not certain: 4, moved for good: 1, gone: 1."
        ),
    ]
    assert (
        f"  {CHOSEN[1].id}\n    {CHOSEN[1].url}\n    answers 404: nothing is there\n"
        in result.stdout
    )
    assert (
        f"  {CHOSEN[2].id}\n    {CHOSEN[2].url}\n    → https://new.example/book\n" in result.stdout
    )
    assert f"    {CHOSEN[3].url}\n    answers 403: the site may refuse programs\n" in result.stdout
    assert CHOSEN[0].url not in result.stdout
    assert (result.exit_code, result.stderr) == (1, "")


@pytest.mark.verify
def test_an_address_of_several_parts_is_asked_once_and_named_with_all_of_them(web):
    url, _ = Counter(resource.url for resource in OURS.resources).most_common(1)[0]
    parts = [resource.id for resource in OURS.resources if resource.url == url]
    web.behaviours[place(url)] = [responds(404)]
    result = check(web)
    assert len(parts) > 1
    asked = [each.method for each in web.requests if f"{each.host}{each.path}" == place(url)]
    assert asked == ["HEAD", "GET"]
    assert f" (1)\n  {', '.join(parts)}\n    {url}\n" in result.stdout
    assert f"Fine: {COUNT - 1}, " in result.stdout
    assert result.stdout.endswith("gone: 1.\n")
    found = json.loads(check(web, "--format", "json").stdout)
    assert [each["id"] for each in found if each["verdict"] == "gone"] == parts


@pytest.mark.verify
def test_programs_get_a_list_with_the_same_in_it(mixed):
    result = check(mixed, "--format", "json")
    every = {each["id"]: each for each in json.loads(result.stdout)}
    assert list(every) == [resource.id for resource in OURS.resources]
    found = [every[resource.id] for resource in CHOSEN]
    assert [each["verdict"] for each in found] == [
        *(
            "ok",
            "gone",
            "moved",
            "not_certain",
            "redirected",
            "not_certain",
            "not_certain",
            "not_certain",
            "redirected",
        )
    ]
    assert found[1] == {
        **{"id": CHOSEN[1].id, "url": CHOSEN[1].url, "verdict": "gone"},
        **{"why": "not_there", "status": 404, "to": None, "detail": ""},
    }
    assert (found[2]["to"], found[2]["status"]) == ("https://new.example/book", 200)
    assert result.exit_code == 1


def test_a_moved_address_fails_the_check_and_an_uncertain_one_does_not(web):
    first = place(OURS.resources[0].url)
    web.behaviours[first] = [responds(308, location="https://new.example/book")]
    assert check(web, "--limit", "1").exit_code == 1
    web.behaviours[first] = [responds(403)]
    assert check(web, "--limit", "1").exit_code == 0


def test_language_and_limit_choose_what_is_asked(web):
    ours = [resource for resource in OURS.resources if resource.language == "ko"][:5]
    found = json.loads(check(web, "--language", "ko", "--limit", "5", "--format", "json").stdout)
    assert [each["id"] for each in found] == [resource.id for resource in ours]


def test_the_user_agent_names_the_contact_if_there_is_one(web):
    setting = {"ORIENTEER_CONTACT": "operator@orienteer.example"}
    for options, environment in (
        ([], {}),
        ([], setting),
        (["--contact", "editor@orienteer.example"], setting),
    ):
        check(web, "--limit", "1", *options, **environment)
    assert [each.agent.partition("; contact: ")[2] for each in web.requests] == [
        "",
        "operator@orienteer.example)",
        "editor@orienteer.example)",
    ]


def test_a_contact_that_cannot_be_sent_stops_the_command_before_any_site_is_asked(
    monkeypatch, capsys
):
    monkeypatch.setenv("ORIENTEER_CONTACT", "a\nb")
    with pytest.raises(SystemExit) as end:
        program.run(["links", "check", "--lang", "en"])
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("ORIENTEER_CONTACT cannot be")


def test_korean_editors_read_it_in_korean(mixed):
    korean = words("ko")
    shown = check(mixed, speech=korean).stdout
    assert shown.startswith("없어진 주소")
    assert shown.splitlines()[-1].startswith(f"주소 {COUNT}개 가운데 {COUNT}개를 살펴봤어요.")
    for english in ("Gone", "Moved", "answers", "Fine", "site"):
        assert f" {english} " not in shown
    for why in REASONS:
        assert reason(Finding("https://a.example/", "not_certain", why, 404), korean) != reason(
            Finding("https://a.example/", "not_certain", why, 404), ENGLISH
        )


@pytest.mark.parametrize("kind", ["text", "json"])
def test_a_missing_network_is_reported_once_and_nothing_else(web, monkeypatch, kind):
    def fails(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    result = check(web, "--format", kind)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: No site answers. Is this machine on a network")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "options",
    [["--timeout", "0"], ["--timeout", "x"], ["--limit", "0"], ["--language", "fr"], ["FILE"]],
)
def test_wrong_use_has_exit_code_2(options):
    assert run("links", "check", *options).exit_code == 2


def test_it_is_one_of_the_commands():
    assert "links" in Program(ENGLISH).list_commands(None)
    assert "Ask every address" in run("links", "--help").stdout

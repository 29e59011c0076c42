"""Unknown addresses get a clear error. None leads to another site or becomes markup."""

import pytest

from tests.support.visitor import Visitor
from tests.web.test_bad_input import assert_clear, sender

__all__ = ["sender"]

BAD_PATHS = [
    "/%ff",
    "/assessments/%ff",
    "/assessments/2/%ff%fe",
    "/roles/%ff",
    "/roles/%00",
    "/roles/" + "x" * 5000,
    "/assessments/1%00",
    "/%2e%2e/%2e%2e",
]
BAD_PATHS += [
    "/assessments/-1",
    "/assessments/1.5",
    "/assessments/" + "9" * 5000,
    "/assessments/0",
    "/assessments/9999999999",
    "/assessments/1/compare/" + "9" * 40,
]
BAD_PATHS += [
    "/assessments/1/",
    "/roles/",
    "/ASSESSMENTS",
    "/assessments/1/ratings/sql",
    "/assessments/2/cooking",
    "/.git/config",
]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_an_unknown_address_is_404(sender: Visitor, path: str) -> None:
    page = sender.open(path, follow=False)
    assert_clear(page, 404, 405)
    assert page.language == "ko"


@pytest.mark.parametrize(
    "query",
    [
        "lang=%ff",
        "before=%ff",
        "%ff=%ff",
        "lang[]=ko",
        "&&&",
        "=",
        "with=%ff",
        "a" * 5000,
        "role=%ff&stage=%00",
        "%00=%00",
    ],
)
@pytest.mark.parametrize(
    "path",
    ["/", "/assessments", "/assessments/1", "/assessments/1/plan", "/roles", "/assessments/2/math"],
)
def test_an_unknown_query_parameter_is_ignored(sender: Visitor, path: str, query: str) -> None:
    assert_clear(sender.open(f"{path}?{query}"), 200)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
    ],
)
def test_no_form_or_address_leads_to_another_site(sender: Visitor, target: str) -> None:
    keys = ("go", "next", "url", "to", "from_", "return", "lang", "area", "with", "redirect")
    sent = dict.fromkeys(keys, target)
    pages = [
        sender.open(path, follow=False, query_string=sent)
        for path in ("/", "/assessments/1/resume", "/assessments/2/resume", "/assessments/1/math")
    ]
    pages += [
        sender.post(path, follow=False, **sent)
        for path in ("/assessments/2/math", "/assessments/1/review", "/assessments")
    ]
    pages += [
        sender.post("/assessments/1/target", follow=False, role="dl_engineer", **sent),
        sender.post("/assessments/1/plan", follow=False, hours="5", **sent),
    ]
    places = [page.headers["Location"] for page in pages if 300 <= page.status < 400]
    assert len(places) >= 6
    assert all(place.startswith("/") and not place.startswith(("//", "/\\")) for place in places), (
        places
    )
    assert all("evil" not in link.partition("?")[0] for page in pages for link in page.links)


@pytest.mark.parametrize(
    "path",
    [
        "/roles/<script>alert(1)</script>",
        "/?lang=<script>alert(1)</script>",
        '/assessments?before="><script>alert(1)</script>',
    ],
)
def test_nothing_of_an_address_becomes_markup(sender: Visitor, path: str) -> None:
    assert "<script>alert" not in sender.open(path).html

"""A visitor without script: a cookie jar, a language, and the pages' forms and links."""

import re
from collections.abc import Mapping
from ipaddress import IPv4Network
from urllib.parse import urljoin

from flask import Flask

from app.catalogue.load import load_catalogue
from tests.support.page import Form, Page

CATALOGUE = load_catalogue()
AREAS = {
    area: tuple(skill.id for skill in skills) for area, skills in CATALOGUE.skills_by_area.items()
}
SKILLS = tuple(CATALOGUE.skill)

Levels = Mapping[str, int | None]
"""Skill → a level, or None for a skip."""

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')

ADDRESSES = IPv4Network("10.0.0.0/8").hosts()
"""Everybody comes from another address, so that nobody uses up another's rate limit."""

STRONG = dict.fromkeys(("docker", "kubernetes", "ci_cd", "model_serving", "monitoring", "aws"), 3)
CLEAR: Levels = (
    dict.fromkeys(SKILLS, 1) | STRONG | {"python": 2, "calculus": 0, "cpp": 0, "r": None}
)
"""Clearly closest to the MLOps engineer, with every kind of answer but 4."""
FLAT: Levels = dict.fromkeys(SKILLS, 2)
FEW: Levels = dict.fromkeys(SKILLS[:10], 2) | dict.fromkeys(SKILLS[10:], None)
MASTER: Levels = dict.fromkeys(SKILLS, 4)


def choice(level: int | None) -> str:
    return "skip" if level is None else str(level)


class Visitor:
    """A browser that opens addresses, presses buttons, and follows redirects."""

    def __init__(
        self, app: Flask, language: str = "en", base_url: str = "http://localhost"
    ) -> None:
        self.app, self.client, self.language, self.base_url = (
            app,
            app.test_client(),
            language,
            base_url,
        )
        self.client.environ_base["REMOTE_ADDR"] = str(next(ADDRESSES))

    def open(self, path: str, method: str = "GET", follow: bool = True, **options: object) -> Page:
        headers = {"Accept-Language": self.language, **dict(options.pop("headers", {}))}  # type: ignore[call-overload]
        response = self.client.open(
            path, self.base_url, method=method, headers=headers, follow_redirects=follow, **options
        )
        return Page(response)

    def press(
        self,
        page: Page,
        form: Form,
        button: str | None = None,
        follow: bool = True,
        **typed: str,
    ) -> Page:
        """Fill in fields and press a button by its value, or the one that Enter presses."""
        pressed = next(
            (b for b in form.buttons if button is None or b.get("value") == button), None
        )
        assert button is None or pressed, f"no button {button} at {page.path}"
        sent = (
            form.values
            | typed
            | ({pressed["name"]: pressed.get("value", "")} if pressed and "name" in pressed else {})
        )
        to = urljoin(page.path, (pressed or {}).get("formaction") or form.action or page.path)
        if form.attributes.get("method", "get") == "get":
            return self.open(to, follow=follow, query_string=sent)
        return self.open(to, "POST", follow, data=sent)

    def begin(self) -> Page:
        """Go from the home page to the first area of all questions."""
        home = self.open("/")
        return self.press(home, home.form("/assessments"), go="full")

    def begin_short(self) -> Page:
        """Go from the home page to the first page of the short form."""
        home = self.open("/")
        return self.press(home, home.form("/assessments"))

    def answer(self, levels: Levels, number: int | None = None) -> Page:
        """Answer by the pages' forms, from a new assessment's first area on. Return the review."""
        page = (
            self.begin()
            if number is None
            else self.open(f"/assessments/{number}/{next(iter(AREAS))}")
        )
        for skills in AREAS.values():
            page = self.press(
                page,
                page.form(page.path),
                "next",
                **{s: choice(levels[s]) for s in skills if s in levels},
            )
        return page

    def finish(self, levels: Levels = CLEAR, number: int | None = None) -> Page:
        """Finish an assessment without opening its result, which most tests do not look at.

        A new one is sent as the review's form, with all answers, would be: much faster than the
        pages of the areas.
        """
        if number is not None:
            review = self.answer(levels, number)
            return self.press(review, review.form("/review"), follow=False)
        data = {"csrf_token": self.token}
        begun = self.open("/assessments", "POST", follow=False, data=data)
        here = begun.headers["Location"].rpartition("/")[0]
        answers = {skill: choice(level) for skill, level in levels.items()}
        return self.open(f"{here}/review", "POST", follow=False, data=data | answers)

    def result_of(self, levels: Levels = CLEAR, number: int | None = None) -> Page:
        """Finish an assessment and return the page of its result."""
        return self.open(self.finish(levels, number).headers["Location"])

    def put(
        self, skill: str, body: object, number: int = 1, token: str | None = None, **options: object
    ) -> Page:
        """Send one answer as the page's script does."""
        token = self.token if token is None else token
        sent = {"json": body} | options
        return self.open(
            f"/assessments/{number}/ratings/{skill}", "PUT", headers={"X-CSRFToken": token}, **sent
        )

    def post(self, path: str, follow: bool = True, **typed: str) -> Page:
        """Send a form of this site without opening its page, with a valid token."""
        return self.open(path, "POST", follow, data={"csrf_token": self.token, **typed})

    @property
    def token(self) -> str:
        found = TOKEN.search(
            self.client.get(
                "/return", base_url=self.base_url, headers={"Accept-Language": self.language}
            ).text
        )
        assert found
        return found[1]

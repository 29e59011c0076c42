"""A parsed page: forms, links, marked elements, and text by language."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
NO_WORDS = frozenset(("script", "style", "code"))
SPOKEN = ("alt", "aria-label", "title", "placeholder", "content")
"""Attributes whose text a person meets."""

READ = frozenset(("forms", "links", "elements", "words"))
"""What is known of a page once it is parsed."""

Attributes = dict[str, str]


@dataclass
class Form:
    """A form with its fields and buttons, including those outside the form element."""

    attributes: Attributes
    fields: list[Attributes] = field(default_factory=list)
    buttons: list[Attributes] = field(default_factory=list)

    @property
    def action(self) -> str:
        return self.attributes.get("action", "")

    @property
    def values(self) -> dict[str, str]:
        """Return the form's values: of radios the checked one, of a select the selected option."""
        return {
            f["name"]: f.get("value", "")
            for f in self.fields
            if f.get("name") and (f.get("type") not in {"radio", "checkbox"} or "checked" in f)
        }

    @property
    def bases(self) -> dict[str, str]:
        """Return the answer of each question when the page was made, by skill.

        "3.7" is level 3 at revision 7, ".0" is no answer.
        """
        return dict(each.split(".", 1) for each in self.values["bases"].split())


class Page(HTMLParser):
    """A response of the server, parsed as a page."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.response, self.status, self.headers = response, response.status_code, response.headers
        self.path, self.html = response.request.path, response.get_data().decode(errors="replace")
        response.close()

    def __getattr__(self, name: str) -> object:
        """Parse the page at the first use, because most pages are only passed on."""
        if name not in READ or name in self.__dict__:
            raise AttributeError(name)
        self.read()
        return self.__dict__[name]

    def read(self) -> None:
        """Parse the page."""
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, Attributes]] = []
        self.words: list[tuple[str, str]] = []
        """Return language and text, in the page's order."""
        self._stack: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._select: Attributes | None = None
        self._elsewhere: list[tuple[str, Attributes]] = []
        if self.response.mimetype == "text/html":
            self.feed(self.html)
            for tag, found in self._elsewhere:
                self._put(
                    tag,
                    found,
                    next(f for f in self.forms if f.attributes.get("id") == found["form"]),
                )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        language = found.get("lang") or (self._stack[-1][1] if self._stack else "")
        self.elements.append((tag, found))
        self.words += [
            (language, found[name])
            for name in SPOKEN
            if found.get(name) and (tag != "meta" or found.get("name") == "description")
        ]
        if tag not in VOID:
            self._stack.append((tag, language))
        if tag == "form":
            self._form = Form(found)
            self.forms.append(self._form)
        elif (
            tag == "option"
            and self._select is not None
            and ("selected" in found or "value" not in self._select)
        ):
            self._select["value"] = found.get("value", "")
        elif tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag in {"input", "button", "select"}:
            if found.get("form"):
                self._elsewhere.append((tag, found))
            elif self._form:
                self._put(tag, found, self._form)

    def _put(self, tag: str, found: Attributes, form: Form) -> None:
        self._select = found if tag == "select" else None
        is_button = found.get("type") == "submit" or (
            tag == "button" and found.get("type", "submit") == "submit"
        )
        if found.get("type") not in {"button", "reset"}:
            (form.buttons if is_button else form.fields).append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        places = [place for place, (opened, _) in enumerate(self._stack) if opened == tag]
        del self._stack[places[-1] if places else len(self._stack) :]

    def handle_data(self, data: str) -> None:
        if self._stack and data.strip() and not NO_WORDS & {tag for tag, _ in self._stack}:
            self.words.append((self._stack[-1][1], data.strip()))

    @property
    def language(self) -> str:
        return next((found.get("lang", "") for tag, found in self.elements if tag == "html"), "")

    @property
    def text(self) -> str:
        """Return all text of the page in one line."""
        return " ".join(" ".join(text for _, text in self.words).split())

    def data(self, name: str) -> list[str]:
        """Return the values of one attribute, in the page's order."""
        return [found[name] for _, found in self.elements if name in found]

    def form(self, action: str) -> Form:
        """Return the first form whose address has this ending."""
        return next(form for form in self.forms if form.action.endswith(action))

    @property
    def token(self) -> str:
        return next(form.values["csrf_token"] for form in self.forms if "csrf_token" in form.values)

    @property
    def chosen(self) -> dict[str, str]:
        """Return what is chosen on a page of questions, by skill."""
        return {
            f["name"]: f["value"]
            for form in self.forms
            for f in form.fields
            if f.get("type") == "radio" and "checked" in f
        }

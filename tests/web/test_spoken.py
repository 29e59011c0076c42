"""Templates as they are compiled for each language: sentences and addresses stand in them, and what people typed is still escaped."""

from collections.abc import Iterator

import pytest
from flask import Flask, url_for
from jinja2 import nodes

from app.catalogue.text import LANGUAGES, Language, Text
from app.web.spoken import Spoken, translations

SKIP: dict[Language, str] = {"en": "Skip to the content", "ko": "본문으로 건너뛰기"}
TYPED = '<b title="x">'
SHOWN = "&lt;b title=&#34;x&#34;&gt;"


@pytest.fixture(params=LANGUAGES)
def spoken(app: Flask, request: pytest.FixtureRequest) -> Iterator[Spoken]:
    """The templates of one language, with those that a test writes itself."""
    environment = app.jinja_env
    assert isinstance(environment, Spoken)
    with app.test_request_context():
        yield environment.speaking(request.param)


def language_of(spoken: Spoken) -> Language:
    assert spoken.known
    return spoken.known.language


def shown(spoken: Spoken, source: str, **given: object) -> str:
    template = spoken.from_string("{% autoescape true %}" + source + "{% endautoescape %}")
    return template.render(given)


def test_every_template_compiles_and_looks_no_sentence_up_later(spoken: Spoken) -> None:
    names = spoken.list_templates()
    assert "base.html" in names
    for name in names:
        spoken.get_template(name)
        source, *_ = spoken.loader.get_source(spoken, name)  # type: ignore[union-attr]  # it has a loader
        called = {call.node.name for call in spoken.parse(source, name).find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
        assert not called & {"_", "gettext", "ngettext"}, name


def test_a_sentence_is_in_the_language_of_its_template(spoken: Spoken) -> None:
    assert shown(spoken, "{{ _('Skip to the content') }}") == translations(language_of(spoken)).gettext("Skip to the content")
    assert translations("ko").gettext("Skip to the content") != "Skip to the content"


def test_a_sentence_without_a_translation_is_as_it_was_written(spoken: Spoken) -> None:
    assert shown(spoken, "{{ _('Nobody translated this 100%%') }}") == "Nobody translated this 100%"


@pytest.mark.parametrize(
    "source", ["{{ _('a %(x)s b', x=x) }}", "{% set s = _('a %(x)s b', x=x) %}{{ s }}", "{{ (_('a %(x)s b', x=x), 1)[0] }}"]
)
def test_what_is_put_into_a_sentence_is_escaped_once(spoken: Spoken, source: str) -> None:
    assert shown(spoken, source, x=TYPED) == f"a {SHOWN} b"


def test_a_sentence_may_hold_markup_and_may_be_put_into_another(spoken: Spoken) -> None:
    assert shown(spoken, "{{ _('a <i>%(x)s</i>', x=_('b&nbsp;%(y)s', y=y)) }}", y=TYPED) == f"a <i>b&nbsp;{SHOWN}</i>"
    assert shown(spoken, "{% set s = _('b&nbsp;c') %}{{ s }}") == "b&nbsp;c"
    assert shown(spoken, "{% set s = _('b&nbsp;%(x)s', x='<') %}{{ s }}") == "b&nbsp;&lt;"


@pytest.mark.parametrize(("number", "says"), [(0, "0 steps"), (1, "1 step"), (2, "2 steps"), (21, "21 steps")])
def test_a_number_has_its_own_form(spoken: Spoken, number: int, says: str) -> None:
    assert shown(spoken, "{{ ngettext('%(num)s step', '%(num)s steps', n) }}", n=number) == says


def test_the_catalogs_speak_of_one_and_of_any_other_number(spoken: Spoken) -> None:
    """So that two forms are enough for a template."""
    catalog = translations(language_of(spoken))
    many = {catalog.ungettext("%(num)s hour", "%(num)s hours", number) for number in (0, *range(2, 130))}
    assert len(many) == 1


def test_a_catalogue_text_is_in_the_language_of_its_template_and_escaped(spoken: Spoken) -> None:
    assert shown(spoken, "{{ x|say }}", x=Text(ko="<가>", en="<a>")) == {"ko": "&lt;가&gt;", "en": "&lt;a&gt;"}[language_of(spoken)]


@pytest.mark.parametrize(
    ("source", "endpoint", "values"),
    [
        ("{{ url_for('home.home') }}", "home.home", {}),
        ("{{ url_for('reading.method', _anchor='disagree') }}", "reading.method", {"_anchor": "disagree"}),
        ("{{ url_for('results.compare', number=n, other=n + 1) }}", "results.compare", {"number": 7, "other": 8}),
        ("{{ url_for('reading.role', id=id) }}", "reading.role", {"id": "a/b?c d%é"}),
        ("{{ url_for('plan.files.take_along', number=n, kind='ics') }}", "plan.files.take_along", {"number": 7, "kind": "ics"}),
        ("{{ url_for('saved.assessments', before=n) }}", "saved.assessments", {"before": 7}),
        ("{{ url_for('returning.way_in', _external=True) }}", "returning.way_in", {"_external": True}),
    ],
)
def test_an_address_is_what_flask_makes_of_it(spoken: Spoken, source: str, endpoint: str, values: dict[str, object]) -> None:
    assert shown(spoken, source, n=7, id="a/b?c d%é") == url_for(endpoint, **values)  # type: ignore[arg-type]  # names of any kind


@pytest.mark.parametrize(("number", "said"), [(1, "a x b"), (2, "many y b")])
def test_of_two_sentences_the_one_that_is_said_is_shown_between_what_stands_beside(spoken: Spoken, number: int, said: str) -> None:
    source = "<{{ _('a %(x)s b', x='x') if n == 1 else _('many %(y)s b', y=y) }}{{ n }}{{ _('c %(x)s', x=x) if n == 1 }}>"
    last = f"c {SHOWN}" if number == 1 else ""
    assert shown(spoken, source, n=number, x=TYPED, y="y") == f"<{said}{number}{last}>"


def test_what_is_missing_is_missing_but_a_texts_language(spoken: Spoken) -> None:
    assert shown(spoken, "{% if x.nothing %}a{% else %}b{% endif %}{{ x.key }}", x={"key": TYPED}) == f"b{SHOWN}"
    assert shown(spoken, "{{ x|say }}", x=Text("<가>", "<a>")) == {"ko": "&lt;가&gt;", "en": "&lt;a&gt;"}[language_of(spoken)]


def test_a_template_is_loaded_once_in_each_language(app: Flask) -> None:
    environment = app.jinja_env
    assert isinstance(environment, Spoken)
    with app.test_request_context():
        korean, english = (environment.speaking(each).get_template("result_parts.html") for each in LANGUAGES)
        assert environment.speaking("ko").get_template("result_parts.html") is korean is not english

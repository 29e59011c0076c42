"""Two people driven at random through every route: neither ever gets data of the other.

Each does what their own page offers, what the other's page offers, and what the table of routes
has.
"""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.abuse.people import Wanderer
from tests.abuse.scene import (
    COOKIE,
    Rows,
    Scene,
    empty,
    owner_of_everything,
    secret_of,
    share_first,
)
from tests.abuse.table import ROWS, Row
from tests.support.databases import NewInstance
from tests.support.visitor import AREAS, Visitor, choice

PEOPLE = ("A", "B")
TOKENS = {name: (name * 43, name * 42 + "-") for name in PEOPLE}
"""Each one's shared link that opens, and one that has ended."""
SLOW = ".pdf"
"""Takes seconds to create. The table of routes and actors requests it."""
DRAWS = st.binary(min_size=64, max_size=64)
ASKED = [row for row in ROWS if SLOW not in row.address]


class Choices:
    """Numbers below a bound, from drawn bytes."""

    def __init__(self, drawn: bytes) -> None:
        self.drawn, self.place = drawn, 0

    def __call__(self, below: int) -> int:
        self.place += 1
        return self.drawn[self.place % len(self.drawn)] % below


@pytest.fixture(scope="module")
def two(new_instance: NewInstance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Two owners with data of each kind."""
    with empty(new_instance, tmp_path_factory.mktemp("two")) as made:
        for name in PEOPLE:
            made.secrets[name] = secret_of(owner_of_everything(made.app))
            share_first(made.engine, str(made.secrets[name]), *TOKENS[name])
        made.keep()
        yield made


class TwoOwners(RuleBasedStateMachine):
    """Each rule lets one person do one thing.

    It learns each person's data from their own responses, and looks for it in the other's.
    """

    scene: ClassVar[Scene]
    reached: ClassVar[set[tuple[str, str]]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.scene.restore()
        self.engine = self.scene.engine
        self.people = {name: Wanderer.arrive(self.scene.come(name), name) for name in PEOPLE}
        for each in self.people.values():
            each.private |= set(TOKENS[each.name])
            each.learn(self.engine)

    def both(self, name: str) -> tuple[Wanderer, Wanderer, Rows]:
        """Return that person, the other one, and the other's rows."""
        other = self.people[PEOPLE[1 - PEOPLE.index(name)]]
        return self.people[name], other, other.rows(self.engine)

    def look(self, me: Wanderer, other: Wanderer, before: Rows) -> None:
        """Check that a response contains and changes nothing of the other's."""
        assert [status for status, _, _ in me.answers if status >= 500] == []
        assert other.found_in(me.answers) == []
        assert other.rows(self.engine) == before
        me.learn(self.engine)
        self.reached.update(me.reached)

    @rule(name=st.sampled_from(PEOPLE), drawn=DRAWS, which=st.integers(0, 10_000))
    def takes_what_the_page_offers(self, name: str, drawn: bytes, which: int) -> None:
        me, other, before = self.both(name)
        acts = [act for act in me.page.acts() if SLOW not in act.to]
        me.forget_echoes(other, me.do(acts[which % len(acts)], Choices(drawn)))
        self.look(me, other, before)

    @rule(name=st.sampled_from(PEOPLE), drawn=DRAWS, which=st.integers(0, 10_000))
    def takes_what_the_others_page_offers(self, name: str, drawn: bytes, which: int) -> None:
        """Use the other's addresses, fields, tags and buttons with one's own CSRF token."""
        me, other, before = self.both(name)
        acts = [act for act in other.page.acts() if SLOW not in act.to]
        sent = me.do(acts[which % len(acts)], Choices(drawn), csrf_token=me.visitor.token)
        me.forget_echoes(other, sent)
        self.look(me, other, before)

    @rule(name=st.sampled_from(PEOPLE), row=st.sampled_from(ASKED), number=st.integers(0, 5))
    def asks_for_any_route(self, name: str, row: Row, number: int) -> None:
        """As the table does, or for another number, or with the other's shared link."""
        me, other, before = self.both(name)
        path = row.address.replace("/assessments/1", f"/assessments/{number or 1}").replace(
            "<token>", TOKENS[other.name][1]
        )
        if row.method == "PUT":
            me.put(path, number)
        elif row.method == "POST":
            me.ask(path, "POST", data={"csrf_token": me.visitor.token, **row.form})
        else:
            me.ask(path)
        # The page's own links contain the address.
        me.forget_echoes(other, [path])
        self.look(me, other, before)

    @rule(name=st.sampled_from(PEOPLE), drawn=DRAWS)
    def answers_a_whole_assessment(self, name: str, drawn: bytes) -> None:
        me, other, before = self.both(name)
        choose = Choices(drawn)
        me.ask("/assessments", "POST", data={"csrf_token": me.visitor.token})
        for skills in AREAS.values():
            form = next(
                (
                    each
                    for each in me.page.forms
                    if any(f.get("name") == skills[0] for f in each.fields)
                ),
                None,
            )
            if form:
                me.ask(
                    me.page.path,
                    "POST",
                    data=form.values
                    | {skill: choice(choose(5)) for skill in skills}
                    | {"go": "next"},
                )
        if me.page.path.endswith("/review"):
            me.ask(me.page.path, "POST", data={"csrf_token": me.visitor.token})
        self.look(me, other, before)

    @rule(name=st.sampled_from(PEOPLE))
    def comes_again(self, name: str) -> None:
        """Return to a browser that holds their cookie.

        Otherwise whoever leaves would stay a stranger.
        """
        me, other, before = self.both(name)
        secret = self.scene.secrets[name]
        assert secret
        me.visitor.client.set_cookie(COOKIE, secret)
        me.ask("/assessments")
        self.look(me, other, before)

    @invariant()
    def they_are_two(self) -> None:
        first, second = (each.whose(self.engine) for each in self.people.values())
        assert first is None or first != second


@pytest.mark.parametrize(
    ("examples", "steps"), [(2, 30), pytest.param(40, 80, marks=pytest.mark.verify)]
)
def test_neither_of_two_owners_ever_gets_a_byte_of_the_others(
    two: Scene, examples: int, steps: int
) -> None:
    TwoOwners.scene = two
    TwoOwners.reached.clear()
    often = {"max_examples": examples, "stateful_step_count": steps}
    plain = settings(
        **often, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(TwoOwners, settings=plain)
    # Add what was not drawn.
    for row in ASKED:
        if (row.endpoint, row.method) not in TwoOwners.reached:
            TwoOwners().asks_for_any_route("A", row, 0)
    never = {
        (row.endpoint, row.method)
        for row in ASKED
        if "<token>" not in row.address and row.outcomes.split()[0] != "wrong"
    }
    never -= TwoOwners.reached
    assert never == set(), "each route has answered at least one of the two"


def test_what_is_looked_for_would_be_found(two: Scene) -> None:
    """The check above fails if a person's page shows another's words, cookie, token or tag."""
    two.restore()
    me = Wanderer.arrive(two.come("A"), "A")
    page = me.ask("/assessments/1/name")
    me.do(
        next(act for act in page.acts() if act.form and act.to.endswith("/name")),
        Choices(bytes(64)),
    )
    written = me.ask("/assessments/1/name")
    me.learn(two.engine)
    words = {each for each in me.private if each.startswith("markA")}
    assert words & set(me.found_in(me.answers))
    assert written.token in me.found_in(me.answers)
    assert written.form("/name").values["assessment"] in me.found_in(me.answers)
    fresh = Wanderer.arrive(Visitor(two.app), "A")
    fresh.ask("/assessments", "POST", data={"csrf_token": fresh.visitor.token})
    fresh.learn(two.engine)
    assert secret_of(fresh.visitor) in fresh.found_in(fresh.answers), (
        "headers are looked through too"
    )

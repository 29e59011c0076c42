"""Pages whose code is brought in when they are asked for: what their group names is there, and nothing is there that it does not name."""

from collections.abc import Callable
from importlib import import_module
from inspect import getmembers, isfunction, signature
from typing import Any

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from app.web.group import Group

Function = Callable[..., Any]


@pytest.fixture
def groups(app: Flask) -> dict[str, Group]:
    return {name: each for name, each in app.blueprints.items() if isinstance(each, Group)}


def functions_of(group: Group) -> dict[str, Function]:
    """What a group's module has for it: what is public there, is its own, and answers."""
    found = getmembers(import_module(group.module), isfunction)
    return {name: each for name, each in found if each.__module__ == group.module and not name.startswith("_") and answers(each)}


def answers(function: Function) -> bool:
    return function.__annotations__["return"] == ResponseReturnValue


def addresses(app: Flask, group: str) -> dict[str, set[str]]:
    """Function → what stands in its address."""
    rules = [(rule.endpoint.rpartition("."), rule.arguments) for rule in app.url_map.iter_rules()]
    return {name: arguments for (of, _, name), arguments in rules if of == group}


def catching(app: Flask, group: str) -> set[str]:
    """The functions that answer errors."""
    return {function.__name__ for kind in app.error_handler_spec[group].values() for function in kind.values()}


def test_each_function_takes_what_stands_in_its_address(app: Flask, groups: dict[str, Group]) -> None:
    for name, group in groups.items():
        taken = {function: set(signature(functions_of(group)[function]).parameters) for function in addresses(app, name)}
        assert taken == addresses(app, name)


def test_each_function_has_an_address_or_an_error(app: Flask, groups: dict[str, Group]) -> None:
    for name, group in groups.items():
        assert set(functions_of(group)) == addresses(app, name).keys() | catching(app, name)


def test_all_pages_but_the_first_are_in_groups(app: Flask, groups: dict[str, Group]) -> None:
    assert app.blueprints.keys() - groups.keys() == {"health", "home", "theme"}

"""Lists the classes of `app/` that inherit from a class of a library.

`python -m tests.checks.third_party_bases` prints them, one a line, with their bases.
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType

import app


def third_party_bases() -> dict[str, set[str]]:
    """Return the library classes that each class of `app/` directly inherits from."""
    found = dict[str, set[str]]()
    for module in _modules():
        for name, each in inspect.getmembers(module, inspect.isclass):
            bases = {_full_name(base) for base in each.__bases__ if _is_third_party(base)}
            if each.__module__ == module.__name__ and bases:
                found[f"{module.__name__}.{name}"] = bases
    return found


def _modules() -> Iterator[ModuleType]:
    for each in pkgutil.walk_packages(app.__path__, "app."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def _is_third_party(base: type) -> bool:
    root = base.__module__.partition(".")[0]
    return root != "app" and root not in sys.stdlib_module_names


def _full_name(base: type) -> str:
    return f"{base.__module__}.{base.__qualname__}"


if __name__ == "__main__":
    for name, bases in sorted(third_party_bases().items()):
        print(name, *sorted(bases))

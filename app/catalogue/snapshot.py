"""A catalogue as canonical JSON and back. Each finished assessment is saved with one."""

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Mapping
from functools import lru_cache

from app.catalogue.model import Catalogue, Rule

EARLIER_RULE: Rule = "levels"
"""The rule of snapshots that name none."""


@lru_cache(maxsize=16)
def freeze(catalogue: Catalogue) -> str:
    """Return the catalogue as JSON; the same catalogue gives the same bytes on every machine."""
    return json.dumps(
        catalogue, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


@lru_cache(maxsize=16)
def digest(catalogue: Catalogue) -> str:
    """Return the SHA-256 of the frozen catalogue, as 64 hexadecimal digits."""
    return hashlib.sha256(freeze(catalogue).encode()).hexdigest()


def thaw(text: str) -> Catalogue:
    """Return the catalogue that `freeze` wrote. Raises ValueError if the text is none."""
    try:
        found = _build(Catalogue, {"rule": EARLIER_RULE, **json.loads(text)})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a frozen catalogue: {error!r}") from error
    return typing.cast(Catalogue, found)  # _build returns what it is asked for


def _plain(record: typing.Any) -> dict[str, object]:
    """A record by its fields; how all else is written, JSON knows."""
    return {name: getattr(record, name) for name in record.__match_args__}


def _build(
    kind: object, value: typing.Any
) -> object:  # JSON has no types until this function has given them
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(
            **{
                f.name: _build(hints[f.name], value[f.name])
                for f in dataclasses.fields(kind)
                if f.name in value or not _newer(f)
            }
        )
    if origin is tuple:
        return tuple(_build(args[0], v) for v in value)
    if origin is Mapping:
        return {k: _build(args[1], v) for k, v in value.items()}
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _build(args[0], value)
    return float(value) if kind is float else value


def _newer(field: "dataclasses.Field[object]") -> bool:
    """Return whether older snapshots may lack this field: such a field has a default."""
    return field.default is not dataclasses.MISSING

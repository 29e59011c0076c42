"""Read TOML tables key by key and collect every fault, so that an editor sees all at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeGuard

import tomli

from app.catalogue.faults import N_, Fault
from app.catalogue.text import Text

Raw = dict[str, Any]
"""A TOML table as `tomli` returns it. Only this module handles untyped values."""


class Table:
    """One TOML table. Each getter checks its value; `close()` reports keys that were never read.

    A getter that finds a fault adds it to the list and returns an empty value, so that reading
    continues and finds the next fault.
    """

    def __init__(self, file: str, path: str, raw: Raw, faults: list[Fault]) -> None:
        self.file, self.path, self._raw, self._faults = file, path, raw, faults
        self._seen: set[str] = set()

    def fault(self, key: str, sentence: str, **values: object) -> None:
        """Add a fault at a key of this table."""
        where = ".".join(filter(None, (self.path, key))) or self.file
        self._faults.append(Fault(self.file, where, sentence, values))

    def has(self, key: str) -> bool:
        """Return whether the table has this key."""
        return key in self._raw

    def replaced(self, key: str, sentence: str) -> None:
        """Report a key of an earlier version; the sentence says what took its place."""
        if self.has(key):
            self._seen.add(key)
            self.fault(key, sentence)

    def _get(self, key: str) -> object:
        self._seen.add(key)
        if key not in self._raw:
            self.fault(key, N_("is missing: add it"))
        return self._raw.get(key)

    def string(self, key: str) -> str:
        """Return a text that is not empty and has no space around it."""
        value = self._get(key)
        if value is None:
            return ""
        if not _is_text(value):
            self.fault(key, N_("must be a text that is not empty and has no space around it"))
            return ""
        return value

    def text(self, key: str) -> Text:
        """Return a text in both languages: `key.ko` and `key.en`."""
        value = self._get(key)
        if value is None:
            return Text("", "")
        if not isinstance(value, dict):
            self.fault(key, N_("must hold a text in ko and one in en"))
            return Text("", "")
        return self._sub(key, value).both()

    def both(self) -> Text:
        """Return this table itself as a text in both languages."""
        text = Text(self.string("ko"), self.string("en"))
        self.close()
        return text

    def integer(self, key: str, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        value = self._get(key)
        if value is None:
            return low
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fault(
                key,
                N_("must be a whole number from %(low)s to %(high)s, not %(value)s"),
                low=low,
                high=high,
                value=repr(value),
            )
            return low
        return value

    def choice(self, key: str, known: Sequence[str]) -> str:
        """Return one of the known words."""
        value = self.string(key)
        if value and value not in known:
            self.fault(key, N_("must be one of %(ids)s"), ids=", ".join(known))
        return value

    def boolean(self, key: str) -> bool:
        """Return true or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            self.fault(key, N_("must be true or false"))
            return False
        return value

    def integers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Return a list of whole numbers from low to high, both included."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(
            isinstance(v, int) and not isinstance(v, bool) and low <= v <= high for v in value
        ):
            self.fault(
                key,
                N_("must be a list of whole numbers from %(low)s to %(high)s"),
                low=low,
                high=high,
            )
            return ()
        return tuple(value)

    def number(self, key: str, low: float, high: float) -> float:
        """Return a number from low to high, both included."""
        value = self._get(key)
        if value is None:
            return low
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not low <= value <= high
        ):
            self.fault(
                key,
                N_("must be a number from %(low)s to %(high)s, not %(value)s"),
                low=low,
                high=high,
                value=repr(value),
            )
            return low
        return float(value)

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._get(key)
        if not isinstance(value, date):
            self.fault(key, N_("must be a date such as 2025-04-17"))
            return date.min
        return value

    def ids(self, key: str) -> tuple[str, ...]:
        """Return a list of ids: at least one, none twice."""
        value = self._get(key)
        if value is None:
            return ()
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(v, str) for v in value)
            or len(set(value)) < len(value)
        ):
            self.fault(key, N_("must be a list of ids, at least one and none twice"))
            return ()
        return tuple(value)

    def table(self, key: str) -> "Table":
        """Return the table at this key."""
        value = self._get(key)
        if value is not None and not isinstance(value, dict):
            self.fault(key, N_("must be a table"))
        return self._sub(key, value if isinstance(value, dict) else {})

    def tables(self, key: str) -> Iterator["Table"]:
        """Yield the tables of a list. Messages call the first one `key[1]`."""
        value = self._get(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.fault(key, N_("must be a list of tables"))
            return
        for place, raw in enumerate(value, start=1):
            yield self._sub(f"{key}[{place}]", raw)

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of texts in both languages."""
        return tuple(table.both() for table in self.tables(key))

    def close(self) -> None:
        """Report the keys that were never read: a mistyped key must not go unnoticed."""
        for key in self._raw.keys() - self._seen:
            self.fault(key, N_("is not a key known here: correct its name or remove it"))

    def _sub(self, key: str, raw: Raw) -> "Table":
        return Table(self.file, f"{self.path}.{key}" if self.path else key, raw, self._faults)


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value != "" and value == value.strip()


def open_table(folder: Path, name: str, faults: list[Fault]) -> Table:
    """Return the top-level table of a content file.

    A file that cannot be read adds one fault and gives an empty table. Faults of that table are
    dropped: every key would be reported as missing.
    """
    try:
        raw = tomli.loads((folder / name).read_text(encoding="utf-8-sig"))
        return Table(name, "", raw, faults)
    except FileNotFoundError:
        faults.append(
            Fault(
                name, name, N_("the file is missing: add it, or take its id out of manifest.toml")
            )
        )
    except UnicodeDecodeError:
        faults.append(Fault(name, name, N_("the file is not UTF-8: save it as UTF-8")))
    except tomli.TOMLDecodeError as error:
        faults.append(
            Fault(name, name, N_("the file is not valid TOML: %(why)s"), {"why": str(error)})
        )
    return Table(name, "", {}, [])

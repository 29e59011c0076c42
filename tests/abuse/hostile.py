"""Hostile requests, generated from a seed. The same seed gives the same requests."""

import json
import random
from dataclasses import dataclass, field
from urllib.parse import quote, quote_from_bytes

from tests.abuse.table import ROWS, Row
from tests.abuse.values import (
    BYTES,
    COOKIES,
    FIELDS,
    JSON,
    KINDS,
    METHODS,
    NAMES,
    TEXTS,
    WELL_MEANT,
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Its target is already escaped for the request line."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    kind: str = ""
    is_signed: bool = False
    """Whether it carries a valid CSRF token, so that it reaches the code behind the check."""


@dataclass
class Maker:
    """Generates requests from a seed, over every route of the table."""

    seed: int
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def request(self) -> Request:
        row = self.dice.choice(ROWS)
        method = row.method if self.dice.random() < 0.75 else self.dice.choice(METHODS)
        body, kind = (
            self.body(row)
            if method not in {"GET", "HEAD"} or self.dice.random() < 0.1
            else (b"", "")
        )
        headers = tuple(self.header() for _ in range(self.dice.choice((0, 0, 0, 1, 1, 2, 5, 40))))
        return Request(method, self.target(row), headers, body, kind, self.dice.random() < 0.7)

    def target(self, row: Row) -> str:
        """Return the row's address, whole or with changed parts, and a query."""
        path, _, query = row.address.replace(".pdf", ".md").partition("?")
        parts = path.split("/")
        if self.dice.random() < 0.3:
            place = self.dice.randrange(1, len(parts))
            parts[place] = self.dice.choice(
                (self.piece(), parts[place] + self.piece(), "", ".", "..", "2", "3", "1")
            )
        if self.dice.random() < 0.05:
            parts += [self.piece() for _ in range(self.dice.randrange(1, 30))]
        if self.dice.random() < 0.4:
            query = "&".join(
                f"{self.dice.choice(FIELDS)}={self.piece()}"
                for _ in range(self.dice.choice((1, 2, 200)))
            )
        return "/".join(parts) + (f"?{query}" if query else "")

    def piece(self) -> str:
        """Return a text for an address, escaped once, twice or incompletely."""
        if self.dice.random() < 0.3:
            return quote_from_bytes(self.dice.choice(BYTES))[:3000]
        once = quote(self.dice.choice(TEXTS)[:3000], safe=self.dice.choice(("", "/", "/?=&;")))
        return quote(once) if self.dice.random() < 0.1 else once

    def text(self) -> str:
        return self.dice.choice(TEXTS)

    def header(self) -> tuple[str, str]:
        name = self.dice.choice(NAMES)
        if name in WELL_MEANT and self.dice.random() < 0.6:
            return name, self.dice.choice(WELL_MEANT[name])
        if name == "Cookie":
            return name, "; ".join(
                f"{self.dice.choice(COOKIES)}={self.plain()}"
                for _ in range(self.dice.choice((1, 2, 60)))
            )
        return name, self.plain()

    def plain(self) -> str:
        """Return a text for the value of a header."""
        raw = self.dice.choice(BYTES) if self.dice.random() < 0.3 else self.text()[:4000].encode()
        return raw.decode("latin-1").translate(dict.fromkeys((0, 10, 13), " ")).strip()

    def body(self, row: Row) -> tuple[bytes, str]:
        """Return a body and a content type, which need not match."""
        shape = self.dice.choice(
            ("form", "form", "form", "wild", "parts", "parts", "json", "json", "bytes", "large")
        )
        kind = self.dice.choice(KINDS) if self.dice.random() < 0.15 else None
        if shape in {"form", "wild"}:
            fields = dict(row.form) if shape == "form" else {}
            fields |= {
                self.dice.choice(FIELDS): self.text() for _ in range(self.dice.choice((1, 2, 5)))
            }
            made = "&".join(
                f"{quote(name)}={quote(value)}" for name, value in fields.items()
            ).encode()
            return made + (
                b"&" + self.dice.choice(BYTES) if shape == "wild" else b""
            ), kind or KINDS[0]
        if shape == "parts":
            count = self.dice.choice((0, 1, 3, 1500))
            return b"".join(self.part() for _ in range(count)) + self.dice.choice(
                (b"--b--\r\n", b"--b", b"")
            ), kind or KINDS[4]
        if shape == "json":
            usual = json.dumps(
                {
                    "level": self.dice.choice((0, 4, None, "x")),
                    "revision": self.dice.randrange(-1, 9),
                }
            )
            return self.dice.choice((*JSON, usual, usual)).encode(
                "utf-8", "surrogatepass"
            ), kind or "application/json"
        size = (
            self.dice.choice((65_536, 65_537, 200_000))
            if shape == "large"
            else self.dice.choice((1, 100, 5000))
        )
        return self.dice.randbytes(64) * (size // 64 + 1), kind or self.dice.choice(KINDS)

    def part(self) -> bytes:
        name = self.dice.choice(FIELDS)
        lines = self.dice.choice(
            (
                f'Content-Disposition: form-data; name="{name}"',
                f'Content-Disposition: form-data; name="{name}"; filename="../../x"',
                "Content-Disposition: form-data",
                "Content-Disposition: attachment; name*=utf-7''%ff",
                "X: " + "y" * 2000,
                "",
            )
        )
        return (
            b"--b\r\n"
            + lines.encode()
            + b"\r\n\r\n"
            + self.dice.choice((b"1", b"\xff", b"done"))
            + b"\r\n"
        )

"""Signed texts that people bring again and again: each is checked once, and what is signed again is signed once."""

import time
from copy import copy
from functools import lru_cache
from typing import Any, Final

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from itsdangerous.encoding import want_bytes

PLAIN: Final = (str, int)
MOST: Final = 4096
"""Texts that are remembered, of some 100 bytes each. Whether a signature is right follows from the text and the keys alone."""
LONGEST: Final = 1024
"""Bytes of one that is; ours are shorter. Whoever has one can make it longer without end: in a signature only letters of base64 count."""


class Signatures(URLSafeTimedSerializer):
    """URLSafeTimedSerializer, as one application keeps it: its keys do not change."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._checked = lru_cache(MOST)(self._check)
        self.signed = lru_cache(MOST)(self.dumps)
        """The text for a value, which must be hashable: the same one each time, with the moment in which it was first made."""

    def loads(self, s: str | bytes, max_age: int | None = None, *_: Any, **__: Any) -> Any:  # type: ignore[override]  # one answer, not two
        """What was signed. BadSignature: not with our keys, or longer ago than `max_age` seconds, or in the future."""
        payload, plain, signed_at = (self._checked if len(s) <= LONGEST else self._check)(s)
        if max_age is not None and not 0 <= (age := int(time.time()) - signed_at) <= max_age:
            raise SignatureExpired(f"Signature age {age} is not within {max_age} seconds", payload=payload)
        return self.load_payload(payload) if plain is None else copy(plain)

    def _check(self, text: str | bytes) -> tuple[bytes, object, int]:
        """What a text holds; the same read, where a copy shares nothing that can change with it; and when it was signed."""
        wrong: BadSignature | None = None
        for signer in self.iter_unsigners():
            try:
                payload, signed_at = signer.unsign(want_bytes(text), return_timestamp=True)
            except BadSignature as error:
                wrong = error
            else:
                read = self.load_payload(payload)
                is_plain = all(isinstance(each, PLAIN) for each in (read.values() if isinstance(read, dict) else (read,)))
                return payload, read if is_plain else None, int(signed_at.timestamp())
        raise wrong or BadSignature("there is no key")

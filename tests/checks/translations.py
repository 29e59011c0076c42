"""Every sentence of the interface has a Korean translation with the same placeholders."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

KOREAN = Path("app/translations/ko/LC_MESSAGES/messages.po")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
EXTRACT = ["-q", "extract", "-F", "babel.cfg", "-k", "N_", "-k", "lazy_gettext", "."]


def main() -> int:
    """Print every sentence that is missing, untranslated, fuzzy or has other placeholders.

    Return 1 when there is one.
    """
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        subprocess.run(
            [Path(sys.executable).with_name("pybabel"), *EXTRACT, "-o", template],
            check=True,
            capture_output=True,
        )
        asked = _read(template, None)
    known = _read(KOREAN, "ko")
    faults = [
        fault
        for message in asked
        if message.id
        for fault in _faults(message, known.get(_one(message)))
    ]
    faults += [
        f"no longer used: {_one(message)!r}"
        for message in known
        if message.id and not asked.get(_one(message))
    ]
    print("\n".join(faults), end="\n" if faults else "")
    return bool(faults)


def _read(path: Path, language: str | None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _one(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _faults(asked: Message, found: Message | None) -> list[str]:
    name = _one(asked)
    if found is None:
        return [f"missing: {name!r}"]
    texts = [found.string] if isinstance(found.string, str) else list(found.string)
    faults = [f"not translated: {name!r}"] if not all(texts) else []
    faults += [f"uncertain (fuzzy): {name!r}"] if found.fuzzy else []
    wanted = set(PLACEHOLDER.findall(name if isinstance(asked.id, str) else asked.id[1]))
    faults += [
        f"other placeholders: {name!r}"
        for text in texts
        if text and set(PLACEHOLDER.findall(text)) - wanted
    ]
    return faults


if __name__ == "__main__":
    sys.exit(main())

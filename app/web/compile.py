"""Compiles every template in each language, as `compileall` does Python's modules: `python -m app.web.compile`, a part of installing."""

import sys
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import cast

from app.catalogue.faults import ContentError
from app.catalogue.text import LANGUAGES
from app.web.application import build
from app.web.spoken import Spoken
from config import read_settings


def main() -> None:
    sys.dont_write_bytecode = False  # which is for what is compiled by the way
    with TemporaryDirectory() as folder, suppress(ContentError):  # which is told where content is looked at
        templates = cast(Spoken, build(read_settings({"ORIENTEER_INSTANCE": folder}), is_migrated=True).jinja_env)
        for name in templates.list_templates(extensions=["html"]):
            for wanted in LANGUAGES:
                templates.speaking(wanted).get_template(name)


if __name__ == "__main__":
    main()

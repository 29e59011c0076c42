"""`make pictures`: screenshots of the main pages in pictures/.

Both languages, phone and desktop, light and dark.
"""

import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.catalogue.text import LANGUAGES
from tests.browser.chromium import open_chromium
from tests.browser.person import Person
from tests.browser.server import serving
from tests.browser.states import STATES

PICTURES = Path(__file__).parents[2] / "pictures"
WIDTHS = (390, 1280)
SUBJECTS = {
    "home": "home",
    "question": "questions, kept",
    "review": "review",
    "result-clear": "result, clear",
    "result-too-close": "result, too close",
    "plan": "plan",
    "saved": "saved",
    "compare": "compare",
    "role": "role mlops_engineer",
    "method": "method",
}


def take_pictures() -> None:
    """Write pictures/NAME-LANGUAGE-WIDTH-SCHEME.png for every subject."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as instance,
        serving(Path(instance)) as server,
        sync_playwright() as playwright,
    ):
        browser = open_chromium(playwright)
        for language, (name, state) in product(LANGUAGES, SUBJECTS.items()):
            context = browser.new_context(locale=language)
            person = Person(server, context, context.new_page(), language)
            STATES[state](person)
            for width in WIDTHS:
                person.page.set_viewport_size({"width": width, "height": 844})
                for scheme in ("light", "dark"):
                    person.page.emulate_media(color_scheme=scheme)
                    person.page.screenshot(
                        path=PICTURES / f"{name}-{language}-{width}-{scheme}.png", full_page=True
                    )
            context.close()
        browser.close()
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}")


if __name__ == "__main__":
    take_pictures()

"""The Chromium that the tests drive: the system's own, for Playwright's is not always at hand."""

import shutil

from playwright.sync_api import Browser, Playwright

PLACES = ("/usr/bin/chromium", "chromium", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def open_chromium(playwright: Playwright) -> Browser:
    """A headless browser; `tests/install.sh` says how to get one where there is none."""
    found = next(filter(None, map(shutil.which, PLACES)), None)
    assert found, "no Chromium here: run sh tests/install.sh"
    return playwright.chromium.launch(executable_path=found, args=FLAGS)

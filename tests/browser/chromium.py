"""The Chromium that the tests drive: the system's own, for Playwright's is not always at hand."""

import shutil

from playwright.sync_api import Browser, Playwright

PLACES = (
    "/usr/bin/chromium",
    "chromium",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PLAYWRIGHTS_OWN = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
"""What Playwright switches off: a second list takes the place of the first."""
ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""The lists below the address bar, which are pages themselves: each context would draw both of them, seen by nobody."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(PLAYWRIGHTS_OWN + ADDRESS_BAR)}",
)


def open_chromium(playwright: Playwright) -> Browser:
    """A headless browser; `tests/install.sh` says how to get one where there is none."""
    found = next(filter(None, map(shutil.which, PLACES)), None)
    assert found, "no Chromium here: run sh tests/install.sh"
    return playwright.chromium.launch(executable_path=found, args=FLAGS)

"""The Chromium of the tests: the system's own, because Playwright's is not always there."""

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
"""What Playwright switches off. A second list replaces the first."""
ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""The lists below the address bar, which are pages. Every context would draw both of them."""
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
    """Open a headless browser. `tests/install.sh` says how to install one."""
    found = next(filter(None, map(shutil.which, PLACES)), None)
    assert found, "no Chromium here: run sh tests/install.sh"
    return playwright.chromium.launch(executable_path=found, args=FLAGS)

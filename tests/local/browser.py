"""A browser of this machine: headless Chromium, driven by Selenium, if Debian's packages are there.

``apt-get install --no-install-recommends chromium chromium-driver``
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = BROWSER is None or DRIVER is None
INSTALL = "apt-get install --no-install-recommends chromium chromium-driver"
NOT_RUN = f"browser checks did not run, there is no chromium here: {INSTALL}"


@contextmanager
def browser(profile: Path) -> Iterator[Chrome]:
    """A visitor with an empty profile, which is kept in this folder."""
    options = ChromeOptions()
    options.binary_location = str(BROWSER)
    arguments = ["--headless=new", "--window-size=1100,800", f"--user-data-dir={profile}"]
    # No proxy, updates or accounts: nothing beyond this machine.
    arguments += ["--no-proxy-server", "--disable-background-networking", "--no-first-run"]
    if os.geteuid() == 0:  # Chromium's sandbox is not for root
        arguments.append("--no-sandbox")
    for argument in (*arguments, "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    visitor = Chrome(options=options, service=Service(str(DRIVER)))
    try:
        yield visitor
    finally:
        visitor.quit()

"""Debian's Chromium and how it is started; also for the pictures of the README."""

import ctypes
import shutil


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


INSTALL = "sudo apt-get install chromium libatomic1"


def find_chromium():
    """The browser, or none; none, too, where the library is missing that Playwright's driver is linked with."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

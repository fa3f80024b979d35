"""Makes the pictures of the README again: `./run screenshots`.

Serves a freshly filled demo from a folder that is thrown away, as `./run` does, and looks at it with Debian's Chromium.
Pictures show a screen, not a whole page, and stay below 200 KB.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.chromium import FLAGS, INSTALL, find_chromium


ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
PASSWORD = secrets.token_hex(12)
SIZE_LIMIT = 200_000


def main() -> None:
    if not find_chromium():
        raise SystemExit(f"screenshots: Chromium is missing. Type: {INSTALL}")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="olshem-screenshots-") as name:
        folder = Path(name)
        with serve_demo(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
            take_front_page(browser, address)
            take_pillar(browser, address)
            assessment = take_home_on_a_phone(browser, address)
            take_report(browser, address, folder, assessment)
            browser.close()
    for path in sorted(PICTURES.glob("*.png")):
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {size // 1000} KB")
        if size > SIZE_LIMIT:
            raise SystemExit(f"screenshots: {path.name} is larger than {SIZE_LIMIT // 1000} KB; show less")


@contextmanager
def serve_demo(folder: Path):
    """The address of a portal that holds the demo and is gone afterwards."""
    port = pick_free_port()
    os.environ.update(
        OLSHEM_DATA_DIR=str(folder),
        OLSHEM_SECRET_KEY=secrets.token_urlsafe(50),
        OLSHEM_DATABASE="sqlite",
        OLSHEM_HTTPS="false",
        OLSHEM_DEBUG="false",
    )
    manage("migrate", "--verbosity=0")
    manage("createcachetable")
    manage("load_standards", "--verbosity=0")
    manage("collectstatic", "--noinput", "--verbosity=0")
    manage("seed_demo", "--password", PASSWORD, "--verbosity=0")
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--threads",
            "2",
            "--no-control-socket",
        ],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


def pick_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str) -> None:
    """Returns when the server answers; gives up after half a minute."""
    for _attempt in range(150):
        try:
            urlopen(address)
            return
        except URLError:
            time.sleep(0.2)
    raise SystemExit(f"screenshots: nothing answers at {address}")


def open_page(browser: Browser, address: str, language: str, **look) -> Page:
    locale = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}[language]
    return browser.new_context(base_url=address, locale=locale, reduced_motion="reduce", **look).new_page()


def sign_in(page: Page, email: str, language: str) -> None:
    page.goto(f"/accounts/sign-in/?lang={language}")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/assessments/")


def take(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=PICTURES / f"{name}.png")


def take_front_page(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "en", viewport={"width": 1280, "height": 860})
    page.goto("/")
    take(page, "front-page")


def take_pillar(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "kk", viewport={"width": 1280, "height": 760})
    sign_in(page, "lead@tulpar.test", "kk")
    page.locator("main tbody a").first.click()
    page.locator(".pillar-progress a[href$='/pillars/privacy/']").first.click()
    page.locator(".question").first.wait_for()
    page.locator(".part").first.evaluate("part => part.scrollIntoView()")
    take(page, "pillar-kazakh")


def take_home_on_a_phone(browser: Browser, address: str) -> str:
    """Also gives the assessment's identifier."""
    look = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "device_scale_factor": 1.5}
    page = open_page(browser, address, "ru", **look)
    sign_in(page, "lead@kokjiek.test", "ru")
    page.locator("main tbody a").first.click()
    page.locator("h1").wait_for()
    page.locator("h1").evaluate("heading => heading.scrollIntoView()")
    take(page, "assessment-phone-dark")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def take_report(browser: Browser, address: str, folder: Path, assessment: str) -> None:
    """The first page of the PDF; where pdftoppm is missing, the top of the report's page."""
    if shutil.which("pdftoppm"):
        pdf = folder / "report.pdf"
        manage("gap_report", assessment, "--lang", "en", "--out", str(pdf))
        paint = [
            "pdftoppm",
            "-png",
            "-singlefile",
            "-f",
            "1",
            "-r",
            "80",
            str(pdf),
            str(PICTURES / "gap-report"),
        ]
        subprocess.run(paint, check=True)
        return
    page = open_page(browser, address, "en", viewport={"width": 800, "height": 1000})
    sign_in(page, "lead@kokjiek.test", "en")
    page.goto(f"/assessments/{assessment}/report/")
    take(page, "gap-report")


if __name__ == "__main__":
    main()

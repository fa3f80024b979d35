"""Seconds until the largest pillar page can be used over a slow connection, in Chromium, with nothing kept from before."""

from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks import databases
from benchmarks.portal import collect_static_files, make_cookies
from benchmarks.questions import locate_pillar
from benchmarks.table import Row, hold
from benchmarks.visit import serve
from tests.journeys.chromium import FLAGS, INSTALL, find_chromium


LIMIT = 3.0
RUNS = 5
BITS_A_SECOND, ROUND_TRIP = 400_000, 150
# The first answer can be chosen, and what saves it listens.
USABLE = """() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd / 1000"""


def measure() -> list[Row]:
    if not find_chromium():
        raise SystemExit(f"bench: no Chromium. Type: {INSTALL}")
    databases.use(databases.make_smallest())
    path, session = locate_pillar(), databases.get_session()
    collect_static_files()
    with serve() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        taken = [time_visit(browser, f"http://127.0.0.1:{port}{path}", session) for _run in range(RUNS)]
        browser.close()
    return [
        hold("pillar page usable at 400 kbit/s and 150 ms, scripts included", median(taken), LIMIT, "s", 1)
    ]


def time_visit(browser: Browser, address: str, session: str) -> float:
    context = browser.new_context()
    pairs = (cookie.split("=", 1) for cookie in make_cookies(session).split("; "))
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in pairs])
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP,
            "downloadThroughput": BITS_A_SECOND / 8,
            "uploadThroughput": BITS_A_SECOND / 8,
        },
    )
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("input[type=radio]")
    if not page.evaluate("() => 'htmx' in window"):
        raise SystemExit("bench: the page cannot save by itself")
    seconds = page.evaluate(USABLE)
    context.close()
    return seconds

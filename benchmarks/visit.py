"""A first visit to the largest pillar page over HTTP, served as production serves it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_server

from django.conf import settings

from benchmarks import databases
from benchmarks.browser import find_blocking_fonts, load, visit
from benchmarks.portal import collect_static_files, make_cookies
from benchmarks.questions import find_largest_pillar, locate_pillar
from benchmarks.table import Row, hold, judge
from config.language import ENDONYMS


KILOBYTES, SCRIPTS, REQUESTS, FONTS = 60, 30, 10, 2
START_LIMIT = 20


def measure() -> list[Row]:
    """The language with the most bytes counts."""
    databases.use(databases.make_smallest())
    path, session = locate_pillar(), databases.get_session()
    collect_static_files()
    with serve() as port:
        visits = {code: visit(port, path, make_cookies(session, code)) for code in ENDONYMS}
    language, largest = max(visits.items(), key=lambda item: item[1].size)
    page, assets, fonts = largest.page, largest.assets, largest.fonts
    faces = [face for asset in assets if asset.is_style for face in find_blocking_fonts(asset.read())]
    what = f"first visit, {len(find_largest_pillar().questions)} questions"
    font_size = sum(len(font.body) for font in fonts) / 1000
    return [
        hold(f"{what}: page and styles, compressed, in {language}", largest.size / 1000, KILOBYTES, "KB", 1),
        hold(f"{what}: deferred scripts, compressed", largest.script_size / 1000, SCRIPTS, "KB", 1),
        hold(f"{what}: requests without fonts", 1 + len(assets), REQUESTS),
        hold(f"{what}: font files, {font_size:.0f} KB", len(fonts), FONTS),
        judge(f"{what}: fonts are swapped in", faces),
        judge(f"{what}: all from our own origin", largest.foreign),
        judge(
            f"{what}: all compressed", [each.address for each in (page, *assets) if not each.is_compressed]
        ),
        judge(f"{what}: files immutable", [each.address for each in (*assets, *fonts) if not each.is_kept]),
    ]


@contextmanager
def serve() -> Iterator[int]:
    """Gunicorn on a free port of this machine, over the data folder of the run."""
    with create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    # Its control socket would stand in the home folder, where a server that runs meanwhile has its own.
    command += [
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int, server: subprocess.Popen) -> None:
    end = time.monotonic() + START_LIMIT
    while server.poll() is None and time.monotonic() < end:
        try:
            load(port, "/")
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("bench: gunicorn does not answer")

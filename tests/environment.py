"""The environment of the tests, in one place. Loaded before Django reads its settings (`addopts` in pyproject.toml)."""

import os
from pathlib import Path


os.environ.update(
    OLSHEM_SECRET_KEY="only-for-tests-" + "x" * 40,
    OLSHEM_DEBUG="false",
    OLSHEM_HTTPS="false",
    OLSHEM_ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
)
# The SQLite file of the tests lies in the first; WhiteNoise warns when the second is missing.
for folder in ("test", "static"):
    Path(os.environ.get("OLSHEM_DATA_DIR", "var"), folder).mkdir(parents=True, exist_ok=True)

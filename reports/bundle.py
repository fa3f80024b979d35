"""The files that shape a report beside its words: style sheets, fonts, templates. A document may open nothing else."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings


FONTS = Path(__file__).parent / "assets" / "fonts"
STYLES = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates" / "reports"
STYLE_SHEETS = ("tokens.css", "report.css", "print.css")
# Not a real scheme: these addresses mean something to the report's own fetcher alone.
SCHEME = "report:"


@cache
def list_assets() -> dict[str, tuple[Path, str]]:
    """Everything that a document may open: file and media type by address."""
    styles = {f"{SCHEME}{name}": (STYLES / name, "text/css") for name in STYLE_SHEETS}
    fonts = {f"{SCHEME}{path.name}": (path, "font/ttf") for path in FONTS.glob("*.ttf")}
    return styles | fonts


@cache
def compute_look_checksum() -> str:
    """The SHA-256 of style sheets, templates and translations, so that a new look makes kept documents anew."""
    digest = hashlib.sha256()
    catalogues = sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/django.mo"))
    for path in [*(STYLES / name for name in STYLE_SHEETS), *sorted(TEMPLATES.glob("*.html")), *catalogues]:
        digest.update(path.read_bytes())
    return digest.hexdigest()

"""Collects the texts of code and templates into locale/*/django.po: `./run messages`. Needs no gettext programs.

New texts arrive untranslated; texts that nobody uses any more are dropped. `find_messages` also serves the test that
every text is translated.
"""

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize


ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("config", "accounts", "standards", "assessment", "reports", "templates")
LANGUAGES = ("kk", "ru")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def find_messages() -> Catalog:
    """Every text that the portal translates, with the places where it stands."""
    catalog = Catalog(project="Olshem", version="0.1", charset="utf-8")
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".html", ".txt", ".py"):
                for line, message, comments, context in _extract(path):
                    place = (str(path.relative_to(ROOT)), line)
                    flags = {"python-format"} if _is_format(message) else ()
                    catalog.add(
                        message, locations=[place], flags=flags, auto_comments=comments, context=context
                    )
    return catalog


def _extract(path: Path):
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Template text is blanked out by templatize; what is left has no meaningful indentation.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    stream = io.BytesIO(text.encode())
    return extract(
        "python", stream, keywords=KEYWORDS, comment_tags=("Translators:",), options={"encoding": "utf-8"}
    )


def _is_format(message) -> bool:
    texts = message if isinstance(message, tuple) else (message,)
    return any(re.search(r"%(\(\w+\))?[sd]", text) for text in texts)


def get_catalog_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalog(language: str) -> Catalog:
    path = get_catalog_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update_catalogs() -> None:
    """Brings both catalogues up to date; existing translations stay, none is guessed. The texts of Django and allauth
    that those lack stand apart in locale/libraries/ and are kept by hand."""
    template = find_messages()
    for language in LANGUAGES:
        catalog = read_catalog(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.project, catalog.version = "Olshem", "0.1"
        catalog.msgid_bugs_address = catalog.last_translator = ""
        catalog.language_team = catalog.locale.english_name
        catalog.header_comment = f"# Texts of Olshem in {catalog.locale.english_name}."
        catalog.fuzzy = False
        # A date in the file would change with every run and mean nothing.
        catalog.creation_date = catalog.revision_date = FIXED_DATE
        path = get_catalog_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            write_po(stream, catalog, width=110, sort_by_file=True, include_lineno=False)
        missing = sum(1 for message in catalog if message.id and not message.string)
        print(f"{language}: {len(catalog)} texts, {missing} without translation")


if __name__ == "__main__":
    update_catalogs()
    sys.exit(0)

"""What no template may hold: inline script or style, another origin, or a text that is not translated."""

import re
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# A report as one file is opened without a server, so its style sheet stands inside; no page of the site is made from it.
OWN_FILE = ROOT / "templates" / "reports" / "file.html"
# Speaks all three languages at once, because nothing may be relied on when it is shown.
BROKEN = ROOT / "templates" / "500.html"
NAMES = {"Olshem", "SHA-256"}

FORBIDDEN = {
    "inline script": r"<script\b(?![^>]*\bsrc=)",
    "style element": r"<style\b",
    "style attribute": r"<[^>]*\sstyle\s*=",
    "event attribute": r"<[^>]*\son[a-z]+\s*=",
    "script address": r"javascript:",
    "other origin": r"<(?:script|link|img|iframe|source|object|embed)\b[^>]*(?:src|href|data)=[\"'](?:https?:)?//",
}


EXAMPLES = {
    "inline script": '<script type="module">go()</script>',
    "style element": "<style>p { color: red }</style>",
    "style attribute": '<p class="a" style="color: red">',
    "event attribute": '<button type="button" onclick="go()">',
    "script address": '<a href="javascript:go()">',
    "other origin": '<link rel="stylesheet" href="https://elsewhere.test/site.css">',
}


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_each_pattern_finds_what_it_is_named_after(forbidden):
    found = {kind for kind, example in EXAMPLES.items() if re.search(FORBIDDEN[forbidden], example)}

    assert found == {forbidden}


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_templates_hold_nothing_that_the_content_security_policy_forbids(forbidden):
    allowed = {name(OWN_FILE)} if forbidden == "style element" else set()

    found = {
        name(path)
        for path in TEMPLATES
        if re.search(FORBIDDEN[forbidden], path.read_text(encoding="utf-8"), re.IGNORECASE)
    }

    assert found == allowed


def remove(patterns, text):
    for pattern in patterns:
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    return text


def find_bare_text(text):
    """Words that a reader sees and that no translation can reach."""
    text = remove(
        [
            r"\{#.*?#\}",
            r"\{% blocktranslate.*?\{% endblocktranslate %\}",
            r"\{% block \w+_class %\}.*?\{% endblock %\}",
            r"\{%.*?%\}",
            r"\{\{.*?\}\}",
        ],
        text,
    )
    shown = re.findall(r"\b(?:aria-label|title|alt|placeholder|data-label)=\"([^\"]*)\"", text)
    text = remove([r"<!doctype html>", r"<[^>]*>", r"&\w+;"], text)
    return {
        word for part in [text, *shown] for word in re.findall(r"[^\W\d_][\w-]*", part) if word not in NAMES
    }


def test_bare_text_is_found():
    assert find_bare_text('<p title="One">{% translate "Two" %} three {{ four }}</p>') == {"One", "three"}


def test_every_text_of_a_template_is_translated():
    found = {
        name(path): words
        for path in TEMPLATES
        if path != BROKEN and (words := find_bare_text(path.read_text(encoding="utf-8")))
    }

    assert found == {}

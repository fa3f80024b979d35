"""A machine without Pango."""

import sys

import pytest

from reports.rendering import load_weasyprint


class WithoutLibraries:
    """What Python meets when it imports WeasyPrint on a machine without its libraries."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")


@pytest.fixture
def no_pango(monkeypatch):
    loaded = [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]
    for name in loaded:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [WithoutLibraries, *sys.meta_path])
    load_weasyprint.cache_clear()
    yield
    load_weasyprint.cache_clear()

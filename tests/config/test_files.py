"""Uploads that are too large for any form, files that are on the disk when they are kept, pages that are compressed."""

import gzip
import os

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from config.compression import PagesGZipMiddleware
from config.storage import DurableFileSystemStorage


def send(content):
    return RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", content), "word": "typed"})


def test_an_upload_within_the_limit_arrives_whole(settings):
    settings.EVIDENCE_FILE_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000, 1000
    request = send(b"x" * 1000)

    assert (request.FILES["file"].read(), request.POST["word"]) == (b"x" * 1000, "typed")


def test_a_large_upload_goes_through_the_disk(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    file = send(b"x" * 1000).FILES["file"]

    assert file.read() == b"x" * 1000
    assert file.temporary_file_path()
    file.close()


def test_a_request_that_is_larger_than_any_form_is_refused_before_it_is_read(settings):
    settings.EVIDENCE_FILE_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000, 1000
    request = send(b"x" * 2001)

    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018 - reads the request


def test_a_file_and_its_name_are_on_the_disk_before_it_is_kept(monkeypatch):
    synced = []
    real = os.fsync

    def note(descriptor):
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    name = default_storage.save("folder/a.txt", ContentFile(b"kept"))

    path = default_storage.path(name)
    assert isinstance(default_storage._wrapped, DurableFileSystemStorage)
    assert synced == [os.path.realpath(path), os.path.realpath(os.path.dirname(path))]
    with default_storage.open(name) as file:
        assert file.read() == b"kept"


@pytest.mark.parametrize("is_exact", [True, False])
def test_pages_are_compressed_and_what_is_exact_is_not(is_exact):
    response = HttpResponse(b"x" * 1000)
    response.is_exact = is_exact
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})

    answer = PagesGZipMiddleware(lambda request: response)(request)

    assert answer.headers.get("Content-Encoding") == (None if is_exact else "gzip")
    content = answer.content if is_exact else gzip.decompress(answer.content)
    assert content == b"x" * 1000

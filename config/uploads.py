"""Refuses a request that is larger than any form here can be, before it is read."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """A form with a file may hold the largest file and the largest set of fields, so that one byte too many still meets the form
    and its message. Without it, a file of any size would be written to the disk before anybody is asked."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.EVIDENCE_FILE_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("the request is larger than any form here")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None

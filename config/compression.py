"""Compression of pages."""

from django.middleware.gzip import GZipMiddleware


class PagesGZipMiddleware(GZipMiddleware):
    """Leaves alone a response whose view has set `is_exact`: it goes out byte by byte, with its length."""

    def process_response(self, request, response):
        if getattr(response, "is_exact", False):
            return response
        return super().process_response(request, response)

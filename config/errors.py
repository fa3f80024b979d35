"""Pages for what cannot be found: they say which of several reasons it was."""

from django.http import Http404
from django.shortcuts import render
from django.utils.functional import Promise

from config.language import UnknownLanguage


def show_not_found(request, exception):
    """404, with the reason when our own code gave one; Django's own texts about models are not for readers."""
    reason = exception.args[0] if type(exception) is Http404 and exception.args else ""
    own = isinstance(reason, (str, Promise)) and "matches the given query" not in reason
    context = {"unknown_language": isinstance(exception, UnknownLanguage), "reason": reason if own else ""}
    return render(request, "404.html", context, status=404)

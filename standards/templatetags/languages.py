"""Languages in their own words."""

from django import template

from standards.values import ENDONYMS


register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """The language under its own name, whatever language the page speaks."""
    return ENDONYMS[code]

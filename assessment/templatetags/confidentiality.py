"""Who may see an explanation or a piece of evidence, in words."""

from django import template

from assessment.models import Confidentiality


register = template.Library()


@register.simple_tag
def confidentialities() -> list[tuple[str, str]]:
    """Every choice with its label."""
    return Confidentiality.choices

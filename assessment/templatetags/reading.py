"""The keys of the pages of questions."""

from django import template
from django.utils.translation import gettext_lazy as _


register = template.Library()

# Each with what it does; keys that are pressed together share an entry.
KEYS = (
    (("J",), _("next question")),
    (("K",), _("previous question")),
    (("N",), _("next unanswered question; the save button when there is none")),
    (("1", "9"), _("choose the first, second, … option")),
    (("E",), _("write the explanation")),
    (("Esc",), _("leave the text field, back to the options")),
    (("Ctrl", "S"), _("save now")),
    (("?",), _("show this list")),
)


@register.inclusion_tag("assessment/_shortcut_list.html")
def shortcut_list() -> dict:
    """What each key does."""
    return {
        "keys": [(keys, "–" if keys == ("1", "9") else "+", meaning) for keys, meaning in KEYS],
    }

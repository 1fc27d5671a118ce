"""`{% say "key" %}`: a sentence of the console in a template."""

from django import template

from sync.server.people import words

register = template.Library()


@register.simple_tag
def say(key: str, **values: str | int) -> str:
    """Give a sentence; Django escapes it where it stands."""
    return words.say(key, **values)

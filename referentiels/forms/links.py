"""An address of the web, typed on a page."""

from django import forms

from referentiels.exchange.values import BadValue, link


def web_link(said: str) -> str:
    """An address in http or https, or nothing. Raises ValidationError, whose message begins a sentence."""
    try:
        return link(said)
    except BadValue as error:
        raise forms.ValidationError(f"{str(error)[0].upper()}{str(error)[1:]}") from error

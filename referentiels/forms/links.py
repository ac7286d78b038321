"""An address of the web that is typed; the entries of the socle that are chosen for items."""

from collections.abc import Collection, Sequence

from django import forms

from referentiels.exchange.values import BadValue, link
from referentiels.forms.keys import key_of


def web_link(said: str) -> str:
    """An address in http or https, or nothing. Raises ValidationError, whose message begins a sentence."""
    try:
        return link(said)
    except BadValue as error:
        raise forms.ValidationError(f"{str(error)[0].upper()}{str(error)[1:]}") from error


def ticked_links(said: Sequence[str], items: Collection[int], entries: Collection[int]) -> dict[tuple[int, int], bool]:
    """What is ticked, « item:entrée », among these items and these entries; anything else is left out."""
    pairs = [(key_of(item), key_of(entry)) for item, _colon, entry in (each.partition(":") for each in said)]
    return {(item, entry): True for item, entry in pairs if item in items and entry in entries}

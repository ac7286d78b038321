"""Tags of every template."""

from django import template
from django.utils.safestring import SafeString

from sacoche.kit import text
from sacoche.kit.access import may as account_may
from sacoche.kit.modules import script_with_imports

register = template.Library()


@register.simple_tag
def count(number: int, singular: str, plural: str) -> str:
    """{% count n "élève" "élèves" %}: the number with its word, where 0 and 1 are singular."""
    return text.count(number, singular, plural)


@register.simple_tag
def module(path: str) -> SafeString:
    """{% module "js/ticks.js" %}: a script, and with it all that it imports, which the browser would else find out one
    after the other, a round trip each.
    """
    return script_with_imports(path)


@register.filter
def spaced(number: int) -> str:
    """{{ n|spaced }}: « 1 320 », thousands set apart."""
    return text.spaced(number)


@register.filter
def unbroken(sentence: object) -> str:
    """{{ sentence|unbroken }}: with the no-break spaces of French; escaped afterwards, as any value is."""
    return text.unbroken(str(sentence))


@register.filter
def word(number: int, forms: str) -> str:
    """{{ n|word:"classe,classes" }}: the word alone, where 0 and 1 are singular."""
    singular, plural = forms.split(",")
    return text.word(number, singular, plural)


@register.filter
def may(account: object, code: str) -> bool:
    """{% if user|may:"imports.run" %}: whether the account has this right."""
    return account_may(account, code)  # type: ignore[arg-type]

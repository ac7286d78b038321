"""What pages say of the e-mail addresses that they show."""

from typing import Any

from django import template
from django.template.context import Context

from accounts.mail import refused_mail

register = template.Library()


@register.inclusion_tag("accounts/_refused_mail.html", takes_context=True)
def refused_address(context: Context, email: str) -> dict[str, Any]:
    """That no e-mail reaches this address, when the last one was refused for good; nothing otherwise."""
    school = getattr(context.get("request"), "school", None)
    return {"email": email, "refused": refused_mail(school=school, email=email) if email and school else None}

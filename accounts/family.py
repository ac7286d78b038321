"""Guardians and their children."""

from accounts.models import Account


def children_of(guardian: Account) -> list[Account]:
    """The pupils present that this guardian answers for, in the order of names, each with its class."""
    children = Account.objects.pupils().active().filter(guardian_links__guardian=guardian)
    return list(children.select_related("school_class__niveau").in_name_order())

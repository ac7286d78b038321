"""Writing on the home page of others: publish, change, remove a message."""

from django.db import transaction

from accounts.models import Account, Message
from sacoche.kit.journal import record


@transaction.atomic
def save_message(*, actor: Account, message: Message) -> None:
    """Publish a new message in the name of `actor`, or keep the changes made to one that exists.

    The same one sent twice, by a double click or a page sent again, is published once.
    """
    is_new = message.pk is None
    if is_new:
        message.author, message.author_label = actor, actor.display_name
        if _is_published(message):
            return
    message.save()
    code = "accounts.write_message" if is_new else "accounts.change_message"
    record(code, actor=actor, school=actor.school, **_what(message))


@transaction.atomic
def delete_message(*, actor: Account, message: Message) -> None:
    """Take a message away from every home page."""
    record("accounts.delete_message", actor=actor, school=actor.school, **_what(message))
    message.delete()


def _is_published(message: Message) -> bool:
    # Two of one author wait for one another: the second one finds the first.
    Account.objects.select_for_update(no_key=True).get(pk=message.author_id)
    same = Message.objects.filter(
        author=message.author, text=message.text, starts_on=message.starts_on, ends_on=message.ends_on
    )
    return any(other.profiles == message.profiles for other in same)


def _what(message: Message) -> dict[str, str]:
    return {"profiles": message.recipients, "text": message.text[:80]}

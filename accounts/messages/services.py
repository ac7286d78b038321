"""Writing on the home page of others: publish, change, remove a message."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Account, HiddenMessage, Message, MessageTarget
from sacoche.kit.journal import record


@transaction.atomic
def save_message(*, actor: Account, message: Message, targets: Sequence[MessageTarget] = ()) -> None:
    """Publish a new message in the name of `actor`, or keep the changes made to one that exists.

    `targets`, not saved yet, are those whom it is for beside whole profiles. The same message sent twice, by a double
    click or a page sent again, is published once; one that is changed appears again to those who had hidden it.
    """
    is_new = message.pk is None
    message.is_chosen = bool(targets)
    if is_new:
        message.author, message.author_label = actor, actor.display_name
        if _is_published(message, targets):
            return
    message.save()
    MessageTarget.objects.filter(message=message).delete()
    for target in targets:
        target.message = message
        target.save()
    HiddenMessage.objects.filter(message=message).delete()
    code = "accounts.write_message" if is_new else "accounts.change_message"
    record(code, actor=actor, school=actor.school, **_what(message))


@transaction.atomic
def delete_message(*, actor: Account, message: Message) -> None:
    """Take a message away from every home page."""
    record("accounts.delete_message", actor=actor, school=actor.school, **_what(message))
    message.delete()


@transaction.atomic
def hide_message(*, reader: Account, message: Message) -> None:
    """Take a message away from the home page of one reader; harmless when it is already."""
    HiddenMessage.objects.get_or_create(message=message, account=reader)


Place = tuple[str, int | None, int | None, int | None]


def _place(target: MessageTarget) -> Place:
    return (target.audience, target.school_class_id, target.group_id, target.account_id)


def _is_published(message: Message, targets: Sequence[MessageTarget]) -> bool:
    # Two of one author wait for one another: the second one finds the first.
    Account.objects.select_for_update(no_key=True).get(pk=message.author_id)
    same = Message.objects.filter(
        author=message.author, text=message.text, starts_on=message.starts_on, ends_on=message.ends_on
    )
    wanted = {_place(target) for target in targets}
    return any(
        other.profiles == message.profiles and {_place(each) for each in other.targets.all()} == wanted
        for other in same.prefetch_related("targets")
    )


def _what(message: Message) -> dict[str, str]:
    return {"profiles": message.recipients[:300], "text": message.text[:80]}

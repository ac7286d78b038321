"""What accounts hold in this application, for a merge."""

import uuid
from collections.abc import Callable
from typing import Any

from accounts.guardians.services import MOST_GUARDIANS, renumber
from accounts.merging.merge import Merge, hold, move_links
from accounts.models import (
    Account,
    Address,
    Application,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    HiddenMessage,
    KnownBrowser,
    LegalHold,
    LinkedAccount,
    MatiereTeaching,
    Message,
    MessageTarget,
    Notice,
    OpenSession,
    Passkey,
    PupilCard,
    PupilPhoto,
    RecoveryCode,
    TeachingAssignment,
)


def _move_children(merge: Merge) -> None:
    """The kept guardian answers for the children of both, at the better of the two ranks."""
    for link in Guardianship.objects.filter(guardian=merge.other):
        twin = Guardianship.objects.filter(guardian=merge.kept, pupil=link.pupil_id).first()
        if twin is None:
            Guardianship.objects.filter(pk=link.pk).update(guardian=merge.kept)
            continue
        loser = max(link, twin, key=lambda each: each.rank)
        Guardianship.objects.filter(pk=loser.pk).delete()
        Guardianship.objects.filter(pk=min(link, twin, key=lambda each: each.rank).pk).update(guardian=merge.kept)
        renumber(list(Guardianship.objects.filter(pupil=link.pupil_id).order_by("rank")))


def _move_guardians(merge: Merge) -> None:
    """The guardians of the other pupil come after those of the kept one; nobody is left out."""
    own = list(Guardianship.objects.filter(pupil=merge.kept).order_by("rank"))
    known = {link.guardian_id for link in own}
    for link in Guardianship.objects.filter(pupil=merge.other).order_by("rank"):
        if link.guardian_id in known:
            link.delete()
            continue
        link.pupil, link.rank = merge.kept, len(own) + 1
        link.save(update_fields=["pupil", "rank"])
        own.append(link)


def _too_many_guardians(kept: Account, other: Account) -> list[str]:
    number = Guardianship.objects.filter(pupil__in=[kept, other]).order_by().values("guardian").distinct().count()
    if number <= MOST_GUARDIANS:
        return []
    remark = (
        f"Ensemble, ils ont {number} responsables : aucun n'est oublié, mais un élève en a {MOST_GUARDIANS} au plus."
    )
    return [f"{remark} Retirez ensuite ceux qui sont de trop."]


def _move_address(merge: Merge) -> None:
    if not Address.objects.filter(account=merge.kept).exists():
        Address.objects.filter(account=merge.other).update(account=merge.kept)


def _two_addresses(kept: Account, other: Account) -> list[str]:
    found = [Address.objects.filter(account=account).first() for account in (kept, other)]
    if not all(found) or str(found[0]) == str(found[1]):
        return []
    return [f"Deux adresses : « {found[0]} » est gardée, « {found[1]} » est oubliée."]


def _move_hold(merge: Merge) -> None:
    """Whoever must be kept is kept: under the reason of the kept account, or that of the other."""
    if not LegalHold.objects.filter(account=merge.kept).exists():
        LegalHold.objects.filter(account=merge.other).update(account=merge.kept)


def _move_linked(merge: Merge) -> None:
    """The accounts that the person could go to from either are reached from the kept one."""
    own, theirs = (LinkedAccount.objects.filter(account=account).first() for account in (merge.kept, merge.other))
    if theirs is None:
        return
    person: uuid.UUID = own.person if own else theirs.person
    LinkedAccount.objects.filter(person=theirs.person).update(person=person)
    if own:
        LinkedAccount.objects.filter(account=merge.other).delete()
    else:
        LinkedAccount.objects.filter(account=merge.other).update(account=merge.kept)
    LinkedAccount.objects.forget_sets_of_one([person])


def _close_sessions(merge: Merge) -> None:
    """A session of an account that goes ends with it."""
    OpenSession.objects.filter(account=merge.other).delete()


def _stays_with_the_password(model: type[Any]) -> Callable[[Merge], None]:
    """The kept account opens as it did: with its own password, and what goes with it."""

    def forget(merge: Merge) -> None:
        model.objects.filter(account=merge.other).delete()

    return forget


def _forget_card(merge: Merge) -> None:
    """A card is of one account: that of the other no longer opens anything."""
    PupilCard.objects.filter(pupil=merge.other).delete()


def _move_photo(merge: Merge) -> None:
    """The photo of the kept pupil; that of the other where he has none."""
    if not PupilPhoto.objects.filter(pupil=merge.kept).exists():
        PupilPhoto.objects.filter(pupil=merge.other).update(pupil=merge.kept)
    PupilPhoto.objects.filter(pupil=merge.other).delete()


def _move_notices(merge: Merge) -> None:
    """What both were told and neither has read is told once."""
    unread = Notice.objects.filter(read_at=None)
    own = set(unread.filter(account=merge.kept).values_list("code", "target"))
    for notice in unread.filter(account=merge.other):
        if (notice.code, notice.target) in own:
            notice.delete()
    Notice.objects.filter(account=merge.other).update(account=merge.kept)


hold(
    TeachingAssignment,
    "teacher",
    move=move_links(
        TeachingAssignment, holder="teacher", to="school_class", flags=("is_pp", "is_by_hand", "is_pp_by_hand")
    ),
    label="classes",
)
hold(
    GroupTeaching,
    "teacher",
    move=move_links(GroupTeaching, holder="teacher", to="group", flags=("is_owner", "is_by_hand")),
    label="groupes d'enseignement",
)
hold(
    MatiereTeaching,
    "teacher",
    move=move_links(MatiereTeaching, holder="teacher", to="matiere", flags=("is_coordonnateur", "is_by_hand")),
    label="matières",
)
hold(
    GroupMembership,
    "pupil",
    move=move_links(GroupMembership, holder="pupil", to="group", flags=("is_by_hand",)),
    label="groupes",
)
hold(Guardianship, "guardian", move=_move_children, label="enfants")
hold(Guardianship, "pupil", move=_move_guardians, label="responsables légaux", remarks=_too_many_guardians)
hold(Address, "account", move=_move_address, label="adresse postale", remarks=_two_addresses)
hold(LegalHold, "account", move=_move_hold, label="conservation demandée")
hold(LinkedAccount, "account", move=_move_linked)
hold(Message, "author", label="messages d'accueil")
hold(MessageTarget, "account", move=move_links(MessageTarget, holder="account", to="message"))
hold(HiddenMessage, "account", move=move_links(HiddenMessage, holder="account", to="message"))
hold(Notice, "account", move=_move_notices)
hold(OpenSession, "account", move=_close_sessions)
for model in (Application, Passkey, RecoveryCode, KnownBrowser):
    hold(model, "account", move=_stays_with_the_password(model))
hold(PupilCard, "pupil", move=_forget_card)
hold(PupilCard, "made_by")
hold(PupilPhoto, "pupil", move=_move_photo, label="photo")

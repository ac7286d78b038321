"""People of a school, what they are to its structure, and what keeps them safe."""

from accounts.models.factor import Application, KnownBrowser, Passkey, PupilCard, RecoveryCode
from accounts.models.holds import LegalHold
from accounts.models.mail import Audience, ContactRequest, HiddenMessage, Message, MessageTarget, OutgoingMail
from accounts.models.notices import Notice
from accounts.models.people import (
    NAMELESS,
    NOTICE_VERSION,
    PUPIL_NOTICE_VERSION,
    SORT_KEY_LENGTH,
    Account,
    AccountQuerySet,
    Address,
    Guardianship,
    LinkedAccount,
    stored_sort_key,
)
from accounts.models.photo import PupilPhoto
from accounts.models.security import (
    AppendOnly,
    Connector,
    JournalEntry,
    OpenSession,
    ServerKey,
    SignInLock,
)
from accounts.models.spaces import MovedSchool, SpaceRequest
from accounts.models.teaching import GroupMembership, GroupTeaching, MatiereTeaching, TeachingAssignment

__all__ = [
    "NAMELESS",
    "NOTICE_VERSION",
    "PUPIL_NOTICE_VERSION",
    "SORT_KEY_LENGTH",
    "Account",
    "AccountQuerySet",
    "Address",
    "AppendOnly",
    "Application",
    "Audience",
    "Connector",
    "ContactRequest",
    "GroupMembership",
    "GroupTeaching",
    "Guardianship",
    "HiddenMessage",
    "JournalEntry",
    "KnownBrowser",
    "LegalHold",
    "LinkedAccount",
    "MatiereTeaching",
    "Message",
    "MessageTarget",
    "MovedSchool",
    "Notice",
    "OpenSession",
    "OutgoingMail",
    "Passkey",
    "PupilCard",
    "PupilPhoto",
    "RecoveryCode",
    "ServerKey",
    "SignInLock",
    "SpaceRequest",
    "TeachingAssignment",
    "stored_sort_key",
]

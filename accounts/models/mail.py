"""What is said to people: messages on home pages, e-mails waiting to leave, questions to the administrators."""

from django.db import models

from accounts.enums import Profile
from accounts.models.people import Account
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Group, School, SchoolClass


class Message(SchoolOwned):
    """A word of a member of staff on the home page of some people, from one day to another, both included.

    They are whole profiles, and those whom its targets name when it is for some of them (`is_chosen`).
    """

    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="messages")
    author_label = models.CharField(max_length=220)
    text = models.TextField("message", max_length=2000)
    profiles = models.JSONField("destinataires", default=list)
    is_chosen = models.BooleanField(default=False)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        indexes = [models.Index(fields=["school", "ends_on"], name="message_by_end")]
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_on__lte=models.F("ends_on")), name="message_ends_after")
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def recipients(self) -> str:
        """« élève, responsables de 5A, DURAND Paul »."""
        targets = self.targets.all() if self.is_chosen else []
        return ", ".join([*(Profile(code).label for code in self.profiles), *map(str, targets)])


class Audience(models.TextChoices):
    """Whom a message is for in a class or in a group: the code of a profile, that of professeurs for all who teach."""

    PUPILS = Profile.ELV.value, "élèves"
    GUARDIANS = Profile.TUT.value, "responsables"
    TEACHERS = Profile.ENS.value, "enseignants"


class MessageTarget(SchoolOwned):
    """Some of those whom a message is for: an audience of a class or of a group as it is that day, or one person."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="targets")
    audience = models.CharField(max_length=3, choices=Audience, blank=True)
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "message", "audience", "school_class"], name="message_target_class_once"
            ),
            models.UniqueConstraint(
                fields=["school", "message", "audience", "group"], name="message_target_group_once"
            ),
            models.UniqueConstraint(fields=["school", "message", "account"], name="message_target_account_once"),
            models.CheckConstraint(
                condition=models.Q(school_class__isnull=False, group=None, account=None) & ~models.Q(audience="")
                | models.Q(school_class=None, group__isnull=False, account=None) & ~models.Q(audience="")
                | models.Q(school_class=None, group=None, account__isnull=False, audience=""),
                name="message_target_is_one",
            ),
        ]

    def __str__(self) -> str:
        if self.account:
            return self.account.full_name
        place = self.school_class or self.group
        return f"{self.get_audience_display()} de {place.name if place else ''}"


class HiddenMessage(SchoolOwned):
    """Somebody has read a message, and does not want it on his home page any more."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "message", "account"], name="message_hidden_once")]

    def __str__(self) -> str:
        return f"{self.message_id} ({self.account_id})"


class OutgoingMail(models.Model):
    """A plain text e-mail waiting for `manage.py send_mail`; the operator's have no school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, related_name="+")
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(auto_now_add=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    # The server of the recipient refused it for good (5xx): it is not tried again.
    refused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["school", "recipient"],
                condition=models.Q(refused_at__isnull=False),
                name="mail_refused",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class ContactRequest(SchoolOwned):
    """A question to the administrators by somebody not signed in, until the code sent by e-mail proves his address."""

    last_name = models.CharField("nom", max_length=100)
    first_name = models.CharField("prénom", max_length=100)
    email = models.EmailField("adresse e-mail", max_length=100)
    text = models.TextField("message", max_length=2000)
    code_hash = models.CharField(max_length=128)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    # From then on the administrators read it.
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email

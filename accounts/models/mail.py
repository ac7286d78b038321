"""What is said to people: messages on home pages, e-mails waiting to leave, questions to the administrators."""

from django.db import models

from accounts.enums import Profile
from accounts.models.people import Account
from sacoche.kit.tenancy import SchoolOwned
from schools.models import School


class Message(SchoolOwned):
    """A word of a member of staff on the home page of some profiles, from one day to another, both included."""

    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="messages")
    author_label = models.CharField(max_length=220)
    text = models.TextField("message", max_length=2000)
    profiles = models.JSONField("destinataires", default=list)
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
        """« élève, responsable légal »."""
        return ", ".join(Profile(code).label for code in self.profiles)


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

"""Schools that ask the operator for a space, and those that went to another server."""

import datetime

from django.db import models

from sacoche.kit.clock import now


class SpaceRequest(models.Model):
    """What somebody wrote to the operator to have a space opened for a school."""

    school_name = models.CharField("nom de l'établissement", max_length=100)
    town = models.CharField("commune", max_length=100)
    uai = models.CharField("numéro UAI", max_length=8, blank=True)
    last_name = models.CharField("votre nom", max_length=100)
    first_name = models.CharField("votre prénom", max_length=100)
    email = models.EmailField("votre adresse e-mail", max_length=100)
    text = models.TextField("message", max_length=2000, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    # When the operator opened the space, or declined.
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.school_name}, {self.town}"


# How long the former address of a school that moved leads to the new one.
LED_FOR = datetime.timedelta(days=30)


class MovedSchool(models.Model):
    """A school that another server has now: for thirty days, its address here leads to the one it has there.

    Its name and its number outlive its rows, which may be deleted meanwhile.
    """

    identity = models.UUIDField(unique=True)
    number = models.PositiveIntegerField("numéro", db_index=True)
    uai = models.CharField("UAI", max_length=8, blank=True, db_index=True)
    name = models.CharField("nom", max_length=100)
    address = models.URLField("nouvelle adresse", max_length=200)
    moved_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.name} : {self.address}"

    @property
    def until(self) -> datetime.datetime:
        """When the former address stops leading anywhere."""
        return self.moved_at + LED_FOR

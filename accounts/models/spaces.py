"""Schools that ask the operator for a space."""

from django.db import models


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

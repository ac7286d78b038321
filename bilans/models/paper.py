"""How official documents are put on paper: their layout, the stamp of the school, the signatures of its people."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import Account
from bilans.paper.envelopes import Format
from sacoche.kit.tenancy import SchoolOwned

LEAST_MARGIN, MOST_MARGIN = 5, 20
LONGEST_MENTION = 300


class HeaderField(models.TextChoices):
    """What the head of the page says of the school."""

    NAME = "name", "nom"
    ADDRESS = "address", "adresse et commune"
    PHONE = "phone", "téléphone"
    EMAIL = "email", "adresse e-mail"
    WEBSITE = "website", "site web"
    LOGO = "logo", "logo"


class AddressMode(models.TextChoices):
    """Whether the address of the guardians is printed, and where."""

    NONE = "sans", "pas d'adresse"
    FREE = "libre", "adresse en haut à droite, sans enveloppe à fenêtre"
    WINDOW = "fenetre", "adresse dans la fenêtre d'une enveloppe"


class Copies(models.TextChoices):
    """How many copies a pupil has."""

    ONE = "un", "un exemplaire"
    TWO_IF_APART = "deux_si", "deux exemplaires si les adresses des responsables sont différentes"
    TWO = "deux", "deux exemplaires"


class Signing(models.TextChoices):
    """What is drawn under the name of the head who prints."""

    NOTHING = "rien", "ni tampon, ni signature"
    STAMP = "tampon", "le tampon de l'établissement"
    SIGNATURE = "signature", "la signature de la personne qui imprime"
    SIGNATURE_OR_STAMP = "signature_ou_tampon", "sa signature ; à défaut, le tampon"
    STAMP_OR_SIGNATURE = "tampon_ou_signature", "le tampon ; à défaut, sa signature"


def _all_fields() -> list[str]:
    return [str(field.value) for field in HeaderField]


_MILLIMETRES = [MinValueValidator(5), MaxValueValidator(150)]


class PageSetup(SchoolOwned):
    """The layout of the official documents of a school; one without a row has the default of each field.

    Lengths are in millimetres; those of the window are measured from the right and from the bottom of the envelope.
    """

    fields_shown: Any = models.JSONField(default=_all_fields)
    address = models.CharField("adresse des responsables", max_length=7, choices=AddressMode, default=AddressMode.NONE)
    envelope = models.CharField(
        "enveloppe", max_length=2, choices=[(one.value, one.value.upper()) for one in Format], default=Format.DL.value
    )
    window_width = models.PositiveSmallIntegerField("largeur de la fenêtre", default=100, validators=_MILLIMETRES)
    window_height = models.PositiveSmallIntegerField("hauteur de la fenêtre", default=35, validators=_MILLIMETRES)
    window_right = models.PositiveSmallIntegerField("distance au bord droit", default=20, validators=_MILLIMETRES)
    window_bottom = models.PositiveSmallIntegerField("distance au bord bas", default=20, validators=_MILLIMETRES)
    copies = models.CharField("exemplaires", max_length=7, choices=Copies, default=Copies.ONE)
    margin = models.PositiveSmallIntegerField(
        "marges", default=10, validators=[MinValueValidator(LEAST_MARGIN), MaxValueValidator(MOST_MARGIN)]
    )
    is_duplex = models.BooleanField("pages blanches pour le recto verso", default=False)
    is_grey = models.BooleanField("en niveaux de gris", default=False)
    signing = models.CharField("signature", max_length=19, choices=Signing, default=Signing.NOTHING)
    has_visa = models.BooleanField("place pour le visa des responsables", default=True)
    mention = models.CharField("mention au bas du document", max_length=LONGEST_MENTION, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="page_setup_once")]

    def __str__(self) -> str:
        return f"{self.get_address_display()}, {self.get_copies_display()}"


class SignatureImage(SchoolOwned):
    """A signature drawn anew (bilans.printing.images): that of somebody, or the stamp of the school, of nobody."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=16)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "account"], name="signature_of_one_once"),
            models.UniqueConstraint(fields=["school"], condition=models.Q(account=None), name="stamp_once"),
        ]

    def __str__(self) -> str:
        return self.digest

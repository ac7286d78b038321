"""The profiles of the people of a school."""

from django.db import models


class Profile(models.TextChoices):
    """Three-letter codes as French schools know them; the label is the long name that screens show."""

    ADM = "ADM", "administrateur"
    DIR = "DIR", "directeur"
    ENS = "ENS", "professeur"
    DOC = "DOC", "documentaliste"
    EDU = "EDU", "conseiller d'éducation"
    ELV = "ELV", "élève"
    TUT = "TUT", "responsable légal"
    WBM = "WBM", "webmestre"


TEACHERS = frozenset({Profile.ENS, Profile.DOC, Profile.EDU})
STAFF = TEACHERS | {Profile.ADM, Profile.DIR}
EVERYBODY = frozenset(Profile) - {Profile.WBM}

# « Vous êtes dans l'environnement … »
ENVIRONMENTS = {
    Profile.ADM: "administrateur",
    Profile.DIR: "directeur",
    Profile.ENS: "personnel enseignant",
    Profile.DOC: "documentaliste",
    Profile.EDU: "conseiller d'éducation",
    Profile.ELV: "élève",
    Profile.TUT: "responsable légal",
}


class Gender(models.TextChoices):
    UNKNOWN = "I", "non renseigné"
    MALE = "M", "masculin"
    FEMALE = "F", "féminin"

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
    # A school may open these too.
    IEX = "IEX", "intervenant extérieur"
    AED = "AED", "assistant d'éducation"
    SUR = "SUR", "surveillant"
    ORI = "ORI", "psychologue de l'Éducation nationale"
    MDS = "MDS", "personnel médico-social"
    ADF = "ADF", "personnel administratif"
    PSE = "PSE", "personnel socio-éducatif"


# Closed until the school opens them.
OPTIONAL = frozenset({Profile.IEX, Profile.AED, Profile.SUR, Profile.ORI, Profile.MDS, Profile.ADF, Profile.PSE})
# They only have the classes, groups and matières that were given to them; the other staff has them all.
ASSIGNED = frozenset({Profile.ENS, Profile.IEX})
# Those who have by default what a school's teaching staff has. An optional profile may hold every class of the school:
# it only gets that from an administrator, right by right.
USUAL_TEACHERS = frozenset({Profile.ENS, Profile.DOC, Profile.EDU})
TEACHERS = USUAL_TEACHERS | OPTIONAL
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
    Profile.IEX: "intervenant extérieur",
    Profile.AED: "assistant d'éducation",
    Profile.SUR: "surveillant",
    Profile.ORI: "psychologue de l'Éducation nationale",
    Profile.MDS: "personnel médico-social",
    Profile.ADF: "personnel administratif",
    Profile.PSE: "personnel socio-éducatif",
}


class Gender(models.TextChoices):
    UNKNOWN = "I", "non renseigné"
    MALE = "M", "masculin"
    FEMALE = "F", "féminin"


class FactorRule(models.TextChoices):
    """What a school asks of the second factor of a profile."""

    FREE = "free", "au choix de chacun"
    PROPOSED = "proposed", "proposé à l'accueil"
    REQUIRED = "required", "obligatoire"

"""The matières that a discipline of STS-Web stands for."""

from collections.abc import Sequence

# By the four digits of the code, the letter apart.
_MATIERES: dict[str, tuple[str, ...]] = {
    "0080": ("DOC",),
    "0100": ("PHILO",),
    "0421": ("ALL1", "ALL2"),
    "0422": ("AGL1", "AGL2"),
    "0424": ("CHI1", "CHI2"),
    "0426": ("ESP1", "ESP2"),
    "0429": ("ITA1", "ITA2"),
    "0433": ("POR1", "POR2"),
    "0434": ("RUS1", "RUS2"),
    "1000": ("HIGEO", "EDCIV"),
    "1100": ("SES",),
    "1300": ("MATHS",),
    "1315": ("MATHS", "PH-CH"),
    "1400": ("TECHN",),
    "1500": ("PH-CH",),
    "1600": ("SVT",),
    "1615": ("SVT", "PH-CH"),
    "1700": ("EDMUS",),
    "1800": ("A-PLA",),
    "1900": ("EPS",),
}
# Letters, classical or modern, with whatever option.
_FRENCH = "02"


def matieres_of_discipline(code: str) -> Sequence[str]:
    """The references of the matières of a discipline: « L1315 » gives MATHS and PH-CH; none for the others."""
    digits = code.strip()[1:5]
    return ("FRANC",) if digits.startswith(_FRENCH) and len(digits) == 4 else _MATIERES.get(digits, ())

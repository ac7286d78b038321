"""What a school would need before its families could come in by ÉduConnect: what is ready, what is missing.

The connector is not written: nobody may connect a service to ÉduConnect without the agreement of the ministry, which
gives the addresses and the keys that it would be written and tried with.
"""

from dataclasses import dataclass

from accounts.enums import Profile
from accounts.models import Account, Guardianship
from sacoche.kit.factor.passkeys import Site
from sacoche.kit.text import count


@dataclass(frozen=True)
class Need:
    """One thing that is needed; `who` may do it. `found` says where the school stands, in French."""

    label: str
    is_met: bool
    found: str
    who: str


def needs(site: Site) -> list[Need]:
    """What is needed, in order, for the open school on the server of this address; three queries."""
    pupils = Account.objects.pupils().active()
    guardians = Account.objects.active().filter(profile=Profile.TUT)
    linked = guardians.filter(pk__in=Guardianship.objects.values("guardian"))
    return [
        Need(
            "L'accord du ministère",
            False,
            "Aucun accord n'est connu de ce serveur : c'est lui qui donne les adresses et les clés du raccordement.",
            "l'hébergeur, auprès du ministère",
        ),
        Need(
            "Le connecteur",
            False,
            "Il n'est pas écrit : il le sera avec l'accord, pour être essayé contre un vrai ÉduConnect.",
            "les auteurs du logiciel, une fois l'accord donné",
        ),
        _address(site),
        _counted(
            "Les élèves reconnus par leur identifiant national",
            ready=pupils.exclude(reference="").count(),
            total=pupils.count(),
            words=("élève a un INE ou une référence", "élèves ont un INE ou une référence"),
        ),
        _counted(
            "Les responsables reliés à leurs enfants",
            ready=linked.count(),
            total=guardians.count(),
            words=("responsable est relié à un élève", "responsables sont reliés à un élève"),
        ),
    ]


def _address(site: Site) -> Need:
    is_met = site.origin.startswith("https:") and site.takes_passkeys
    found = f"Ce serveur est « {site.origin} »." + ("" if is_met else " Il faut un nom de domaine, en https.")
    return Need("Une adresse publique en https", is_met, found, "l'hébergeur (PUBLIC_URL)")


def _counted(label: str, *, ready: int, total: int, words: tuple[str, str]) -> Need:
    found = f"{count(ready, *words)}, sur {total}."
    return Need(label, 0 < total == ready, found, "l'établissement, par ses imports")

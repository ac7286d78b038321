"""Whose photo a file is, by its name: a mask says what names are made of. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from accounts.models import Account
from sacoche.kit.text import letters


@dataclass(frozen=True)
class Mask:
    """What the names of files are made of: `key` says it of a pupil, empty when the school does not know it."""

    code: str
    label: str
    example: str
    key: Callable[[Account], str]


MASKS = (
    Mask("nom_prenom", "NOM_Prenom", "MARTIN_Emma.jpg", lambda pupil: f"{pupil.last_name}{pupil.first_name}"),
    Mask("prenom_nom", "Prenom_NOM", "Emma_MARTIN.jpg", lambda pupil: f"{pupil.first_name}{pupil.last_name}"),
    Mask("elenoet", "N° Sconet (Élénoet)", "4217.jpg", lambda pupil: pupil.elenoet.lstrip("0")),
    Mask("ine", "INE ou référence", "070458123AB.jpg", lambda pupil: pupil.reference),
    Mask("login", "Identifiant de connexion", "emartin.jpg", lambda pupil: pupil.login),
)
BY_CODE = {mask.code: mask for mask in MASKS}


@dataclass(frozen=True)
class Homonyms:
    """A file whose name is that of several pupils: it is nobody's until somebody says whose."""

    file: str
    pupils: Sequence[Account]


@dataclass(frozen=True)
class Matched:
    """Whose the files are. `twice` are those of a pupil who has another one in the same sending."""

    files: dict[str, Account]
    homonyms: Sequence[Homonyms]
    unknown: Sequence[str]
    twice: Sequence[str]


def matched(files: Iterable[str], pupils: Iterable[Account], mask: Mask) -> Matched:
    """Whose each file is, by the letters and digits of its name: accents, case and separators count for nothing."""
    of_name: dict[str, list[Account]] = defaultdict(list)
    for pupil in pupils:
        if key := letters(mask.key(pupil)):
            of_name[key].append(pupil)
    found: dict[str, list[str]] = defaultdict(list)
    for file in files:
        found[_name_of(file, mask)].append(file)
    alone = {name: sent[0] for name, sent in found.items() if len(sent) == 1}
    return Matched(
        files={file: of_name[name][0] for name, file in alone.items() if len(of_name.get(name, ())) == 1},
        homonyms=[Homonyms(file, of_name[name]) for name, file in alone.items() if len(of_name.get(name, ())) > 1],
        unknown=[file for name, sent in found.items() if name not in of_name for file in sent],
        twice=[file for name, sent in found.items() if name in of_name and len(sent) > 1 for file in sent],
    )


def _name_of(file: str, mask: Mask) -> str:
    name = letters(PurePosixPath(file).stem)
    return name.lstrip("0") if mask.code == "elenoet" else name

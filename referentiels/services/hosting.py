"""The library of the operator: a folder of files becomes what every school is offered, all of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.json_own import read_json
from referentiels.exchange.own import read_own, write_own
from referentiels.exchange.walking import Knows, root_of
from referentiels.models import HostedReferentiel
from referentiels.socle import entries_by_link, knower
from sacoche.kit.files.xml import BadXml
from schools.models import Niveau
from schools.national_matieres import national_matieres

_ENDINGS = (".xml", ".json")
_MOST_FILES = 500


class BadLibrary(Exception):
    """Files of the folder cannot be offered; `faults` say which, where, and what to do. Nothing was written."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many référentiels the folder holds, and of the present ones how many stay the same or go."""

    total: int
    added: int
    changed: int
    removed: int


def load_library(folder: Path, *, is_dry_run: bool = False) -> Loaded:
    """Make the library of the operator what the folder holds; nothing is written in a dry run.

    The copies that schools made stay theirs. Raises BadLibrary, with every fault of every file.
    """
    rows = _read_folder(folder)
    present = {row.code: row for row in HostedReferentiel.objects.all()}
    wanted = {row.code: row for row in rows}
    changed = [row for code, row in wanted.items() if code in present and not _same(row, present[code])]
    if not is_dry_run:
        with transaction.atomic():
            HostedReferentiel.objects.exclude(code__in=wanted).delete()
            HostedReferentiel.objects.filter(code__in=[row.code for row in changed]).delete()
            kept = set(HostedReferentiel.objects.values_list("code", flat=True))
            HostedReferentiel.objects.bulk_create(row for code, row in wanted.items() if code not in kept)
    return Loaded(len(wanted), len(wanted.keys() - present.keys()), len(changed), len(present.keys() - wanted.keys()))


def clear_library() -> int:
    """Nothing is offered by the operator any more; how many référentiels there were."""
    return int(HostedReferentiel.objects.all().delete()[0])


def _same(row: HostedReferentiel, present: HostedReferentiel) -> bool:
    return (row.matiere, row.niveau, row.content) == (present.matiere, present.niveau, present.content)


def _read_folder(folder: Path) -> list[HostedReferentiel]:
    if not folder.is_dir():
        raise BadLibrary([f"{folder} n'est pas un dossier."])
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file())
    if not paths:
        raise BadLibrary([f"{folder} ne contient aucun fichier .xml ni .json : rien à proposer."])
    if len(paths) > _MOST_FILES:
        raise BadLibrary([f"{folder} contient {len(paths)} fichiers ; {_MOST_FILES} au plus."])
    reader = _Folder(knower(entries_by_link()))
    rows = [row for path in paths for row in reader.read(path)]
    if reader.faults:
        raise BadLibrary(reader.faults)
    return rows


class _Folder:
    """Reads file after file, and gathers what is wrong in all of them."""

    def __init__(self, knows: Knows) -> None:
        self.knows = knows
        self.faults: list[str] = []
        self.names: dict[str, str] = {}
        self.niveaux = set(Niveau.objects.values_list("reference", flat=True))

    def read(self, path: Path) -> Iterator[HostedReferentiel]:
        """The row of a file, none when something is wrong in it."""
        try:
            reading, faults = self._reading(path)
        except (BadTree, BadXml, OSError) as error:
            self.faults.append(f"{path.name} : {error}")
            return
        code = slugify(path.stem)[:60]
        faults = (*faults, *self._misplaced(path, code, reading))
        self.faults += [f"{path.name} : {fault}" for fault in faults]
        if not faults:
            about = {name: reading.about[name] for name in ("matiere", "niveau")}
            yield HostedReferentiel(
                code=code,
                **about,
                item_count=sum(1 for _item in reading.tree.items),
                content=write_own(reading.tree, about).decode(),
            )

    def _reading(self, path: Path) -> tuple[Reading, tuple[str, ...]]:
        data = path.read_bytes()
        if path.suffix.lower() == ".json":
            return read_json(data, self.knows)
        reading = read_own(root_of(BytesIO(data)), self.knows)
        return reading, tuple(map(str, reading.faults))

    def _misplaced(self, path: Path, code: str, reading: Reading) -> Iterator[str]:
        """What keeps a file that is read whole from being offered."""
        matiere, niveau = reading.about.get("matiere", ""), reading.about.get("niveau", "")
        if matiere not in national_matieres():
            yield f"ligne 1 : la matière « {matiere} » n'est pas de la liste nationale."
        if niveau not in self.niveaux:
            yield f"ligne 1 : le niveau « {niveau} » n'est pas de la liste nationale."
        if not any(reading.tree.items) and not reading.faults:
            yield "ce référentiel n'a aucun item."
        if code in self.names:
            yield f"« {self.names[code]} » a déjà ce nom, aux accents et aux signes près : renommez l'un des deux."
        self.names[code] = path.name

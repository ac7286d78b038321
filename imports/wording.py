"""The sentences that sum up a step, the same on the pages and in the commands."""

from collections.abc import Mapping

from sacoche.kit.text import count


def classes_sentence(result: Mapping[str, int]) -> str:
    """« 8 classes présentes + 9 classes ajoutées − 8 classes supprimées = 9 classes résultantes. »"""
    before = count(result["before"], "classe présente", "classes présentes")
    added = count(result["added"], "classe ajoutée", "classes ajoutées")
    removed = count(result["removed"], "classe supprimée", "classes supprimées")
    after = count(result["after"], "classe résultante", "classes résultantes")
    return f"{before} + {added} − {removed} = {after}."


def users_sentence(result: Mapping[str, int]) -> str:
    """The accounts before, what was written, the accounts after (spec §2.5)."""
    modified = count(result["modified"], "utilisateur modifié", "utilisateurs modifiés")
    added = count(result["added"], "utilisateur ajouté", "utilisateurs ajoutés")
    removed = count(result["removed"], "utilisateur retiré", "utilisateurs retirés")
    before, after = (_accounts(result, moment) for moment in ("before", "after"))
    return f"{before} → {modified} + {added} − {removed} → {after}."


def _accounts(result: Mapping[str, int], moment: str) -> str:
    active = count(result[f"active_{moment}"], "utilisateur actif", "utilisateurs actifs")
    inactive = count(result[f"inactive_{moment}"], "utilisateur inactif", "utilisateurs inactifs")
    return f"{active} et {inactive}"


def without_password_sentence(waiting: int) -> str:
    """What remains to be done for the pupils who cannot sign in yet, for whoever made their accounts by a command."""
    number = count(waiting, "élève n'a", "élèves n'ont")
    return (
        f"{number} pas encore de mot de passe. Pour préparer leurs étiquettes, "
        "importez de nouveau ce fichier par la page « Importer des fichiers d'utilisateurs » et demandez les "
        "identifiants à l'étape 4 ; pour un seul élève, « Élèves (gestion) »."
    )

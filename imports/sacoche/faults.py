"""Why a file is not taken for the backup of a school: what each refusal says."""


class NotABackup(ValueError):
    """The file cannot be read as a backup of SACoche; the message says in French why, and what to do."""


def foreign_file(name: str) -> NotABackup:
    return NotABackup(
        f"Cette archive ne contient pas une sauvegarde de SACoche : elle a un fichier « {name[:80]} ». Envoyez le ZIP "
        "tel que la page « Sauvegarder / Restaurer la base » l'a donné, sans l'ouvrir ni le compléter."
    )


def several_schools(names: list[str]) -> NotABackup:
    shown = ", ".join(f"« {name} »" for name in names[:5]) + (", …" if len(names) > 5 else "")
    return NotABackup(
        f"C'est l'envoi de plusieurs établissements : prenez-y le fichier du vôtre ({shown}) et envoyez-le seul."
    )


def missing_file(name: str) -> NotABackup:
    return NotABackup(
        f"Il manque le fichier « {name} » : la sauvegarde est incomplète. Refaites-la dans SACoche, et envoyez le ZIP "
        "sans en rien ôter."
    )


def missing_table(name: str) -> NotABackup:
    return NotABackup(
        f"Il manque la table « {name} » : la sauvegarde est incomplète, ou vient d'une version que nous ne savons pas "
        "lire. Refaites-la dans SACoche."
    )


def not_data(name: str, line: str) -> NotABackup:
    return NotABackup(
        f"Le fichier « {name} » contient autre chose que des données (« {line.strip()[:60]} ») : rien n'en est lu. "
        "Refaites la sauvegarde dans SACoche."
    )


def not_utf_8(name: str) -> NotABackup:
    return NotABackup(
        f"Le fichier « {name} » n'est pas écrit en UTF-8 : il a été ouvert et enregistré par un autre logiciel. "
        "Envoyez le ZIP tel que SACoche l'a donné ; si vous ne l'avez plus, demandez qu'il soit lu en Windows-1252."
    )


def cut_short(name: str) -> NotABackup:
    return NotABackup(
        f"Le fichier « {name} » s'arrête au milieu d'une ligne : la sauvegarde a été coupée. Refaites-la dans SACoche."
    )


def version_unknown() -> NotABackup:
    return NotABackup(
        "La version de cette sauvegarde n'est pas lisible : sa table des paramètres n'a pas de « version_base »."
    )


def missing_column(table: str, column: str) -> NotABackup:
    return NotABackup(
        f"La table « {table} » n'a pas de colonne « {column} » : cette sauvegarde vient d'une version que nous ne "
        "savons pas lire."
    )

"""Why a file is not put back. Each message is French and says what to do."""


class NotABackup(Exception):
    """The file cannot be read as a backup of a school; nothing was written."""


class WrongPassword(NotABackup):
    """The password does not open the file, or the file is not what was written."""


class NotThisSchool(Exception):
    """The file is another school's than the one that is there; nothing was written."""


class NotNow(Exception):
    """Something else is being done in the school; nothing was written."""


_AGAIN = "reprenez le fichier là où vous l'avez gardé, et téléchargez-le à nouveau s'il est encore proposé"
FOREIGN = (
    "Ce fichier n'est pas une sauvegarde d'établissement faite par SACoche (.sacoche) : rien n'a été écrit. Une "
    "sauvegarde du SACoche d'avant se reprend par « Venir de SACoche »."
)
NEWER = (
    "Cette sauvegarde vient d'une version plus récente de SACoche ({version}) : rien n'a été écrit. Mettez ce serveur "
    "à jour, puis recommencez."
)
NOT_OPENED = (
    "Ce mot de passe n'ouvre pas cette sauvegarde : rien n'a été écrit. Vérifiez majuscules et minuscules ; sans son "
    "mot de passe, personne ne peut la lire."
)
CUT = f"Cette sauvegarde est coupée avant la fin : rien n'a été écrit. Pour la restaurer, {_AGAIN}."
CUT_OR_ALTERED = (
    f"Cette sauvegarde est coupée avant la fin, ou altérée : rien n'a été écrit. Pour la restaurer, {_AGAIN}."
)
ALTERED = (
    f"Cette sauvegarde a été altérée depuis qu'elle a été faite : rien n'a été écrit. Pour la restaurer, {_AGAIN}."
)

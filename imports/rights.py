"""Who may import users, and what the journal says of it."""

from accounts.enums import Profile
from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

rights.register(Right("imports.run", "Importer des fichiers d'utilisateurs", profiles=frozenset({Profile.ADM})))

rights.register(
    Right("imports.move_in", "Venir de SACoche : reprendre une sauvegarde", profiles=frozenset({Profile.ADM}))
)

rights.register(
    Right("imports.set_identities", "Importer / Imposer des identifiants", profiles=frozenset({Profile.ADM}))
)

rights.register(
    Right(
        "imports.transfer_results",
        "Remettre et reprendre les résultats d'un élève qui change d'établissement",
        profiles=frozenset({Profile.ADM, Profile.DIR}),
        adjustable=frozenset({Profile.DIR}),
    )
)

verbs.register(Verb("imports.receive", "a déposé le fichier « {file_name} » ({source})"))
verbs.register(Verb("imports.take_over", "a repris l'import commencé par {former_holder}"))
verbs.register(Verb("imports.cancel", "a annulé l'import du fichier « {file_name} »"))
verbs.register(
    Verb(
        "imports.apply_classes",
        "import : {added:classe ajoutée|classes ajoutées}, {removed:classe supprimée|classes supprimées} "
        "({references})",
    )
)
verbs.register(
    Verb(
        "imports.apply_groups",
        "import : {added:groupe ajouté|groupes ajoutés}, {removed:groupe supprimé|groupes supprimés} ({references})",
    )
)
verbs.register(
    Verb(
        "imports.apply_users",
        "import : {added:compte ajouté|comptes ajoutés}, {modified:modifié|modifiés}, {removed:retiré|retirés}",
    )
)
verbs.register(
    Verb(
        "imports.apply_links",
        "import : {added:affectation ajoutée|affectations ajoutées}, {removed:retirée|retirées}",
    )
)
verbs.register(
    Verb("imports.apply_addresses", "import : {added:adresse ajoutée|adresses ajoutées}, {modified:modifiée|modifiées}")
)
verbs.register(Verb("imports.apply_guardianships", "import : responsables modifiés pour {pupils:élève|élèves}"))
verbs.register(
    Verb("imports.make_passwords", "a demandé les mots de passe de {number:nouveau compte|nouveaux comptes}")
)
verbs.register(
    Verb(
        "imports.undo",
        "a annulé ce qu'avait écrit l'import du fichier « {file_name} » ({refused:élément laissé|éléments laissés})",
    )
)
verbs.register(Verb("imports.finish", "a terminé l'import du fichier « {file_name} »"))

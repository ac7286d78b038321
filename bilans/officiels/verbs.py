"""What the journal says of official documents."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("bilans.set_status", "a mis « {kind} » en « {status} » : {places}"))
verbs.register(Verb("bilans.reopen", "a rouvert « {kind} », qui était complet, en « {status} » : {places}"))
verbs.register(Verb("bilans.correct", "a corrigé une appréciation de {author} ({document})"))
verbs.register(Verb("bilans.report_fault", "a signalé une faute à {author} ({document})"))
verbs.register(Verb("bilans.remind", "a relancé {teachers:professeur|professeurs} ({document})"))
verbs.register(
    Verb("bilans.import_texts", "a repris d'un fichier {texts:appréciation|appréciations} ({document}, {matiere})")
)
verbs.register(Verb("bilans.copy_means", "a reporté {means:moyenne|moyennes} du relevé ({document})"))
verbs.register(Verb("bilans.save_configuration", "a enregistré la configuration « {name} » ({kind})"))
verbs.register(Verb("bilans.delete_configuration", "a supprimé la configuration « {name} » ({kind})"))
verbs.register(
    Verb("bilans.give_configuration", "a donné la configuration « {name} » ({kind}) à {classes:classe|classes}")
)

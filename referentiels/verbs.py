"""What the journal says of référentiels."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("referentiels.create", "a créé le référentiel {referentiel}"))
verbs.register(Verb("referentiels.configure", "a réglé le référentiel {referentiel} : {settings}"))
verbs.register(Verb("referentiels.change_matiere", "a changé la matière du référentiel {before} : {after}"))
verbs.register(
    Verb("referentiels.delete", "a supprimé le référentiel {referentiel} : {items:item|items}", is_told=True)
)
verbs.register(
    Verb(
        "referentiels.delete_nodes",
        "a retiré du référentiel {referentiel} : {nodes}, {items:item|items} en tout",
        is_told=True,
    )
)
verbs.register(
    Verb(
        "referentiels.merge",
        "a fusionné, dans le référentiel {referentiel}, « {item} » dans « {into} » : {held}",
        is_told=True,
    )
)
verbs.register(
    Verb(
        "referentiels.bulk",
        "a changé d'un coup {items:item|items} du référentiel {referentiel} : {what}",
        is_told=True,
    )
)
verbs.register(Verb("referentiels.share", "a partagé le référentiel {referentiel}"))
verbs.register(Verb("referentiels.unshare", "ne partage plus le référentiel {referentiel}"))
verbs.register(Verb("referentiels.undo", "a annulé un changement du référentiel {referentiel}"))
verbs.register(Verb("referentiels.choose_versions", "a choisi les versions du socle utilisées : {versions}"))
verbs.register(Verb("referentiels.complete", "a complété le référentiel {referentiel} par {source} : {what}"))
verbs.register(Verb("referentiels.create_set", "a créé le regroupement d'items « {name} »"))
verbs.register(Verb("referentiels.share_set", "a partagé le regroupement d'items « {name} » : {whom}"))
verbs.register(Verb("referentiels.delete_set", "a supprimé le regroupement d'items « {name} » : {items:item|items}"))
verbs.register(
    Verb("referentiels.limit_requests", "a fixé le nombre de demandes simultanées par élève en {matiere} : {limit}")
)

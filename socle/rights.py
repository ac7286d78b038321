"""Who may decide on the socle, and what the journal says of it."""

from accounts.enums import TEACHERS, USUAL_TEACHERS, Profile
from sacoche.kit.access import Right, rights
from sacoche.kit.journal import Verb, verbs

rights.register(Right("socle.choose_paliers", "Choisir les paliers du socle", profiles=frozenset({Profile.ADM})))
rights.register(
    Right(
        "socle.validate_items",
        "Valider les items du socle",
        profiles=USUAL_TEACHERS | {Profile.DIR},
        adjustable=TEACHERS | {Profile.DIR},
        restrictions=("ONLY_PP",),
    )
)

rights.register(
    Right(
        "socle.validate_piliers",
        "Valider les compétences du socle",
        profiles=frozenset({Profile.DIR, Profile.ENS}),
        adjustable=TEACHERS | {Profile.DIR},
        restrictions=("ONLY_PP",),
        restricted=("ONLY_PP",),
    )
)
rights.register(
    Right(
        "socle.cancel_piliers",
        "Annuler une compétence validée du socle",
        profiles=frozenset({Profile.DIR}),
        adjustable=TEACHERS | {Profile.DIR},
        restrictions=("ONLY_PP",),
    )
)
rights.register(
    Right(
        "socle.choose_languages",
        "Choisir la langue étrangère des élèves pour le socle",
        profiles=frozenset({Profile.ADM, Profile.DIR, Profile.ENS}),
        adjustable=TEACHERS | {Profile.DIR},
        restrictions=("ONLY_LV",),
        restricted=("ONLY_LV",),
    )
)
rights.register(
    Right(
        "socle.see_progress",
        "Voir l'avancement de la validation du socle",
        profiles=frozenset({Profile.DIR}),
        adjustable=TEACHERS | {Profile.DIR},
    )
)
rights.register(
    Right(
        "socle.see_class",
        "Voir où en est la validation du socle dans ses classes",
        profiles=USUAL_TEACHERS | {Profile.DIR},
        adjustable=TEACHERS | {Profile.DIR},
    )
)
rights.register(
    Right(
        "socle.see_own_validations",
        "Voir ses validations du socle (élève), celles de ses enfants (responsable)",
        profiles=frozenset(),
        adjustable=frozenset({Profile.ELV, Profile.TUT}),
    )
)

rights.register(
    Right(
        "socle.review_saves",
        "Revoir et annuler ses enregistrements (un directeur : ceux de l'établissement)",
        profiles=TEACHERS | {Profile.DIR},
    )
)

verbs.register(Verb("socle.choose_paliers", "a choisi les paliers du socle : {paliers}"))
verbs.register(Verb("socle.set_help", "a réglé l'aide à la validation du socle : {settings}"))
verbs.register(Verb("socle.offer_lpc", "export à destination de Sconet-LPC : {choice}"))
verbs.register(Verb("socle.save_items", "a changé {count:validation d'item|validations d'items}"))
verbs.register(
    Verb("socle.undo_save", "a annulé un enregistrement de {author} du {day} : {count:case remise|cases remises}")
)
verbs.register(Verb("socle.save_piliers", "a changé {count:validation de compétence|validations de compétences}"))
verbs.register(Verb("socle.cancel_pilier", "a annulé la validation de « {pilier} » pour {pupil}"))
verbs.register(Verb("socle.choose_languages", "a choisi la langue étrangère « {language} » pour : {pupils}"))

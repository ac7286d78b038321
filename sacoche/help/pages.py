"""The pages of help: what each is about, who has use of it, on which pages of the product « ? » opens it.

The text of a page is templates/help/pages/<slug>.html. To add one, add a line here and that file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.template.loader import get_template

from accounts.enums import EVERYBODY, STAFF, TEACHERS, Profile
from accounts.rights import ADMINISTRATORS
from sacoche.kit.text import unaccent

_TEACHING = STAFF - ADMINISTRATORS
_PUPILS, _GUARDIANS = frozenset({Profile.ELV}), frozenset({Profile.TUT})
HEADS = ADMINISTRATORS | {Profile.DIR}
_TAGS = re.compile(r"{#.*?#}|{%-?\s*(?!ui )[^%]*%}|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class HelpPage:
    """A task. `serves` are the names of the addresses where « ? » opens it; `words` are others that people say."""

    slug: str
    title: str
    profiles: frozenset[str]
    serves: tuple[str, ...] = ()
    words: str = ""

    @property
    def template(self) -> str:
        return f"help/pages/{self.slug}.html"


# In the order in which a school needs them.
PAGES = (
    HelpPage(
        "statistiques",
        "Lire les statistiques de l'établissement",
        HEADS,
        ("operation:statistics_of_school",),
        "usage connexions combien chiffres",
    ),
    HelpPage("importer", "Importer les élèves, les parents ou les personnels", ADMINISTRATORS, ("imports:start",)),
    HelpPage(
        "annuler-un-import",
        "Annuler un import",
        ADMINISTRATORS,
        ("imports:history",),
        "erreur mauvais fichier revenir en arrière",
    ),
    HelpPage(
        "etiquettes",
        "Imprimer les étiquettes des codes",
        ADMINISTRATORS,
        ("imports:identities",),
        "identifiant mot de passe login distribuer",
    ),
    HelpPage(
        "redonner-un-mot-de-passe",
        "Redonner un mot de passe",
        ADMINISTRATORS,
        ("accounts:edit_pupil", "accounts:edit_staff", "accounts:edit_guardian"),
        "oublié perdu code",
    ),
    HelpPage("changer-de-classe", "Changer un élève de classe", ADMINISTRATORS, ("accounts:pupil_classes",)),
    HelpPage(
        "un-eleve-part",
        "Un élève ou un collègue s'en va",
        ADMINISTRATORS,
        ("accounts:pupils", "accounts:staff", "accounts:departed"),
        "départ radié sorti quitter supprimer",
    ),
    HelpPage(
        "affecter-les-professeurs",
        "Donner leurs classes aux professeurs",
        ADMINISTRATORS,
        ("accounts:assignments", "accounts:teacher_groups", "accounts:teacher_matieres"),
        "professeur principal coordonnateur matière",
    ),
    HelpPage(
        "parents",
        "Relier les parents à leurs enfants",
        ADMINISTRATORS,
        ("accounts:guardians", "accounts:guardian_links", "accounts:guardian_addresses"),
        "responsables légaux adresse",
    ),
    HelpPage("fusionner", "Une personne a deux comptes", ADMINISTRATORS, ("accounts:same_names",), "doublon homonyme"),
    HelpPage(
        "relier-l-ent",
        "Se connecter par l'ENT",
        ADMINISTRATORS,
        ("accounts:sign_in_mode",),
        "CAS connecteur espace numérique de travail SSO",
    ),
    HelpPage(
        "qui-peut-quoi",
        "Décider qui peut faire quoi",
        ADMINISTRATORS,
        ("accounts:rights", "accounts:profiles"),
        "droits autorisations profils ouvrir aux familles",
    ),
    HelpPage(
        "nouvelle-annee",
        "Passer à la nouvelle année",
        ADMINISTRATORS,
        ("operation:year", "operation:year_done"),
        "initialisation annuelle bascule rentrée vider",
    ),
    HelpPage(
        "droits-des-personnes",
        "Remettre ou effacer les données d'une personne",
        ADMINISTRATORS,
        ("operation:receipts", "operation:retention", "operation:register"),
        "RGPD accès effacement anonymiser registre conservation durées",
    ),
    HelpPage(
        "mes-donnees",
        "Prendre mes données",
        EVERYBODY - _PUPILS,
        ("operation:own_data",),
        "RGPD télécharger accès portabilité",
    ),
    HelpPage(
        "rentree",
        "Préparer la rentrée",
        ADMINISTRATORS,
        ("schools:niveaux", "schools:periods", "schools:period_dates"),
        "année scolaire nouvelle trimestres semestres",
    ),
    HelpPage(
        "sauvegarder",
        "Sauvegarder l'établissement, revenir en arrière",
        ADMINISTRATORS,
        ("operation:backups", "operation:restoration"),
        "restaurer copie base perdu fichier chiffré",
    ),
    HelpPage(
        "controler-les-donnees",
        "Contrôler les données",
        ADMINISTRATORS,
        ("operation:check",),
        "orphelins anomalies réparer numéros doublés",
    ),
    HelpPage(
        "quitter-le-serveur",
        "Quitter ce serveur",
        ADMINISTRATORS,
        ("operation:leave",),
        "résilier inscription supprimer effacer l'établissement fermer déménager",
    ),
    HelpPage(
        "transmettre-au-college",
        "Remettre les validations à un autre établissement",
        HEADS,
        ("exports:validations",),
        "collège sixième export fichier ZIP recevoir mot de passe chiffrer LPC",
    ),
    HelpPage(
        "suivre-un-eleve-qui-part",
        "Remettre ou reprendre les résultats d'un élève qui change d'établissement",
        HEADS,
        ("imports:transfer_results",),
        "départ arrivée transfert déménagement mutation résultats fichier",
    ),
    HelpPage(
        "valider-des-items",
        "Valider les items du socle",
        _TEACHING,
        ("socle:items", "grids:comfort"),
        "grille case bleue flèche clavier affichage densité panneau",
    ),
    HelpPage(
        "s-aider-des-pourcentages",
        "S'aider des pourcentages pour valider",
        _TEACHING,
        words="évaluations acquis score aide à la décision proposer",
    ),
    HelpPage("valider-des-competences", "Valider une compétence du socle", _TEACHING, ("socle:piliers",)),
    HelpPage(
        "annuler-une-competence",
        "Revenir sur une compétence validée",
        _TEACHING,
        ("socle:cancelling",),
        "erreur verrouillée",
    ),
    HelpPage(
        "defaire",
        "Défaire un enregistrement",
        _TEACHING,
        ("socle:saves",),
        "annuler erreur revenir en arrière histoire",
    ),
    HelpPage(
        "ou-en-est-ma-classe",
        "Savoir ce qui reste à décider",
        _TEACHING,
        ("socle:classes", "socle:class", "socle:progress"),
        "avancement cases bleues reprendre",
    ),
    HelpPage(
        "langue-etrangere",
        "Choisir la langue étrangère de chaque élève",
        STAFF,
        ("socle:languages",),
        "langue vivante anglais allemand",
    ),
    HelpPage(
        "groupes-de-besoin",
        "Faire un groupe de besoin",
        _TEACHING,
        ("accounts:besoins", "accounts:besoin_pupils"),
    ),
    HelpPage(
        "referentiel",
        "Avoir son référentiel",
        _TEACHING,
        ("referentiels:manage", "referentiels:choose_content", "referentiels:in_place"),
        "bibliothèque items domaine thème importer écrire",
    ),
    HelpPage(
        "liens-socle",
        "Relier les items au socle",
        _TEACHING,
        ("referentiels:choose_links", "referentiels:coverage"),
        "composante lien couverture version palier suggestion",
    ),
    HelpPage(
        "ressources",
        "Donner des liens et des fichiers aux élèves",
        _TEACHING,
        ("referentiels:choose_resources",),
        "ressource déposer page adresse exercice pdf",
    ),
    HelpPage(
        "remplir-une-grille",
        "Saisir une évaluation sans la souris",
        _TEACHING,
        ("evaluations:list", "evaluations:plans"),
        "clavier touches code coller bloc tourner entrée équipe plan de classe",
    ),
    HelpPage(
        "saisie-deportee",
        "Saisir sans réseau, dans un fichier",
        _TEACHING,
        (),
        "saisie déportée csv tableur logiciel de correction format fichier import",
    ),
    HelpPage(
        "ecrire-les-bulletins",
        "Écrire les appréciations et les moyennes",
        _TEACHING,
        ("bilans:official",),
        "bulletin relevé appréciation moyenne professeur principal trimestre faute",
    ),
    HelpPage(
        "ouvrir-les-bulletins",
        "Ouvrir et fermer les bulletins",
        HEADS,
        ("bilans:official_releve", "bilans:official_bulletin", "bilans:official_configurations"),
        "état statut saisies conseil de classe relancer trimestre configuration",
    ),
    HelpPage(
        "repartition-et-cartouches",
        "Voir qui a réussi, imprimer des cartouches",
        _TEACHING,
        (),
        "répartition graphique groupe de besoin cartouche copie coller pdf",
    ),
    HelpPage(
        "a-la-volee",
        "Évaluer un élève en passant",
        _TEACHING,
        ("evaluations:on_the_fly",),
        "volée couloir oral code tout de suite",
    ),
    HelpPage(
        "relever",
        "Faire un relevé ou une synthèse",
        _TEACHING,
        (
            "bilans:index",
            "bilans:releve_matiere",
            "bilans:releve_pluridisciplinaire",
            "bilans:tableau_matiere",
            "bilans:synthese_matiere",
            "bilans:chronologie",
            "bilans:recherche",
            "bilans:classe_sans_noms",
        ),
        "bulletin bilan imprimer PDF tableur moyenne chronologique recherche",
    ),
    HelpPage(
        "suivre-un-eleve",
        "Suivre un élève",
        _TEACHING,
        ("bilans:suivi",),
        "fiche page élève entretien parents conseil tout courbe",
    ),
    HelpPage(
        "lire-un-releve",
        "Lire un relevé",
        _PUPILS | _GUARDIANS,
        ("bilans:index", "bilans:releve_matiere", "bilans:synthese_matiere", "bilans:chronologie"),
        "résultats notes progrès",
    ),
    HelpPage(
        "scores",
        "Comprendre un score",
        STAFF,
        ("evaluations:codes", "evaluations:states", "evaluations:calculation"),
        "codes de notation états d'acquisition calcul algorithme",
    ),
    HelpPage(
        "commenter",
        "Commenter une évaluation, donner un sujet",
        TEACHERS,
        (),
        "commentaire audio voix corrigé document projeter",
    ),
    HelpPage(
        "demandes",
        "Répondre aux demandes des élèves",
        TEACHERS,
        ("evaluations:requests",),
        "demande évaluation panier PA question popularité",
    ),
    HelpPage(
        "message-d-accueil",
        "Laisser un message sur la page d'accueil",
        STAFF,
        ("accounts:messages",),
        "annonce information",
    ),
    HelpPage(
        "absences",
        "Saisir ou importer les absences et les retards",
        frozenset({Profile.DIR, Profile.EDU}),
        ("bilans:absences", "bilans:absences_send"),
        "assiduité vie scolaire demi-journées pronote siecle bulletin",
    ),
    HelpPage(
        "chercher",
        "Trouver une personne, une classe, une page",
        EVERYBODY - _PUPILS,
        ("search",),
        "recherche raccourci clavier loupe où est",
    ),
    HelpPage(
        "mon-compte",
        "Votre compte : mot de passe, adresse, sessions",
        EVERYBODY - _PUPILS,
        ("accounts:password", "accounts:email", "accounts:sessions", "accounts:patterns", "accounts:linked"),
        "daltonisme bascule déconnexion",
    ),
    HelpPage(
        "second-facteur",
        "Protéger son compte par un second facteur",
        STAFF,
        ("accounts:factor", "accounts:add_application", "accounts:factor_rules"),
        "clé d'accès passkey application code téléphone perdu double authentification secours",
    ),
    HelpPage(
        "trombinoscope",
        "Voir et déposer les photos des élèves",
        STAFF,
        ("accounts:trombinoscope", "accounts:place_photos"),
        "trombinoscope portraits visages zip images classe",
    ),
    HelpPage(
        "cartes",
        "Donner une carte aux élèves qui ne savent pas taper",
        STAFF,
        ("accounts:cards",),
        "QR code images petits cp maternelle tablette mot de passe",
    ),
    HelpPage(
        "educonnect-et-gar",
        "ÉduConnect, le GAR : ce qui est possible",
        ADMINISTRATORS,
        ("accounts:educonnect",),
        "educonnect ministère fédération familles ressources",
    ),
    HelpPage(
        "notifications",
        "Savoir ce que font les autres",
        STAFF,
        ("accounts:notices",),
        "avis abonnement prévenir nouveautés",
    ),
    HelpPage(
        "lire-les-validations",
        "Lire les validations de son enfant",
        _GUARDIANS,
        ("home",),
        "socle commun résultats compétence item",
    ),
    HelpPage(
        "evaluations-de-mon-enfant",
        "Lire les évaluations de son enfant",
        _GUARDIANS,
        ("evaluations:own_list",),
        "résultats notes commentaire enfant téléphone",
    ),
    HelpPage(
        "etre-prevenu",
        "Être prévenu des résultats, ou pas",
        _GUARDIANS,
        ("accounts:notices",),
        "notification courriel résumé abonnement",
    ),
    HelpPage(
        "tes-evaluations",
        "Lire tes évaluations et en redemander",
        _PUPILS,
        ("evaluations:own_list", "evaluations:own_requests"),
        "résultat réessayer question auto-évaluation demande",
    ),
    HelpPage("item", "C'est quoi, un item ?", _PUPILS, ("home",), "compétence socle validé case résultat"),
    HelpPage(
        "ton-compte",
        "Ton mot de passe et ton compte",
        _PUPILS,
        ("accounts:password", "accounts:email", "accounts:sessions", "accounts:patterns"),
        "oublié code déconnexion couleurs",
    ),
    HelpPage(
        "imprimer-les-bulletins",
        "Imprimer les bulletins",
        STAFF,
        ("bilans:print", "bilans:page_setup", "bilans:signatures", "schools:order_matieres"),
        "relevé enveloppe fenêtre adresse tampon signature simulation papier",
    ),
    HelpPage(
        "archives",
        "Retrouver un bulletin imprimé",
        STAFF,
        ("bilans:archives", "bilans:transmissions"),
        "archive ancien zip transmettre autre établissement",
    ),
    HelpPage(
        "bulletins-de-mon-enfant",
        "Lire les bulletins de mon enfant",
        _GUARDIANS,
        ("bilans:archives",),
        "bulletin relevé trimestre",
    ),
    HelpPage(
        "relire-sans-connexion",
        "Relire des pages sans connexion",
        _PUPILS | _GUARDIANS,
        (),
        "téléphone installer application hors ligne réseau wifi",
    ),
    HelpPage(
        "conseil-de-classe",
        "Montrer la classe au conseil",
        _TEACHING,
        ("bilans:council",),
        "projeter diaporama écran",
    ),
)
_BY_SLUG = {page.slug: page for page in PAGES}


def page_of(slug: str) -> HelpPage | None:
    """The page of that name in its address."""
    return _BY_SLUG.get(slug)


def pages_for(profile: str | None, words: str = "") -> Sequence[HelpPage]:
    """The pages that this profile has use of (all of them for a visitor), those alone that hold every one of `words`.

    Accents, capitals and the order of words do not matter; a word may be the beginning of one.
    """
    own = [page for page in PAGES if profile is None or profile in page.profiles]
    wanted = unaccent(words).split()
    return [page for page in own if all(word in _words(page) for word in wanted)]


def served_by(profile: str, url_name: str) -> HelpPage | None:
    """The page that « ? » opens, for this profile, on the page of that name."""
    return _by_address().get((profile, url_name))


@cache
def _by_address() -> dict[tuple[str, str], HelpPage]:
    return {(profile, name): page for page in PAGES for name in page.serves for profile in page.profiles}


@cache
def _words(page: HelpPage) -> str:
    """All that the page says, without accents, to be looked for in."""
    source = get_template(page.template).template.source  # type: ignore[attr-defined]
    return unaccent(f"{page.title} {page.words} {_TAGS.sub(' ', source)}")

"""The menus, with the words and the paths that the schools' procedures use. An entry shows when its right allows it."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString

from accounts.access.decided import idle_minutes
from accounts.enums import EVERYBODY, STAFF, TEACHERS, Profile
from accounts.rights import ADMINISTRATORS
from documents.queries import strip_of
from documents.views.following import HAS_JOBS
from sacoche.help.pages import served_by
from sacoche.kit.access import may
from sacoche.kit.markup import write_rows

# Who may have a grid open.
WITH_GRIDS = TEACHERS | {Profile.DIR}
# They are spoken to as children are.
_PUPILS = frozenset({Profile.ELV})


@dataclass(frozen=True)
class Entry:
    """A page. `section` is the middle word of a three-word path (Gestion courante > Professeurs/Personnels > …)."""

    label: str
    url_name: str
    right: str
    section: str = ""
    # A page that has a place of its own in the menus of some: shown there to these profiles, elsewhere to the others.
    only: frozenset[str] = EVERYBODY


@dataclass(frozen=True)
class Menu:
    title: str
    entries: tuple[Entry, ...]


MENUS = (
    Menu(
        "Informations",
        (
            Entry("Accueil", "home", "accounts.home"),
            Entry("Notifications reçues", "accounts:notices", "accounts.own"),
            Entry("Référentiels en place", "referentiels:in_place", "referentiels.see"),
            Entry("Couverture du socle", "referentiels:coverage", "referentiels.see_coverage"),
            Entry("Données personnelles", "accounts:personal_data", "accounts.own"),
            Entry("Mes données", "operation:own_data", "operation.take_own_data", only=EVERYBODY - _PUPILS),
            Entry("Tes données", "operation:own_data", "operation.take_own_data", only=_PUPILS),
            Entry("Dates des périodes", "schools:read_periods", "accounts.home"),
            Entry("Dates de dernière connexion", "accounts:sign_ins", "accounts.see_sign_ins"),
            Entry("Codes de notation", "evaluations:codes", "evaluations.see_scale"),
            Entry("États d'acquisition", "evaluations:states", "evaluations.see_scale"),
            Entry("Algorithme de calcul", "evaluations:calculation", "evaluations.see_calculation"),
            Entry("Trombinoscope", "accounts:trombinoscope", "accounts.see_photos"),
            Entry("Extraction de données", "exports:extraction", "exports.extract"),
            Entry("Statistiques", "operation:statistics_of_school", "operation.see_statistics"),
            Entry("Aide", "help", "accounts.home"),
        ),
    ),
    Menu(
        "Paramétrages",
        (
            Entry("Mot de passe", "accounts:password", "accounts.change_password"),
            Entry("Adresse e-mail", "accounts:email", "accounts.change_email"),
            Entry("Bascule entre comptes", "accounts:linked", "accounts.own"),
            Entry("Daltonisme", "accounts:patterns", "accounts.own", only=EVERYBODY - _PUPILS),
            Entry("Couleurs et motifs", "accounts:patterns", "accounts.own", only=_PUPILS),
            Entry("Affichage des grilles", "grids:comfort", "accounts.own", only=WITH_GRIDS),
            Entry("Menus et favoris", "menus", "accounts.own"),
            Entry("Messages d'accueil", "accounts:messages", "accounts.write_messages"),
            Entry("Sessions en cours", "accounts:sessions", "accounts.own", only=EVERYBODY - _PUPILS),
            Entry("Où ton compte est ouvert", "accounts:sessions", "accounts.own", only=_PUPILS),
            Entry("Groupes de besoin", "accounts:besoins", "accounts.make_besoins"),
            Entry("Élèves & groupes de besoin", "accounts:besoin_pupils", "accounts.make_besoins"),
            Entry("Second facteur", "accounts:factor", "accounts.second_factor"),
        ),
    ),
    Menu(
        "Paramétrages établissement",
        (
            Entry("Identité de l'établissement", "schools:identity", "schools.manage_identity"),
            Entry("Niveaux", "schools:niveaux", "schools.manage_structure"),
            Entry("Matières", "schools:matieres", "schools.manage_structure"),
            Entry("Versions du socle", "referentiels:versions", "referentiels.choose_versions"),
            Entry("Paliers du socle", "socle:paliers", "socle.choose_paliers"),
            Entry("Codes de notation", "evaluations:edit_codes", "evaluations.set_scale"),
            Entry("États d'acquisition", "evaluations:edit_states", "evaluations.set_scale"),
            Entry("Algorithme de calcul", "evaluations:edit_calculation", "evaluations.set_scale"),
            Entry("Mode d'identification / Connecteur ENT", "accounts:sign_in_mode", "accounts.set_access"),
            Entry("ÉduConnect", "accounts:educonnect", "accounts.set_access"),
            Entry("Redirection après déconnexion", "accounts:sign_out_url", "accounts.set_access"),
            Entry("Choix des profils", "accounts:profiles", "accounts.set_access", "Utilisateurs"),
            Entry("Réglage des autorisations", "accounts:rights", "accounts.set_access", "Utilisateurs"),
            Entry(
                "Format des identifiants de connexion", "accounts:login_formats", "accounts.set_access", "Utilisateurs"
            ),
            Entry("Second facteur", "accounts:factor_rules", "accounts.set_access", "Utilisateurs"),
            Entry("Délai avant déconnexion", "accounts:idle_delays", "accounts.set_access", "Utilisateurs"),
            Entry("Heure des notifications", "accounts:hour_of_notices", "accounts.set_access", "Utilisateurs"),
        ),
    ),
    Menu(
        "Administration générale",
        (
            Entry("Importer des fichiers d'utilisateurs", "imports:start", "imports.run"),
            Entry("Importer / Imposer des identifiants", "imports:identities", "imports.set_identities"),
            Entry("Venir de SACoche", "imports:move", "imports.move_in"),
            Entry("Import Export des validations", "exports:validations", "exports.exchange_validations"),
            Entry("Élève qui change d'établissement", "imports:transfer_results", "imports.transfer_results"),
            Entry("Sauvegarder / Restaurer la base", "operation:backups", "operation.back_up"),
            Entry("Contrôle des données", "operation:check", "operation.check_data"),
            Entry("Log des actions sensibles", "accounts:journal", "accounts.read_journal"),
            Entry("Diagnostic de l'établissement", "diagnostic", "accounts.diagnose"),
            Entry("Blocage des connexions", "accounts:closing", "accounts.set_access"),
            Entry("Résilier l'inscription", "operation:leave", "operation.leave"),
            Entry("Initialisation annuelle", "operation:year", "operation.open_year"),
            Entry("Fiche de registre", "operation:register", "operation.keep_register"),
            Entry("Ce qui sera effacé", "operation:retention", "operation.read_retention"),
            Entry("Effacer tous les résultats", "operation:erase_results", "operation.erase_results"),
        ),
    ),
    Menu(
        "Gestion courante",
        (
            Entry("Professeurs (gestion)", "accounts:staff", "accounts.manage_staff", "Professeurs/Personnels"),
            Entry(
                "Professeurs & classes / Professeurs principaux",
                "accounts:assignments",
                "accounts.assign_teachers",
                "Professeurs/Personnels",
            ),
            Entry(
                "Professeurs & groupes", "accounts:teacher_groups", "accounts.assign_teachers", "Professeurs/Personnels"
            ),
            Entry(
                "Professeurs & matières / coordonnateurs",
                "accounts:teacher_matieres",
                "accounts.assign_teachers",
                "Professeurs/Personnels",
            ),
            Entry("Directeurs (gestion)", "accounts:directors", "accounts.manage_staff", "Professeurs/Personnels"),
            Entry("Classes (gestion)", "schools:classes", "schools.manage_structure", "Classes"),
            Entry("Groupes (gestion)", "schools:groups", "schools.manage_structure", "Groupes"),
            Entry("Périodes (gestion)", "schools:periods", "schools.manage_structure", "Périodes"),
            Entry("Périodes & classes / groupes", "schools:period_dates", "schools.manage_structure", "Périodes"),
            Entry("Élèves (gestion)", "accounts:pupils", "accounts.manage_pupils", "Élèves"),
            Entry("Élèves & classes", "accounts:pupil_classes", "accounts.manage_pupils", "Élèves"),
            Entry("Élèves & groupes", "accounts:pupil_groups", "accounts.manage_pupils", "Élèves"),
            Entry("Choisir la langue étrangère", "socle:languages", "socle.choose_languages", "Élèves", ADMINISTRATORS),
            Entry("Photos (gestion)", "accounts:place_photos", "accounts.place_photos", "Élèves"),
            Entry("Cartes de connexion", "accounts:cards", "accounts.make_cards", "Élèves"),
            Entry("Parents (gestion)", "accounts:guardians", "accounts.manage_guardians", "Parents"),
            Entry("Parents & adresses", "accounts:guardian_addresses", "accounts.manage_guardians", "Parents"),
            Entry("Parents & élèves", "accounts:guardian_links", "accounts.manage_guardians", "Parents"),
            Entry("Rechercher un utilisateur", "accounts:search_people", "accounts.find_people", "Utilisateurs"),
            Entry("Fusionner deux comptes", "accounts:same_names", "accounts.merge_accounts", "Utilisateurs"),
            Entry("Comptes sortis depuis longtemps", "accounts:departed", "accounts.delete_long_gone", "Utilisateurs"),
            Entry("Personnes effacées", "operation:receipts", "operation.erase_people", "Utilisateurs"),
            Entry(
                "Administrateurs (gestion)",
                "accounts:administrators",
                "accounts.manage_administrators",
                "Administrateurs",
            ),
        ),
    ),
    Menu(
        "Référentiels (gestion)",
        (
            Entry("Créer / paramétrer", "referentiels:manage", "referentiels.manage"),
            Entry("Modifier le contenu", "referentiels:choose_content", "referentiels.manage"),
            Entry("Liens socle", "referentiels:choose_links", "referentiels.manage"),
            Entry("Calcul des scores", "evaluations:referentiel_calculations", "referentiels.manage"),
            Entry("Format de synthèse", "referentiels:synthesis", "referentiels.choose_synthesis"),
            Entry("Associer des ressources", "referentiels:choose_resources", "referentiels.attach_resources"),
            Entry("Regroupements d'items", "referentiels:item_sets", "referentiels.gather"),
        ),
    ),
    Menu(
        "Évaluations",
        (
            Entry("Demandes d'évaluations", "evaluations:requests", "evaluations.evaluate"),
            Entry("Évaluer une classe ou un groupe", "evaluations:new", "evaluations.evaluate"),
            Entry("Évaluer des élèves sélectionnés", "evaluations:new_for_pupils", "evaluations.evaluate"),
            Entry("Évaluer un élève à la volée", "evaluations:on_the_fly", "evaluations.evaluate"),
            Entry("Liste des évaluations", "evaluations:list", "evaluations.evaluate"),
            Entry("Plans de classe", "evaluations:plans", "evaluations.evaluate"),
            Entry("Mes saisies", "evaluations:own_counts", "evaluations.evaluate"),
            Entry("Toutes les évaluations", "evaluations:all", "evaluations.see_all"),
            Entry("Nombre de saisies", "evaluations:all_counts", "evaluations.see_all"),
            Entry("Liste des évaluations", "evaluations:own_list", "evaluations.see_own"),
            Entry("Demandes formulées", "evaluations:own_requests", "evaluations.request"),
        ),
    ),
    Menu(
        "Relevés / Synthèses",
        (
            Entry("Tous les relevés", "bilans:index", "bilans.see"),
            Entry("Suivi d'un élève", "bilans:suivi", "bilans.see_classes"),
            Entry("Recherche ciblée", "bilans:recherche", "bilans.see_classes"),
            Entry("Grille d'items d'un référentiel", "bilans:grille", "bilans.see_grids"),
            Entry("Relevé d'items", "bilans:releve_matiere", "bilans.see"),
            Entry("Synthèse", "bilans:synthese_matiere", "bilans.see"),
            Entry("Bilan chronologique", "bilans:chronologie", "bilans.see"),
            Entry("Maîtrise du socle", "bilans:socle_2016", "bilans.see_socle"),
            Entry("Relevé de maîtrise du socle (2006)", "bilans:socle_maitrise", "bilans.see_socle"),
            Entry("Résultats sans les noms", "bilans:classe_sans_noms", "bilans.see_classes"),
        ),
    ),
    Menu(
        "Bilans officiels",
        (
            Entry("Absences / Retards", "bilans:absences", "bilans.attendance"),
            Entry("Relevé d'évaluations", "bilans:official_releve", "bilans.official"),
            Entry("Bulletin scolaire", "bilans:official_bulletin", "bilans.official"),
            Entry("Imprimer", "bilans:print", "bilans.prepare"),
            Entry("Conseil de classe", "bilans:council", "bilans.prepare"),
            Entry("Archives", "bilans:archives", "bilans.archives"),
            Entry("Configurations", "bilans:official_configurations", "bilans.configure"),
            Entry("Mise en page", "bilans:page_setup", "bilans.configure"),
            Entry("Tampon & signatures", "bilans:signatures", "bilans.signatures"),
            Entry("Ordre des matières", "schools:order_matieres", "schools.order_matieres"),
        ),
    ),
    Menu(
        "Validation du socle",
        (
            Entry(
                "Choisir la langue étrangère",
                "socle:languages",
                "socle.choose_languages",
                only=EVERYBODY - ADMINISTRATORS,
            ),
            Entry("Valider les items", "socle:items", "socle.validate_items"),
            Entry("Valider les compétences", "socle:piliers", "socle.validate_piliers"),
            Entry("Annuler une compétence validée", "socle:cancelling", "socle.cancel_piliers"),
            Entry("Derniers enregistrements", "socle:saves", "socle.review_saves"),
            Entry("Avancement de la validation", "socle:progress", "socle.see_progress"),
            Entry("Où en est ma classe", "socle:classes", "socle.see_class"),
        ),
    ),
)


_RIGHTS = frozenset(entry.right for menu in MENUS for entry in menu.entries)

# Written as text: a template takes ten times as long for these fifty links, on every page.
_MENU = '<details class="menu{mark}" name="menu">\n<summary>{title}</summary>\n<ul>\n{content}</ul>\n</details>\n'
_SECTION = '<li class="menu-section">{section}</li>\n'
_ENTRY = '<li><a href="{address}"{mark}>{label}</a></li>\n'
# After the entries of a menu, when somebody hides some of them.
_THE_OTHERS = '<li><a class="menu-others" href="{address}">Tout afficher</a></li>\n'
# What somebody chose of the menus, by the names of addresses: { "favourites": […], "hidden": […] }.
CHOICE, FAVOURITES, HIDDEN = "menus", "favourites", "hidden"
_IS_CURRENT = SafeString(' aria-current="page"')


def menus_for(account: Any, path: str) -> SafeString:
    """The menus of this account; the one that holds the page at `path` is marked as current, and so is its entry."""
    addresses = _addresses(get_script_prefix())
    # « Professeurs (gestion) » is also the beginning of the address of « Professeurs & classes ».
    current = max((address for address in addresses.values() if path.startswith(address)), key=len, default="")
    allowed = frozenset(code for code in _RIGHTS if may(account, code))
    hidden = frozenset(account.preferences.get(CHOICE, {}).get(HIDDEN, ()))
    shown = ((menu.title, _shown_to(account, menu, allowed)) for menu in MENUS)
    return write_rows(
        _MENU, (_drawn(title, entries, addresses, current, hidden) for title, entries in shown if entries)
    )


def _shown_to(account: Any, menu: Menu, allowed: Set[str]) -> list[Entry]:
    return [entry for entry in menu.entries if entry.right in allowed and account.profile in entry.only]


@dataclass(frozen=True)
class Path:
    """Where an entry is: the words to follow from the bar of menus, the right that shows it, its address and the name
    of that address.
    """

    words: tuple[str, ...]
    right: str
    address: str
    name: str = ""


def entries_of(account: Any) -> list[Path]:
    """Every entry that the menus of this account show, in their order."""
    allowed = frozenset(code for code in _RIGHTS if may(account, code))
    return [_path(menu, entry) for menu in MENUS for entry in _shown_to(account, menu, allowed)]


def _path(menu: Menu, entry: Entry) -> Path:
    words = tuple(filter(None, (menu.title, entry.section, entry.label)))
    return Path(words, entry.right, _addresses(get_script_prefix())[entry.url_name], entry.url_name)


def favourites_of(account: Any) -> list[Path]:
    """The entries that this account put on its home page, in the order of the menus, as its rights allow."""
    wanted = account.preferences.get(CHOICE, {}).get(FAVOURITES, ())
    return [path for path in entries_of(account) if path.name in wanted] if wanted else []


def path_of(url_name: str, profile: str | None = None) -> Path:
    """The path of an entry, in the menus of this profile when they differ. Raises LookupError when no menu has it."""
    found = [(menu, entry) for menu in MENUS for entry in menu.entries if entry.url_name == url_name]
    if not found:
        raise LookupError(f"No menu leads to {url_name}.")
    menu, entry = next((each for each in found if profile in each[1].only), found[0])
    return _path(menu, entry)


@cache
def _addresses(prefix: str) -> Mapping[str, str]:
    """The address of each entry, on a server reached under `prefix`: found once, drawn on every page."""
    return {entry.url_name: reverse(entry.url_name) for menu in MENUS for entry in menu.entries}


def _drawn(
    title: str, entries: Sequence[Entry], addresses: Mapping[str, str], current: str, hidden: Set[str]
) -> dict[str, str]:
    is_current = any(addresses[entry.url_name] == current for entry in entries)
    kept = [entry for entry in entries if entry.url_name not in hidden] if hidden else entries
    content = SafeString("".join(_lines(kept, addresses, current)))
    if len(kept) < len(entries):
        content += write_rows(_THE_OTHERS, [{"address": addresses["menus"]}])
    return {"title": title, "mark": " is-current" if is_current else "", "content": content}


def _lines(entries: Sequence[Entry], addresses: Mapping[str, str], current: str) -> Iterator[str]:
    """The entries, section after section."""
    for section, held in groupby(entries, key=attrgetter("section")):
        if section:
            yield write_rows(_SECTION, [{"section": section}])
        yield write_rows(_ENTRY, (_line(entry, addresses[entry.url_name], current) for entry in held))


def _line(entry: Entry, address: str, current: str) -> dict[str, str]:
    return {"address": address, "mark": _IS_CURRENT if address == current else "", "label": entry.label}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the frame of every page shows."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    menus = "" if user.must_activate or user.must_renew_password else menus_for(user, request.path)
    return {
        "menus": menus,
        # Called where it is shown: on the home page.
        "favourites": lambda: favourites_of(user),
        "help_here": served_by(user.profile, request.resolver_match.view_name) if request.resolver_match else None,
        "idle_minutes": idle_minutes(user.school, user.profile),
        "year_to_open": _year_to_open(request),
        "project_url": settings.PROJECT_URL or reverse("about"),
    } | _jobs(request)


# Where what is shown is perhaps still that of the year before.
_OF_A_YEAR = ("evaluations", "bilans")
_OF_GROUPS = ("schools:groups", "accounts:pupil_groups", "accounts:teacher_groups", "accounts:besoins", "home")


def _year_to_open(request: HttpRequest) -> bool:
    """Whether this page says to staff that the school year has changed and that nobody has opened the new one."""
    user: Any = request.user
    match = request.resolver_match
    if match is None or user.school is None or user.profile not in STAFF:
        return False
    is_concerned = match.namespace in _OF_A_YEAR or match.view_name in _OF_GROUPS
    return is_concerned and bool(user.school.has_year_to_open)


def _jobs(request: HttpRequest) -> dict[str, Any]:
    """The strip of jobs, for the sessions where there may be some: no other page asks the database for them."""
    user: Any = request.user
    return strip_of(user) if request.session.get(HAS_JOBS) else {}

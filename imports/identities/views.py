"""« Importer / Imposer des identifiants »: an objective, a file, its preview; new logins and passwords."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrance.cas.servers import server_of, uses_ent
from imports.identities import issue, services
from imports.identities.drafts import Draft, drop_draft, read_draft
from imports.identities.forms import EVERYBODY, GenerateForm, IdentityFileForm, PeopleForm, read_labels, read_numbers
from imports.identities.logins_file import logins_file
from imports.identities.matching import LineOutcome, Outcome, fingerprint
from imports.identities.objectives import Objective, objectives
from imports.identities.queries import account_by_label, known_accounts, login_rows, outcomes, people_of
from imports.review.answers import StalePlan
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.clock import today
from sacoche.kit.downloads import attachment
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count

RIGHT = "imports.set_identities"
REPLACE = (
    "Des identifiants que vous avez demandés attendent d'être imprimés : récupérez-les d'abord, "
    "ou cochez « Remplacer »."
)
_PAGE = "imports/identities/page.html"
_BLOCKS = [
    (Outcome.MODIFIED, "À modifier", ("ligne à modifier", "lignes à modifier"), "add"),
    (Outcome.HOMONYMS, "Homonymes : choisissez le compte", ("homonymie", "homonymies"), "warn"),
    (Outcome.UNKNOWN, "Introuvables : choisissez le compte, ou laissez", ("introuvable", "introuvables"), "warn"),
    (Outcome.CONFLICT, "Impossibles", ("ligne impossible", "lignes impossibles"), "remove"),
    (Outcome.UNCHANGED, "Inchangés", ("inchangé", "inchangés"), "keep"),
]


# --- The page ---------------------------------------------------------------------------------------------------------


@requires(RIGHT)
@require_safe
def identities(request: SchoolRequest) -> HttpResponse:
    """Choose an objective, then its form; htmx asks for the form alone, or for the list of people."""
    fragments = {"partie": "#part", "personnes": "#people"}
    fragment = fragments.get(request.htmx.target or "", "") if request.htmx else ""
    return page(request, request.GET.get("objectif", ""), fragment=fragment)


def page(
    request: SchoolRequest,
    code: str,
    *,
    fragment: str = "",
    file_form: IdentityFileForm | None = None,
    generate_form: GenerateForm | None = None,
) -> HttpResponse:
    """The page of an objective, or one of its pieces; the form given is shown again with what is refused (422)."""
    objective = objectives.get(code) if code in objectives else None
    context: dict[str, Any] = {
        "objectives": objectives,
        "objective": objective,
        "copies": [(key, label) for key, (_, target, label) in services.COPIES.items() if target == code],
        "draft": read_draft(request.user),
        "issue": issue.progress(request.user),
        "file_form": file_form or (_file_form(request, objective) if objective and objective.reader else None),
        "is_local": not uses_ent(request.school),
        "generate_form": generate_form or (people_form(request) if objective and not objective.reader else None),
    }
    status = 422 if file_form or generate_form else 200
    return render(request, _PAGE + fragment, context, status=status)


def _file_form(request: SchoolRequest, objective: Objective) -> IdentityFileForm:
    """The form of a file; that of an ENT proposes the format of the connector that the school chose."""
    server = server_of(request.school) if objective.code == "ent" else None
    return IdentityFileForm(objective, initial={"format": server.layout} if server else None)


def people_form(request: SchoolRequest) -> GenerateForm:
    """The form of « Générer », with the people of the profile and grouping chosen so far."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = PeopleForm(request.school, asked)
    chosen.is_valid()
    profile = chosen.cleaned_data.get("profil", "")
    grouping = chosen.cleaned_data.get("regroupement", "")
    people = people_of(profile, grouping, but=request.user)
    initial = {"profil": profile, "regroupement": grouping or EVERYBODY}
    if request.method == "POST":
        return GenerateForm(request.school, people, request.POST)
    return GenerateForm(request.school, people, initial=initial)


@requires(RIGHT)
@asks_who_is_there("GET", "HEAD", "POST")
@require_safe
def logins_csv(request: SchoolRequest) -> HttpResponse:
    """The file of logins to edit, then to send back: Windows-1252, one empty line under its titles."""
    name = f"identifiants_{request.school.number}_{today():%Y-%m-%d}.csv"
    return attachment(logins_file(login_rows()), name=name, content_type="text/csv; charset=windows-1252")


# --- A file -----------------------------------------------------------------------------------------------------------


@requires(RIGHT)
@require_POST
def receive_file(request: SchoolRequest) -> HttpResponse:
    """Read the file sent and show what it would change; nothing is written yet."""
    code = request.POST.get("objectif", "")
    objective = objectives.get(code) if code in objectives else None
    if objective is None or objective.reader is None:
        return redirect("imports:identities")
    form = IdentityFileForm(objective, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, code, file_form=form)
    name = form.cleaned_data["fichier"].name
    services.stage_file(
        owner=request.user,
        objective=objective,
        file_name=name,
        file=form.cleaned_data["file"],
        doubt=form.cleaned_data["doubt"],
    )
    return redirect("imports:identities_preview")


@requires(RIGHT)
@require_POST
def copy_field(request: SchoolRequest) -> HttpResponse:
    """Prepare the copy of one identifier into another field, to be previewed like a file."""
    copy = request.POST.get("copie", "")
    if copy in services.COPIES:
        draft = services.stage_copy(owner=request.user, copy=copy)
        if draft.lines:
            return redirect("imports:identities_preview")
    messages.warning(request, "Personne n'a d'identifiant à copier.")
    return redirect("imports:identities")


@requires(RIGHT)
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SchoolRequest) -> HttpResponse:
    """What the file would change, line by line: accounts are chosen here, and the ticked lines written."""
    draft = read_draft(request.user)
    if draft is None:
        messages.warning(request, "Il n'y a pas de fichier en attente : envoyez-le de nouveau.")
        return redirect("imports:identities")
    if request.method != "POST":
        return _preview_page(request, draft)
    if read_labels(request.POST):
        # What was chosen is never lost: noted first, whatever the button.
        if request.POST.get("action") != "choisir":
            messages.info(request, "Les comptes choisis sont notés, et cochés : vérifiez-les, puis enregistrez.")
        return _choose(request, draft)
    if request.POST.get("action") == "choisir" or "oublier" in request.POST:
        return _choose(request, draft)
    return _apply(request, draft)


def _choose(request: SchoolRequest, draft: Draft) -> HttpResponse:
    """Note the accounts chosen; what names nobody is said, and nothing is forgotten."""
    accounts = known_accounts(objectives.get(draft.objective).field)
    labels = read_labels(request.POST)
    found = {line: account_by_label(label, accounts) for line, label in labels.items()}
    unknown = {line: label for line, label in labels.items() if found[line] is None}
    draft = services.choose_accounts(
        owner=request.user,
        draft=draft,
        chosen={line: account.id for line, account in found.items() if account},
        forgotten=read_numbers(request.POST.getlist("oublier")),
    )
    if unknown:
        return _preview_page(request, draft, unknown=unknown, status=422)
    return redirect("imports:identities_preview")


def _apply(request: SchoolRequest, draft: Draft) -> HttpResponse:
    ticked = read_numbers(request.POST.getlist("tick"))
    mark = request.POST.get("fingerprint", "")
    try:
        number = services.apply_draft(
            school=request.school,
            actor=request.user,
            draft=draft,
            ticked=ticked,
            mark=mark,
            may_replace="remplacer" in request.POST,
        )
    except issue.UnprintedPasswords:
        return _preview_page(request, draft, error=REPLACE, status=422)
    except StalePlan:
        return _preview_page(request, draft, is_stale=True, status=409)
    written = count(number, "identifiant enregistré", "identifiants enregistrés")
    messages.success(request, f"{written}. Ce qui reste à régler est ci-dessous.")
    if draft.objective == "imposer" and number:
        return redirect("imports:identities_issue")
    return redirect("imports:identities_preview")


def _preview_page(
    request: SchoolRequest,
    draft: Draft,
    *,
    unknown: dict[int, str] | None = None,
    is_stale: bool = False,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    objective = objectives.get(draft.objective)
    found = outcomes(draft)
    by_outcome: dict[Outcome, list[LineOutcome]] = {outcome: [] for outcome in Outcome}
    for each in found:
        by_outcome[each.outcome].append(each)
    blocks = [(each, title, words, style, by_outcome[each]) for each, title, words, style in _BLOCKS]
    has_unknown = bool(by_outcome[Outcome.UNKNOWN])
    has_choices = has_unknown or bool(by_outcome[Outcome.HOMONYMS])
    context = {
        "draft": draft,
        "objective": objective,
        "blocks": blocks,
        "fingerprint": fingerprint(found),
        "unknown": unknown or {},
        "accounts": known_accounts(objective.field) if has_unknown else [],
        "is_stale": is_stale,
        "error": error,
        "replaces": draft.objective == "imposer" and issue.progress(request.user) is not None,
        "has_choices": has_choices,
        "has_ticks": bool(by_outcome[Outcome.MODIFIED]),
        "is_strange": len(by_outcome[Outcome.UNKNOWN]) == len(found),
        "chosen": draft.chosen,
        "ticked": _ticked(request, draft, by_outcome[Outcome.MODIFIED]),
    }
    return render(request, "imports/identities/preview.html", context, status=status)


def _ticked(request: SchoolRequest, draft: Draft, modified: Sequence[LineOutcome]) -> set[int]:
    """The lines ticked on the page: those that were sent, else all but those of a file whose format is doubtful."""
    if "tick" in request.POST:
        return read_numbers(request.POST.getlist("tick"))
    return {found.line.line for found in modified if not draft.doubt or found.line.line in draft.chosen}


@requires(RIGHT)
@require_POST
def abandon(request: SchoolRequest) -> HttpResponseRedirect:
    """Forget the file waiting; the passwords made before stay."""
    drop_draft(request.user)
    return redirect("imports:identities")

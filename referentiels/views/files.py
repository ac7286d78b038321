"""In and out: a référentiel as a file to keep, a file that becomes a référentiel, the model of a spreadsheet."""

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.own import write_own
from referentiels.exchange.reading import read_file
from referentiels.exchange.sheet import HEADS, MODEL_ROWS
from referentiels.exchange.writing import FORMATS
from referentiels.forms.files import FileForm
from referentiels.models import Referentiel
from referentiels.queries.places import CYCLES, readable_by
from referentiels.queries.whole import tree_of
from referentiels.services.making import AlreadyThere, create
from referentiels.socle import entries_by_link, knower
from referentiels.views.comparing import compare_with, source_of_file
from referentiels.views.making import RIGHT
from sacoche.kit.access import requires
from sacoche.kit.downloads import attachment
from sacoche.kit.files.tables import Csv
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools.models import Niveau


@requires("referentiels.see")
@require_safe
def export(request: SchoolRequest, pk: int, file_format: str) -> HttpResponse:
    """A référentiel that one may read, as a file."""
    referentiel = get_object_or_404(readable_by(request.user), pk=pk)
    chosen = FORMATS.get(file_format)
    if chosen is None:
        raise Http404
    name = f"referentiel_{referentiel.matiere.reference}_{referentiel.niveau.reference}".lower()
    content = chosen.write(tree_of(referentiel), about(referentiel))
    return attachment(content, name=f"{name}.{chosen.extension}", content_type=chosen.content_type)


def about(referentiel: Referentiel) -> dict[str, str]:
    """What the root of our own format says of a référentiel."""
    return {
        "matiere": referentiel.matiere.reference,
        "niveau": referentiel.niveau.reference,
        "methode": referentiel.method,
        "limite": str(referentiel.limit),
        "retroactif": referentiel.look_back,
        "synthese": referentiel.synthesis,
    }


@requires(RIGHT)
@require_safe
def model(request: SchoolRequest) -> HttpResponse:
    """A spreadsheet to fill in."""
    stream = io.BytesIO()
    rows = [[*row, *[""] * (len(HEADS) - len(row))] for row in MODEL_ROWS]
    Csv().write(stream, title="Référentiel", heads=HEADS, rows=rows)
    return attachment(stream.getvalue(), name="modele_referentiel.csv", content_type=Csv.content_type)


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: SchoolRequest) -> HttpResponse:
    """A file, shown as the tree that it makes with its faults by line; then, once confirmed, a référentiel."""
    form = FileForm(request.user, request.POST or None, request.FILES or None, initial=request.GET.dict())
    reading: Reading | None = None
    if request.method == "POST" and form.is_valid():
        try:
            reading = _read(form.cleaned_data)
            present = _present(form.cleaned_data)
            if present:
                _refuse_empty(reading)
                return compare_with(request, present, source_of_file(reading, _name(form.cleaned_data)))
            if form.cleaned_data["seen"]:
                made = _create(request, form, reading)
                messages.success(request, f"Référentiel « {made} » créé.")
                return redirect("referentiels:content", made.pk)
            _refuse_empty(reading)
        except AlreadyThere as error:
            form.add_error("niveau", str(error))
        except BadTree as error:
            reading = None
            form.add_error("file", str(error))
    return render(request, "referentiels/bring_in.html", _context(form, reading), status=422 if form.errors else 200)


def _present(said: dict[str, Any]) -> Referentiel | None:
    """The référentiel that the school has already of this matière at this niveau: a file completes it."""
    found: Referentiel | None = (
        Referentiel.objects.in_order().filter(matiere=said["matiere"], niveau=said["niveau"]).first()
    )
    return found


def _name(said: dict[str, Any]) -> str:
    return said["file"].name if said["file"] else "fichier"


def _create(request: SchoolRequest, form: FileForm, reading: Reading) -> Referentiel:
    said = form.cleaned_data
    return create(author=request.user, matiere=said["matiere"], niveau=said["niveau"], tree=reading.tree, is_copy=False)


def _read(said: dict[str, Any]) -> Reading:
    """Raises BadTree."""
    data = said["seen"].encode() if said["seen"] else said["file"].read()
    return read_file(data, knower(entries_by_link()), cycle=_cycle(said["niveau"]))


def _cycle(niveau: Niveau) -> int:
    """The cycle of a niveau, 0 when it has none: that of the components that say none."""
    found = next((cycle for cycle, held in CYCLES.items() if niveau.reference in (cycle, *held)), "P0")
    return int(found[1])


def _refuse_empty(reading: Reading) -> None:
    if not reading.tree.domaines and not reading.faults:
        raise BadTree("Ce fichier ne contient aucun domaine : il n'y a rien à importer.")


def _context(form: FileForm, reading: Reading | None) -> dict[str, Any]:
    if reading is None or form.errors:
        return {"form": form}
    items = sum(1 for _item in reading.tree.items)
    themes = sum(1 for _theme in reading.tree.themes)
    parts = (
        count(len(reading.tree.domaines), "domaine", "domaines"),
        count(themes, "thème", "thèmes"),
        count(items, "item", "items"),
    )
    return {
        "form": form,
        "tree": reading.tree,
        "faults": reading.faults[:200],
        "fault_count": len(reading.faults),
        "summary": ", ".join(parts),
        "kept": write_own(reading.tree, {}).decode(),
    }

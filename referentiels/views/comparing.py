"""« Comparer et compléter »: a file, a shared référentiel or one of the library beside the one that is there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from referentiels.comparing.differences import Act, Comparison, Own, compare
from referentiels.comparing.places import incoming
from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.own import write_own
from referentiels.exchange.reading import read_file
from referentiels.forms.files import MOST_TEXT
from referentiels.forms.keys import key_of
from referentiels.library import offer_of
from referentiels.models import Referentiel
from referentiels.queries.comparison import Block, blocks_of, own_changes, places_of
from referentiels.queries.shared import shared_one
from referentiels.services.completing import Completed, Outdated, complete
from referentiels.services.editing import TooMany
from referentiels.services.log import Gone
from referentiels.services.making import Origin
from referentiels.socle import entries_by_link, knower
from referentiels.tree import Tree
from referentiels.views.making import RIGHT
from referentiels.views.nodes import open_to_write
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

_FILE_NAME = 100
_CHANGED = "Quelque chose vient de changer : relisez les différences, puis enregistrez de nouveau."


@dataclass(frozen=True, slots=True)
class Source:
    """What comes in. `hidden` is what the form sends back to find it again, `origin` what it is in words."""

    tree: Tree
    origin: Origin
    hidden: Mapping[str, str]
    # Lines of a file that cannot be taken up.
    faults: tuple[str, ...] = ()
    # Values that it says nothing of.
    silent: frozenset[str] = frozenset()


def source_of_file(reading: Reading, name: str) -> Source:
    """A file that was just read; it comes back as what it held."""
    kept = {
        "seen": write_own(reading.tree, {}).decode(),
        "name": name[:_FILE_NAME],
        "silent": " ".join(sorted(reading.silent)),
    }
    origin = Origin(f"« {name[:_FILE_NAME]} »")
    return Source(reading.tree, origin, kept, tuple(map(str, reading.faults)), reading.silent)


def compare_with(request: SchoolRequest, referentiel: Referentiel, source: Source) -> HttpResponse:
    """The page of the differences, its boxes as they are first shown."""
    return _Page(request, referentiel, source).show()


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: SchoolRequest, pk: int) -> HttpResponse:
    """The differences with a shared référentiel or an offer of the library; then what was ticked is written."""
    referentiel = open_to_write(request, pk)
    page = _Page(request, referentiel, _source(request))
    if request.method != "POST":
        return page.show()
    if "all" in request.POST:
        return page.ask_replace()
    return page.apply()


def _source(request: SchoolRequest) -> Source:
    """What the address or the form names. Raises Http404 for what is not there, or no longer shared."""
    said = request.POST if request.method == "POST" else request.GET
    if "seen" in said:
        return _sent_back(said["seen"][:MOST_TEXT], said.get("name", ""), said.get("silent", ""))
    found = _shared(request, said["partage"]) if "partage" in said else _offer(said.get("bibliotheque", ""))
    if found is None:
        raise Http404
    return found


def _sent_back(seen: str, name: str, silent: str) -> Source:
    try:
        reading = read_file(seen.encode(), knower(entries_by_link()))
        return source_of_file(replace(reading, silent=frozenset(silent.split())), name)
    except BadTree as error:
        raise Http404 from error


def _shared(request: SchoolRequest, key: str) -> Source | None:
    one = shared_one(request.school, key_of(key))
    if one is None:
        return None
    told, tree = one
    origin = Origin(told.words, told.key, told.revision)
    return Source(tree, origin, {"partage": key, "version": str(told.revision)})


def _offer(code: str) -> Source | None:
    offer = offer_of(code)
    if offer is None:
        return None
    return Source(offer.tree, Origin(offer.words), {"bibliotheque": code})


class _Page:
    """One référentiel beside what comes in."""

    def __init__(self, request: SchoolRequest, referentiel: Referentiel, source: Source) -> None:
        self.request, self.referentiel, self.source = request, referentiel, source
        self.revision = referentiel.revision
        # What a file says is what its sender wants; what a copy's original says is not what the copy's owner did.
        own = Own() if "seen" in source.hidden else own_changes(referentiel)
        self.compared: Comparison = compare(
            places_of(referentiel),
            incoming(source.tree, source.silent),
            own,
            adds_links="item.entries" in source.silent,
        )
        self.blocks: list[Block] = blocks_of(self.compared)

    @property
    def _held(self) -> tuple[str, ...]:
        """What the items that are absent from what comes in hold: « 5 résultats »."""
        return tuple(line.held for block in self.blocks if block.act is Act.GONE for line in block.lines if line.held)

    def show(self, *, notice: str = "", asks_replace: bool = False, status: int = 200) -> HttpResponse:
        ticked = self._ticked() if self.request.method == "POST" and "revision" in self.request.POST else None
        blocks = [replace(block, lines=tuple(line.with_tick(ticked) for line in block.lines)) for block in self.blocks]
        context = {
            "referentiel": self.referentiel,
            "source": self.source,
            "same": self.compared.same,
            "blocks": blocks,
            "total": len(self.compared.differences),
            "revision": self.revision,
            "held": "; ".join(self._held),
            "may_replace": any(block.act is Act.GONE for block in blocks) and not self._held,
            "gone": next((block.lines for block in blocks if block.act is Act.GONE), ()),
            "asks_replace": asks_replace,
            "notice": notice,
        }
        return render(self.request, "referentiels/compare.html", context, status=status)

    def ask_replace(self) -> HttpResponse:
        """« Tout remplacer »: never where there are results, and not before what would go was named."""
        if self._held:
            return self.show(notice="Des items absents ont déjà servi : rien ne se remplace d'un coup.", status=409)
        if self.request.POST["all"] != "sure" or self._has_changed():
            return self.show(
                asks_replace=True, notice=self._changed_words(), status=422 if self._has_changed() else 200
            )
        return self._write({each.code for each in self.compared.differences})

    def apply(self) -> HttpResponse:
        """Write what is ticked, unless something changed since it was read."""
        if self._has_changed():
            return self.show(notice=self._changed_words(), status=409)
        return self._write(self._ticked())

    def _ticked(self) -> set[str]:
        return set(self.request.POST.getlist("tick"))

    def _has_changed(self) -> bool:
        said = self.request.POST
        shown = (said.get("revision"), said.get("held"), said.get("version", ""))
        return shown != (str(self.revision), "; ".join(self._held), self.source.hidden.get("version", ""))

    def _changed_words(self) -> str:
        return _CHANGED if self._has_changed() else ""

    def _write(self, ticked: set[str]) -> HttpResponse:
        try:
            done = complete(
                author=self.request.user,
                referentiel=self.referentiel,
                comparison=self.compared,
                ticked=ticked,
                revision=self.revision,
                origin=self.source.origin,
                entries=entries_by_link(),
            )
        except TooMany as refusal:
            return self.show(notice=str(refusal), status=422)
        except (Outdated, Gone):
            # Somebody wrote between the reading and the lock; a référentiel that is gone is a 404.
            again = _Page(self.request, open_to_write(self.request, self.referentiel.pk), self.source)
            return again.show(notice=_CHANGED, status=409)
        _say(self.request, done, is_shared="partage" in self.source.hidden)
        return redirect("referentiels:changes" if done != Completed() else "referentiels:content", self.referentiel.pk)


def _say(request: Any, done: Completed, *, is_shared: bool) -> None:
    if done == Completed():
        said = "Rien n'était coché : rien n'a changé."
        messages.success(request, f"{said} Cette version ne sera plus signalée." if is_shared else said)
        return
    messages.success(request, f"{done.words.capitalize()}. « Annuler cet import » les reprend.")
    if done.left:
        messages.warning(request, f"Laissé, car il contient encore des items : {', '.join(done.left)}.")

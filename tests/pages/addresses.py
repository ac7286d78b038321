"""THE table of samples: what to ask of each address. A new page adds one line here, and is then in every loop:
marks of access, answers, schools kept apart, axe, console, widths and colours.

    "socle:items_grid": Sample(Kind.PAGE, query=lambda w: {"palier": 2, "classe": w.school_class})

Bodies are what a person would really send: with the school left open they would be saved.
`arguments`, `query` and `body` are made from a `World` (tests/pages/world.py), a school where everything exists once.
An address that shows several pages has several lines, told apart by a word after « # ».
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bilans.reports.registry import Report, shown_reports
from referentiels.models import SocleEntry
from sacoche.kit.clock import today
from tests.pages.routes import Route, routes
from tests.pages.world import COLLEAGUE, NO_IMPORT, READY, World


class Kind(Enum):
    """What a GET of the address gives."""

    PAGE = "a whole page"
    FRAGMENT = "a piece of a page, for htmx"
    DATA = "JSON"
    FILE = "a file to keep"
    ELSEWHERE = "a redirection"
    ACTION = "nothing: the address only takes POST"


def _nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Sample:
    """How to ask for one address.

    `status`: what it answers when it is not 200 and nothing is wrong (an import that is over: 410).
    `stage`: how far the import of the school has come. Schools are told apart on READY, the usual one.
    `profile`: who asks, when the first profile that has the right is not the one.
    `is_owned`: it is that of `profile` alone: the others who have the right are refused in words.
    `only`: the profiles to whom the restriction of its right leaves it open in this world, when they are not all.
    `is_national`: its ids are not a school's (levels of the national list): a stranger's are his own.
    `twin`: another line, whose page the same templates make of other words. A browser opens it for both, and this one
    too with REQUIRE_ALL=1; every other loop has both.
    `stranger`, `stranger_post`: what somebody of another school gets when ids are sent and it is not 404.
    """

    kind: Kind
    arguments: Callable[[World], dict[str, Any]] = _nothing
    query: Callable[[World], dict[str, Any]] = _nothing
    body: Callable[[World], dict[str, Any]] = _nothing
    is_json: bool = False
    takes_post: bool = False
    status: int = 200
    stage: str = READY
    profile: str = ""
    is_owned: bool = False
    only: frozenset[str] = frozenset()
    is_national: bool = False
    twin: str = ""
    stranger: int = 404
    stranger_post: int = 404

    @property
    def carries_ids(self) -> bool:
        """Whether ids of a school go with a GET of this address."""
        return not self.is_national and (self.arguments is not _nothing or self.query is not _nothing)

    @property
    def posts_ids(self) -> bool:
        """Whether ids of a school go with a POST of this address."""
        return not self.is_national and (self.arguments is not _nothing or self.body is not _nothing)

    @property
    def accepts_post(self) -> bool:
        return self.takes_post or self.kind is Kind.ACTION


# Who prints some document, who places a stamp or a signature, as the rights of kinds are in the schools of samples.
_PRINTERS, _SIGNERS = frozenset({"ADM", "DIR", "ENS"}), frozenset({"ADM", "DIR"})


def _class(world: World) -> dict[str, Any]:
    return {"pk": world.school_class}


def _niveau(world: World) -> dict[str, Any]:
    return {"pk": world.niveau}


def _group(world: World) -> dict[str, Any]:
    return {"pk": world.group}


def _matiere(world: World) -> dict[str, Any]:
    return {"pk": world.matiere}


def _referentiel(world: World) -> dict[str, Any]:
    return {"pk": world.referentiel}


def _evaluation(world: World) -> dict[str, Any]:
    return {"pk": world.evaluation}


def _new_evaluation(world: World) -> dict[str, Any]:
    day = today().isoformat()
    return {"title": "Contrôle", "given_on": day, "classe": world.school_class, "item": world.ref_item}


def _new_evaluation_of_pupils(world: World) -> dict[str, Any]:
    asked = {name: value for name, value in _new_evaluation(world).items() if name != "classe"}
    return asked | {"eleve": world.pupils[:2]}


def _new_referentiel(world: World) -> dict[str, Any]:
    return {"matiere": world.matiere, "niveau": world.niveau, "origin": ""}


def _ref_item(world: World) -> dict[str, Any]:
    return {"pk": world.referentiel, "kind": "item", "key": world.ref_item}


def _ref_key(world: World) -> dict[str, Any]:
    return {"pk": world.referentiel, "key": world.ref_item}


def _ref_cells(world: World) -> dict[str, Any]:
    entry = SocleEntry.objects.get(version="2016", cycle=3, number=13).pk
    return {"cells": [[world.ref_item, entry, "on"]]}


def _ref_place(world: World) -> dict[str, Any]:
    return {"pk": world.referentiel, "kind": "item", "parent": world.ref_theme}


def _ref_gesture(world: World) -> dict[str, Any]:
    return {"pk": world.referentiel, "gesture": world.ref_gesture}


def _item_set(world: World) -> dict[str, Any]:
    return {"pk": world.ref_set}


def _set_items(world: World) -> dict[str, Any]:
    return {"pk": world.ref_set, "referentiel": world.referentiel}


def _ref_act(world: World) -> dict[str, Any]:
    return {"verb": "add", "kind": "item", "parent": world.ref_theme, "names": ["Un de plus"], "cursor": 0}


def _ref_bulk(world: World) -> dict[str, Any]:
    return {"item": world.ref_item, "action": "coefficient", "coefficient": "2"}


def _ref_values(world: World) -> dict[str, Any]:
    return {"name": "Nommé", "coefficient": "1"}


def _matiere_form(world: World) -> dict[str, Any]:
    return {"reference": "CHEVA", "label": "Équitation"}


def _period(world: World) -> dict[str, Any]:
    return {"pk": world.period}


def _dates(world: World) -> dict[str, Any]:
    return {"pk": world.period_dates}


def _period_form(world: World) -> dict[str, Any]:
    return {"order": 7, "name": "Période neuve"}


def _dates_form(world: World) -> dict[str, Any]:
    days = {"debut": today().isoformat(), "fin": today().isoformat()}
    return days | {"periode": world.period, "lieu": [f"c{world.school_class}", f"g{world.group}"]}


def _besoin(world: World) -> dict[str, Any]:
    return {"pk": world.besoin}


def _besoin_form(world: World) -> dict[str, Any]:
    return {"niveau": world.niveau, "name": "Lecture", "colleagues": [world.accounts["DOC"]]}


def _ticks(row: str, column: str) -> Callable[[World], dict[str, Any]]:
    """One box of a tick grid, ticked."""
    return lambda world: {"cells": [[getattr(world, row), getattr(world, column), "on"]]}


def _of_class(world: World) -> dict[str, Any]:
    return {"eleves": f"c{world.school_class}"}


def _grid(world: World) -> dict[str, Any]:
    return {
        "palier": world.palier,
        "competence": world.pilier,
        "domaine": world.domaines,
        "classe": world.school_class,
        "eleve": world.pupils,
    }


def _piliers(world: World) -> dict[str, Any]:
    piliers = [world.pilier, world.pilier + 1]
    return {"palier": world.palier, "competence": piliers, "classe": world.school_class, "eleve": world.pupils}


def _pilier_cells(world: World) -> dict[str, Any]:
    return {"gestures": [{"gesture": "cell", "cells": [[world.pupil, world.pilier + 1, 2, 1]]}]}


def _cancelling(world: World) -> dict[str, Any]:
    return _piliers(world) | {"annuler": f"{world.pupil}-{world.pilier}"}


def _cancelled(world: World) -> dict[str, Any]:
    return {"pupil_id": world.pupil, "pilier_id": world.pilier}


def _place(world: World) -> dict[str, Any]:
    return {"regroupement": f"c{world.school_class}"}


def _language(world: World) -> dict[str, Any]:
    return _place(world) | {"eleve": world.pupils[:2], "langue": "134"}


def _open_page(world: World) -> dict[str, Any]:
    return {"cadre": world.pilier, "classe": world.school_class, "depuis": 0, "page": "0" * 32}


def _cells(world: World) -> dict[str, Any]:
    return {"gestures": [{"gesture": "cell", "cells": [[world.pupil, world.item, 2, 1]]}]}


def _room(world: World) -> dict[str, Any]:
    return {"rangs": 3, "colonnes": 4}


def _filled_file(world: World) -> dict[str, Any]:
    return {"fichier": SimpleUploadedFile("saisie.csv", b";1;\r\n2;3;item\r\n", content_type="text/csv")}


def _marks(world: World) -> dict[str, Any]:
    return {"gestures": [{"gesture": "cell", "cells": [[world.pupil, world.marked_items[1], "3", "4"]]}]}


def _mark(world: World) -> dict[str, Any]:
    return {"eleve": world.pupil, "ligne": world.marked_items[0]}


def _open_entry(world: World) -> dict[str, Any]:
    return {"cadre": world.evaluation, "classe": 0, "depuis": 0, "page": "0" * 32}


def _people_to_generate(world: World) -> dict[str, Any]:
    return {
        "objectif": "generer",
        "profil": "ELV",
        "regroupement": f"classe:{world.school_class}",
        "personne": world.pupils,
        "mot_de_passe": "hasard",
    }


def _run(world: World) -> dict[str, Any]:
    return {"uuid": world.run}


def _at_step(code: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"uuid": world.run, "step_code": code}


def _decisions(world: World) -> dict[str, Any]:
    """Everybody retired, on the review of an import."""
    return {"fingerprint": "", "tick": [f"u-{pupil}" for pupil in world.pupils]}


def _validations_file(world: World) -> dict[str, Any]:
    """A file about a pupil known by his Sconet id alone."""
    decision = "<date>2013-05-30</date><etat>1</etat><info>VOISIN E.</info>"
    document = (
        f'<sacoche><donnees><eleve id="{world.sconet_id}" nom="VOISIN" prenom="Ève"><palier id="{world.palier}">'
        f'<competence id="{world.pilier}"><item id="{world.item}"><renseignement>{decision}</renseignement></item>'
        "</competence></palier></eleve></donnees></sacoche>"
    )
    return {"procedure": "import-sacoche", "fichier": SimpleUploadedFile("import.xml", document.encode())}


def _token(world: World) -> dict[str, Any]:
    return {"token": world.token}


def _job(world: World) -> dict[str, Any]:
    return {"uuid": world.job}


def _failed_job(world: World) -> dict[str, Any]:
    return {"uuid": world.failed_job}


def _stale_token(world: World) -> dict[str, Any]:
    return {"token": world.stale_token}


def _export(world: World) -> dict[str, Any]:
    return {"procedure": "export-sacoche", "regroupement": [f"c{world.school_class}"]}


def _name(world: World) -> dict[str, Any]:
    """What the forms about a person ask for; the class is the school's."""
    fields = {"last_name": "VOISIN", "first_name": "Ève", "login_auto": "on", "password_random": "on"}
    return fields | {"school_class": world.school_class, "gender": "I", "profile": "ENS"}


def _group_form(world: World) -> dict[str, Any]:
    return {"niveau": world.niveau, "reference": "6ALL_NEUF", "name": "Allemand neuf"}


def _tried(world: World) -> dict[str, Any]:
    return {"eleve": world.pupils[0], "referentiel": world.referentiel}


def _own_niveau(world: World) -> dict[str, Any]:
    return {"pk": world.own_niveau}


def _niveau_form(world: World) -> dict[str, Any]:
    return {"reference": "ATEL", "label": f"Atelier {world.mark}"}


def _class_form(world: World) -> dict[str, Any]:
    return {"niveau": world.niveau, "reference": "CM2_NEUF", "name": "CM2 neuf"}


def _today(world: World) -> dict[str, Any]:
    return {"left_on": today().isoformat()}


def _random(world: World) -> dict[str, Any]:
    return {"password_random": "on"}


def _open_session(world: World) -> dict[str, Any]:
    return {"pk": world.open_session}


def _open(world: World) -> dict[str, Any]:
    return {"is_open": "1"}


def _on(world: World) -> dict[str, Any]:
    return {"is_on": "1"}


RIGHT = {"code": "socle.validate_items"}


def _people(code: str, one: str, profile: str, like: tuple[str, str] | None = None) -> dict[str, Sample]:
    """The pages of one kind of people; the person is the one of that profile who is not asking.

    `like`: the kind, in its two words, whose pages are the twins of these.
    """

    def person(world: World) -> dict[str, Any]:
        return {"pk": world.accounts[profile]}

    def new(world: World) -> dict[str, Any]:
        return _name(world) | {"last_name": f"VOISIN {one}"}

    # A class of another school is refused in the form, like one that a colleague has just deleted.
    refused = 422 if code == "pupils" else 200
    pages = {
        f"accounts:{code}": Sample(Kind.PAGE),
        f"accounts:{code}#left": Sample(Kind.PAGE, query=lambda world: {"sortis": "on"}, stranger=200),
        f"accounts:add_{one}": Sample(Kind.PAGE, body=new, takes_post=True, stranger_post=refused),
        f"accounts:edit_{one}": Sample(Kind.PAGE, person, body=_name, takes_post=True),
        f"accounts:give_{one}_password": Sample(Kind.PAGE, person, body=_random, takes_post=True),
        f"accounts:retire_{one}": Sample(Kind.PAGE, person, body=_today, takes_post=True),
    }
    if like:
        pages = {key: replace(sample, twin=_like(key, (code, one), like)) for key, sample in pages.items()}
    actions = [f"accounts:reinstate_{one}"]
    if code in ("administrators", "directors", "staff"):
        actions.append(f"accounts:reset_{one}_factor")
    return pages | {name: Sample(Kind.ACTION, person) for name in actions}


def _like(key: str, words: tuple[str, str], other: tuple[str, str]) -> str:
    """The key of the same page of another kind of people."""
    return key.replace(words[0], other[0]) if words[0] in key else key.replace(words[1], other[1])


PEOPLE = {
    **_people("administrators", "administrator", COLLEAGUE, like=("guardians", "guardian")),
    **_people("directors", "director", "DIR", like=("guardians", "guardian")),
    **_people("staff", "staff", "ENS"),
    **_people("pupils", "pupil", "ELV"),
    **_people("guardians", "guardian", "TUT"),
}


def _guardian(world: World) -> dict[str, Any]:
    """The second guardian of the pupil."""
    return {"pk": world.pupil, "guardian_pk": world.guardian}


GUARDIANS = {
    "accounts:pupil": Sample(Kind.PAGE, lambda world: {"pk": world.pupil}),
    "accounts:sign_ins": Sample(Kind.PAGE, query=lambda world: {"classe": world.school_class}),
    "accounts:pupil_pdf": Sample(Kind.FILE, lambda world: {"pk": world.pupil}),
    "accounts:guardian_links": Sample(Kind.PAGE),
    "accounts:guardian_links#class": Sample(Kind.PAGE, query=lambda world: {"classe": world.school_class}),
    "accounts:guardian_addresses": Sample(Kind.PAGE),
    "accounts:guardian_address": Sample(Kind.PAGE, lambda world: {"pk": world.guardian}, takes_post=True),
    "accounts:pupil_guardians": Sample(Kind.PAGE, lambda world: {"pk": world.pupil}),
    "accounts:link_guardian": Sample(Kind.ACTION, _guardian),
    "accounts:move_guardian_up": Sample(Kind.ACTION, _guardian),
    "accounts:remove_guardian": Sample(Kind.ACTION, _guardian),
}

MERGING = {
    "accounts:search_people": Sample(Kind.PAGE),
    "accounts:search_people#found": Sample(Kind.PAGE, query=lambda world: {"q": "n0"}, stranger=200),
    "accounts:same_names": Sample(Kind.PAGE),
    "accounts:choose_other": Sample(Kind.PAGE, lambda world: {"pk": world.pupil}),
    "accounts:merge": Sample(
        Kind.PAGE, lambda world: {"pk": world.pupils[0], "other_pk": world.pupils[1]}, takes_post=True
    ),
}

DEPARTED = {
    "accounts:departed": Sample(Kind.PAGE),
    # A box of another school is one that is no longer there: back to the list, in words.
    "accounts:delete_departed": Sample(
        Kind.PAGE, query=lambda world: {"compte": world.departed}, takes_post=True, stranger=302
    ),
}
_GONE: dict[str, Any] = {"status": 410, "stranger": 410, "stranger_post": 410}


def _school(world: World) -> dict[str, Any]:
    return {"base": world.number}


def _good_link(world: World) -> dict[str, Any]:
    return {"pk": world.pupils[-1], "token": world.password_token}


def _used_link(world: World) -> dict[str, Any]:
    return {"pk": world.pupil, "token": world.password_token}


def _contact(world: World) -> dict[str, Any]:
    return {"pk": world.contact}


def _linked(world: World) -> dict[str, Any]:
    return {"pk": world.accounts[COLLEAGUE]}


def _notice(world: World) -> dict[str, Any]:
    return {"pk": world.notice}


def _message(world: World) -> dict[str, Any]:
    return {"pk": world.message}


SHELL = {
    "home": Sample(Kind.PAGE),
    "about": Sample(Kind.PAGE),
    "accessibility": Sample(Kind.PAGE),
    "conformity": Sample(Kind.PAGE),
    "diagnostic": Sample(Kind.PAGE),
    "manifest": Sample(Kind.DATA),
    "offline_worker": Sample(Kind.FILE),
    # Nobody to tell, until the operator says whom.
    "security_txt": Sample(Kind.PAGE, status=404),
    "home#staff": Sample(Kind.PAGE, profile="ENS"),
    "home_classes": Sample(Kind.FRAGMENT),
    "home#pupil": Sample(Kind.PAGE, profile="ELV"),
    "home#child": Sample(Kind.PAGE, query=lambda world: {"enfant": world.pupil}, profile="TUT"),
}

ACCOUNTS = {
    "accounts:sign_in": Sample(Kind.PAGE, takes_post=True),
    "accounts:index_php": Sample(Kind.PAGE, takes_post=True, twin="accounts:sign_in"),
    "accounts:school_search": Sample(Kind.FRAGMENT),
    "accounts:sign_out": Sample(Kind.ACTION),
    "accounts:activation": Sample(Kind.ELSEWHERE, takes_post=True),
    "accounts:renew_password": Sample(Kind.ELSEWHERE, takes_post=True),
    "accounts:prove_through_ent": Sample(Kind.ELSEWHERE),
    "accounts:session": Sample(Kind.DATA, takes_post=True),
    "accounts:assignments": Sample(Kind.PAGE),
    "accounts:save_assignments": Sample(Kind.ACTION, body=_ticks("teacher", "school_class"), is_json=True),
    "accounts:teacher_groups": Sample(Kind.PAGE, twin="accounts:assignments"),
    "accounts:save_teacher_groups": Sample(Kind.ACTION, body=_ticks("teacher", "group"), is_json=True),
    "accounts:teacher_matieres": Sample(Kind.PAGE, twin="accounts:assignments"),
    "accounts:save_teacher_matieres": Sample(Kind.ACTION, body=_ticks("teacher", "matiere"), is_json=True),
    "accounts:pupil_classes": Sample(Kind.PAGE, query=_of_class),
    "accounts:save_pupil_classes": Sample(Kind.ACTION, body=_ticks("pupil", "school_class"), is_json=True),
    "accounts:pupil_groups": Sample(Kind.PAGE, query=_of_class, twin="accounts:pupil_classes"),
    "accounts:save_pupil_groups": Sample(Kind.ACTION, body=_ticks("pupil", "group"), is_json=True),
    "accounts:besoins": Sample(Kind.PAGE),
    "accounts:add_besoin": Sample(Kind.PAGE, body=_besoin_form, takes_post=True, stranger_post=422),
    "accounts:edit_besoin": Sample(Kind.PAGE, _besoin, body=_besoin_form, takes_post=True, twin="accounts:add_besoin"),
    "accounts:remove_besoin": Sample(Kind.PAGE, _besoin, takes_post=True, twin="schools:delete_class"),
    "accounts:besoin_pupils": Sample(Kind.PAGE, query=_of_class, twin="accounts:pupil_classes"),
    "accounts:save_besoin_pupils": Sample(Kind.ACTION, body=_ticks("pupil", "besoin"), is_json=True),
    "accounts:journal": Sample(Kind.PAGE),
    "accounts:download_journal": Sample(Kind.ACTION),
    "accounts:pupils#class": Sample(Kind.PAGE, query=lambda world: {"classe": world.school_class}),
}

OWN = {
    "accounts:personal_data": Sample(Kind.PAGE),
    "accounts:personal_data#pupil": Sample(Kind.PAGE, profile="ELV"),
    "accounts:password": Sample(Kind.PAGE, takes_post=True),
    "accounts:email": Sample(Kind.PAGE, takes_post=True),
    "accounts:confirm_email": Sample(Kind.PAGE, lambda world: {"token": "perime"}, takes_post=True, **_GONE),
    "accounts:confirm_email#good": Sample(
        Kind.PAGE, lambda world: {"token": world.email_token}, takes_post=True, stranger=410, stranger_post=410
    ),
    "accounts:patterns": Sample(Kind.PAGE, takes_post=True),
    "grids:comfort": Sample(Kind.PAGE, takes_post=True),
    "grids:choose_comfort": Sample(
        Kind.ACTION, body=lambda world: {"choix": "has_panel", "valeur": "oui"}, is_national=True
    ),
    # A school is chosen by its name before signing in: these are not asked with the ids of another.
    "accounts:lost": Sample(Kind.PAGE, takes_post=True),
    "accounts:lost#school": Sample(Kind.PAGE, query=_school, stage="extraction"),
    "accounts:choose_password": Sample(Kind.PAGE, _used_link, takes_post=True, **_GONE),
    "accounts:choose_password#good": Sample(Kind.PAGE, _good_link, stage="extraction"),
    "accounts:ask_for_space": Sample(Kind.PAGE, takes_post=True),
    "accounts:first_access": Sample(Kind.PAGE, lambda world: {"token": "perime"}, takes_post=True, **_GONE),
    "accounts:first_access#good": Sample(Kind.PAGE, lambda world: {"token": world.first_access}, stage="extraction"),
    "accounts:contact": Sample(Kind.PAGE, takes_post=True),
    "accounts:contact#school": Sample(Kind.PAGE, query=_school, stage="extraction"),
    "accounts:contact_code": Sample(Kind.ELSEWHERE, takes_post=True),
    "accounts:close_contact": Sample(Kind.ACTION, _contact),
    "accounts:fold": Sample(Kind.ACTION),
    "accounts:messages": Sample(Kind.PAGE, takes_post=True),
    "accounts:edit_message": Sample(Kind.PAGE, _message, takes_post=True),
    "accounts:remove_message": Sample(Kind.ACTION, _message),
    "accounts:hide_message": Sample(Kind.ACTION, _message),
    "accounts:notices": Sample(Kind.PAGE),
    # Whoever holds the mail stops it, signed in or not.
    "accounts:stop_notice_mails": Sample(
        Kind.PAGE, lambda world: {"token": world.stop_token}, takes_post=True, stranger=200, stranger_post=200
    ),
    "accounts:choose_notices": Sample(Kind.ACTION),
    "accounts:read_notices": Sample(Kind.ACTION),
    "accounts:open_notice": Sample(Kind.ACTION, _notice),
    "accounts:read_notice": Sample(Kind.ACTION, _notice),
    "accounts:linked": Sample(Kind.PAGE, takes_post=True),
    "accounts:switch": Sample(Kind.ACTION, _linked),
    "accounts:unlink": Sample(Kind.ACTION, _linked),
    "accounts:sessions": Sample(Kind.PAGE),
    "accounts:close_other_sessions": Sample(Kind.ACTION),
    "accounts:close_session": Sample(Kind.ACTION, _open_session),
    "accounts:sessions#trusted": Sample(Kind.PAGE, profile="ENS"),
    "accounts:forget_browser": Sample(Kind.ACTION, lambda world: {"pk": world.browser}),
}

FACTOR = {
    # Nobody has given a password here: the sign-in page asks for it.
    "accounts:prove_factor": Sample(Kind.ELSEWHERE, takes_post=True),
    "accounts:passkey_to_come_in": Sample(Kind.ACTION),
    "accounts:give_up_factor": Sample(Kind.ACTION),
    "accounts:passkey_to_prove": Sample(Kind.ACTION),
    "accounts:factor": Sample(Kind.PAGE),
    "accounts:factor#whole": Sample(Kind.PAGE, profile="ENS"),
    "accounts:add_application": Sample(Kind.PAGE, takes_post=True),
    "accounts:remove_application": Sample(Kind.ACTION),
    "accounts:passkey_to_add": Sample(Kind.ACTION),
    "accounts:add_passkey": Sample(Kind.ACTION),
    "accounts:remove_passkey": Sample(Kind.ACTION, lambda world: {"pk": world.passkey}),
    "accounts:renew_recovery_codes": Sample(Kind.ACTION),
    "accounts:cards": Sample(Kind.PAGE),
    "accounts:cards#class": Sample(Kind.PAGE, query=lambda world: {"classe": world.school_class}),
    "accounts:open_cards": Sample(Kind.ACTION),
    "accounts:print_cards": Sample(Kind.ACTION, _class, body=lambda world: {"eleve": world.pupil}),
    "accounts:revoke_card": Sample(Kind.ACTION, lambda world: {"pk": world.school_class, "pupil": world.pupil}),
    "accounts:trombinoscope": Sample(Kind.PAGE),
    "accounts:trombinoscope#class": Sample(Kind.PAGE, query=lambda world: {"lieu": world.school_class}, profile="DIR"),
    "accounts:trombinoscope_pdf": Sample(Kind.FILE, query=lambda world: {"lieu": world.school_class}),
    "accounts:place_photos": Sample(Kind.PAGE, takes_post=True),
    "accounts:pupil_photo": Sample(Kind.PAGE, lambda world: {"pk": world.pupil}, takes_post=True),
    "accounts:remove_photo": Sample(Kind.ACTION, lambda world: {"pk": world.pupil}),
    "accounts:photo": Sample(Kind.FILE, lambda world: {"pk": world.pupil, "digest": world.photo_digest}),
    # A card says itself of which school it is, to whoever holds it.
    "accounts:card": Sample(
        Kind.PAGE,
        lambda world: {"number": world.number},
        query=lambda world: {"c": world.card},
        takes_post=True,
        stranger=200,
        stranger_post=410,
    ),
}

ACCESS = {
    "accounts:profiles": Sample(Kind.PAGE),
    "accounts:set_profile": Sample(Kind.ACTION, lambda world: {"code": "AED"}, body=_open, is_national=True),
    "accounts:rights": Sample(Kind.PAGE),
    "accounts:set_right": Sample(Kind.ACTION, lambda world: RIGHT | {"profile": "ENS"}, body=_on, is_national=True),
    "accounts:set_restriction": Sample(
        Kind.ACTION, lambda world: RIGHT | {"restriction": "ONLY_PP"}, body=_on, is_national=True
    ),
    "accounts:reset_right": Sample(Kind.ACTION, lambda world: RIGHT, is_national=True),
    "accounts:login_formats": Sample(Kind.PAGE, takes_post=True),
    "accounts:login_examples": Sample(
        Kind.FRAGMENT, lambda world: {"profile": "ENS"}, query=lambda world: {"ENS": "p.n"}, is_national=True
    ),
    "accounts:hour_of_notices": Sample(
        Kind.PAGE, body=lambda world: {"hour": "18:00"}, takes_post=True, is_national=True
    ),
    "accounts:idle_delays": Sample(Kind.PAGE, takes_post=True),
    "accounts:factor_rules": Sample(Kind.PAGE, takes_post=True),
    "accounts:educonnect": Sample(Kind.PAGE),
    "accounts:closing": Sample(Kind.PAGE, takes_post=True),
    "accounts:reopen": Sample(Kind.ACTION),
    "accounts:sign_in_mode": Sample(Kind.PAGE, takes_post=True),
    "accounts:sign_in_mode#manual": Sample(
        Kind.PAGE, query=lambda world: {"choix": "perso"}, takes_post=True, is_national=True
    ),
    "accounts:sign_out_url": Sample(Kind.PAGE, takes_post=True),
}

SCHOOLS = {
    "schools:identity": Sample(Kind.PAGE, takes_post=True),
    "schools:set_logo": Sample(Kind.ACTION),
    "schools:remove_logo": Sample(Kind.ACTION),
    "schools:logo": Sample(Kind.FILE, lambda world: {"digest": world.logo}),
    "schools:niveaux": Sample(Kind.PAGE),
    "schools:activate_niveau": Sample(Kind.ACTION, _niveau, is_national=True),
    "schools:deactivate_niveau": Sample(Kind.PAGE, _niveau, takes_post=True, is_national=True),
    "schools:add_own_niveau": Sample(Kind.PAGE, body=_niveau_form, takes_post=True, stranger_post=302),
    "schools:edit_own_niveau": Sample(Kind.PAGE, _own_niveau, body=_niveau_form, takes_post=True),
    "schools:delete_niveau": Sample(Kind.PAGE, _own_niveau, takes_post=True, twin="schools:delete_class"),
    "schools:matieres": Sample(Kind.PAGE),
    "schools:order_matieres": Sample(
        Kind.PAGE, body=lambda world: {"matiere": world.matiere}, takes_post=True, stranger_post=302
    ),
    "schools:matieres#family": Sample(Kind.PAGE, query=lambda w: {"famille": "Langues vivantes"}, is_national=True),
    "schools:add_national_matiere": Sample(Kind.ACTION, lambda world: {"reference": "FRANC"}, is_national=True),
    "schools:add_own_matiere": Sample(Kind.PAGE, body=_matiere_form, takes_post=True, stranger_post=302),
    "schools:edit_own_matiere": Sample(
        Kind.PAGE, _matiere, body=_matiere_form, takes_post=True, twin="schools:add_own_matiere"
    ),
    "schools:set_matiere_usage": Sample(Kind.ACTION, _matiere, body=lambda world: {"utilisee": "1"}),
    "schools:delete_matiere": Sample(Kind.PAGE, _matiere, takes_post=True, twin="schools:delete_class"),
    "schools:classes": Sample(Kind.PAGE),
    "schools:add_class": Sample(Kind.PAGE, body=_class_form, takes_post=True, stranger_post=302),
    "schools:edit_class": Sample(Kind.PAGE, _class, body=_class_form, takes_post=True),
    "schools:delete_class": Sample(Kind.PAGE, _class, takes_post=True),
    "schools:periods": Sample(Kind.PAGE),
    "schools:create_usual": Sample(Kind.ACTION, body=lambda world: {"modele": "trimestres"}, is_national=True),
    "schools:add_period": Sample(Kind.PAGE, body=_period_form, takes_post=True, stranger_post=302),
    "schools:edit_period": Sample(Kind.PAGE, _period, body=_period_form, takes_post=True, twin="schools:add_period"),
    "schools:remove_period": Sample(Kind.PAGE, _period, takes_post=True, twin="schools:delete_class"),
    "schools:read_periods": Sample(Kind.PAGE),
    "schools:period_dates": Sample(Kind.PAGE, body=_dates_form, takes_post=True, stranger_post=422),
    "schools:period_dates#edit": Sample(Kind.PAGE, query=lambda world: {"dates": world.period_dates}, takes_post=True),
    "schools:remove_period_dates": Sample(Kind.PAGE, _dates, takes_post=True, twin="schools:delete_class"),
    "schools:groups": Sample(Kind.PAGE, twin="schools:classes"),
    "schools:add_group": Sample(
        Kind.PAGE, body=_group_form, takes_post=True, stranger_post=302, twin="schools:add_class"
    ),
    "schools:edit_group": Sample(Kind.PAGE, _group, body=_group_form, takes_post=True, twin="schools:edit_class"),
    "schools:delete_group": Sample(Kind.PAGE, _group, takes_post=True, twin="schools:delete_class"),
}

SOCLE = {
    "socle:paliers": Sample(Kind.PAGE, takes_post=True),
    "socle:set_lpc": Sample(Kind.ACTION, body=lambda w: {"offers_lpc": "on"}, is_national=True),
    "socle:set_help": Sample(Kind.ACTION, body=lambda w: {"proposes": "on"}, is_national=True),
    "socle:items": Sample(Kind.PAGE),
    "socle:items#chosen": Sample(Kind.PAGE, query=_grid),
    "socle:items_grid": Sample(Kind.PAGE, query=_grid),
    "socle:items_pdf": Sample(Kind.FILE, query=_grid),
    "socle:items_percentages": Sample(Kind.FRAGMENT, query=_grid, body=lambda w: {"montrer": "oui"}, takes_post=True),
    "socle:item_percentage": Sample(Kind.FRAGMENT, lambda w: {"pupil": w.pupil, "item": w.item}),
    "socle:piliers_percentages": Sample(
        Kind.FRAGMENT, query=_piliers, body=lambda w: {"montrer": "oui"}, takes_post=True
    ),
    "socle:items_grid_on": Sample(Kind.PAGE, query=lambda w: _grid(w) | {"au": today().isoformat()}),
    "socle:items_grid_on#refused": Sample(Kind.PAGE, query=lambda w: _grid(w) | {"au": "2999-01-01"}, status=422),
    "socle:item_history": Sample(Kind.FRAGMENT, query=lambda w: {"eleve": w.pupil, "ligne": w.item}),
    "socle:save_items": Sample(Kind.ACTION, body=_cells, is_json=True),
    "socle:saves": Sample(Kind.PAGE),
    "socle:undo": Sample(Kind.PAGE, lambda w: {"batch": w.batch}, takes_post=True),
    "socle:piliers": Sample(Kind.PAGE),
    "socle:piliers#chosen": Sample(Kind.PAGE, query=_piliers),
    "socle:piliers_grid": Sample(Kind.PAGE, query=_piliers),
    "socle:piliers_pdf": Sample(Kind.FILE, query=_piliers),
    "socle:piliers_grid_on": Sample(Kind.PAGE, query=lambda w: _piliers(w) | {"au": today().isoformat()}),
    "socle:pilier_history": Sample(Kind.FRAGMENT, query=lambda w: {"eleve": w.pupil, "ligne": w.pilier}),
    "socle:save_piliers": Sample(Kind.ACTION, body=_pilier_cells, is_json=True),
    "socle:pilier_items": Sample(Kind.FRAGMENT, lambda world: {"pupil": world.pupil, "pilier": world.pilier}),
    "socle:cancelling": Sample(Kind.PAGE),
    "socle:cancelling_grid": Sample(Kind.PAGE, query=_cancelling),
    "socle:cancel_pilier": Sample(Kind.ACTION, query=_piliers, body=_cancelled),
    "socle:languages": Sample(Kind.PAGE, takes_post=True),
    "socle:languages#chosen": Sample(Kind.PAGE, query=_place, body=_language, takes_post=True),
    "socle:progress": Sample(Kind.PAGE),
    "socle:classes": Sample(Kind.ELSEWHERE, query=lambda w: {"classe": w.school_class}),
    "socle:class": Sample(Kind.PAGE, lambda w: {"school_class": w.school_class}),
    "socle:progress_pdf": Sample(Kind.FILE),
    "socle:items_presence": Sample(Kind.DATA, query=_open_page, body=_open_page, takes_post=True),
    "socle:piliers_presence": Sample(Kind.DATA, query=_open_page, body=_open_page, takes_post=True),
}

IMPORTS = {
    "imports:start": Sample(Kind.PAGE, takes_post=True),
    "imports:start#none": Sample(Kind.PAGE, stage=NO_IMPORT),
    "imports:step": Sample(Kind.PAGE, _at_step("utilisateurs"), body=_decisions, takes_post=True),
    "imports:step#file": Sample(Kind.PAGE, _at_step("fichier"), stage="fichier"),
    "imports:step#extraction": Sample(Kind.PAGE, _at_step("extraction"), stage="extraction"),
    "imports:step#classes": Sample(Kind.PAGE, _at_step("classes"), stage="extraction"),
    "imports:step#classes-result": Sample(Kind.PAGE, _at_step("classes"), stage="classes"),
    "imports:step#users": Sample(Kind.PAGE, _at_step("utilisateurs"), stage="classes"),
    "imports:step#cleaning": Sample(Kind.PAGE, _at_step("nettoyage"), stage="nettoyage"),
    "imports:step#held": Sample(Kind.PAGE, _at_step("utilisateurs"), profile=COLLEAGUE, status=409, takes_post=True),
    "imports:step#gone": Sample(Kind.PAGE, _at_step("classes"), stage="cancelled", status=410),
    "imports:identifiers": Sample(Kind.PAGE, _run),
    "imports:identifiers#to-make": Sample(Kind.PAGE, _run, stage="utilisateurs"),
    "imports:make_identifiers": Sample(Kind.ACTION, _run),
    "imports:labels": Sample(Kind.FILE, _run),
    "imports:identifiers_csv": Sample(Kind.FILE, _run),
    "imports:history": Sample(Kind.PAGE, stage="nettoyage"),
    "imports:history#none": Sample(Kind.PAGE),
    "imports:undo": Sample(Kind.PAGE, _run, stage="nettoyage", takes_post=True),
    "imports:take_over": Sample(Kind.ACTION, _run),
    "imports:cancel": Sample(Kind.ACTION, _run),
    "menus": Sample(
        Kind.PAGE,
        body=lambda w: {"favori": ["accounts:password"], "masque": ["help"]},
        takes_post=True,
        is_national=True,
    ),
    "search": Sample(Kind.PAGE),
    "search#found": Sample(Kind.PAGE, query=lambda world: {"q": world.mark[:4]}, stranger=200),
    "help": Sample(Kind.PAGE),
    "help#found": Sample(Kind.PAGE, query=lambda world: {"q": "classe"}, is_national=True),
    "help_page": Sample(Kind.PAGE, lambda world: {"slug": "valider-des-items"}, is_national=True),
    "imports:help_base_eleves": Sample(Kind.PAGE),
    "imports:identities": Sample(Kind.PAGE),
    "imports:identities#file": Sample(Kind.PAGE, query=lambda world: {"objectif": "ent"}, stranger=200),
    "imports:identities#impose": Sample(Kind.PAGE, query=lambda world: {"objectif": "imposer"}, stranger=200),
    "imports:identities#generate": Sample(Kind.PAGE, query=_people_to_generate, stranger=200),
    "imports:identities_csv": Sample(Kind.FILE),
    "imports:identities_file": Sample(Kind.ACTION, body=lambda world: {"objectif": "ent"}, stranger_post=422),
    "imports:identities_copy": Sample(Kind.ACTION),
    "imports:identities_preview": Sample(Kind.PAGE, takes_post=True),
    "imports:identities_abandon": Sample(Kind.ACTION),
    "imports:identities_forget": Sample(Kind.ACTION),
    "imports:identities_generate": Sample(Kind.ACTION, body=_people_to_generate, stranger_post=422),
    "imports:identities_issue": Sample(Kind.PAGE, takes_post=True),
    "imports:identities_labels": Sample(Kind.FILE),
    "imports:identities_issue_csv": Sample(Kind.FILE),
    "imports:help_onde": Sample(Kind.PAGE),
    "imports:help_sacoche": Sample(Kind.PAGE),
    "imports:transfer_results": Sample(Kind.PAGE),
    "imports:give_results": Sample(Kind.ACTION, body=lambda world: {"eleve": world.pupil}, stranger_post=422),
    "imports:send_results": Sample(Kind.ACTION, body=lambda world: {}, is_national=True),
    "imports:review_results": Sample(Kind.PAGE, takes_post=True),
    "imports:give_results_up": Sample(Kind.ACTION, body=lambda world: {}, is_national=True),
    "imports:received_results": Sample(Kind.PAGE, lambda world: {"pk": world.pupil}),
    "imports:take_results_back": Sample(
        Kind.ACTION, lambda world: {"pk": world.pupil}, body=lambda world: {"sure": "1"}
    ),
    "imports:move": Sample(Kind.PAGE, takes_post=True),
    "imports:move_review": Sample(Kind.PAGE, lambda world: {"uuid": world.move_read}, takes_post=True),
    "imports:move_take": Sample(Kind.ACTION, lambda world: {"uuid": world.move_read}),
    "imports:move_give_up": Sample(Kind.ACTION, lambda world: {"uuid": world.move_read}),
    "imports:move_result": Sample(Kind.PAGE, lambda world: {"uuid": world.move_done}),
    "imports:move_lines": Sample(Kind.FILE, lambda world: {"uuid": world.move_done}),
    "imports:move_data": Sample(Kind.FILE, lambda world: {"uuid": world.move_done}),
    "imports:move_undo": Sample(Kind.PAGE, lambda world: {"uuid": world.move_done}, takes_post=True),
    "imports:help_siecle": Sample(Kind.PAGE),
    "imports:help_factos": Sample(Kind.PAGE),
    "imports:help_tableur": Sample(Kind.PAGE),
    "imports:model_file": Sample(Kind.FILE, lambda world: {"code": "tableur_eleves"}, is_national=True),
}

_OF_TEACHER: dict[str, Any] = {"profile": "ENS", "is_owned": True}
_OF_PUPIL: dict[str, Any] = {"profile": "ELV"}


def _of_child(world: World) -> dict[str, Any]:
    return {"pupil": world.accounts["ELV"], "pk": world.evaluation}


def _spoken(world: World) -> dict[str, Any]:
    return {"pk": world.evaluation, "pupil": world.pupil}


def _document(world: World) -> dict[str, Any]:
    return {"pk": world.evaluation, "document": world.document}


def _self_evaluation(world: World) -> dict[str, Any]:
    return {f"item-{world.marked_items[0]}": "3", "mot": "Facile."}


EVALUATIONS = {
    "evaluations:list": Sample(Kind.PAGE, profile="ENS"),
    "evaluations:list#class": Sample(Kind.PAGE, query=lambda world: {"classe": world.school_class}),
    "evaluations:all": Sample(Kind.PAGE),
    "evaluations:any": Sample(Kind.PAGE, _evaluation),
    "evaluations:new": Sample(Kind.PAGE, profile="ENS", body=_new_evaluation, takes_post=True),
    "evaluations:new#copy": Sample(
        Kind.PAGE, query=lambda world: {"modele": world.evaluation}, takes_post=True, **_OF_TEACHER
    ),
    "evaluations:new_for_pupils": Sample(Kind.PAGE, profile="ENS", body=_new_evaluation_of_pupils, takes_post=True),
    "evaluations:items": Sample(Kind.FRAGMENT, query=lambda world: {"mots": "Nommer"}, is_national=True, profile="ENS"),
    "evaluations:deleted": Sample(Kind.PAGE, profile="ENS"),
    "evaluations:evaluation": Sample(Kind.PAGE, _evaluation, **_OF_TEACHER),
    "evaluations:change": Sample(Kind.PAGE, _evaluation, body=_new_evaluation, takes_post=True, **_OF_TEACHER),
    "evaluations:share": Sample(Kind.PAGE, _evaluation, takes_post=True, **_OF_TEACHER),
    "evaluations:finish": Sample(Kind.ACTION, _evaluation, **_OF_TEACHER),
    "evaluations:delete": Sample(Kind.PAGE, _evaluation, takes_post=True, **_OF_TEACHER),
    "evaluations:restore": Sample(Kind.ACTION, lambda world: {"pk": world.deleted_evaluation}, **_OF_TEACHER),
    "evaluations:entry": Sample(Kind.PAGE, _evaluation, **_OF_TEACHER),
    "evaluations:entry_on": Sample(Kind.PAGE, _evaluation, query=lambda w: {"au": today().isoformat()}, **_OF_TEACHER),
    "evaluations:save_marks": Sample(Kind.ACTION, _evaluation, body=_marks, is_json=True, **_OF_TEACHER),
    "evaluations:mark_history": Sample(Kind.FRAGMENT, _evaluation, query=_mark, **_OF_TEACHER),
    "evaluations:presence": Sample(
        Kind.DATA, _evaluation, query=_open_entry, body=_open_entry, takes_post=True, **_OF_TEACHER
    ),
    "evaluations:entry_saves": Sample(Kind.PAGE, _evaluation, **_OF_TEACHER),
    "evaluations:undo_save": Sample(
        Kind.PAGE, lambda w: {"pk": w.evaluation, "batch": w.mark_batch}, takes_post=True, **_OF_TEACHER
    ),
    "evaluations:on_the_fly": Sample(Kind.PAGE, profile="ENS", takes_post=True),
    # What is not his is not chosen: the form as it is at first.
    "evaluations:on_the_fly#chosen": Sample(
        Kind.PAGE,
        query=lambda w: {"classe": w.school_class, "item": w.marked_items[0]},
        profile="ENS",
        takes_post=True,
        stranger=200,
    ),
    "evaluations:plans": Sample(Kind.PAGE, profile="ENS"),
    "evaluations:class_plan": Sample(
        Kind.PAGE, lambda w: {"pk": w.school_class}, body=_room, takes_post=True, profile="ENS"
    ),
    "evaluations:group_plan": Sample(Kind.PAGE, lambda w: {"pk": w.besoin}, body=_room, takes_post=True, **_OF_TEACHER),
    "evaluations:teams": Sample(Kind.PAGE, _evaluation, takes_post=True, **_OF_TEACHER),
    "evaluations:own_counts": Sample(Kind.PAGE, profile="ENS"),
    "evaluations:own_counts_csv": Sample(Kind.FILE, profile="ENS"),
    "evaluations:all_counts": Sample(Kind.PAGE),
    "evaluations:all_counts_csv": Sample(Kind.FILE),
    "evaluations:keep_days": Sample(Kind.ACTION, body=lambda w: {"du": "2026-09-01"}, profile="ENS", is_national=True),
    "evaluations:any_entry": Sample(Kind.PAGE, _evaluation, query=lambda w: {"au": today().isoformat()}),
    "evaluations:standing": Sample(
        Kind.FRAGMENT, lambda w: _evaluation(w) | {"pupil": w.pupil, "item": w.marked_items[0]}, **_OF_TEACHER
    ),
    "evaluations:turn": Sample(Kind.ACTION, _evaluation, **_OF_TEACHER),
    "evaluations:copies": Sample(Kind.PAGE, _evaluation, takes_post=True, **_OF_TEACHER),
    "evaluations:deported_csv": Sample(Kind.FILE, _evaluation, **_OF_TEACHER),
    "evaluations:deported_workbook": Sample(Kind.FILE, _evaluation, **_OF_TEACHER),
    "evaluations:read_deported": Sample(Kind.ACTION, _evaluation, body=_filled_file, **_OF_TEACHER),
    "evaluations:grid_pdf": Sample(Kind.FILE, _evaluation, **_OF_TEACHER),
    "evaluations:strips": Sample(Kind.PAGE, _evaluation, takes_post=True, **_OF_TEACHER),
    "evaluations:spread": Sample(Kind.PAGE, _evaluation, takes_post=True, **_OF_TEACHER),
    "evaluations:spread#names": Sample(
        Kind.PAGE, _evaluation, query=lambda w: {"vue": "noms"}, takes_post=True, **_OF_TEACHER
    ),
    "evaluations:spread_csv": Sample(Kind.FILE, _evaluation, **_OF_TEACHER),
    "evaluations:spread_pdf": Sample(Kind.FILE, _evaluation, **_OF_TEACHER),
    "evaluations:entry_style": Sample(Kind.FILE, lambda w: {"version": 0}, is_national=True),
    "evaluations:comments": Sample(
        Kind.PAGE, _evaluation, body=lambda w: {"mot-0": "Relisez la consigne."}, takes_post=True, **_OF_TEACHER
    ),
    "evaluations:project": Sample(Kind.PAGE, _evaluation, **_OF_TEACHER),
    "evaluations:voice": Sample(Kind.FILE, _spoken, body=lambda w: {"effacer": "oui"}, takes_post=True, **_OF_TEACHER),
    "evaluations:documents": Sample(
        Kind.PAGE,
        _evaluation,
        body=lambda w: {"kind": "sujet", "link": "https://exemple.fr/sujet"},
        takes_post=True,
        **_OF_TEACHER,
    ),
    "evaluations:document": Sample(Kind.FILE, _document, **_OF_TEACHER),
    "evaluations:drop_document": Sample(Kind.ACTION, _document, **_OF_TEACHER),
    "evaluations:requests": Sample(Kind.PAGE, profile="ENS"),
    # A request that is not in the school is one that was withdrawn.
    "evaluations:sort_requests": Sample(
        Kind.ACTION,
        body=lambda w: {"act": "preparer", "demande": w.request},
        profile="ENS",
        stranger_post=302,
    ),
    "evaluations:requests_csv": Sample(Kind.FILE, profile="ENS"),
    "evaluations:request_file": Sample(Kind.FILE, lambda w: {"pk": w.request}, profile="ENS"),
    "evaluations:answer_about": Sample(
        Kind.PAGE, lambda w: {"pk": w.question}, body=lambda w: {"text": "Relis."}, takes_post=True, **_OF_TEACHER
    ),
    "evaluations:own_list": Sample(Kind.PAGE, **_OF_PUPIL),
    "evaluations:own_list#child": Sample(Kind.PAGE, query=lambda w: {"enfant": w.pupil}, profile="TUT"),
    "evaluations:own": Sample(Kind.PAGE, _of_child, **_OF_PUPIL),
    "evaluations:own#guardian": Sample(Kind.PAGE, lambda w: {"pupil": w.pupil, "pk": w.evaluation}, profile="TUT"),
    "evaluations:own_of": Sample(Kind.ELSEWHERE, _evaluation, **_OF_PUPIL),
    "evaluations:own_voice": Sample(Kind.FILE, _spoken, profile="TUT"),
    "evaluations:own_document": Sample(Kind.FILE, lambda w: _of_child(w) | _document(w), **_OF_PUPIL),
    "evaluations:self": Sample(Kind.PAGE, _evaluation, body=_self_evaluation, takes_post=True, **_OF_PUPIL),
    "evaluations:ask_about": Sample(
        Kind.PAGE,
        lambda w: {"pk": w.evaluation, "item": w.marked_items[0]},
        body=lambda w: {"text": "Pourquoi ?"},
        takes_post=True,
        **_OF_PUPIL,
    ),
    "evaluations:own_requests": Sample(Kind.PAGE, **_OF_PUPIL),
    "evaluations:new_request": Sample(
        Kind.PAGE,
        lambda w: {"item": w.marked_items[0]},
        body=lambda w: {"message": "Je suis prêt."},
        takes_post=True,
        **_OF_PUPIL,
    ),
    "evaluations:withdraw_request": Sample(Kind.ACTION, lambda w: {"pk": w.own_request}, **_OF_PUPIL),
    "evaluations:own_request_file": Sample(Kind.FILE, lambda w: {"pk": w.own_request}, **_OF_PUPIL),
    "evaluations:codes": Sample(Kind.PAGE),
    "evaluations:edit_codes": Sample(Kind.PAGE, takes_post=True),
    "evaluations:state_style": Sample(Kind.FILE, lambda w: {"version": 0}, is_national=True, profile="ENS"),
    "evaluations:send_image": Sample(Kind.ACTION),
    "evaluations:image": Sample(Kind.FILE, lambda world: {"digest": world.symbol}),
    # An image that is not, or no longer, there is taken away all the same.
    "evaluations:drop_image": Sample(Kind.ACTION, lambda world: {"digest": world.symbol}, stranger_post=302),
    "evaluations:states": Sample(Kind.PAGE),
    "evaluations:edit_states": Sample(Kind.PAGE, takes_post=True),
    "evaluations:calculation": Sample(Kind.PAGE),
    "evaluations:tried_series": Sample(Kind.PAGE, query=_tried, stranger=422),
    "evaluations:calculation#simulated": Sample(
        Kind.PAGE, query=lambda world: {"suite": "1 4 2 AB", "longueur": 2}, is_national=True
    ),
    "evaluations:edit_calculation": Sample(Kind.PAGE, takes_post=True),
    "evaluations:referentiel_calculations": Sample(Kind.PAGE),
    "evaluations:edit_referentiel_calculation": Sample(
        Kind.PAGE, lambda world: {"pk": world.calculated}, takes_post=True
    ),
    # A version says nothing of a school: that of another is one that is no longer there.
    "evaluations:undo": Sample(Kind.ACTION, lambda world: {"version": 1}, stranger_post=302),
}


def _asked_of(report: Report) -> Callable[[World], dict[str, Any]]:
    """What somebody asks of a document: the class, and what it needs to be computed."""

    def ask(world: World) -> dict[str, Any]:
        matiere, niveau = world.taught
        words = {
            "matiere": matiere,
            "niveau": niveau,
            "items": str(world.marked_items[0]),
            "evaluations": str(world.evaluation),
            "professeur": str(world.accounts["ENS"]),
            "etats": "NA,VA,A",
            "degres": "1,2,3,4",
            "cycle": "3",
        }
        assert report.page
        if not report.page.has_pupils:
            return {}
        return {"classe": world.school_class} | {name: word for name, word in words.items() if name in report.options}

    return ask


# Documents that the same templates draw: a browser opens the other.
_ALIKE = {
    "chronologie_items": "chronologie",
    "releve_pluridisciplinaire": "releve_matiere",
    "releve_items": "releve_matiere",
    "releve_evaluations": "releve_matiere",
    "releve_enseignant": "releve_matiere",
    "tableau_items": "tableau_matiere",
    "synthese_pluridisciplinaire": "synthese_matiere",
}


def _samples_of_reports() -> dict[str, Sample]:
    """Those of each document, from its declaration."""
    found: dict[str, Sample] = {}
    for report, page in shown_reports():
        ask = _asked_of(report)
        is_national = not page.has_pupils
        found[f"bilans:{report.code}"] = Sample(
            Kind.PAGE,
            query=ask,
            takes_post=True,
            profile="DIR",
            is_national=is_national,
            twin=f"bilans:{_ALIKE[report.code]}" if report.code in _ALIKE else "",
        )
        found[f"bilans:{report.code}_why"] = Sample(
            Kind.PAGE,
            query=lambda world, ask=ask: ask(world) | {"case": f"{world.pupil}-{world.marked_items[0]}"},
            profile="DIR",
            twin="" if report.code == "releve_matiere" else "bilans:releve_matiere_why",
        )
        found[f"bilans:{report.code}_make"] = Sample(
            Kind.ACTION,
            body=lambda world, ask=ask: {"format": "csv", "query": urlencode(ask(world))},
            profile="DIR",
            is_national=is_national,
        )
    return found


def _kind_alone(world: World) -> dict[str, Any]:
    return {"kind": "bulletin"}


def _official(world: World) -> dict[str, Any]:
    return {"kind": "bulletin", "school_class": world.school_class, "period": world.period}


def _official_subject(world: World) -> dict[str, Any]:
    return _official(world) | {"matiere": world.matiere}


def _official_text(world: World) -> dict[str, Any]:
    return {"pupil": world.pupil, "matiere": world.matiere, "text": "Bien.", "version": 1, "key": 0}


def _official_configuration(world: World) -> dict[str, Any]:
    return {"kind": "bulletin", "pk": world.configuration}


def _looked_for(world: World) -> dict[str, Any]:
    return {"periode": world.period, "classe": world.school_class, "quoi": ["appreciations", "generales"]}


def _brought(world: World) -> dict[str, Any]:
    key = world.pupil
    return {"garder": key, f"texte-{key}": "Très bien.", f"version-{key}": 1, f"nom-{key}": "N0"}


OFFICIAL = {
    "bilans:official": Sample(Kind.PAGE, profile="DIR"),
    "bilans:official_releve": Sample(Kind.PAGE, profile="DIR"),
    "bilans:official_bulletin": Sample(Kind.PAGE, profile="DIR"),
    "bilans:official_board": Sample(
        Kind.PAGE, _kind_alone, is_national=True, profile="ENS", twin="bilans:official_bulletin"
    ),
    "bilans:official_set": Sample(
        Kind.ACTION,
        _kind_alone,
        body=lambda world: {"etat": "synthese", "case": f"{world.school_class}-{world.period}"},
        profile="DIR",
        stranger_post=302,
    ),
    "bilans:official_document": Sample(Kind.ELSEWHERE, lambda world: {"pk": world.official}, profile="ENS"),
    "bilans:official_text": Sample(Kind.ELSEWHERE, lambda world: {"pk": world.appreciation}, profile="ENS"),
    "bilans:official_class": Sample(Kind.PAGE, _official, profile="ENS"),
    "bilans:official_subject": Sample(Kind.PAGE, _official_subject, profile="ENS"),
    "bilans:official_subject#corrected": Sample(Kind.PAGE, _official_subject, profile="DIR"),
    "bilans:official_group": Sample(
        Kind.PAGE,
        lambda world: {"kind": "bulletin", "group": world.group, "period": world.period, "matiere": world.matiere},
        profile="ENS",
        twin="bilans:official_subject",
    ),
    "bilans:official_pupil": Sample(Kind.PAGE, lambda w: _official(w) | {"pupil": w.pupil}, profile="ENS"),
    "bilans:official_syntheses": Sample(Kind.PAGE, _official, profile="ENS"),
    "bilans:official_save_text": Sample(Kind.ACTION, _official, body=_official_text, is_json=True, profile="ENS"),
    "bilans:official_undo_text": Sample(
        Kind.ACTION,
        _official,
        body=lambda world: {"key": world.appreciation, "version": 1},
        is_json=True,
        profile="ENS",
    ),
    "bilans:official_save_mean": Sample(
        Kind.ACTION,
        _official,
        body=lambda w: {"pupil": w.pupil, "matiere": w.matiere, "origin": "typed", "typed": "12", "version": 0},
        is_json=True,
        profile="ENS",
    ),
    "bilans:official_fault": Sample(
        Kind.ACTION,
        _official,
        body=lambda world: {"key": world.appreciation, "message": "Un accent manque."},
        is_json=True,
        profile="DIR",
    ),
    "bilans:official_history": Sample(
        Kind.FRAGMENT, lambda world: _official(world) | {"key": world.appreciation}, profile="ENS"
    ),
    "bilans:official_missing": Sample(Kind.PAGE, _kind_alone, query=_looked_for, profile="DIR", stranger=422),
    "bilans:official_missing_file": Sample(
        Kind.FILE, lambda world: {"kind": "bulletin", "code": "csv"}, query=_looked_for, profile="DIR", stranger=302
    ),
    "bilans:official_remind": Sample(Kind.ACTION, _kind_alone, body=_looked_for, profile="DIR", stranger_post=302),
    "bilans:official_file": Sample(Kind.PAGE, _official_subject, takes_post=True, profile="ENS"),
    "bilans:official_write_file": Sample(Kind.ACTION, _official_subject, body=_brought, profile="ENS"),
    "bilans:official_take_file": Sample(
        Kind.FILE, lambda world: _official_subject(world) | {"code": "csv"}, profile="ENS"
    ),
    "bilans:official_copy": Sample(Kind.PAGE, _official, takes_post=True, profile="ENS"),
    "bilans:official_council": Sample(
        Kind.PAGE, lambda world: _official(world) | {"table": "appreciations"}, profile="DIR"
    ),
    "bilans:official_council#means": Sample(
        Kind.PAGE, lambda world: _official(world) | {"table": "moyennes"}, profile="DIR"
    ),
    "bilans:official_council_file": Sample(
        Kind.FILE, lambda world: _official(world) | {"table": "moyennes", "code": "csv"}, profile="DIR"
    ),
    "bilans:official_configurations": Sample(Kind.PAGE, profile="DIR"),
    "bilans:official_new_configuration": Sample(
        Kind.PAGE, _kind_alone, takes_post=True, is_national=True, profile="DIR"
    ),
    "bilans:official_configuration": Sample(
        Kind.PAGE,
        _official_configuration,
        takes_post=True,
        profile="DIR",
        twin="bilans:official_new_configuration",
    ),
    "bilans:official_delete_configuration": Sample(Kind.ACTION, _official_configuration, profile="DIR"),
    "bilans:official_give_configurations": Sample(
        Kind.ACTION,
        _kind_alone,
        body=lambda world: {f"classe-{world.school_class}": world.configuration},
        profile="DIR",
        stranger_post=302,
    ),
}


def _class_in_period(world: World) -> dict[str, Any]:
    return {"classe": world.school_class, "periode": world.period}


def _absences(world: World) -> dict[str, Any]:
    return {f"avant{world.pupil}": "///", f"n{world.pupil}-0": "4"}


def _printed(world: World) -> dict[str, Any]:
    return {"bilan": "bulletin", "periode": world.period, "classe": world.school_class, "act": "imprimer"}


def _printed_pupils(world: World) -> dict[str, Any]:
    return {"periode": world.period, "classe": world.school_class, "eleves": "oui", "eleve": world.pupil}


def _setup(world: World) -> dict[str, Any]:
    window = {"window_width": 100, "window_height": 35, "window_right": 20, "window_bottom": 20}
    return {"address": "libre", "envelope": "dl", "copies": "un", "margin": 10, "signing": "rien"} | window


PAPER = {
    "bilans:print": Sample(
        Kind.PAGE, query=lambda w: {"periode": w.period}, body=_printed, takes_post=True, profile="DIR", only=_PRINTERS
    ),
    "bilans:print#pupils": Sample(Kind.PAGE, query=_printed_pupils, takes_post=True, profile="DIR", only=_PRINTERS),
    "bilans:printed": Sample(Kind.PAGE, lambda world: {"token": world.archives_file}, profile="DIR"),
    "bilans:take_printed": Sample(Kind.FILE, lambda world: {"token": world.archives_file}, profile="DIR"),
    "bilans:page_setup": Sample(Kind.PAGE, body=_setup, is_national=True, takes_post=True, profile="DIR"),
    "bilans:signatures": Sample(Kind.PAGE, profile="DIR", only=_SIGNERS),
    "bilans:set_stamp": Sample(Kind.ACTION, profile="DIR"),
    "bilans:set_signature": Sample(Kind.ACTION, profile="DIR"),
    "bilans:remove_signature": Sample(Kind.ACTION, lambda world: {"pk": world.stamp}, profile="DIR"),
    "bilans:signature": Sample(Kind.FILE, lambda world: {"digest": world.stamp_digest}, profile="DIR"),
    "bilans:archives": Sample(Kind.PAGE, profile="DIR"),
    "bilans:archives#family": Sample(Kind.PAGE, profile="TUT"),
    "bilans:open_archive": Sample(Kind.ACTION, lambda world: {"key": world.archive}, profile="DIR"),
    "bilans:zip_archives": Sample(
        Kind.ACTION, body=lambda world: {"document": world.archive}, profile="DIR", stranger_post=302
    ),
    "bilans:transmissions": Sample(Kind.PAGE, profile="DIR", takes_post=True),
    "bilans:withdraw_archives": Sample(Kind.ACTION, lambda world: {"pk": world.archive_link}, profile="DIR"),
    "bilans:council": Sample(Kind.PAGE, profile="DIR", only=_PRINTERS),
    "bilans:council_screen": Sample(
        Kind.PAGE, _official, query=lambda world: {"eleve": world.pupil}, profile="DIR", only=_PRINTERS
    ),
}

BILANS = {
    **OFFICIAL,
    **PAPER,
    "bilans:index": Sample(Kind.PAGE, profile="ENS"),
    "bilans:presets": Sample(
        Kind.ACTION, body=lambda world: {"code": "grille", "query": "", "nom": "Le mien"}, is_national=True
    ),
    "bilans:style": Sample(Kind.FILE, lambda world: {"version": 0}, is_national=True, profile="ENS"),
    "bilans:file": Sample(Kind.PAGE, lambda world: {"token": world.report_file}, profile="ENS"),
    "bilans:download": Sample(Kind.FILE, lambda world: {"token": world.report_file}, profile="ENS"),
    **_samples_of_reports(),
    "bilans:absences": Sample(Kind.PAGE, query=_class_in_period, takes_post=True, body=_absences, stranger_post=302),
    "bilans:absences_table": Sample(Kind.FILE, query=_class_in_period),
    "bilans:absences_send": Sample(Kind.PAGE, query=lambda world: {"periode": world.period}, takes_post=True),
    "bilans:absences_preview": Sample(Kind.PAGE, takes_post=True),
    "bilans:absences_abandon": Sample(Kind.ACTION),
    "bilans:absences_save": Sample(Kind.PAGE, lambda world: {"pk": world.attendance}, takes_post=True),
    "bilans:absences_pupil": Sample(Kind.PAGE, lambda world: {"pk": world.pupil}),
}

EXPORTS = {
    "documents:jobs": Sample(Kind.PAGE),
    "documents:transmitted": Sample(
        Kind.PAGE, lambda world: {"token": world.transmitted}, takes_post=True, is_national=True
    ),
    "documents:strip": Sample(Kind.FRAGMENT),
    "documents:job": Sample(Kind.PAGE, _job),
    "documents:job#failed": Sample(Kind.PAGE, _failed_job),
    "documents:job_state": Sample(Kind.FRAGMENT, _job),
    "documents:cancel_job": Sample(Kind.ACTION, _job),
    "documents:read_job": Sample(Kind.ACTION, _failed_job),
    "exports:extraction": Sample(Kind.PAGE, takes_post=True),
    "exports:validations": Sample(Kind.PAGE),
    "exports:validations#export": Sample(Kind.PAGE, query=_export),
    "exports:validations#import": Sample(Kind.PAGE, query=lambda world: {"procedure": "import-sacoche"}, stranger=200),
    "exports:generate": Sample(Kind.ACTION, body=_export, stranger_post=422),
    "exports:import_file": Sample(Kind.ACTION, body=_validations_file, stranger_post=200),
    "exports:import_report": Sample(Kind.PAGE, status=410),
    "exports:generated": Sample(Kind.PAGE, _token),
    "exports:generated#expired": Sample(Kind.PAGE, _stale_token, status=410),
    "exports:password": Sample(Kind.ACTION, _token),
    "exports:password#expired": Sample(Kind.ACTION, _stale_token),
    "exports:download": Sample(Kind.FILE, _token),
    "exports:download#expired": Sample(Kind.PAGE, _stale_token, status=410, twin="exports:generated#expired"),
}


def _backup(world: World) -> dict[str, Any]:
    return {"token": world.backup_token}


def _stale_backup(world: World) -> dict[str, Any]:
    return {"token": world.stale_backup}


BACKUPS = {
    "operation:backups": Sample(Kind.PAGE, takes_post=True),
    "operation:backup": Sample(Kind.PAGE, _backup),
    "operation:backup#expired": Sample(Kind.PAGE, _stale_backup, status=410),
    "operation:download_backup": Sample(Kind.FILE, _backup),
    "operation:download_backup#expired": Sample(Kind.PAGE, _stale_backup, status=410, twin="operation:backup#expired"),
    "operation:send_backup": Sample(Kind.ACTION),
    "operation:bring_backup": Sample(Kind.ACTION, lambda world: {"pk": world.night}),
    "operation:restoration": Sample(Kind.PAGE, takes_post=True),
    "operation:give_up_restoration": Sample(Kind.ACTION),
    "operation:check": Sample(Kind.PAGE),
    "operation:repair": Sample(Kind.ACTION),
    "operation:leave": Sample(Kind.PAGE, takes_post=True),
    "operation:stay": Sample(Kind.ACTION),
}

SCHOOL_LIFE = {
    "operation:year": Sample(Kind.PAGE, takes_post=True),
    "operation:year_progress": Sample(Kind.ELSEWHERE, takes_post=True),
    "operation:year_done": Sample(Kind.PAGE),
    "operation:erase_results": Sample(Kind.PAGE, takes_post=True),
    "operation:register": Sample(Kind.PAGE, takes_post=True),
    "operation:register_pdf": Sample(Kind.FILE),
    "operation:register_odt": Sample(Kind.FILE),
    "operation:retention": Sample(Kind.PAGE),
    "operation:own_data": Sample(Kind.PAGE, takes_post=True, body=lambda world: {"personne": 0}, is_national=True),
    "operation:person_file": Sample(Kind.PAGE, lambda world: {"token": world.person_token}),
    "operation:person_download": Sample(Kind.FILE, lambda world: {"token": world.person_token}),
    "operation:person": Sample(Kind.PAGE, lambda world: {"pk": world.pupil}, takes_post=True),
    "operation:erase": Sample(
        Kind.PAGE, lambda world: {"pk": world.pupil}, takes_post=True, body=lambda world: {"seen": ""}
    ),
    "operation:hold": Sample(Kind.ACTION, lambda world: {"pk": world.pupil}, body=lambda world: {"motif": "Plainte"}),
    "operation:receipts": Sample(Kind.PAGE),
    "operation:receipt": Sample(Kind.PAGE, lambda world: {"pk": world.receipt}),
}

REFERENTIELS = {
    "referentiels:in_place": Sample(Kind.PAGE),
    "referentiels:tree": Sample(Kind.PAGE, _referentiel),
    "referentiels:manage": Sample(Kind.PAGE),
    "referentiels:add": Sample(Kind.PAGE, body=_new_referentiel, takes_post=True, stranger_post=422),
    "referentiels:offer": Sample(Kind.PAGE, lambda world: {"code": "maths-cm2"}, is_national=True),
    "referentiels:remove": Sample(Kind.PAGE, _referentiel, takes_post=True),
    "referentiels:change_matiere": Sample(Kind.PAGE, _referentiel, takes_post=True),
    "referentiels:share": Sample(Kind.PAGE, _referentiel, takes_post=True),
    "referentiels:unshare": Sample(Kind.ACTION, _referentiel),
    "referentiels:shared": Sample(Kind.PAGE),
    "referentiels:copy": Sample(Kind.PAGE, lambda world: {"key": world.ref_shared}, takes_post=True, is_national=True),
    "referentiels:bring_in": Sample(Kind.PAGE, takes_post=True),
    "referentiels:compare": Sample(
        Kind.PAGE, _referentiel, lambda world: {"partage": world.ref_shared}, takes_post=True
    ),
    "referentiels:model": Sample(Kind.FILE),
    "referentiels:request_limits": Sample(Kind.PAGE, takes_post=True),
    "referentiels:item_sets": Sample(Kind.PAGE, profile="ENS"),
    "referentiels:add_set": Sample(
        Kind.PAGE, body=lambda world: {"name": "Révisions"}, takes_post=True, profile="ENS", stranger_post=302
    ),
    "referentiels:item_set": Sample(Kind.PAGE, _item_set, takes_post=True, profile="ENS"),
    "referentiels:edit_set": Sample(
        Kind.PAGE, _item_set, body=lambda world: {"name": "Autres"}, takes_post=True, profile="ENS"
    ),
    "referentiels:remove_set": Sample(Kind.PAGE, _item_set, takes_post=True, profile="ENS"),
    "referentiels:set_referentiel": Sample(Kind.ELSEWHERE, _item_set, profile="ENS"),
    "referentiels:set_items": Sample(Kind.PAGE, _set_items, takes_post=True, profile="ENS"),
    "referentiels:coverage": Sample(Kind.PAGE),
    "referentiels:versions": Sample(Kind.PAGE, takes_post=True),
    "referentiels:choose_links": Sample(Kind.PAGE),
    "referentiels:links": Sample(Kind.PAGE, _referentiel),
    "referentiels:save_links": Sample(Kind.ACTION, _referentiel, body=_ref_cells, is_json=True),
    "referentiels:follow_suggestions": Sample(Kind.ACTION, _referentiel),
    "referentiels:link_one": Sample(Kind.PAGE, _ref_key, takes_post=True),
    "referentiels:choose_resources": Sample(Kind.PAGE),
    "referentiels:resource_items": Sample(Kind.PAGE, _referentiel),
    "referentiels:attach": Sample(Kind.PAGE, _ref_key, takes_post=True),
    "referentiels:resources": Sample(Kind.PAGE, _ref_key),
    "referentiels:resource_file": Sample(Kind.FILE, lambda world: {"key": world.ref_file}),
    "referentiels:synthesis": Sample(Kind.PAGE, takes_post=True),
    "referentiels:print": Sample(Kind.FILE, _referentiel, lambda world: {"commentaires": "1"}),
    "referentiels:export": Sample(Kind.FILE, lambda world: {"pk": world.referentiel, "file_format": "xml"}),
    "referentiels:choose_content": Sample(Kind.PAGE),
    "referentiels:content": Sample(Kind.PAGE, _referentiel),
    "referentiels:act": Sample(Kind.ACTION, _referentiel, body=_ref_act, is_json=True),
    "referentiels:presence": Sample(Kind.DATA, _referentiel),
    "referentiels:bulk": Sample(Kind.ACTION, _referentiel, body=_ref_bulk),
    "referentiels:changes": Sample(Kind.PAGE, _referentiel),
    "referentiels:take_back": Sample(Kind.ACTION, _ref_gesture),
    "referentiels:add_under": Sample(Kind.PAGE, _ref_place, body=lambda world: {"lines": "Un"}, takes_post=True),
    "referentiels:node": Sample(Kind.PAGE, _ref_item, body=_ref_values, takes_post=True),
    "referentiels:move": Sample(Kind.PAGE, _ref_item, body=lambda world: {"place": ""}, takes_post=True),
    "referentiels:merge": Sample(Kind.PAGE, _ref_key, takes_post=True),
    "referentiels:remove_node": Sample(Kind.PAGE, _ref_item, takes_post=True),
}


def _school(world: World) -> dict[str, Any]:
    return {"number": world.number}


CONSOLE = {
    "operation:health": Sample(Kind.FRAGMENT),
    "operation:announced": Sample(Kind.DATA),
    "operation:metrics": Sample(Kind.PAGE, status=404),
    "operation:legal": Sample(Kind.PAGE),
    "operation:logo": Sample(Kind.PAGE, lambda world: {"digest": "0" * 16}, status=404, is_national=True),
    "operation:stop_letters": Sample(
        Kind.PAGE, lambda world: {"token": world.letter_stop}, takes_post=True, is_national=True
    ),
    "operation:statistics_of_school": Sample(Kind.PAGE),
    "operation:statistics_file": Sample(Kind.FILE, query=lambda world: {"format": "csv"}, is_national=True),
    "operation:sign_in": Sample(Kind.PAGE, takes_post=True),
    "operation:sign_out": Sample(Kind.ACTION),
    "operation:session": Sample(Kind.DATA, takes_post=True),
    "operation:prove_factor": Sample(Kind.ELSEWHERE, takes_post=True),
    "operation:passkey_to_come_in": Sample(Kind.ACTION, stranger_post=422),
    "operation:factor": Sample(Kind.PAGE),
    "operation:add_application": Sample(Kind.PAGE, takes_post=True),
    "operation:remove_application": Sample(Kind.ACTION),
    "operation:add_passkey": Sample(Kind.ACTION),
    "operation:passkey_to_add": Sample(Kind.ACTION),
    "operation:remove_passkey": Sample(Kind.ACTION, lambda world: {"pk": 1}),
    "operation:renew_codes": Sample(Kind.ACTION),
    "operation:operator_factor": Sample(Kind.ACTION, lambda world: {"pk": world.operator_pk}),
    "operation:first_start": Sample(Kind.PAGE, body=lambda world: {"login": "a"}, status=404, takes_post=True),
    "operation:entry": Sample(
        Kind.PAGE, lambda world: {"token": "x"}, status=410, takes_post=True, stranger=410, stranger_post=410
    ),
    "operation:schools": Sample(Kind.PAGE),
    "operation:add_school": Sample(Kind.PAGE, takes_post=True),
    "operation:school_lists": Sample(Kind.PAGE, takes_post=True),
    "operation:list_model": Sample(Kind.FILE),
    "operation:create_listed": Sample(Kind.ACTION),
    "operation:school": Sample(Kind.PAGE, _school),
    "operation:edit_school": Sample(Kind.PAGE, _school, takes_post=True),
    "operation:block_school": Sample(Kind.ACTION, _school),
    "operation:unblock_school": Sample(Kind.ACTION, _school),
    "operation:count_school": Sample(Kind.ACTION, _school),
    "operation:give_access": Sample(Kind.ACTION, _school),
    "operation:school_factor": Sample(Kind.ACTION, _school),
    "operation:move_school": Sample(Kind.PAGE, _school, takes_post=True),
    "operation:delete_school": Sample(Kind.PAGE, _school, takes_post=True),
    "operation:zones": Sample(Kind.PAGE, takes_post=True),
    "operation:edit_zone": Sample(Kind.PAGE, lambda world: {"pk": world.zone}, takes_post=True),
    "operation:remove_zone": Sample(Kind.ACTION, lambda world: {"pk": world.zone}),
    "operation:details": Sample(Kind.PAGE),
    "operation:mail": Sample(Kind.PAGE),
    "operation:mail_test": Sample(Kind.ACTION),
    "operation:mail_switch": Sample(Kind.ACTION),
    "operation:mail_clear": Sample(Kind.ACTION),
    "operation:bounce_address": Sample(Kind.ACTION),
    "operation:mark_refused": Sample(Kind.ACTION),
    "operation:letters": Sample(Kind.PAGE),
    "operation:write_letter": Sample(Kind.PAGE, takes_post=True),
    "operation:letter": Sample(Kind.PAGE, lambda world: {"pk": world.letter}),
    "operation:rewrite_letter": Sample(Kind.PAGE, lambda world: {"pk": world.letter}, takes_post=True),
    "operation:send_letter": Sample(Kind.ACTION, lambda world: {"pk": world.letter}),
    "operation:statistics": Sample(Kind.PAGE),
    "operation:statistics_of_all": Sample(Kind.ACTION),
    "operation:statistics_of_one": Sample(Kind.PAGE, _school),
    "operation:maintenance": Sample(Kind.PAGE, takes_post=True),
    "operation:lift_maintenance": Sample(Kind.ACTION),
    "operation:identity": Sample(Kind.PAGE, takes_post=True),
    "operation:set_logo": Sample(Kind.ACTION),
    "operation:limits": Sample(Kind.ACTION),
    "operation:operators": Sample(Kind.PAGE, takes_post=True),
    "operation:operator_link": Sample(Kind.ACTION, lambda world: {"pk": world.operator_pk}),
    "operation:close_operator": Sample(Kind.ACTION, lambda world: {"pk": world.operator_pk}),
    "operation:journal": Sample(Kind.PAGE),
}

_PEOPLE = (SHELL, ACCOUNTS, OWN, FACTOR, PEOPLE, GUARDIANS, MERGING, DEPARTED, ACCESS)
_SUBJECTS = (SCHOOLS, REFERENTIELS, SOCLE, EVALUATIONS, BILANS, IMPORTS, EXPORTS)
ROOMS = (*_PEOPLE, *_SUBJECTS, BACKUPS, SCHOOL_LIFE, CONSOLE)
SAMPLES: dict[str, Sample] = {key: sample for room in ROOMS for key, sample in room.items()}


@dataclass(frozen=True)
class Case:
    """One line of the table, with the address that it is about."""

    key: str
    route: Route
    sample: Sample

    def path(self, world: World) -> str:
        return reverse(self.route.name, kwargs=self.sample.arguments(world))


def cases(*kinds: Kind) -> list[Case]:
    """The lines of the table, of these kinds alone when some are named; lines of no address are left out."""
    by_name = {route.name: route for route in routes()}
    found = [(key, by_name.get(key.partition("#")[0]), sample) for key, sample in SAMPLES.items()]
    return [Case(key, route, sample) for key, route, sample in found if route and (not kinds or sample.kind in kinds)]

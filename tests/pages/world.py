"""A school where everything exists once, so that every address has something to show.

Made with factories and the product's own services, in a test's database as well as on the server of browser tests
(`python manage.py shell` calls `build_world` there). Every name carries the school's `mark`, a word found nowhere else:
what another school must never read.
"""

import datetime
import io
import secrets
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.sessions.backends.db import SessionStore
from django.http import QueryDict
from PIL import Image

from accounts.cards.services import make_cards
from accounts.enums import OPTIONAL, Profile
from accounts.factor.factors import add_application, renew_recovery_codes
from accounts.journal.notices import SENSITIVE
from accounts.messages.services import save_message
from accounts.models import Account, ContactRequest, KnownBrowser, Message, Notice, OpenSession, Passkey, PupilPhoto
from accounts.notices.mailing import stop_path
from accounts.own import emails
from accounts.own.linking import link_accounts
from accounts.photos.services import place_one
from bilans.absences.drafts import Draft as AbsencesDraft
from bilans.absences.drafts import save_draft as save_absences_draft
from bilans.absences.lines import Brought, FileLine
from bilans.absences.services import Wanted as AbsencesWanted
from bilans.absences.services import save_file
from bilans.computing.attendance import Figures
from bilans.models import Appreciation, AppreciationChange, Configuration, DocumentStatus, Fault, SignatureImage
from bilans.printing.services import set_signature
from documents.archives.links import transmit
from documents.archives.services import Batch, Printed
from documents.makers import makers
from documents.making import content_of, make_file
from documents.models import ArchiveLink, GeneratedFile, Job, JobStatus
from entrance.outside.lost import links
from entrance.spaces.invitations import link_to
from evaluations.dates import Dates
from evaluations.models import Evaluation, PupilComment, ResultQuestion, SelfMark
from evaluations.queries import images
from evaluations.queries.requests import item_to_request
from evaluations.queries.sent import item_sent
from evaluations.scale.whole import DEFAULT_SCALE, Part
from evaluations.services.beside import WantedDocument, set_document, set_voice
from evaluations.services.evaluations import Wanted, create_evaluation, delete_evaluation
from evaluations.services.files import keep_file as keep_evaluation_file
from evaluations.services.files import keep_voice
from evaluations.services.images import add_image
from evaluations.services.marks import signature_of
from evaluations.services.requests import ask
from evaluations.services.scale import change_scale
from evaluations.services.telling import tell_results
from evaluations.subjects import subject_of
from evaluations.transfer import SentResult, Transfer
from evaluations.transfer import write as write_transfer
from exports.queries import EVERYBODY, pupils_of
from grids.services import CellChange, save_cells
from imports import services
from imports.identities import issue
from imports.identities.drafts import Draft, save_draft
from imports.identities.lines import IdentityLine
from imports.models import ImportRun, MoveIn, MoveStatus, ReceivedResult
from imports.plan import Decision
from imports.queries import class_review, user_review
from imports.results.services import keep as keep_results
from imports.review.answers import ClassAnswer, ClassForm, ReviewAnswer
from imports.sacoche.moves import planned
from imports.sacoche.moving.reading import Answers
from imports.sacoche.seen import seen
from imports.sacoche.writing.kept import TOLD, write_table
from imports.services import identifiers
from imports.sources import sources
from imports.steps import steps
from operation.backups.making import back_up, sealed_key
from operation.backups.putting_back import read, receive
from operation.console.models import Letter
from operation.console.services.contacts import stop_address
from operation.models import Backup, Erasure, Origin, YearChange
from referentiels.enums import NodeKind
from referentiels.models import Change, ItemSet, Referentiel, ResourceFile
from referentiels.models import Item as RefItem
from referentiels.models import Theme as RefTheme
from referentiels.resources import kept
from referentiels.services.editing import add_nodes
from referentiels.services.files import keep_file
from referentiels.services.item_sets import change_items
from referentiels.services.making import create
from referentiels.services.sharing import share
from referentiels.tree import Domaine as PlainDomaine
from referentiels.tree import Item as PlainItem
from referentiels.tree import Resource, SocleLink, Tree
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now, today
from sacoche.kit.factor import totp
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import Matiere, Niveau, Period, PeriodDates, School, SchoolClass, SchoolNiveau, Zone
from schools.services.identity import set_logo
from schools.services.niveaux import save_own_niveau
from schools.years import first_year
from socle.models import Domaine, Gesture, Item, ItemChange, PilierValidation, PupilLanguage, SchoolPalier
from socle.subjects import ITEMS
from tests.authenticator import Authenticator
from tests.console import operator_called
from tests.factories import (
    AccountFactory,
    AddressFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    GuardianshipFactory,
    MarkFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    PeriodDatesFactory,
    ReferentielFactory,
    SchoolClassFactory,
    SchoolFactory,
    TeachingAssignmentFactory,
)

PALIER = 2
PUPILS = 4
BACKUPS = Path(__file__).parents[1] / "data" / "sacoche"
SOURCE = "base_eleves_eleves"
# How far the import of the school has come: the last step done, « cancelled », or READY, which is « utilisateurs »
# with its passwords made.
NO_IMPORT, READY = "none", "ready"
# What begins the words of an évaluation before its day.
HIDDEN = "PASENCOREVISIBLE"
# A second administrator, who did not begin the import.
COLLEAGUE = "ADM2"

BACKUP_PASSWORD = "quatre mots sans rapport"


@dataclass(frozen=True)
class World:
    """Ids of one school, as plain values: they travel as JSON between a server and its tests."""

    number: int
    mark: str
    accounts: dict[str, int]  # profile (or COLLEAGUE) → pk
    guardian: int  # the second one of the pupil
    logo: str  # part of its address
    niveau: int
    own_niveau: int
    school_class: int
    group: int
    matiere: int
    referentiel: int
    ref_item: int
    ref_theme: int
    ref_gesture: str
    ref_file: str
    ref_shared: int
    ref_set: int
    besoin: int
    period: int
    period_dates: int
    teacher: int
    pupil: int
    operator: str  # the login of the operator of the server
    operator_pk: int
    letter: int
    letter_stop: str
    zone: int
    pupils: list[int]
    departed: int  # a pupil who left long ago
    sconet_id: int  # that of the pupil, found in no other school
    palier: int
    pilier: int
    domaines: list[int]
    item: int
    batch: str  # the save of the teacher
    run: str  # the import, "" without one
    token: str  # the address of a file made by the administrator
    contact: int  # a question to the administrators
    password_token: str  # of the link that gives a password to the last of the pupils
    email_token: str  # of the link that confirms the new address of the administrator
    first_access: str  # the token of a link of the same kind, from the operator
    message: int  # of the administrator, on everybody's home page
    notice: int  # of the administrator, not read
    open_session: int  # one that the administrator has open elsewhere
    stale_token: str  # and of one that has had its hour
    job: str  # work of the administrator that a worker has begun
    failed_job: str  # and that could not be done
    calculated: int  # a référentiel of the teacher's matière
    symbol: str  # an image of the codes, part of its address
    evaluation: int  # of the teacher, with a mark
    deleted_evaluation: int
    marked_items: list[int]  # of the évaluation: one with a mark, one that a grid filled
    mark_batch: str  # the save of that grid
    stop_token: str  # of the link that stops the mails of notices of the administrator
    document: int  # of the évaluation, for everybody
    request: int  # of the pupil, to the teacher, with a file
    own_request: int  # the same of the account of pupils
    question: int  # of the pupil, about a result
    hidden_evaluation: int  # that families do not see yet, with all that stands beside marks
    hidden_document: int
    passkey: int  # of the teacher, who has a whole second factor
    browser: int  # that he spared it
    card: str  # what is in the QR code of the card of the pupil
    move_read: str  # a backup of SACoche that waits to be confirmed
    move_done: str  # and one that was taken
    report_file: str  # the address of a relevé that the teacher took as a file
    attendance: int  # a save of absences of the pupil
    person_token: str  # the address of the file of a pupil, made by the administrator
    receipt: int  # of a person who was erased
    backup_token: str  # of a backup of the school that the administrator made; another one waits to be put back
    stale_backup: str  # and of one that has had its hour
    night: int  # a backup of a night, whose file is no longer kept
    restoration: str  # the key of the files of the one that waits
    taught: list[str]  # the references of the matière and of the niveau of the items of the évaluation
    official: int  # the status of the bulletin of the class, open to everybody
    appreciation: int  # of the teacher about the pupil, in his matière
    configuration: int  # of bulletins
    archive: str  # a bulletin of the pupil, as it was printed
    archives_file: str  # the address of a ZIP that the head took
    archive_link: int  # what the head transmitted, and its address
    transmitted: str
    stamp: int  # of the school, and part of its address
    stamp_digest: str
    photo_digest: str


def build_world(*, number: int, mark: str) -> World:
    """Make the school `number`, whose names all hold `mark` (letters alone, upper case), its import at READY."""
    # Every profile is open, and families see what was decided, as a school may choose.
    shown = {"socle.see_own_validations": {"profiles": ["ELV", "TUT"], "restrictions": []}}
    shown |= {"evaluations.ask_about": {"profiles": ["ELV"], "restrictions": []}}
    readers = ["DIR", "ENS", "DOC", "EDU", "ELV", "TUT", *sorted(OPTIONAL)]
    shown |= {"bilans.bulletin_archives": {"profiles": readers, "restrictions": []}}
    access = {"profiles": sorted(OPTIONAL), "rights": shown, "cards": True}
    school = SchoolFactory(number=number, name=f"École {mark.title()}", town="Saint-Exemple", access=access)
    with school_scope(school):
        return _fill(school, mark)


def _fill(school: School, mark: str) -> World:
    niveau = Niveau.objects.get(reference="CM2")
    SchoolNiveau(school=school, niveau=niveau).save()
    SchoolPalier(school=school, palier_id=PALIER).save()
    school_class = SchoolClassFactory(reference=f"CM2{mark}"[:20], name=f"Classe {mark}"[:20])
    accounts = {profile.value: _person(profile, mark, school_class).pk for profile in Profile if profile != Profile.WBM}
    colleague = _person(Profile.ADM, mark, school_class, login=f"adm2.{mark}".lower(), last_name=f"{mark} COLLEGUE")
    pupils = [_pupil(rank, mark, school_class).pk for rank in range(PUPILS)]
    _person(Profile.ELV, mark, school_class, login=f"parti.{mark}", left_on=today() - datetime.timedelta(days=9))
    long_ago = today() - datetime.timedelta(days=4 * 366)
    departed = _person(Profile.ELV, mark, school_class, login=f"ancien.{mark}", left_on=long_ago)
    teacher = Account.objects.get(pk=accounts[Profile.ENS])
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)
    visitor = Account.objects.get(pk=accounts[Profile.IEX])
    TeachingAssignmentFactory(teacher=visitor, school_class=school_class)
    group = GroupFactory(reference=f"ALL{mark}"[:20], name=f"Groupe {mark}"[:20])
    GroupMembershipFactory(pupil_id=pupils[0], group=group)
    GroupTeachingFactory(teacher=teacher, group=group)
    besoin = GroupFactory(reference="", name=f"Besoin {mark}"[:20], kind="besoin")
    GroupMembershipFactory(pupil_id=pupils[0], group=besoin)
    GroupTeachingFactory(teacher=teacher, group=besoin, is_owner=True)
    dates = PeriodDatesFactory(period__name=f"Trimestre {mark}", school_class=school_class)
    PeriodDatesFactory(period=dates.period, group=group)
    matiere = MatiereFactory(reference=mark[:10], label=f"Matière {mark}")
    MatiereTeachingFactory(teacher=teacher, matiere=matiere, is_coordonnateur=True)
    MatiereTeachingFactory(teacher=teacher, matiere=MatiereFactory(reference="AGL1", label=f"Anglais {mark}"))
    guardian = Account.objects.get(pk=accounts[Profile.TUT])
    child = Account.objects.get(pk=pupils[0])
    second = _person(Profile.TUT, mark, school_class, login=f"tut2.{mark}".lower(), last_name=f"{mark} N0")
    AddressFactory(account=guardian, town=f"Bourg-{mark}")
    GuardianshipFactory(guardian=guardian, pupil=child, rank=1)
    GuardianshipFactory(guardian=second, pupil=child, rank=2)
    _person(Profile.TUT, mark, school_class, login=f"tut3.{mark}".lower(), last_name=f"{mark} N0")
    GuardianshipFactory(guardian=guardian, pupil=Account.objects.get(pk=pupils[1]), rank=1)
    socle = _socle(pupils, teacher)
    administrator = Account.objects.get(pk=accounts[Profile.ADM])
    _identifiers_to_settle(administrator, mark)
    link_accounts(account=administrator, other=colleague)
    referentiel = _referentiel(matiere, niveau, mark)
    _years(administrator, mark)
    return World(
        person_token=make_file(
            maker=makers.get("personne"), school=school, owner=administrator, asked={"person": pupils[0]}
        ).token,
        receipt=Erasure.objects.create(profile="élève", actor_label=mark, counts={"résultats": 3}).pk,
        number=school.number,
        mark=mark,
        accounts=accounts | {COLLEAGUE: colleague.pk},
        guardian=second.pk,
        logo=_logo(administrator),
        niveau=niveau.pk,
        own_niveau=_own_niveau(school, mark),
        school_class=school_class.pk,
        group=group.pk,
        matiere=matiere.pk,
        referentiel=referentiel.pk,
        ref_item=RefItem.objects.filter(theme__domaine__referentiel=referentiel).latest("pk").pk,
        ref_theme=RefTheme.objects.get(domaine__referentiel=referentiel).pk,
        ref_shared=_shared_by_a_third_school(),
        ref_set=_item_set(teacher, referentiel),
        ref_file=str(ResourceFile.objects.latest("pk").key),
        ref_gesture=str(Change.objects.filter(referentiel=referentiel).latest("pk").gesture),
        besoin=besoin.pk,
        period=dates.period.pk,
        period_dates=dates.pk,
        teacher=teacher.pk,
        pupil=pupils[0],
        pupils=pupils,
        departed=departed.pk,
        sconet_id=_sconet_id(school.number, 0),
        run=_import(administrator, mark, READY),
        contact=_contact(mark),
        password_token=links.make_token(Account.objects.get(pk=pupils[-1])),
        email_token=_waiting_email(accounts["ADM"]),
        stop_token=stop_path(administrator).split("/")[-2],
        first_access=link_to(Account.objects.get(pk=pupils[-1])).split("/")[-2],
        message=_message(administrator, mark),
        notice=_notice(administrator, mark),
        open_session=_open_session(administrator),
        token=_exported_file(administrator),
        stale_token=_expired_file(administrator),
        **_saved(administrator, mark),
        job=_job(administrator, mark, status=JobStatus.RUNNING, done=40),
        failed_job=_job(administrator, mark, status=JobStatus.FAILED, sentence=f"{mark} : rien à exporter."),
        calculated=ReferentielFactory(matiere=matiere).pk,
        attendance=_attendance([accounts["DIR"], accounts["EDU"]], dates.period, child, mark),
        symbol=_symbol(administrator),
        **_second_factor(teacher),
        photo_digest=_photo(administrator, child),
        card=make_cards(actor=administrator, pupils=[child])[0].token,
        **_backups(administrator, mark),
        **_console(),
        **_evaluations(teacher, school_class, referentiel, child, mark),
        **_official(teacher, dates, matiere, child, mark),
        **_archived(Account.objects.get(pk=accounts[Profile.DIR]), child, mark),
        **_stamp(administrator),
        **socle,
    )


def _console() -> dict[str, Any]:
    """The operator of the server, a letter of his, and a zone."""
    operator = operator_called()
    zone, _ = Zone.objects.get_or_create(name="Zone des exemples")
    text = "Bonjour,\n\nLe serveur change de machine samedi."
    letter = Letter.objects.create(subject="Samedi", text=text, author=operator, author_label=operator.full_name)
    return {
        "operator": operator.login,
        "operator_pk": operator.pk,
        "letter": letter.pk,
        "letter_stop": stop_address("contact@exemple.fr").rstrip("/").rpartition("/")[2],
        "zone": zone.pk,
    }


def _years(administrator: Account, mark: str) -> None:
    """A backup of today, and a year that was opened."""
    noted = {"name": f"{mark}.sauvegarde", "size": 9, "row_count": 9, "file_count": 0}
    Backup.objects.create(origin="asked", by=mark, **noted)
    told = {"actor": administrator, "actor_label": administrator.display_name, "saved_at": now(), "ended_at": now()}
    counts = {"evaluations.Evaluation": 3, "schools.Group": 2}
    YearChange.objects.create(opens=today().year, before=today(), counts=counts, **told)


def _archived(head: Account, pupil: Account, mark: str) -> dict[str, Any]:
    """A bulletin that was printed, taken in a ZIP, transmitted to another school."""
    batch = Batch(school=head.school, author=head, at=now())
    batch.add(
        Printed(
            about=pupil,
            kind="bulletin",
            title=f"Bulletin scolaire – Trimestre {mark}",
            year=2026,
            period=f"Trimestre {mark}",
            period_order=1,
            school_name=str(head.school),
            uai="",
            class_name=f"Classe {mark}",
            content=f"%PDF-1.7 {mark}".encode(),
            pages=1,
            data={"person": mark},
        )
    )
    [archive] = batch.write()
    asked = {"keys": [str(archive.key)]}
    file = make_file(maker=makers.get("bilans.zip_archives"), school=head.school, owner=head, asked=asked)
    address = transmit(owner=head, school=head.school, archives=[archive], recipient=f"ce.{mark.lower()}@exemple.fr")
    return {
        "archive": str(archive.key),
        "archives_file": file.token,
        "archive_link": ArchiveLink.objects.latest("pk").pk,
        "transmitted": address.rstrip("/").rpartition("/")[2],
    }


def _photo(administrator: Account, pupil: Account) -> str:
    """A photo that no other school has."""
    stream = io.BytesIO()
    Image.new("RGB", (60, 80), (administrator.school.number % 256, 90, 60)).save(stream, format="JPEG")
    place_one(actor=administrator, pupil=pupil, content=stream.getvalue())
    return str(PupilPhoto.objects.get(pupil=pupil).digest)


def _stamp(administrator: Account) -> dict[str, Any]:
    """An image that no other school has."""
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), (90, administrator.school.number % 256, 60)).save(stream, format="PNG")
    set_signature(actor=administrator, school=administrator.school, content=stream.getvalue(), of=None)
    image = SignatureImage.objects.get(account=None)
    return {"stamp": image.pk, "stamp_digest": image.digest}


def _official(teacher: Account, dates: PeriodDates, matiere: Matiere, pupil: Account, mark: str) -> dict[str, int]:
    """The bulletin of the class under way: texts of the teacher, a fault told of one, its configuration."""
    place = {"kind": "bulletin", "year": first_year(dates.starts_on, switch_month=8), "period": dates.period}
    status = DocumentStatus.objects.create(school_class=dates.school_class, status="mixte", **place)
    signed = place | {"author": teacher, "author_label": teacher.author_label, "pupil": pupil}
    general = {"section": "synthese", "text": f"Un bon trimestre, {mark}."}
    Appreciation.objects.create(**signed, **general)
    named = {"section": "matiere", "matiere": matiere, "matiere_label": matiere.label}
    text = Appreciation.objects.create(text=f"{mark} progresse.", **signed, **named)
    AppreciationChange.objects.create(appreciation=text, after=text.text, actor=teacher, actor_label=mark)
    Fault.objects.create(appreciation=text, message=f"Relisez, {mark}.", reporter_label=mark)
    configuration = Configuration.objects.create(kind="bulletin", name=f"Réglage {mark}")
    return {"official": status.pk, "appreciation": text.pk, "configuration": configuration.pk}


def _second_factor(teacher: Account) -> dict[str, int]:
    add_application(account=teacher, secret=totp.new_secret(), step=0)
    passkey = Passkey.objects.create(
        account=teacher, code="Y2xl", data=bytes(Authenticator().public_half()), name="ordinateur de la classe"
    )
    renew_recovery_codes(account=teacher)
    browser = KnownBrowser(
        account=teacher, digest="x", user_agent="Firefox", trusted_until=now() + datetime.timedelta(days=9)
    )
    browser.save()
    return {"passkey": passkey.pk, "browser": browser.pk}


def _backups(administrator: Account, mark: str) -> dict[str, str]:
    """A backup that waits, with something to ask of everything; and one that was taken, with data kept."""
    told = {"file_name": f"sauvegarde {mark}.zip", "holder": administrator, "holder_label": administrator.display_name}
    with (BACKUPS / "2012-bizarre.zip").open("rb") as stream, planned(stream, Answers()) as plan:
        what = seen(plan)
    waiting = MoveIn.objects.create(**told, seen=what)
    before = {"accounts": [administrator.pk], "school": {}}
    done = MoveIn.objects.create(**told, seen=what, before=before, status=MoveStatus.DONE, ended_at=now())
    line = {"table": "user", "row": "1", "fate": "aside", "reason": f"compte de {mark}", "words": ""}
    for move in (waiting, done):
        write_table(move, TOLD, [line])
    write_table(done, "bulletin", [{"eleve_id": "1", "bulletin_appreciation": mark}])
    return {"move_read": str(waiting.uuid), "move_done": str(done.uuid)}


def _identifiers_to_settle(administrator: Account, mark: str) -> None:
    """A file of identifiers on its preview, with a line of every kind but one, and labels that are ready."""
    lines = [
        IdentityLine(1, f"{mark} N0", "Zoé", f"ent-{mark}", account_id=Account.objects.pupils().active().first().pk),
        IdentityLine(2, f"{mark} INCONNU", "Zoé", f"ent2-{mark}"),
        IdentityLine(3, f"{mark} TUT", "Zoé", f"ent-{mark}", account_id=administrator.pk),
    ]
    save_draft(owner=administrator, draft=Draft("ent", f"ent {mark}.csv", lines, [(4, f"{mark} : nom absent")]))
    given = issue.Given(lines[0].account_id or 0, is_new_login=True, password="-".join(mark), is_done=True)
    issue.start(owner=administrator, given=[given])


def _item_set(teacher: Account, referentiel: Referentiel) -> int:
    made: ItemSet = ItemSet.objects.create(owner=teacher, name="À revoir")
    items = RefItem.objects.filter(theme__domaine__referentiel=referentiel)[:2]
    change_items(item_set=made, added=[item.pk for item in items], removed=[])
    return made.pk


def _own_niveau(school: School, mark: str) -> int:
    made = Niveau(school=school, reference=f"OWN{mark}"[:10], label=f"Atelier {mark}")
    save_own_niveau(actor=None, niveau=made)
    return made.pk


def _referentiel(matiere: Matiere, niveau: Niveau, mark: str) -> Referentiel:
    """One of each thing that a tree may hold, links included."""
    items = (
        PlainItem(f"Nommer {mark}", socle=(SocleLink("2016", 3, 13), SocleLink("2006", 0, 2311))),
        PlainItem(f"Comparer {mark}", coefficient=2, comment="Seul\nAvec de l'aide", link="https://exemple.fr/"),
    )
    tree = Tree((PlainDomaine("A", f"Nombres {mark}", themes=(PlainTheme(f"Calcul {mark}", items=items),)),))
    made = create(author=None, matiere=matiere, niveau=niveau, tree=tree)
    theme = RefTheme.objects.get(domaine__referentiel=made)
    add_nodes(author=None, referentiel=made, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": f"Ajouté {mark}"}])
    _give_resources(made)
    return made


def _give_resources(referentiel: Referentiel) -> None:
    """A title, a link and a file, on the last item."""
    file = keep_file(school=referentiel.school, name="Fiche.pdf", content=b"%PDF-1.7 Fiche")
    lines = (Resource("S'entraîner"), Resource("La droite", "https://exemple.fr/droite"))
    last = RefItem.objects.filter(theme__domaine__referentiel=referentiel).latest("pk")
    RefItem.objects.filter(pk=last.pk).update(resources=kept((*lines, Resource(file.name, file=str(file.key)))))


def _shared_by_a_third_school() -> int:
    """A référentiel that a school apart from the others shares: the same for all of them."""
    number = 9090
    with all_schools():
        found = Referentiel.objects.filter(school__number=number).first()
    if found is None:
        third = SchoolFactory(number=number, name="École Partageuse", town="Ailleurs")
        with school_scope(third):
            matiere = MatiereFactory(school=third, reference="MATHS", label="Mathématiques", is_own=False)
            found = _referentiel(matiere, Niveau.objects.get(reference="CM1"), "commun")
            share(author=None, referentiel=found)
    return found.pk


def _person(profile: Profile, mark: str, school_class: SchoolClass, **fields: Any) -> Account:
    is_pupil = profile == Profile.ELV
    fields = {"login": f"{profile.value}.{mark}".lower(), "last_name": f"{mark} {profile.value}"} | fields
    account: Account = AccountFactory(profile=profile, school_class=school_class if is_pupil else None, **fields)
    return account


def _pupil(rank: int, mark: str, school_class: SchoolClass) -> Account:
    return _person(
        Profile.ELV,
        mark,
        school_class,
        login=f"eleve{rank}.{mark}".lower(),
        last_name=f"{mark} N{rank}",
        sconet_id=_sconet_id(school_class.school.number, rank),
        reference=f"{mark}{rank}",
    )


def _waiting_email(pk: int) -> str:
    account = Account.objects.get(pk=pk)
    account.email_to_confirm = f"claire.{account.login}@exemple.fr"
    account.save(update_fields=["email_to_confirm"])
    return emails.link_to(account).split("/")[-2]


def _logo(administrator: Account) -> str:
    """An image that no other school has."""
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), (administrator.school.number % 256, 90, 60)).save(stream, format="PNG")
    set_logo(actor=administrator, school=administrator.school, content=stream.getvalue())
    return administrator.school.logo


def _symbol(administrator: Account) -> str:
    """An image of codes that no other school has, which a code bears."""
    stream = io.BytesIO()
    Image.new("RGB", (20, 10), (administrator.school.number % 256, 60, 90)).save(stream, format="PNG")
    school = administrator.school
    add_image(actor=administrator, school=school, content=stream.getvalue())
    [digest] = images()
    codes = tuple(replace(code, image=digest if code.number == 4 else "") for code in DEFAULT_SCALE.codes)
    wanted = replace(DEFAULT_SCALE, codes=codes)
    change_scale(actor=administrator, school=school, part=Part.CODES, wanted=wanted, seen=0)
    return digest


def _evaluations(
    teacher: Account, school_class: SchoolClass, referentiel: Referentiel, pupil: Account, mark: str
) -> dict[str, Any]:
    """One that the teacher gave to his class, with a result, one that he deleted, one that families wait for."""
    items = list(RefItem.objects.filter(theme__domaine__referentiel=referentiel).values_list("pk", flat=True))
    other = Account.objects.get(login=f"elv.{mark}".lower())
    made = [
        _evaluation(teacher, school_class, items, [pupil, other], f"Contrôle {mark}", wait=0),
        _evaluation(teacher, school_class, items, [pupil, other], f"Supprimée {mark}", wait=0),
        _evaluation(teacher, school_class, items, [pupil, other], f"{HIDDEN}{mark}", wait=9),
    ]
    delete_evaluation(actor=teacher, pk=made[1].pk)
    _results_from_elsewhere(pupil, items[0], mark)
    batch = uuid.uuid4()
    clicks = [CellChange(pupil.pk, items[1], "", "3", "cell")]
    save_cells(subject=subject_of(made[0]), actor=teacher, school=teacher.school, changes=clicks, number=batch)
    return {
        "evaluation": made[0].pk,
        "deleted_evaluation": made[1].pk,
        "marked_items": [items[0], items[1]],
        "mark_batch": str(batch),
        "document": _beside(teacher, made[0], [pupil, other], items[1], mark),
        "question": ResultQuestion.objects.get(evaluation=made[0], pupil=pupil).pk,
        "hidden_evaluation": made[2].pk,
        "hidden_document": _beside(teacher, made[2], [pupil, other], items[1], HIDDEN + mark),
        **_requests(referentiel.matiere, pupil, other, items[2], mark),
        "report_file": _report_file(teacher, school_class, referentiel),
        "taught": [referentiel.matiere.reference, referentiel.niveau.reference],
    }


def _evaluation(
    teacher: Account, school_class: SchoolClass, items: list[int], pupils: list[Account], title: str, *, wait: int
) -> Evaluation:
    """An évaluation that families see in `wait` days, with a result of each of these pupils."""
    seen = today() + datetime.timedelta(days=wait)
    dates = Dates(today(), seen, seen + datetime.timedelta(days=7))
    wanted = Wanted(title=title, dates=dates, items=items, school_class=school_class)
    made = create_evaluation(actor=teacher, wanted=wanted)
    for pupil in pupils:
        MarkFactory(evaluation=made, pupil=pupil, item_id=items[0], author=signature_of(teacher))
    return made


def _beside(teacher: Account, evaluation: Evaluation, pupils: list[Account], item: int, mark: str) -> int:
    """Words, a voice, a document of each kind, what a pupil said of himself and asked: all named by the mark."""
    pdf = f"%PDF-1.7 {mark}".encode()
    for pupil in pupils:
        voice = keep_voice(school=teacher.school, content=b"OggS" + pdf, seconds=9)
        set_voice(actor=teacher, pk=evaluation.pk, pupil=pupil, voice=voice, seconds=9)
        PupilComment.objects.filter(evaluation=evaluation, pupil=pupil).update(text=f"Bravo {mark}", own_text=mark)
        SelfMark.objects.create(evaluation=evaluation, pupil=pupil, item_id=item, code="2", given_at=now())
    ResultQuestion.objects.create(
        evaluation=evaluation, pupil=pupils[0], item_id=item, asked_on=today(), text=f"Pourquoi {mark} ?"
    )
    file = keep_evaluation_file(school=teacher.school, name=f"Sujet {mark}.pdf", content=pdf)
    own = keep_evaluation_file(school=teacher.school, name=f"Pour toi {mark}.pdf", content=pdf)
    wanted = WantedDocument(kind="corrige", pupil=pupils[0], file=own)
    set_document(actor=teacher, pk=evaluation.pk, wanted=wanted)
    made = set_document(actor=teacher, pk=evaluation.pk, wanted=WantedDocument(kind="sujet", file=file))
    Evaluation.objects.filter(pk=evaluation.pk).update(general_comment=f"À tous {mark}")
    tell_results(evaluation, [each.pk for each in pupils], by=teacher)
    return int(made.pk)


def _requests(matiere: Matiere, pupil: Account, other: Account, item: int, mark: str) -> dict[str, int]:
    """Each of these pupils asks to be evaluated on an item, with a file."""
    Matiere.objects.filter(pk=matiere.pk).update(request_limit=3)
    found = item_to_request(item)
    assert found
    asked = []
    for each in (pupil, other):
        file = keep_evaluation_file(school=each.school, name=f"Essai {mark}.pdf", content=b"%PDF-1.7 essai")
        asked.append(ask(pupil=each, item=found, message=f"Je suis prêt {mark}", file=file).pk)
    return {"request": asked[0], "own_request": asked[1]}


def _attendance(keepers: list[int], period: Period, child: Account, mark: str) -> int:
    """Absences of a file, with a line that names nobody known; and for each of these accounts a file that waits."""
    year = child.school.first_year
    for pk in keepers:
        keeper = Account.objects.get(pk=pk)
        lines = [
            FileLine(2, child.last_name, child.first_name, totals={"lates": 1}),
            FileLine(3, f"{mark} INCONNU", "X"),
        ]
        waiting = AbsencesDraft(
            "own", f"absences {mark}.csv", period.pk, [child.school_class_id], False, Brought(lines, [])
        )
        save_absences_draft(owner=keeper, draft=waiting)
    saved = save_file(
        actor=Account.objects.get(pk=keepers[0]),
        period=period,
        year=year,
        wanted=[AbsencesWanted(child.pk, Figures(), Figures(8, 3, 2))],
        origin="Tableau de SACoche",
        file_name=f"absences {mark}.csv",
        left_out=[[4, f"{mark} INCONNU", "aucun élève de ce nom"]],
    )
    assert saved
    return saved.save_made.pk


def _results_from_elsewhere(pupil: Account, item: int, mark: str) -> None:
    """A file of results that waits for each of those who read them; a line of an earlier one, kept aside."""
    known = item_sent(RefItem.objects.get(pk=item))
    told = [SentResult(0, today(), "VV", "Très satisfaisant", 100, f"Bilan {mark}")]
    whole = Transfer(f"Collège {mark}", "", today(), pupil.last_name, pupil.first_name, 0, [known], told)
    for reader in Account.objects.filter(profile__in=(Profile.ADM, Profile.DIR)):
        keep_results(reader, write_transfer(whole))
    came = {"source": f"Collège {mark}", "given_on": today(), "name": f"Lancer {mark}", "code": "VV"}
    ReceivedResult.objects.create(school=pupil.school, pupil=pupil, digest="a", **came)


def _report_file(teacher: Account, school_class: SchoolClass, referentiel: Referentiel) -> str:
    query = urlencode({"classe": school_class.pk, "matiere": referentiel.matiere.reference})
    asked = {"report": "releve_matiere", "query": query, "format": "csv", "pupils": PUPILS}
    return make_file(maker=makers.get("bilan"), school=teacher.school, owner=teacher, asked=asked).token


def _sconet_id(number: int, rank: int) -> int:
    return number * 1_000 + rank


def _socle(pupils: list[int], teacher: Account) -> dict[str, Any]:
    """The first compétence of the palier, with one save of two gestures."""
    domaines = list(Domaine.objects.filter(pilier__palier=PALIER).order_by("pilier__order", "order"))
    domaines = [domaine for domaine in domaines if domaine.pilier_id == domaines[0].pilier_id]
    items = list(Item.objects.filter(domaine=domaines[0])[:2])
    clicks = [
        CellChange(pupils[0], items[1].pk, 2, 1, Gesture.CELL.value),
        CellChange(pupils[1], items[1].pk, 2, 0, Gesture.ITEM_ARROW.value),
    ]
    save_cells(subject=ITEMS, actor=teacher, school=teacher.school, changes=clicks)
    PilierValidation(
        school=teacher.school,
        pupil_id=pupils[0],
        pilier_id=domaines[0].pilier_id,
        state=1,
        decided_on=today(),
        author_label=teacher.author_label,
        author=teacher,
    ).save()
    PupilLanguage(school=teacher.school, pupil_id=pupils[0], language=132).save()
    return {
        "batch": str(ItemChange.objects.latest("pk").batch),
        "palier": PALIER,
        "pilier": domaines[0].pilier_id,
        "domaines": [domaine.pk for domaine in domaines],
        "item": items[0].pk,
    }


def _contact(mark: str) -> int:
    question = ContactRequest(last_name=mark, first_name="Anne", email="anne@exemple.fr", text=f"Un mot de {mark}")
    question.expires_at = question.confirmed_at = now()
    question.save()
    return int(question.pk)


def _message(author: Account, mark: str) -> int:
    everybody = [profile.value for profile in Profile if profile != Profile.WBM]
    message = Message(text=f"Réunion {mark} jeudi à 18 h", profiles=everybody, starts_on=today(), ends_on=today())
    save_message(actor=author, message=message)
    return int(message.pk)


def _notice(administrator: Account, mark: str) -> int:
    what = f"{mark} ENS Paul (Professeur) a changé d'un coup 14 items du référentiel {mark}"
    made: Notice = Notice.objects.create(account=administrator, code=SENSITIVE, details={"what": what})
    return made.pk


def _open_session(account: Account) -> int:
    """A session that `account` opened on another computer."""
    store = SessionStore()
    store.create()
    session = OpenSession(account=account, session_key=store.session_key, address="192.0.2.1", user_agent="Firefox")
    session.save()
    return session.pk


def _exported_file(maker: Account) -> str:
    """The token of a file of validations that `maker` has just asked for."""
    asked = {"pupils": [pupil.pk for pupil in pupils_of([EVERYBODY])]}
    return make_file(maker=makers.get("sacoche"), school=maker.school, owner=maker, asked=asked).token


def _expired_file(maker: Account) -> str:
    token = _exported_file(maker)
    GeneratedFile.objects.filter(token=token).update(expires_at=now() - datetime.timedelta(minutes=1))
    return token


def _saved(administrator: Account, mark: str) -> dict[str, Any]:
    """A backup of the school, taken by its administrator; the same one sent back, and one that is gone."""
    file = back_up(school=administrator.school, owner=administrator, sealed=sealed_key(BACKUP_PASSWORD))
    content = content_of(file)
    assert content is not None
    sent = receive(
        school=administrator.school,
        actor=administrator,
        file_name=f"{mark}.sacoche",
        content=content,
        password=BACKUP_PASSWORD,
    )
    read(sent, school=administrator.school)
    moment = now() - datetime.timedelta(minutes=1)
    stale = GeneratedFile(owner=administrator, maker=file.maker, name=file.name, size=9, token=secrets.token_hex(16))
    stale.created_at = stale.expires_at = moment
    stale.save()
    night = Backup.objects.create(origin=Origin.NIGHTLY, name=f"{mark}.sacoche", size=9, row_count=1, file_count=0)
    return {"night": night.pk, "backup_token": file.token, "stale_backup": stale.token, "restoration": sent.uuid.hex}


def _job(owner: Account, mark: str, **columns: Any) -> str:
    job = Job(
        owner=owner, kind="documents.make", version=1, title=f"Fichier de validations {mark}", total=620, **columns
    )
    job.save()
    return str(job.uuid)


# --- The import -------------------------------------------------------------------------------------------------------


def with_import_at(stage: str, world: World) -> World:
    """The same school, whose administrator gave his import up, and began another that has come to `stage`, or none."""
    with all_schools():
        holder = Account.objects.select_related("school").get(pk=world.accounts[Profile.ADM])
    with school_scope(holder.school):
        _cancel(ImportRun.objects.get(uuid=world.run), holder)
        return replace(world, run=_import(holder, f"{world.mark} BIS", stage) if stage != NO_IMPORT else "")


def _import(holder: Account, mark: str, stage: str) -> str:
    """The import of a small file, begun by `holder` and gone through up to `stage`; its uuid."""
    source = sources.get(SOURCE)
    run = services.stage_upload(
        school=holder.school,
        actor=holder,
        source_code=source.code,
        source_label=source.heading(),
        file_name=source.file_hint,
        data=_file(mark),
        steps=source.steps,
        audience=source.audience,
    )
    for move in _moves(stage):
        move(run, holder)
        run.refresh_from_db()
    return str(run.uuid)


def _moves(stage: str) -> list[Any]:
    if stage == "cancelled":
        return [_extract, _cancel]
    moves = {
        "fichier": None,
        "extraction": _extract,
        "classes": _apply_classes,
        "utilisateurs": _apply_users,
        READY: _make_passwords,
        "nettoyage": _finish,
    }
    reached = list(moves).index(stage)
    return [move for move in list(moves.values())[: reached + 1] if move]


def _file(mark: str) -> bytes:
    """A file of three pupils in two classes, none of which the school knows."""
    header = "Nom Élève;Nom d'usage Élève;Prénom Élève;Date naissance;Sexe;Cycle;Niveau;Classe"
    rows = [
        f"{mark} UN;;Léo;25/01/2002;M;CYCLE III;COURS MOYEN 2EME ANNEE;CM2 {mark}",
        f"{mark} DEUX;;Élise;03/05/2002;F;CYCLE III;COURS MOYEN 2EME ANNEE;CM2 {mark}",
        f"{mark} TROIS;;Ana;09/11/2002;F;CYCLE III;COURS MOYEN 2EME ANNEE;CM2 BIS {mark}",
    ]
    return "\r\n".join([header, *rows, ""]).encode()


def _extract(run: ImportRun, actor: Account) -> None:
    steps.get("extraction").submit(run, actor, QueryDict())


def _apply_classes(run: ImportRun, actor: Account) -> None:
    """Add what the file brings; what the school had stays, for the other addresses."""
    review = class_review(run, run.school)
    answer = ClassAnswer(
        fingerprint=review.fingerprint,
        ticked=frozenset(row.key for row in review.to_add),
        forms={row.key: ClassForm(row.niveau_id or review.niveaux[0].pk, row.name) for row in review.to_add},
    )
    services.apply_classes(run=run, actor=actor, answer=answer)


def _apply_users(run: ImportRun, actor: Account) -> None:
    review = user_review(run)
    added = [row.key for block in review.blocks for row in block.rows if row.decision == Decision.ADD]
    services.apply_users(run=run, actor=actor, answer=ReviewAnswer(review.fingerprint, frozenset(added)))


def _make_passwords(run: ImportRun, actor: Account) -> None:
    while not identifiers.make_slice(run=run, actor=actor).is_complete:
        pass


def _finish(run: ImportRun, actor: Account) -> None:
    services.finish(run=run, actor=actor)


def _cancel(run: ImportRun, actor: Account) -> None:
    services.cancel(run=run, actor=actor)

"""A school that has lived: a row at least in each table that a backup saves; and its copy, as the declarations say."""

import datetime
import io
import uuid
import zlib
from dataclasses import replace
from typing import Any

from django.db import models
from PIL import Image

from accounts.cards.services import make_cards
from accounts.enums import Profile
from accounts.factor.factors import add_application, renew_recovery_codes
from accounts.models import (
    Account,
    ContactRequest,
    HiddenMessage,
    JournalEntry,
    LegalHold,
    LinkedAccount,
    Message,
    MessageTarget,
    Passkey,
)
from accounts.photos.services import place_one
from bilans.models import (
    Appreciation,
    AppreciationChange,
    Attendance,
    AttendanceChange,
    AttendanceSave,
    ClassConfiguration,
    Configuration,
    DocumentStatus,
    Fault,
    Origin,
    PageSetup,
    Position,
    Section,
)
from bilans.printing.services import set_signature
from documents.archives.services import Batch, Printed
from documents.models import KeptFile
from evaluations.images import SIZE
from evaluations.models import (
    Document,
    Evaluation,
    EvaluationItem,
    EvaluationPupil,
    MarkChange,
    Need,
    PupilComment,
    Request,
    ResultQuestion,
    Seat,
    SeatPlan,
    SelfMark,
    Share,
    TeamMember,
)
from evaluations.queries import images
from evaluations.scale.whole import DEFAULT_SCALE, Part
from evaluations.services.files import keep_file as keep_evaluation_file
from evaluations.services.images import add_image
from evaluations.services.marks import signature_of
from evaluations.services.scale import change_scale
from imports.models import ImportRun, KeptTable, MoveIn, MoveStatus, ReceivedResult, RememberedLayout, Status
from operation.models import Erasure, RegisterSettings, YearChange
from referentiels.models import Domaine, ItemSet, ItemSetMember, ItemSetShare, NodeKind, SchoolVersion
from referentiels.models import Item as TaughtItem
from referentiels.services.editing import delete_nodes
from referentiels.services.files import keep_file
from referentiels.services.filling import fill
from referentiels.socle import entries_by_link
from referentiels.tree import Domaine as PlainDomaine
from referentiels.tree import Item as PlainItem
from referentiels.tree import SocleLink, Tree
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now, today
from sacoche.kit.factor import totp
from sacoche.kit.parts import saved
from sacoche.kit.parts.saved import Key, SavedPart, key_kind
from sacoche.kit.parts.tables import keys_of
from sacoche.kit.tenancy import all_schools
from schools.models import Group, Matiere, Niveau, Period, PeriodDates, School, SchoolClass, SchoolNiveau
from schools.services.identity import set_logo
from schools.services.niveaux import save_own_niveau
from socle.models import (
    Item,
    ItemChange,
    ItemValidation,
    Pilier,
    PilierChange,
    PilierValidation,
    PupilLanguage,
    SchoolPalier,
    SocleSettings,
)
from tests.factories import (
    AccountFactory,
    AddressFactory,
    EvaluationFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    GuardianshipFactory,
    MarkFactory,
    MatiereTeachingFactory,
    PeriodDatesFactory,
    ReferentielFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)

COUNT = PlainItem("Compter", socle=(SocleLink("2016", 2, 11),))
TREE = Tree(tuple(PlainDomaine(code, "Nombres", themes=(PlainTheme("Entiers", items=(COUNT,)),)) for code in "AB"))
DAY = datetime.timedelta(days=1)
GONE = 10**12


def live(school: School) -> None:
    """Fill the open school."""
    School.objects.filter(pk=school.pk).update(uai="0591234W", access={"profiles": ["AED"]})
    _draw(school)
    SchoolNiveau.objects.create(niveau=Niveau.objects.get(reference="CM2"))
    atelier = Niveau(school=school, reference="THEA", label="Atelier théâtre")
    save_own_niveau(actor=None, niveau=atelier)
    cm2, group = SchoolClassFactory(), GroupFactory(niveau=atelier)
    pupil = AccountFactory(school_class=cm2, preferences={"palier": 2})
    link = GuardianshipFactory(pupil=pupil)
    AddressFactory(account=link.guardian, town="Lille")
    LegalHold.objects.create(account=AccountFactory(profile=Profile.TUT), reason="Plainte", by="Claire")
    teacher = TeachingAssignmentFactory(school_class=cm2, is_pp=True).teacher
    GroupTeachingFactory(teacher=teacher, group=group)
    GroupMembershipFactory(pupil=pupil, group=group)
    MatiereTeachingFactory(teacher=teacher)
    PeriodDatesFactory(school_class=cm2)
    PeriodDatesFactory(group=group)
    _link_two_accounts(teacher)
    _prove(teacher, pupil)
    _write(teacher)
    _decide(pupil, teacher)
    _import(teacher)
    _teach(teacher)
    _grade(teacher)
    _evaluate(teacher, pupil, cm2)
    told = {"actor": teacher, "actor_label": teacher.display_name, "saved_at": now(), "counts": {"schools.Group": 3}}
    YearChange.objects.create(opens=2026, before=today(), ended_at=now(), **told)
    Erasure.objects.create(profile="élève", actor_label=teacher.display_name, counts={"résultats": 3})
    RegisterSettings.objects.create(controller="dasen", dpo_name="Claire DUPONT")
    YearChange.objects.create(opens=2027, before=today(), **told)
    _conclude(teacher, pupil, cm2)
    _print(teacher, pupil)


def _draw(school: School) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (80, 40)).save(stream, format="PNG")
    set_logo(actor=None, school=school, content=stream.getvalue())


def _link_two_accounts(teacher: Account) -> None:
    person = uuid.uuid4()
    for account in (teacher, AccountFactory(profile=Profile.ADM)):
        LinkedAccount.objects.create(account=account, person=person)


def _prove(teacher: Account, pupil: Account) -> None:
    add_application(account=teacher, secret=totp.new_secret(), step=7)
    Passkey.objects.create(account=teacher, code="Y2xl", data=b"x", sign_count=3, name="clé")
    renew_recovery_codes(account=teacher)
    make_cards(actor=teacher, pupils=[pupil])
    stream = io.BytesIO()
    Image.new("RGB", (30, 40), "grey").save(stream, format="JPEG")
    place_one(actor=teacher, pupil=pupil, content=stream.getvalue())


def _write(teacher: Account) -> None:
    told = {"author": teacher, "author_label": teacher.display_name, "profiles": ["ELV"], "starts_on": today() - DAY}
    Message.objects.create(text="Fini", ends_on=today() - DAY, **told)
    chosen = Message.objects.create(text="Encore là", ends_on=today(), is_chosen=True, **told)
    MessageTarget.objects.create(message=chosen, account=teacher)
    HiddenMessage.objects.create(message=chosen, account=teacher)
    asked = {"last_name": "PETIT", "first_name": "Ana", "text": "Bonjour", "code_hash": "x", "expires_at": now()}
    ContactRequest.objects.create(email="ana@exemple.fr", confirmed_at=now(), **asked)
    ContactRequest.objects.create(email="inconnu@exemple.fr", **asked)
    JournalEntry.objects.create(actor=teacher, actor_label=teacher.display_name, code="accounts.write_message")


def _decide(pupil: Account, teacher: Account) -> None:
    item, pilier = Item.objects.first(), Pilier.objects.first()
    signed = {"pupil": pupil, "author": teacher, "author_label": teacher.author_label, "decided_on": today()}
    SchoolPalier.objects.create(palier=pilier.palier)
    SocleSettings.objects.create(proposes=True, offers_lpc=True)
    ItemValidation.objects.create(item=item, state=1, **signed)
    PilierValidation.objects.create(pilier=pilier, state=1, **signed)
    PupilLanguage.objects.create(pupil=pupil, language=132)
    change = {"pupil": pupil, "before": 2, "after": 1, "gesture": "cell", "at": now(), "actor": teacher}
    ItemChange.objects.create(item=item, batch=uuid.uuid4(), **change)
    PilierChange.objects.create(pilier=pilier, batch=uuid.uuid4(), **change)


def _import(teacher: Account) -> None:
    told = {"source_code": "onde_eleves", "file_name": "a.csv", "holder": teacher}
    ImportRun.objects.create(status=Status.FINISHED, ended_at=now(), **told)
    ImportRun.objects.create(**told)
    RememberedLayout.objects.create(source_code="onde_eleves", mapping={"last_name": "Nom"})
    moved = {"file_name": "sauvegarde.zip", "holder": teacher, "before": {"accounts": [teacher.pk], "school": {}}}
    done = MoveIn.objects.create(status=MoveStatus.DONE, ended_at=now(), **moved)
    KeptTable.objects.create(move_in=done, table="demande", rank=0, row_count=1, content=zlib.compress(b"{}"))
    MoveIn.objects.create(**moved)
    KeptFile.objects.create(source_code="siecle_communs", file_name="Communs.xml", content=b"x")


def _teach(teacher: Account) -> None:
    """A tree of two domaines, one of which its author takes away: the history can bring it back."""
    referentiel = ReferentielFactory()
    fill(referentiel=referentiel, tree=TREE, entries=entries_by_link())
    item_set = ItemSet.objects.create(owner=teacher, name="À revoir", chosen_count=1)
    ItemSetMember.objects.create(item_set=item_set, item=TaughtItem.objects.filter(theme__domaine__code="A").first())
    ItemSetShare.objects.create(item_set=item_set, account=teacher, may_change=True)
    keep_file(school=referentiel.school, name="Fiche.pdf", content=b"%PDF-1.7 Fiche")
    SchoolVersion.objects.create(version_id="2006", is_on=False)
    gone = Domaine.objects.get(code="B")
    delete_nodes(author=teacher, referentiel=referentiel, kind=NodeKind.DOMAINE, keys=[gone.pk])


def _grade(teacher: Account) -> None:
    """A scale of the school's own, whose best code bears an image."""
    stream = io.BytesIO()
    Image.new("RGB", SIZE).save(stream, format="PNG")
    add_image(actor=teacher, school=teacher.school, content=stream.getvalue())
    [digest] = images()
    codes = tuple(replace(code, image=digest if code.number == 4 else "") for code in DEFAULT_SCALE.codes)
    wanted = replace(DEFAULT_SCALE, codes=codes)
    change_scale(actor=teacher, school=teacher.school, part=Part.CODES, wanted=wanted, seen=0)


def _evaluate(teacher: Account, pupil: Account, school_class: SchoolClass) -> None:
    """An évaluation of a class, shared, with a mark and its history; another of a chosen pupil."""
    item = TaughtItem.objects.get()
    signature = signature_of(teacher)
    of_class = EvaluationFactory(owner=teacher, school_class=school_class, self_until=today())
    chosen = EvaluationFactory(owner=teacher, deleted_at=now(), deletion=uuid.uuid4())
    for each in (of_class, chosen):
        EvaluationItem.objects.create(evaluation=each, item=item, order=1)
    EvaluationPupil.objects.create(evaluation=chosen, pupil=pupil)
    Share.objects.create(evaluation=of_class, colleague=AccountFactory(profile=Profile.DOC), level=2)
    MarkFactory(evaluation=of_class, pupil=pupil, item=item, author=signature)
    trace = EvaluationFactory(owner=None, owner_label="", is_trace=True)
    came = {"pupil": pupil, "source": "Collège d'avant", "given_on": today(), "name": "Compter", "code": "VV"}
    ReceivedResult.objects.create(digest="a", evaluation=trace, **came)
    ReceivedResult.objects.create(digest="b", **came)
    change = {"pupil": pupil, "item": item, "evaluation": of_class, "actor": teacher, "before_author": signature}
    MarkChange.objects.create(before="2", after="3", gesture="cell", at=now(), batch=uuid.uuid4(), **change)
    plan = SeatPlan.objects.create(owner=teacher, school_class=school_class)
    Seat.objects.create(plan=plan, pupil=pupil, row=1, column=2)
    TeamMember.objects.create(evaluation=of_class, pupil=pupil, team=1)
    Need.objects.create(group=Group.objects.first(), pupil=pupil, item=item, state="NA")
    _comment(of_class, pupil, item)


def _comment(evaluation: Evaluation, pupil: Account, item: TaughtItem) -> None:
    """What stands beside the marks, and what the pupil says and asks."""
    file = keep_evaluation_file(school=evaluation.school, name="Sujet.pdf", content=b"%PDF-1.7 Sujet")
    about = {"evaluation": evaluation, "pupil": pupil}
    Document.objects.create(evaluation=evaluation, kind="sujet", file=file)
    PupilComment.objects.create(text="Bravo", voice=file, voice_length=9, **about)
    SelfMark.objects.create(item=item, code="2", given_at=now(), **about)
    Request.objects.create(item=item, asked_on=today(), file=file, status="prepared", **about)
    ResultQuestion.objects.create(item=item, asked_on=today(), text="Pourquoi ?", **about)


def _print(teacher: Account, pupil: Account) -> None:
    """A layout, a stamp, a signature, and a bulletin printed for good."""
    PageSetup.objects.create(address="libre")
    stream = io.BytesIO()
    Image.new("RGB", (80, 40)).save(stream, format="PNG")
    for account in (None, teacher):
        set_signature(actor=teacher, school=teacher.school, content=stream.getvalue(), of=account)
    batch = Batch(school=teacher.school, author=teacher, at=now())
    batch.add(Printed(pupil, "bulletin", "Bulletin", 2026, "T1", 1, "École", "", "CM2", b"%PDF-1.7", 1, {"mean": "12"}))
    batch.write()


def _conclude(teacher: Account, pupil: Account, school_class: SchoolClass) -> None:
    """A bulletin under way: its configuration and status, a text corrected once, a mean typed, a fault told."""
    period = PeriodDates.objects.get(school_class=school_class).period
    matiere = Matiere.objects.first()
    configuration = Configuration.objects.create(kind="bulletin", name="Collège", without_mean=[matiere.reference])
    ClassConfiguration.objects.create(kind="bulletin", school_class=school_class, configuration=configuration)
    of = {"kind": "bulletin", "year": 2026, "period": period}
    DocumentStatus.objects.create(school_class=school_class, status="profs", **of)
    written = of | {"matiere": matiere, "matiere_label": matiere.label, "pupil": pupil, "author": teacher}
    written["author_label"] = teacher.author_label
    text = Appreciation.objects.create(section=Section.MATIERE, text="Bien", **written)
    AppreciationChange.objects.create(
        appreciation=text, before="Bein", after="Bien", actor=teacher, actor_label=teacher.author_label
    )
    Position.objects.create(origin=Origin.TYPED, percent=80, **written)
    Fault.objects.create(appreciation=text, reporter=teacher, reporter_label=teacher.author_label)
    _miss(teacher, pupil, period)


def _miss(teacher: Account, pupil: Account, period: Period) -> None:
    """Absences, and the page that they were typed on."""
    Attendance.objects.create(year=2026, period=period, pupil=pupil, half_days=8, unjustified=3, lates=2)
    of = {"year": 2026, "period": period, "at": now(), "actor": teacher, "actor_label": teacher.display_name}
    saved_page = AttendanceSave.objects.create(origin="Saisie", left_out=[[3, "PETIT Ana", "inconnue"]], **of)
    AttendanceChange.objects.create(save_made=saved_page, pupil=pupil, before=[None] * 4, after=[8, 3, 2, None])


class Copy:
    """The school again, beside itself: what the declarations alone say of each table is enough to write it."""

    def __init__(self, school: School, number: int) -> None:
        # What is renewed, by table: the rest is as it was.
        self.renewed: dict[str, dict[str, Any]] = {"schools.School": {"number": number, "uai": ""}}
        self.numbers: dict[str, dict[int, int]] = {}
        with all_schools():
            for part in saved.in_order():
                self._write(part, list(part.rows_of(school).order_by("pk")))
            self.school = School.objects.get(pk=self.numbers["schools.School"][school.pk])

    def _write(self, part: SavedPart, rows: list[Any]) -> None:
        made = [part.model(**self.values(part, row)) for row in rows]
        # Without the guards of the managers, nor `save`: nothing is filled in, nothing is refused.
        models.QuerySet(part.model).bulk_create(made)
        self.numbers[part.code] = {row.pk: copied.pk for row, copied in zip(rows, made, strict=True)}

    def values(self, part: SavedPart, row: Any) -> dict[str, Any]:
        """What the copy of a row holds, column by column, its own number apart."""
        columns = [field for field in part.model._meta.concrete_fields if not field.primary_key]
        values = {field.attname: getattr(row, field.attname) for field in columns}
        for key in keys_of(part.model):
            values[key.attname] = self._followed(key, values[key.attname])
        return values | part.hidden.rewrite(values, self._follow) | self._anew(part)

    def _follow(self, model: type[models.Model], number: int) -> int:
        known = self.numbers.get(model._meta.label)
        # A shared row is the same here; what is gone gets a number far from those that the database gives.
        return number if known is None else known.setdefault(number, GONE + number)

    def _anew(self, part: SavedPart) -> dict[str, Any]:
        known = self.renewed.get(part.code, {})
        return {name: known.get(name) if name in known else uuid.uuid4() for name in part.renewed}

    def _followed(self, key: Any, number: int | None) -> int | None:
        if number is None or key_kind(key) is Key.NAMED:
            return number
        known = self.numbers.get(key.related_model._meta.label, {})
        if key_kind(key) is Key.EITHER:
            return known.get(number, number)
        return None if key_kind(key) is Key.EMPTIED else known[number]


def compared_columns(part: SavedPart) -> list[str]:
    """The columns that a copy has as they were: but the number, what is made anew, and what Django stamps."""
    stamps = ("primary_key", "auto_now", "auto_now_add")
    fields = [field for field in part.model._meta.concrete_fields if not any(getattr(field, s, 0) for s in stamps)]
    return [field.attname for field in fields if field.name not in part.renewed]

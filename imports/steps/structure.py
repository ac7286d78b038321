"""Steps « Classes » and « Groupes »: those to add and to delete."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.models import ImportRun
from imports.plan import ClassChange
from imports.queries import (
    class_review,
    classes_in_order,
    group_review,
    groups_in_order,
    planned_classes,
    planned_groups,
)
from imports.queries.structure import ClassReview, ClassRow
from imports.review.answers import ClassAnswer, ClassForm
from imports.review.wording import CLASS_WORDS, GROUP_WORDS, StructureWords, structure_sentence
from imports.steps import steps
from imports.steps.base import ReviewStep
from sacoche.kit.names import clean_text


class StructureStep(ReviewStep):
    """What classes and groups have in common: the same screens, with other words."""

    # Never thousands of them; what was chosen and typed for each stays on the screen when it is refused.
    may_be_long = False
    result_template = "imports/steps/structure_result.html"
    words: ClassVar[StructureWords]

    def template(self, run: ImportRun) -> str:
        return self.result_template if run.has_done(self.code) else "imports/steps/structure_review.html"

    def context(self, run: ImportRun, *, is_full: bool) -> dict[str, Any]:
        return super().context(run, is_full=is_full) | {"words": self.words}

    def read(self, data: QueryDict) -> ClassAnswer:
        return read_answer(data)

    def proposed(self, run: ImportRun) -> ClassAnswer:
        review: ClassReview = self.review(run, is_full=True)
        forms = {row.key: ClassForm(row.niveau_id, row.name) for row in review.to_add}
        return ClassAnswer(review.fingerprint, review.proposed, forms=forms)

    def refused_context(self, run: ImportRun, data: QueryDict, errors: Mapping[str, str]) -> dict[str, Any]:
        review: ClassReview = self.review(run, is_full=run.is_full)
        answered = as_answered(review, read_answer(data), errors)
        return {"review": answered, "error_count": len(errors), "words": self.words}


class ClassesStep(StructureStep):
    code = "classes"
    title = "Classes (ajouts / modifications / suppressions)"
    words = CLASS_WORDS

    def review(self, run: ImportRun, *, is_full: bool) -> ClassReview:
        return class_review(run, run.school, is_full=is_full)

    def planned(self, run: ImportRun) -> Sequence[ClassChange]:
        return planned_classes(run)

    def result(self, run: ImportRun) -> dict[str, Any]:
        return {"sentence": structure_sentence(run.summary["classes"], self.words), "rows": classes_in_order()}

    def apply(self, run: ImportRun, actor: Account | None, answer: ClassAnswer) -> None:
        services.apply_classes(run=run, actor=actor, answer=answer)


class GroupesStep(StructureStep):
    code = "groupes"
    title = "Groupes (ajouts / modifications / suppressions)"
    words = GROUP_WORDS

    def review(self, run: ImportRun, *, is_full: bool) -> ClassReview:
        return group_review(run, run.school, is_full=is_full)

    def planned(self, run: ImportRun) -> Sequence[ClassChange]:
        return planned_groups(run)

    def result(self, run: ImportRun) -> dict[str, Any]:
        return {"sentence": structure_sentence(run.summary["groups"], self.words), "rows": groups_in_order()}

    def apply(self, run: ImportRun, actor: Account | None, answer: ClassAnswer) -> None:
        services.apply_groups(run=run, actor=actor, answer=answer)


def read_answer(data: QueryDict) -> ClassAnswer:
    """The boxes `tick`, and for each class to add the fields `niveau:KEY` and `nom:KEY`."""
    names = {field.removeprefix("nom:"): clean_text(data.get(field, "")) for field in data if field.startswith("nom:")}
    return ClassAnswer(
        fingerprint=data.get("fingerprint", ""),
        ticked=frozenset(data.getlist("tick")),
        forms={key: ClassForm(_number(data.get(f"niveau:{key}", "")), name) for key, name in names.items()},
    )


def as_answered(review: ClassReview, answer: ClassAnswer, errors: Mapping[str, str]) -> ClassReview:
    """The review with what was ticked, chosen and typed."""
    return replace(
        review,
        to_add=[_as_typed(row, answer, errors) for row in review.to_add],
        to_remove=[replace(row, is_ticked=row.key in answer.ticked) for row in review.to_remove],
        to_rename=[replace(row, is_ticked=row.key in answer.ticked) for row in review.to_rename],
    )


def _as_typed(row: ClassRow, answer: ClassAnswer, errors: Mapping[str, str]) -> ClassRow:
    form = answer.forms.get(row.key, ClassForm(None, ""))
    return replace(
        row,
        is_ticked=row.key in answer.ticked,
        niveau_id=form.niveau_id,
        name=form.name,
        error=errors.get(row.key, ""),
    )


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


steps.register(ClassesStep())
steps.register(GroupesStep())

"""Step 3: the classes to add and to delete."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from imports import services
from imports.answers import ClassAnswer, ClassForm
from imports.models import ImportRun, Stage
from imports.queries import ClassRow, class_review, classes_in_order
from imports.steps import steps
from imports.steps.base import Step
from imports.wording import classes_sentence
from sacoche.kit.names import clean_text


class ClassesStep(Step):
    code = "classes"
    title = "Classes (ajouts / modifications / suppressions)"
    opens_at = Stage.EXTRACTED
    submits_at = Stage.EXTRACTED

    def template(self, run: ImportRun) -> str:
        is_applied = run.has_reached(Stage.CLASSES_APPLIED)
        return f"imports/steps/classes_{'result' if is_applied else 'review'}.html"

    def context(self, run: ImportRun) -> dict[str, Any]:
        if run.has_reached(Stage.CLASSES_APPLIED):
            return {"sentence": classes_sentence(run.summary["classes"]), "classes": classes_in_order()}
        return {"review": class_review(run, run.school)}

    def refused_context(self, run: ImportRun, data: QueryDict, errors: Mapping[str, str]) -> dict[str, Any]:
        review, answer = class_review(run, run.school), read_answer(data)
        to_add = [_as_answered(row, answer, errors) for row in review.to_add]
        to_remove = [replace(row, is_ticked=row.key in answer.ticked) for row in review.to_remove]
        return {"review": replace(review, to_add=to_add, to_remove=to_remove), "error_count": len(errors)}

    def submit(self, run: ImportRun, actor: Account | None, data: QueryDict) -> None:
        """Create and delete the ticked classes."""
        services.apply_classes(run=run, actor=actor, answer=read_answer(data))


def read_answer(data: QueryDict) -> ClassAnswer:
    """The boxes `tick`, and for each class to add the fields `niveau:KEY` and `nom:KEY`."""
    names = {field.removeprefix("nom:"): clean_text(data.get(field, "")) for field in data if field.startswith("nom:")}
    return ClassAnswer(
        fingerprint=data.get("fingerprint", ""),
        ticked=frozenset(data.getlist("tick")),
        forms={key: ClassForm(_number(data.get(f"niveau:{key}", "")), name) for key, name in names.items()},
    )


def _as_answered(row: ClassRow, answer: ClassAnswer, errors: Mapping[str, str]) -> ClassRow:
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

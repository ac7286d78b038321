"""What pages and computations read of the scale of the open school."""

from collections.abc import Sequence

from django.db.models import BigIntegerField

from evaluations.models import ScaleChange, ScaleSettings, SymbolImage
from evaluations.scale.whole import DEFAULT_SCALE, Part, Scale, with_stored
from referentiels.calculation import Default
from sacoche.kit.prepared import Given, Prepared
from sacoche.kit.tenancy import current_school

_settings_of = Prepared(lambda: ScaleSettings.objects.filter(school=Given("school", BigIntegerField())))


def current_scale() -> Scale:
    """The scale of the open school, the default one until it is changed, or when no school is open."""
    # Named, for a command that reads every school at once.
    school = current_school()
    found = _settings_of(school=school.pk) if school else []
    return scale_in(found[0]) if found else DEFAULT_SCALE


def scale_in(settings: ScaleSettings) -> Scale:
    """The scale that a row holds."""
    scale = Scale(version=settings.version)
    for part in Part:
        scale = with_stored(scale, part, settings.part(part))
    return scale


def current_calculation() -> Default:
    """What a new référentiel of the open school takes; the usual calculation when no single school is open."""
    if current_school() is None:
        return Default()
    chosen = current_scale().calculation
    return Default(chosen.method.value, chosen.limit, chosen.look_back.value)


def changes_of(part: Part) -> Sequence[ScaleChange]:
    """The last changes of a part of the scale, the newest first."""
    return list(ScaleChange.objects.filter(part=part.value)[:10])


def images() -> list[str]:
    """The digests of the images of the school, the oldest first."""
    return list(SymbolImage.objects.values_list("digest", flat=True))


def image_content(digest: str) -> bytes | None:
    """The PNG of an image of the school, None when it has none of that digest."""
    found = SymbolImage.objects.filter(digest=digest).first()
    return bytes(found.content) if found else None

"""What the forms of the scale send."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from evaluations.scale.whole import DEFAULT_SCALE

CODES, EDIT_CODES = reverse("evaluations:codes"), reverse("evaluations:edit_codes")
STATES, EDIT_STATES = reverse("evaluations:states"), reverse("evaluations:edit_states")
CALCULATION, EDIT_CALCULATION = reverse("evaluations:calculation"), reverse("evaluations:edit_calculation")
LIST = reverse("evaluations:referentiel_calculations")
CONFIRMED = {"confirme": "on"}


def typed_codes(*codes, version=0, **more):
    """What the form sends for (number, sigle, legend, value, key) rows; all are used but those of `unused`."""
    unused = more.pop("unused", ())
    sent = {"version": version, "symboles": "traits", "numero": [code[0] for code in codes]}
    for number, *values in codes:
        names = ("sigle", "legende", "valeur", "touche")
        sent |= {f"{name}-{number}": value for name, value in zip(names, values, strict=True)}
        if number not in unused:
            sent[f"utilise-{number}"] = "on"
    return sent | more


def typed_states(*states, version=0, **more):
    """What the form sends for (sigle, legend, low, high, value) rows."""
    sent = {"version": version, "numero": list(range(1, len(states) + 1))}
    for number, values in enumerate(states, 1):
        names = ("sigle", "legende", "debut", "fin", "valeur")
        sent |= {f"{name}-{number}": value for name, value in zip(names, values, strict=True)}
    return sent | more


def colours(colour, count):
    """One colour for every row, on light screens and on dark ones."""
    return {f"{side}-{number}": colour for number in range(1, count + 1) for side in ("clair", "sombre")}


DEFAULT = tuple((code.number, code.sigle, code.legend, code.value, code.key) for code in DEFAULT_SCALE.codes)
NA, VA, A = ((state.sigle, state.legend, state.low, state.high, state.value) for state in DEFAULT_SCALE.states)


def saved(browser, page, sent):
    return browser.post(page, sent | {"etape": "enregistrer"}, follow=True)


def chosen(method, limit, look_back="oui", version=0):
    return {"version": version, "methode": method, "nombre": limit, "retroactif": look_back}


def picture(size=(20, 10), kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(stream, format=kind)
    return stream.getvalue()


def sent_image(browser, content, name="code.png"):
    return browser.post(reverse("evaluations:send_image"), {"image": SimpleUploadedFile(name, content)}, follow=True)

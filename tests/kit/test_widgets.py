"""Lists of forms written as text say what Django's say."""

import pytest
from django import forms
from lxml import html

from sacoche.kit.widgets import Checkboxes, Select

CHOICES = [("", "Choisir…"), ("1", "Dire & lire <1>"), ("Cycle 3", [("2", "CM1"), (3, 'CM2 "A"')]), (None, "Aucun")]


def elements(markup):
    tree = html.fromstring(markup)
    return [(e.tag, sorted(e.attrib.items()), (e.text or "").strip()) for e in tree.iter()]


@pytest.mark.parametrize("value", [None, "", "1", "3", 3, "unknown", "<&"])
def test_select_is_the_element_that_django_writes(value):
    attrs = {"id": "id_x", "required": True, "disabled": False, "hx-get": "/a?b=1&c=2"}
    ours = Select(choices=CHOICES).render("x", value, attrs)
    theirs = forms.Select(choices=CHOICES).render("x", value, attrs)
    assert elements(ours) == elements(theirs)


def test_select_shows_what_a_form_holds():
    class Wishes(forms.Form):
        level = forms.ChoiceField(choices=[("cm1", "CM1"), ("cm2", "CM2")], widget=Select)

    assert '<option value="cm2" selected>CM2</option>' in str(Wishes({"level": "cm2"})["level"])


def test_checkboxes_are_labels_with_their_box():
    class Wishes(forms.Form):
        pupil = forms.MultipleChoiceField(choices=[(1, "D'ARC Jo"), (2, "Léa")], widget=Checkboxes, initial=["2"])

    assert str(Wishes()["pupil"]) == (
        '<label class="check"><input type="checkbox" name="pupil" value="1" id="id_pupil_0"> '
        "<span>D&#x27;ARC Jo</span></label>"
        '<label class="check"><input type="checkbox" name="pupil" value="2" id="id_pupil_1" checked> '
        "<span>Léa</span></label>"
    )

"""Spaces that never break, in the text of pages."""

from django.template.loader import get_template

from sacoche.kit.typography import french


def test_text_gets_its_no_break_spaces_and_nothing_else_changes():
    source = '<p title="Qui ? {% if a > 1 %}toi{% endif %} : moi">Qui ? « {{ name|default:"a : b" }} » {# rien ! #}</p>'

    assert french(source) == (
        '<p title="Qui ? {% if a > 1 %}toi{% endif %} : moi">'
        'Qui\u00a0? «\u00a0{{ name|default:"a : b" }}\u00a0» {# rien ! #}</p>'
    )


def test_templates_of_the_project_are_read_so():
    assert "automatique\u00a0:" in get_template("shell/header.html").template.source

"""Long tables written as text."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sacoche.kit.markup import write_rows

TEMPLATE = '<tr title="{name}"><td>{name}</td>{mark}<td>{number}</td></tr>\n'


def test_write_rows_escapes_as_django_does():
    rows = [
        {"name": "<script>alert('&')</script>", "mark": SafeString("<td>✔</td>"), "number": 12},
        {"name": 'D"ARC', "mark": "", "number": None},
    ]
    assert write_rows(TEMPLATE, rows) == format_html_join("", TEMPLATE, rows)


def test_write_rows_escapes_a_column_where_one_row_alone_needs_it():
    rows = [{"name": name, "mark": "100 %", "number": 1} for name in ("DUPONT", "D'ARC", "LE GALL")]
    assert write_rows(TEMPLATE, rows) == format_html_join("", TEMPLATE, rows)


def test_write_rows_is_safe_in_a_template():
    assert isinstance(write_rows("{name}", [{"name": "<"}]), SafeString)


def test_write_rows_of_nothing():
    assert write_rows(TEMPLATE, []) == ""

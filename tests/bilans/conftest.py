"""Class 5A in the tables of a school."""

from tests.evaluations.conftest import class_5a as class_5a
from tests.evaluations.conftest import colleague as colleague

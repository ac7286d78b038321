"""References and names of classes computed from Base Élèves."""

import pytest

from imports.reading.class_references import class_name, class_reference, long_class_name, niveau_reference, references
from tests.golden import golden

# The nine classes of the procedure of Metz (S24, S26).
SEED = [
    ("CP", "CP B", "CP_68932", "[CP] CP B"),
    ("CP", "CP A", "CP_AB870", "[CP] CP A"),
    ("CE1", "CE1 et CM1", "CE1_2DDC", "[CE1] CE1 ET CM1"),
    ("CE1", "CE1", "CE1_CA59", "[CE1] CE1"),
    ("CE2", "CE2", "CE2_8C7E", "[CE2] CE2"),
    ("CM1", "CE1 et CM1", "CM1_5C29", "[CM1] CE1 ET CM1"),
    ("CM1", "CM1", "CM1_F01A", "[CM1] CM1"),
    ("CM2", "CM2", "CM2_7B5F", "[CM2] CM2"),
    ("CLIS", "Classe d'Intégration Scolaire", "CLIS_FB7", "[CLIS] D'INTÉGRATION"),
]


def test_class_reference_golden_samples_pass_whole():
    rows = golden("class_refs")
    assert [class_reference(row["niveau"], row["classe"]) for row in rows] == [row["ref"] for row in rows]


def test_niveau_reference_golden_samples_pass_whole():
    rows = golden("class_refs")
    assert [niveau_reference(row["niveau"]) for row in rows] == [row["niveau_ref"] for row in rows]


@pytest.mark.parametrize(("niveau", "classe", "reference", "name"), SEED)
def test_class_of_the_procedure(niveau, classe, reference, name):
    assert (class_reference(niveau, classe), class_name(niveau, classe)) == (reference, name)


def test_long_class_name_is_not_cut():
    assert long_class_name("CLIS", "Classe  d'Intégration Scolaire") == "[CLIS] Classe d'Intégration Scolaire"


def test_references_collision_is_told_apart_whatever_the_order_of_rows():
    couples = [("INITIATION LANGUE", "CLIN A"), ("INITIATION LANGUE", "CLIN B")]
    expected = dict(zip(couples, ["INITIATI", "INITIAT2"], strict=True))
    assert references(couples) == references(reversed(couples)) == expected


def test_references_two_writings_of_one_class_give_one_reference():
    assert set(references([("CP", "Classe CP A"), ("Cours préparatoire", "CP A")]).values()) == {"CP_AB870"}

"""Text into rows."""

import pytest

from sacoche.kit.files.tabular import MAX_CELLS, MAX_COLUMNS, BadTable, Row, read_table


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_read_table_finds_the_separator(separator):
    table = read_table(separator.join(["Nom", "Prénom"]) + "\n" + separator.join(["MARTIN", "Léa"]))
    assert [row.cells for row in table.rows] == [["MARTIN", "Léa"]]


def test_read_table_comma_in_a_cell_does_not_hide_the_semicolon():
    assert read_table("Nom;Prénom\nMARTIN, JR;Léa,Lou,Zoé").rows == [Row(line=2, cells=["MARTIN, JR", "Léa,Lou,Zoé"])]


def test_read_table_declared_separator_and_blank_lines_above_the_header():
    table = read_table("sep=,\n\nNom,Prénom\nA,B\n")
    assert (table.header, table.rows) == (["Nom", "Prénom"], [Row(line=4, cells=["A", "B"])])


def test_read_table_cell_on_several_lines_keeps_the_numbers_of_lines():
    table = read_table('Nom;Prénom\n"RETOUR\nLIGNE";Ana\n\nSUITE;"Zo""é"\n')
    assert table.rows == [Row(line=2, cells=["RETOUR\nLIGNE", "Ana"]), Row(line=5, cells=["SUITE", 'Zo"é'])]


def test_read_table_ragged_rows_are_kept():
    assert [row.cells for row in read_table("A;B\nx\n1;2;3\n").rows] == [["x", "", ""], ["1", "2", "3"]]


def test_read_table_keeps_leading_zeros_and_a_pupil_called_na():
    assert read_table("Nom;INE\nNA;0901\nnull;007").rows[0].cells == ["NA", "0901"]


def test_read_table_column_whatever_capitals_accents_and_spaces():
    table = read_table(" Cycle;NOM  ÉLÈVE;Prenom eleve\n")
    assert [table.column([name]) for name in ("Cycle", "Nom Elève", "Prénom Elève", "Classe")] == [0, 1, 2, None]


def test_read_table_quote_never_closed_is_refused_with_its_line():
    with pytest.raises(BadTable, match="à partir de la ligne 3"):
        read_table('A;B\n1;2\n"MAR;3\n4;5\n')


def test_read_table_lone_quote_at_the_very_end_is_refused():
    with pytest.raises(BadTable, match="à partir de la ligne 3"):
        read_table('A;B\n1;2\n"')


def test_read_table_cell_without_end_is_refused_with_its_line():
    with pytest.raises(BadTable, match="une cellule de la ligne 2 est bien trop longue"):
        read_table("A;B\n" + "x" * 200_000 + ";2\n")


def test_read_table_text_around_quotes_is_kept():
    assert read_table('A;B\nLe "Gall";"D""Arc" Jo\n').rows[0].cells == ['Le "Gall"', 'D"Arc Jo']


@pytest.mark.parametrize("declaration", ["sep= ", "sep=", 'sep="', "sep=a"])
def test_read_table_declaration_of_no_separator_is_an_ordinary_line(declaration):
    assert read_table(declaration + "\nA;B\n").header[0].startswith("sep=")


def test_read_table_too_many_columns_is_refused():
    with pytest.raises(BadTable, match="colonnes"):
        read_table(";" * MAX_COLUMNS + "\n")


def test_read_table_too_many_rows_is_refused_before_it_takes_memory():
    with pytest.raises(BadTable, match="trop de lignes"):
        read_table("a;b;c;d\n" + "\n" * (MAX_CELLS // 4))


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_read_table_of_nothing_is_refused(text):
    with pytest.raises(BadTable, match="vide"):
        read_table(text)

"""Who each line of a file of identifiers is about, and what becomes of it: pure decisions."""

from dataclasses import replace

import pytest

from imports.identities.lines import IdentityLine
from imports.identities.matching import KnownAccount, LineOutcome, Outcome, decide, fingerprint
from sacoche.kit.text import sort_key


def known(number: int, last_name: str, first_name: str = "Léa", **values) -> KnownAccount:
    return KnownAccount(
        number,
        sort_key(last_name, first_name),
        f"{last_name} {first_name}",
        f"login{number}",
        **({"profile": "ELV"} | values),
    )


def line(number: int, last_name: str, value: str, **values) -> IdentityLine:
    return IdentityLine(number, last_name, values.pop("first_name", "Léa"), value, **values)


def outcome_of(one: IdentityLine, *accounts: KnownAccount, **options) -> LineOutcome:
    return decide([one], accounts, {}, **options)[0]


def test_decide_name_is_compared_without_accents_or_case_s73():
    found = outcome_of(line(1, "LEFEVRE", "x", first_name="LEA"), known(1, "LEFÈVRE"))
    assert (found.outcome, found.account.id) == (Outcome.MODIFIED, 1)


def test_decide_homonyms_are_left_to_somebody_s73():
    found = outcome_of(line(1, "MARTIN", "x"), known(1, "MARTIN"), known(2, "MARTIN"))
    assert (found.outcome, [account.id for account in found.candidates]) == (Outcome.HOMONYMS, [1, 2])


def test_decide_number_of_the_ministry_tells_homonyms_apart():
    found = outcome_of(line(1, "MARTIN", "x", sconet_id=9), known(1, "MARTIN"), known(2, "MARTIN", sconet_id=9))
    assert (found.outcome, found.account.id) == (Outcome.MODIFIED, 2)


def test_decide_number_of_somebody_else_is_no_match():
    assert outcome_of(line(1, "MARTIN", "x", sconet_id=9), known(1, "DURAND", "Tom", sconet_id=9)).outcome == (
        Outcome.UNKNOWN
    )


@pytest.mark.parametrize(
    "named",
    [
        # The number says Tom, the name says Léa, who has another; then a number whose names are nearly those of Tom.
        [known(1, "DURAND", "Tom", sconet_id=9), known(2, "MARTIN", sconet_id=8)],
        [known(1, "MARTINE", sconet_id=9), known(2, "MARTIN")],
    ],
)
def test_decide_number_and_name_of_two_accounts_ask_whose_the_line_is(named):
    found = outcome_of(line(1, "MARTIN", "x", sconet_id=9), *named)
    assert found.outcome == Outcome.HOMONYMS
    assert sorted(account.id for account in found.candidates) == [1, 2]


def test_decide_number_of_a_guardian_says_nothing_of_a_pupil():
    guardian, pupil = known(1, "DURAND", "Tom", profile="TUT", sconet_id=9), known(2, "MARTIN", sconet_id=8)
    assert outcome_of(line(1, "MARTIN", "x", sconet_id=9), guardian, pupil).account == pupil


def test_decide_identifier_already_there_is_unchanged():
    assert outcome_of(line(1, "MARTIN", "x"), known(1, "MARTIN", held="x")).outcome == Outcome.UNCHANGED


def test_decide_identifier_held_by_somebody_else_is_never_taken():
    found = outcome_of(line(1, "MARTIN", "x"), known(1, "MARTIN"), known(2, "DURAND", held="x"))
    assert (found.outcome, found.reason) == (Outcome.CONFLICT, "« x » est déjà à DURAND Léa (login2).")


def test_decide_identifier_held_by_an_administrator_is_never_taken_s64():
    holder = known(2, "ADMIN", held="x", is_administrator=True)
    assert outcome_of(line(1, "MARTIN", "x"), known(1, "MARTIN"), holder).outcome == Outcome.CONFLICT


def test_decide_administrator_is_never_found_s64():
    assert outcome_of(line(1, "MARTIN", "x"), known(1, "MARTIN", is_administrator=True)).outcome == Outcome.UNKNOWN


def test_decide_one_identifier_for_two_people_is_refused():
    found = decide([line(1, "A", "x"), line(2, "B", "x")], [known(1, "A"), known(2, "B")], {})
    assert [each.outcome for each in found] == [Outcome.CONFLICT, Outcome.CONFLICT]


def test_decide_two_lines_for_one_account_are_refused():
    found = decide([line(1, "A", "x"), line(2, "A", "y")], [known(1, "A")], {})
    assert [each.reason for each in found] == ["Plusieurs lignes du fichier sont pour ce compte."] * 2


def test_decide_logins_are_told_apart_whatever_the_case():
    found = outcome_of(line(1, "A", "Ana"), known(1, "A"), known(2, "B", held="ana"), is_case_blind=True)
    assert found.outcome == Outcome.CONFLICT


def test_decide_account_chosen_by_somebody():
    found = decide([line(5, "MARTIN", "x")], [known(1, "MARTIN"), known(2, "MARTIN")], {5: 2})[0]
    assert (found.outcome, found.account.id) == (Outcome.MODIFIED, 2)


def test_decide_every_outcome_keeps_its_line_and_a_conflict_its_account():
    martin, durand = known(1, "MARTIN"), known(2, "DURAND", held="pris")
    lines = [
        line(1, "MARTIN", "neuf"),
        line(2, "INCONNU", "x"),
        line(3, "DURAND", "y"),
        line(4, "DURAND", "z"),
        line(5, "HOMONYME", "h"),
        line(6, "ROUX", "pris"),
        line(7, "BLANC", "double"),
        line(8, "NOIR", "double"),
    ]
    people = [known(5, "HOMONYME"), known(6, "HOMONYME"), known(7, "ROUX"), known(8, "BLANC"), known(9, "NOIR")]
    found = decide(lines, [martin, durand, *people], {})
    assert [each.line for each in found] == lines
    assert [(each.outcome, each.account and each.account.id, each.reason) for each in found] == [
        (Outcome.MODIFIED, 1, ""),
        (Outcome.UNKNOWN, None, ""),
        (Outcome.CONFLICT, 2, "Plusieurs lignes du fichier sont pour ce compte."),
        (Outcome.CONFLICT, 2, "Plusieurs lignes du fichier sont pour ce compte."),
        (Outcome.HOMONYMS, None, ""),
        (Outcome.CONFLICT, 7, "« pris » est déjà à DURAND Léa (login2)."),
        (Outcome.CONFLICT, 8, "« double » est donné à plusieurs lignes du fichier."),
        (Outcome.CONFLICT, 9, "« double » est donné à plusieurs lignes du fichier."),
    ]


def test_decide_number_of_siecle_is_one_whatever_its_zeros():
    found = outcome_of(line(1, "MARTIN", "x", elenoet="0123"), known(1, "MARTIN"), known(2, "MARTIN", elenoet="123"))
    assert found.account.id == 2


def test_decide_number_that_is_given_again_needs_more_than_a_first_name():
    """An INE or an Id Sconet is typed for nobody else; an elenoet of last year may be another pupil's today."""
    lea = known(1, "DUPONT", sconet_id=9, elenoet="9")
    assert outcome_of(line(1, "MARTIN", "x", elenoet="9"), lea).outcome == Outcome.UNKNOWN
    assert outcome_of(line(1, "MARTIN", "x", sconet_id=9), lea).account == lea


def test_decide_last_name_confirms_the_number_of_a_pupil_and_not_of_a_guardian():
    """A brother and a sister do not share a number; two guardians of one name may be in the file of one."""
    told = line(1, "MARTIN", "x", first_name="Lucie", sconet_id=9)
    assert outcome_of(told, known(1, "MARTIN", sconet_id=9)).account.id == 1
    assert outcome_of(told, known(1, "MARTIN", sconet_id=9, profile="TUT")).outcome == Outcome.UNKNOWN


def test_decide_account_found_by_both_its_numbers_is_found_once():
    found = outcome_of(line(1, "MARTIN", "x", sconet_id=9, elenoet="9"), known(1, "MARTIN", sconet_id=9, elenoet="9"))
    assert (found.outcome, found.account.id) == (Outcome.MODIFIED, 1)


def test_decide_name_alone_is_believed_while_its_account_has_no_other_number():
    """The number is Tom's: Léa, who has none, is still the one whose names are written."""
    found = outcome_of(line(1, "MARTIN", "x", sconet_id=9), known(1, "DURAND", "Tom", sconet_id=9), known(2, "MARTIN"))
    assert found.account.id == 2
    homonyms = [known(2, "MARTIN", sconet_id=8), known(3, "MARTIN")]
    found = outcome_of(line(1, "MARTIN", "x", sconet_id=9), known(1, "DURAND", "Tom", sconet_id=9), *homonyms)
    assert [account.id for account in found.candidates] == [2, 3]


def test_decide_line_without_a_number_is_not_the_first_of_the_ministry():
    assert outcome_of(line(1, "MARTIN", "x"), known(1, "MARTINE", sconet_id=1), known(2, "MARTIN")).account.id == 2


def test_decide_copy_from_another_field_knows_its_account():
    found = outcome_of(line(1, "AUTRE", "x", account_id=2), known(1, "AUTRE"), known(2, "MARTIN"))
    assert (found.outcome, found.account.id) == (Outcome.MODIFIED, 2)


def test_decide_lines_that_only_give_a_password_do_not_share_an_identifier():
    lines = [line(1, "A", "", password="Secret-1234"), line(2, "B", "", password="Secret-1234"), line(3, "C", "")]
    found = decide(lines, [known(1, "A"), known(2, "B"), known(3, "C", held="c")], {})
    assert [each.outcome for each in found] == [Outcome.MODIFIED, Outcome.MODIFIED, Outcome.UNCHANGED]


@pytest.mark.parametrize(
    ("value", "held", "is_changed"), [("neuf", "vieux", True), ("le.meme", "le.meme", False), ("", "vieux", False)]
)
def test_login_is_changed_by_a_line_that_gives_another(value, held, is_changed):
    found = outcome_of(line(1, "MARTIN", value, password="Secret-1234"), known(1, "MARTIN", held=held))
    assert found.is_login_changed is is_changed
    assert outcome_of(line(1, "INCONNU", value)).is_login_changed is False


def test_account_is_shown_with_its_place_and_its_login():
    shown = known(1, "LEFÈVRE", where="6A")
    assert (shown.label, shown.last_name, shown.first_name) == ("LEFÈVRE Léa, 6A (login1)", "lefevre", "lea")


def test_preview_is_marked_by_all_that_it_showed():
    """Whatever has changed since, the page is shown again before anything is written."""
    martin = known(1, "MARTIN", held="vieux")
    shown = LineOutcome(line(1, "MARTIN", "x"), Outcome.CONFLICT, martin, reason="« x » est déjà à quelqu'un.")
    others = [
        replace(shown, line=line(2, "MARTIN", "x")),
        replace(shown, outcome=Outcome.MODIFIED),
        replace(shown, account=known(2, "MARTIN", held="vieux")),
        replace(shown, account=known(1, "MARTIN", held="neuf")),
        replace(shown, account=None),
        replace(shown, reason="Plusieurs lignes du fichier sont pour ce compte."),
    ]
    marks = [fingerprint([each]) for each in (shown, *others)]
    assert len(set(marks)) == 7
    assert fingerprint([replace(shown)]) == marks[0]
    assert fingerprint([shown, others[0]]) != fingerprint([others[0], shown])

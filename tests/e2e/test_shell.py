"""The frame of every page, in a browser."""

from tests.e2e.pages import AnyPage, SignInPage


def test_first_sign_in_of_an_administrator_opens_the_home_page(make_school, sign_in, page):
    school = make_school("École Jean Macé", town="Lille")

    form = sign_in(school)

    form.expect_heading("Bienvenue dans votre espace identifié")
    form.sign_out()


def test_wrong_password_says_one_sentence_and_stays(make_school, page):
    school = make_school("École Pasteur")
    form = SignInPage(page)
    form.open(school.number)

    form.submit("admin", "faux-mot-de-passe")

    form.expect_message("Identifiant ou mot de passe incorrect")


def test_menu_opens_by_click_on_a_phone(make_school, sign_in, page):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(make_school("École Prévert"))

    AnyPage(page).follow_menu("Paramétrages établissement", "Niveaux")

    AnyPage(page).expect_heading("Niveaux")

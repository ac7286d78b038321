"""An import as an administrator goes through it, boxes as they are proposed."""

from bench.browser import Browser, Upload
from imports.sources import sources


def import_file(browser: Browser, source: str, file: bytes, *, name: str = "CSVEXTRACTION.CSV") -> str:
    """Every step to the last one; the address of the run."""
    run = review_file(browser, source, file, name=name)
    finished = browser.follow(browser.post(f"{run}nettoyage/"))
    assert "Fichiers temporaires effacés" in finished.body.decode()
    return run


def review_file(browser: Browser, source: str, file: bytes, *, name: str = "CSVEXTRACTION.CSV") -> str:
    """Up to the report of the last review; the address of the run."""
    received = browser.post("/imports/", [("categorie", source)], upload=Upload("fichier", name, file))
    run = received.headers["location"].rpartition("fichier/")[0]
    browser.follow(received)
    browser.follow(browser.post(f"{run}extraction/"))
    for step in sources.get(source).steps[2:-1]:
        review = browser.get(f"{run}{step}/")
        browser.follow(browser.post(f"{run}{step}/", review.form("data-review")))
    return run

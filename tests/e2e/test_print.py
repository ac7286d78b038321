"""Every page on paper: what is read on the screen is read there, whole, and nothing there waits for a click.

The text of the page is taken from what the browser draws on the screen, before it is told of any printer; that of the
paper from the PDF that it makes. Names are long, classes have forty pupils. With PICTURES=folder the PDFs stay there.
"""

import io
import os
import re
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import pypdf
import pytest
from playwright.sync_api import expect

from tests.e2e.worlds import PAGES
from tests.pages.asking import usual_profile
from tests.pages.world import READY

# What everybody's run prints: a list, a grid, a form, a table of figures, a page outside the frame. The others wait for
# REQUIRE_ALL=1.
EVERYDAY = ("accounts:pupils", "socle:items_grid", "accounts:profiles", "socle:progress")
# What is on the screen to be clicked, and so is not on paper.
CONTROLS = (
    "button, .btn, .actions, .tabs, nav, dialog, .page-actions, .form-actions, .upload, option, progress, "
    "input, select, textarea, script, style, .checklist-all, .ticked, "
    # Filters.
    ".toolbar.search, .toolbar:has([data-filter-table]), .field:has(> [data-filter-table]), .rel-form, .past-form, "
    # Tools of the grids, and what they say as one clicks.
    ".grid-toolbar, .grid-panel, .grid-said, .grid-edge, .grid-finger, .cards-view, .grid-figures, .grid .all, "
    ".entry-palette, .entry-panel, .entry-tools, .rel-tools, .rel-keys, .rel-panel, .off-foot, .off-set, "
    # Heads of a layout that paper, narrower than a desk, does not have; keys.
    ".off-heads, .off-keys"
)
READ = (Path(__file__).parent / "printed.js").read_text()


def _parameters():
    return [pytest.param(case, id=case.key, marks=[] if case.key in EVERYDAY else [pytest.mark.full]) for case in PAGES]


@pytest.mark.parametrize("case", _parameters())
def test_page_is_printed_whole_and_without_what_is_clicked(case, shared_page, witness, request):
    # The pages of an import that is not over are printed of the school as it is.
    made = request.getfixturevalue("crowded_worlds" if case.sample.stage == READY else "worlds")
    world, profile = made.at(case.sample.stage), usual_profile(case)
    if profile:
        shared_page.context.add_cookies([made.session_of(world, profile)])
    if case.sample.status != 200:
        witness.allow(f"status of {case.sample.status}")
    shared_page.set_viewport_size({"width": 1366, "height": 768})
    shared_page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
    shared_page.goto(case.path(world) + "?" + urlencode(case.sample.query(world), doseq=True))

    texts = shared_page.evaluate(READ, CONTROLS)
    printed = shared_page.pdf(prefer_css_page_size=True)

    faults = _faults(texts, printed)
    _keep(printed, faults, case.key)
    assert faults == []


def test_name_too_long_for_the_head_of_a_grid_is_begun_there_and_whole_under_it(shared_page, crowded_worlds):
    case = next(case for case in PAGES if case.key == "socle:cancelling_grid")
    world = crowded_worlds.at(READY)
    shared_page.context.add_cookies([crowded_worlds.session_of(world, usual_profile(case))])
    shared_page.emulate_media(media="null")
    shared_page.goto(case.path(world) + "?" + urlencode(case.sample.query(world), doseq=True))
    names = shared_page.locator(".grid thead th").all_text_contents()

    printed = shared_page.pdf(prefer_css_page_size=True)

    paper = _paper(printed)
    for rank, name in enumerate(names, start=1):
        assert _plain(f"{rank}. {name[:20]}") in paper
        assert _plain(f"{rank}. {name}") in paper
    # The screen is as it was.
    expect(shared_page.locator(".printed-value")).to_have_count(0)


def _faults(texts, printed):
    """What the paper lacks, what it holds that is to be clicked, a line each."""
    paper = _paper(printed)
    shown = [_plain(text) for text in texts["shown"]]
    missing = [f"missing: {text}" for text in shown if text not in paper]
    cut = Counter("".join(shown)) - Counter(paper)
    too_many = [f"on paper: {text}" for text in texts["clicked"] if _is_alone(_plain(text), paper, shown)]
    return missing or [*(f"cut: {letter!r} × {number}" for letter, number in cut.items()), *too_many]


def _paper(printed):
    """All that is on its sheets but their numbers."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]
    return _plain("".join(page.removeprefix(f"{rank} / {len(pages)}") for rank, page in enumerate(pages, start=1)))


def _is_alone(text, paper, shown):
    """Whether these words are more often on paper than in the sentences of the page; heads of tables are repeated."""
    return len(text) > 3 and text not in shown and paper.count(text) > "\n".join(shown).count(text)


def _plain(text):
    """The signs alone: where lines end and how words are spaced is another matter on paper."""
    return re.sub(r"[\s\u00ad\u200b\u2060-]+", "", unicodedata.normalize("NFKC", text))


def _keep(printed, faults, key):
    folder = os.environ.get("PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        kept = Path(folder) / key.replace(":", "-").replace("#", "-")
        kept.with_suffix(".pdf").write_bytes(printed)
        kept.with_suffix(".txt").write_text("\n".join(faults))

"""A page asks at once for every module behind its script."""

import re

from sacoche.kit.modules import modules_behind, script_with_imports


def test_script_comes_after_links_to_all_that_it_imports_each_once():
    written = script_with_imports("js/socle/items.js")
    links = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)">', written)
    assert written.endswith('<script type="module" src="/static/js/socle/items.js"></script>')
    assert links == modules_behind("js/socle/items.js")
    assert {"js/grid/page.js", "js/grid/model.js", "js/page-token.js", "js/socle/words.js"} < set(links)
    assert len(links) == len(set(links))


def test_module_that_waits_until_it_is_needed_and_types_in_comments_are_not_asked_for():
    behind = modules_behind("js/socle/piliers.js")
    assert "js/socle/details.js" in behind
    assert "js/grid/table.js" in modules_behind("js/grid/page.js")
    assert modules_behind("js/page-token.js") == []


def test_nothing_is_behind_a_file_that_is_not_found():
    assert modules_behind("js/nowhere.js") == []

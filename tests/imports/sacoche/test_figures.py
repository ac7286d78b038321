"""The figures that the original printed of the schools of the backups come out again of ours, once they moved in.

They are asked of the reports of the product (`manage.py report`), never of the reader of the backup.
"""

import json
from collections import defaultdict

import pytest
from django.core.management import call_command

from accounts.models import Account
from bilans.computing.levels import Levels
from bilans.computing.releve import lines_of
from bilans.queries import items_of, marks_of, pupils_of
from bilans.reports.asked import Asked
from bilans.reports.options import options_from
from bilans.reports.registry import load_reports
from evaluations.queries import current_scale
from evaluations.scoring.series import ReportWindow
from schools.models import Matiere, SchoolClass
from socle.advice import Harvest, adviser
from socle.grids import grid_items
from socle.models import ItemValidation
from tests.evaluations import class_2012
from tests.imports.sacoche.figures import figures

_OLD_CODES = {"1": "RR", "2": "R", "3": "V", "4": "VV", "AB": "ABS", "DI": "DISP"}
_STATES_OF_2017 = {"NA": "A1", "VA": "A2", "A": "A3", "": ""}
_MATIERES = {"613": "MATHS", "207": "FRANC", "302": "AGL", "301": "ALL", "9902": "P2", "9999": "TRANS", "10001": "JARD"}
_MATIERES |= {"813": "EDMUS"}


def _report(school, kind, *words):
    """What `manage.py report` computes of the class."""
    report = load_reports().get(kind)
    (school_class,) = SchoolClass.objects.all()
    pupils = Account.objects.pupils().active().filter(school_class=school_class)
    return report.make(Asked(school, pupils, options_from(words, report.options), school_class))


# ---------------------------------------------------------------- 2012


@pytest.mark.slow
def test_percentages_of_the_validation_grid_are_those_of_2012_v13(school, moved):
    moved("2012")
    rows = figures("grid_percentages_2012")
    assert (len(rows), sum(row["percent"] != "-" for row in rows)) == (200, 182)
    states = {
        (f"{each.pupil.last_name} {each.pupil.first_name}", each.item_id): each.state
        for each in ItemValidation.objects.select_related("pupil")
    }
    found = _Grids()
    for row in rows:
        percent = found.percent(row["pilier_id"], row["matieres"], row["eleve"], int(row["entree_id"]))
        assert ("-" if percent is None else str(percent)) == row["percent"], row
        assert str(states.get((row["eleve"], int(row["entree_id"])), 2)) == row["validation_state"]


class _Grids:
    """The percentages that validation grids draw, each compétence and choice of matières asked once."""

    def __init__(self):
        self._pupils = {f"{each.last_name} {each.first_name}": each.pk for each in Account.objects.pupils().active()}
        self._cells = {}

    def percent(self, pilier, matieres, pupil, item):
        key = pilier, matieres
        if key not in self._cells:
            fed = {each.id: (each.id,) for each in grid_items() if each.pilier_id == int(pilier)}
            pupils = list(self._pupils.values())
            self._cells[key] = adviser().figures(pupils, fed, Harvest(_keys(matieres)), None).cells
        found = self._cells[key].get((self._pupils[pupil], item))
        return found[0] if found else None


def _keys(matieres):
    references = [_MATIERES[number] for number in matieres.split("+") if number]
    return frozenset(Matiere.objects.filter(reference__in=references).values_list("pk", flat=True)) or None


def test_percentages_are_also_those_of_the_command_v13(school, moved, tmp_path):
    moved("2012")
    path = tmp_path / "grille.json"
    call_command(
        "report", "--school", "1", "--kind", "socle_pourcentages", "--class", "CE2_44BD", "--option", "pilier=11", path
    )
    panels = json.loads(path.read_text(encoding="utf-8"))["document"]
    (found,) = [
        each["share"]["percent"]
        for each in panels
        if each["pupil"]["name"] == "COLLET Rayan" and each["entry"]["key"] == 2352
    ]
    assert found == 100


@pytest.mark.slow
def test_lines_of_releves_are_those_of_2012_v14(school, moved):
    moved("2012")
    windows = {row["run"]: class_2012.window_of(row) for row in figures("releve_runs_2012")}
    pupils = {pupil.name: pupil for pupil in pupils_of(Account.objects.pupils().active())}
    items = {item.full_reference: item for item in items_of()}
    scale = current_scale()
    marks = marks_of(pupils.values(), items.values(), scale.values)
    rows = figures("releve_scores_2012")
    assert len(rows) == 200
    for row in rows:
        levels = Levels(marks, ReportWindow(windows[row["run"]]), scale.states)
        (line,) = lines_of(pupils[row["eleve"]], [items[row["item_ref"]]], levels)
        assert _score(line) == row["score"], row
        assert (line.level.state.sigle if line.level.state else "") == row["state"]
        shown = [each.partition("@")[0] for each in row["notes_old_to_new(code@date)"].split("|") if each]
        codes = [_OLD_CODES.get(result.code, result.code) for result in line.results]
        assert codes[len(codes) - len(shown) :] == shown


def _score(line):
    return "-" if line.level.score is None else str(line.level.score)


# ---------------------------------------------------------------- 2017


@pytest.mark.slow
def test_releve_of_2017_comes_out_line_by_line_and_foot_by_foot_v26(school, moved):
    moved("2017")
    made = _report(school, "releve_pluridisciplinaire", "du=2026-09-01", "au=2026-11-30", "retroactif=auto")
    blocks = {
        (sheet.pupil.name, block.matiere.reference): block for sheet in made.document.sheets for block in sheet.blocks
    }
    rows = figures("releve_scores_2017")
    assert len(rows) == 200
    for row in rows:
        block = blocks[row["eleve"], _MATIERES[row["matiere_id"]]]
        printed = tuple(each for each in row["notes_old_to_new(code@date)"].split("|") if each)
        lines = [line for line in block.lines if _printed(line, len(printed)) == printed]
        found = {(_score(line), _STATES_OF_2017[line.level.state.sigle if line.level.state else ""]) for line in lines}
        assert (row["score"], row["state"]) in found, row
    _feet(blocks)


_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"]
_MONTHS += ["septembre", "octobre", "novembre", "décembre"]


def _printed(line, cells):
    """The last results as the original printed them: « 4@30 septembre 2026 »."""
    return tuple(
        f"{each.code}@{each.given_on:%d} {_MONTHS[each.given_on.month - 1]} {each.given_on.year}"
        for each in line.results[len(line.results) - cells :]
    )


def _feet(blocks):
    sentences = defaultdict(list)
    for row in figures("releve_footers_2017"):
        sentences[row["eleve"], _MATIERES[row["matiere_id"]]].append(row["text"])
    assert sum(map(len, sentences.values())) == 224
    for key, (mean, share) in sentences.items():
        summary = blocks[key].summary
        assert mean == f"Moyenne (pondérée) des scores d'acquisitions : {_percent(summary.weighted)}", key
        told = summary.share.counted
        assert share == f"Pourcentage d'items acquis ({told}) : {_percent(summary.share.percent)}", key


def _percent(percent):
    if percent is None:
        return "-"
    whole, tenth = divmod(percent * 2, 10)
    return f"{percent}% soit {whole:02}.{tenth}/20"


@pytest.mark.slow
def test_percentages_of_the_socle_of_2016_come_out_v27(school, moved):
    moved("2017")
    found = {}
    for lines, name in (("livret", "livret"), ("composantes", "detail")):
        made = _report(school, "socle_2016", "cycle=2", f"lignes={lines}")
        for sheet in made.document:
            for proposal in sheet.proposals:
                found[name, sheet.pupil.name, proposal.line.code] = (proposal.share.percent, proposal.degree)
    rows = figures("socle2016_2017")
    assert len(rows) == 200
    codes = {key[2] for key in found if key[0] == "livret"}
    for row in rows:
        percent, degree = found[row["detail"], row["eleve"], _code(row, codes)]
        told = (f"{percent}%", f"M{degree}") if percent is not None else ("-", "")
        assert told == (row["percent"], row["degree"]), row


_LIVRET = {"1": "CPD_FRA", "2": "CPD_ETR", "3": "CPD_SCI", "4": "CPD_ART"}
_DOMAINES = {"2": "MET_APP", "3": "FRM_CIT", "4": "SYS_NAT", "5": "REP_MND"}


def _code(row, codes):
    digits = [each for each in row["composante"] if each.isdigit()]
    if row["detail"] == "detail":
        return "".join(digits)
    code = _LIVRET[digits[1]] if digits[0] == "1" else _DOMAINES[digits[0]]
    assert code in codes, codes
    return code

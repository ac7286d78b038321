"""What was measured, what the original took, and what we want."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Figure = dict[str, float]
Figures = dict[str, dict[str, Figure]]
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

# The original (2012, PHP 8.2 with opcache behind nginx, MariaDB) on a machine of the same kind, in milliseconds.
ORIGINAL_MS = {
    "import_base_eleves_150": 36,
    "import_base_eleves_600": 119,
    "import_base_eleves_1200": 254,
    "reimport_base_eleves_1200": 55,
    "grid_form": 1.7,
    "grid_30x29": 39,
    "grid_150x29": 761,
    "save_870_new": 23,
    "save_870_one": 2.7,
    "save_4350_new": 250,
    "save_4350_one": 6.6,
    "export_zip_30": 20,
    "export_zip_150": 99,
    "export_zip_600": 438,
    "export_zip_1200": 952,
    "import_zip_new_30": 240,
    "import_zip_new_150": 1367,
    "import_zip_new_600": 5993,
    "import_zip_new_1200": 12304,
    "import_zip_same_150": 141,
    "import_zip_same_600": 645,
    "import_zip_same_1200": 1286,
    "import_siecle_1200": 273,
}
# What the original did not measure: how long the median may take.
WANTED_MS = {
    # What everybody opens, on PostgreSQL; SQLite is asked for a little less (docs/performance.md).
    "page_bare": 4,
    "sign_in_page": 3,
    "home_head": 9,
    "home_admin": 9,
    "home_teacher": 9,
    "home_pupil": 9,
    # The original took 36 and 254 ms, its passwords being one turn of MD5: ours are Argon2.
    "import_with_codes_150": 5_000,
    "import_with_codes_1200": 30_000,
    "passwords_1000": 15_000,
    "presence": 15,
    "grid_150x29_first_paint": 1000,
    "grid_150x29_click": 100,
    "grid_150x29_corner": 100,
    "import_responsables_2000": 1000,
    "import_sts_120": 1000,
    "undo_import_1200": 1000,
    "ent_sign_in": 60,
    "sign_in": 80,
    "console_6000": 300,
    "console_6000_search": 300,
    "console_6000_shut": 300,
    "sign_in_zone": 80,
    "sign_in_typing": 50,
    "sign_in_typing_rare": 50,
    "grid_on_30x29": 150,
    "history_of_a_cell": 50,
    "piliers_30x8": 60,
    "piliers_150x8": 60,
    "overview_250": 150,
    "search_2000": 20,
    "scores_class": 60,
    # Opening a grid, saving it, the list of évaluations.
    "entry_30x10": 40,
    "save_300_marks": 40,
    "save_1_mark": 15,
    "evaluations_200": 100,
    "evaluations_500": 500,
    "entry_30x10_first_paint": 1000,
    "entry_35x40_first_paint": 1000,
    "entry_30x10_key": 100,
    "entry_35x40_key": 100,
    # Beside a million results; of the saves at once, the p95 of two hundred answers.
    "volume_entry_35x40": 1000,
    "volume_save_1400_marks": 1000,
    "volume_save_200_pupils_at_once": 1000,
    "volume_save_200_grids_at_once": 1000,
    # The original, seen on its own machine: 40 ms for 13 pupils, 195 and 599 for 53.
    "releve_30": 150,
    "releve_table_53": 195,
    "releve_bulletin_53": 195,
    "releve_all_53": 599,
    "synthese_53": 599,
    "curves_30": 300,
    "releve_pdf_30": 10_000,
    "bulletin_print_30": 10_000,
    "bulletin_print_600": 300_000,
    # Nineteen pages in twenty, while six hundred bulletins are printed.
    "bulletin_board_while_printing": 500,
    "bulletin_subject_30": 60,
    "bulletin_subject_35": 60,
    "bulletin_save_text": 15,
    "bulletin_board_40x3": 80,
    "bulletin_recap_30": 150,
    # Five minutes for five hundred thousand marks.
    "move_in": 300_000,
    # A school of 600 and sixty thousand marks: a page can wait for the one, a night has room for the other.
    "backup_600": 10_000,
    "restore_600": 30_000,
    "referentiel_2000": 200,
    "referentiel_move": 300,
    # One time and a half the same grid without percentages, in our own figures; the original took 144 ms for 53 pupils.
    "grid_percent_30x29": 30,
    "grid_percent_150x29": 60,
    "grid_percent_panel": 25,
}
_THREE_TIMES_FASTER = ("grid_150x29", "import_zip_new_150", "import_zip_new_600", "import_zip_new_1200")
# How many requests the original made of its imports: where ours are more, they get no more time for it.
_MOST_REQUESTS = {"import_siecle_1200": 12}
_MOST_REQUESTS_OF_OTHERS = 8
MEANWHILE_MS = 300
# Lists of 2,000 people, which the original did not measure: what nineteen requests in twenty may take.
_LIST, LIST_P95_MS = "list_", 150
_WANTED_OF_ALL = ("bulletin_board_while_printing",)
_EXPORT = "export_zip_1200"
# How much a worker may grow.
_WANTED_MB = {_EXPORT: 60, "import_siecle_5_mb": 60, "move_in": 120, "backup_600": 60, "restore_600": 60}


@dataclass(frozen=True)
class Sample:
    """One run: the sum of its requests."""

    milliseconds: float
    requests: int
    bytes: int
    # What a worker took more, at its highest, than just before.
    grown_mb: float
    meanwhile: Sequence[float] = ()


def figure(samples: Sequence[Sample], *, warm_up: int = 0) -> Figure:
    """The figure of a row: median and 95th percentile of its runs, what they asked for, the growth of a worker.

    The first runs, of `warm_up`, count for memory alone.
    """
    measured = samples[warm_up:]
    times = [sample.milliseconds for sample in measured]
    meanwhile = [one for sample in measured for one in sample.meanwhile]
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(p95(times), 1),
        "runs": len(measured),
        "requests": measured[-1].requests,
        "bytes": measured[-1].bytes,
        "peak_mb": round(max(sample.grown_mb for sample in samples), 1),
    } | ({"meanwhile_p95_ms": round(p95(meanwhile), 1)} if meanwhile else {})


def p95(times: Sequence[float]) -> float:
    """The time that nineteen runs in twenty do not exceed (nearest rank)."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def target_ms(row: str, requests: float) -> float | None:
    """How long the row may take: 1.5 times the original and 10 ms a request, or what is asked of it in particular.

    None for a row that is measured for its memory.
    """
    if row.startswith(_LIST):
        return LIST_P95_MS
    if row not in ORIGINAL_MS:
        return WANTED_MS.get(row)
    if row in _THREE_TIMES_FASTER:
        return ORIGINAL_MS[row] / 3
    if row == _EXPORT:
        return ORIGINAL_MS[row]
    return 1.5 * ORIGINAL_MS[row] + 10 * min(requests, _MOST_REQUESTS.get(row, _MOST_REQUESTS_OF_OTHERS))


def misses(row: str, figure: Figure) -> bool:
    """Whether the row takes longer than it may, or more memory."""
    is_of_all = row.startswith(_LIST) or row in _WANTED_OF_ALL
    measured = figure["p95_ms" if is_of_all else "median_ms"]
    return (
        measured > (target_ms(row, figure["requests"]) or math.inf)
        or figure["peak_mb"] >= _WANTED_MB.get(row, math.inf)
        or figure.get("meanwhile_p95_ms", 0) >= MEANWHILE_MS
    )


def table(figures: Figures) -> str:
    """The figures as a Markdown table in French, a row of the bench a line."""
    heads = [f"{name} : médiane / p95" for name in DATABASES.values()] + [
        f"{name} : +Mo" for name in DATABASES.values()
    ]
    measured = {row for database in figures.values() for row in database}
    names = [*(row for row in ORIGINAL_MS if row in measured), *sorted(measured - ORIGINAL_MS.keys())]
    head = ["mesure", "original", "cible", *heads, "requêtes", "ko", ""]
    lines = [head, ["---"] * len(head), *(_line(name, figures) for name in names)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _line(row: str, figures: Figures) -> list[str]:
    measured = [figures.get(database, {}).get(row) for database in DATABASES]
    known = [figure for figure in measured if figure]
    return [
        f"`{row}`",
        _ms(ORIGINAL_MS.get(row)),
        _ms(target_ms(row, known[0]["requests"])),
        *(_times(figure) for figure in measured),
        *(f"{figure['peak_mb']:.0f}" if figure else "–" for figure in measured),
        f"{known[0]['requests']:.0f}",
        f"{known[0]['bytes'] / 1000:.0f}",
        "manquée" if any(misses(row, figure) for figure in known) else "tenue",
    ]


def _times(figure: Mapping[str, float] | None) -> str:
    if figure is None:
        return "–"
    meanwhile = figure.get("meanwhile_p95_ms")
    beside = f" (autre page, p95 : {_ms(meanwhile)})" if meanwhile is not None else ""
    return f"{_ms(figure['median_ms'])} / {_ms(figure['p95_ms'])}{beside}"


def _ms(value: float | None) -> str:
    if value is None:
        return "–"
    text = f"{value:.1f}" if value < 10 else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",")

"""The bench's own arithmetic and its invented school; how long anything takes is never asserted."""

from bench.college import Origin, guardians_file, pupils_file, staff_file
from bench.figures import Sample, figure, misses, table, target_ms
from bench.invented import base_eleves_file, children
from imports.sources import sources


def samples(*times: float, grown_mb: float = 3) -> list[Sample]:
    return [Sample(milliseconds=time, requests=3, bytes=2000, grown_mb=grown_mb) for time in times]


def test_figure_of_twenty_runs_leaves_out_the_slowest_of_them():
    result = figure(samples(*range(1, 21), grown_mb=12.34))
    assert result == {"median_ms": 10.5, "p95_ms": 19, "runs": 20, "requests": 3, "bytes": 2000, "peak_mb": 12.3}


def test_figure_counts_the_warm_up_for_memory_alone():
    first = Sample(milliseconds=900, requests=3, bytes=2000, grown_mb=70)
    result = figure([first, *samples(10, 12)], warm_up=1)
    assert (result["median_ms"], result["runs"], result["peak_mb"]) == (11, 2, 70)


def test_figure_tells_how_long_another_page_took_meanwhile():
    result = figure([Sample(9000, 14, 5000, grown_mb=1, meanwhile=[10, 20, 30])])
    assert result["meanwhile_p95_ms"] == 30


def test_target_is_half_as_much_again_as_the_original_and_ten_milliseconds_a_request():
    assert target_ms("export_zip_30", 3) == 60
    assert target_ms("import_base_eleves_1200", 12) == 461  # no more than the original's eight requests
    assert target_ms("import_zip_new_600", 1) == 5993 / 3
    assert target_ms("export_zip_1200", 3) == 952


def test_import_of_siecle_may_take_the_twelve_requests_of_the_original():
    assert target_ms("import_siecle_1200", 16) == 1.5 * 273 + 120


def test_row_measured_for_its_memory_has_no_time_to_keep():
    slow, heavy = figure(samples(90_000)), figure(samples(10, grown_mb=60))
    assert (misses("import_siecle_5_mb", slow), misses("import_siecle_5_mb", heavy)) == (False, True)
    assert (
        table({"sqlite": {"import_siecle_5_mb": slow}}).splitlines()[2].startswith("| `import_siecle_5_mb` | – | – |")
    )


def test_list_of_people_is_held_to_its_slowest_requests():
    assert misses("list_pupils", figure(samples(*[20] * 17, 160, 160, 160)))
    assert not misses("list_pupils", figure(samples(*[149] * 19, 900)))


def test_row_that_takes_too_much_memory_misses():
    fast = figure(samples(500, grown_mb=80))
    assert (misses("export_zip_1200", fast), misses("export_zip_600", fast)) == (True, False)


def test_table_has_a_line_a_row_with_both_databases():
    one = figure(samples(12, 14))
    text = table({"sqlite": {"grid_form": one}, "postgresql": {"grid_form": one}})
    assert text.splitlines()[2] == "| `grid_form` | 1,7 | 33 | 13 / 14 | 13 / 14 | 3 | 3 | 3 | 2 | tenue |"


def test_invented_college_is_read_whole_by_its_imports():
    origin = Origin("5790001S", 2026)
    pupils = sources.get("siecle_eleves").read(pupils_file(children(1200), origin))
    guardians = sources.get("siecle_responsables").read(guardians_file(children(2000), 1200, origin))
    staff = sources.get("sts_professeurs").read(staff_file(children(120), 1200, origin))
    assert (len(pupils.pupils), len(pupils.classes), pupils.problems) == (1200, 48, [])
    assert (len(guardians.guardians), guardians.problems) == (2000, [])
    assert (len(staff.staff), len(staff.classes), staff.problems) == (120, 48, [])


def test_invented_school_is_read_whole_by_the_import():
    extraction = sources.get("base_eleves_eleves").read(base_eleves_file(children(1200)))
    assert (len(extraction.pupils), len(extraction.classes), extraction.problems) == (1200, 48, [])
    assert len({(pupil.last_name, pupil.first_name) for pupil in extraction.pupils}) == 1200

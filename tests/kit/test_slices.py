"""Slow work by slices."""

import time

from sacoche.kit import slices


def test_first_slice_does_all_when_time_allows():
    assert slices.first_slice(str.upper, ["a", "b", "c"], seconds=60) == ["A", "B", "C"]


def test_first_slice_does_one_round_when_there_is_no_time(monkeypatch):
    monkeypatch.setattr(slices.os, "cpu_count", lambda: 2)

    assert slices.first_slice(str.upper, ["a", "b", "c"], seconds=0) == ["A", "B"]


def test_first_slice_stops_at_its_time(monkeypatch):
    monkeypatch.setattr(slices.os, "cpu_count", lambda: 1)

    done = slices.first_slice(lambda _: time.sleep(0.05), list(range(100)), seconds=0.1)

    assert 0 < len(done) < 100


def test_first_slice_with_nothing_to_do():
    assert slices.first_slice(str.upper, []) == []


def test_first_slice_without_a_known_number_of_processors(monkeypatch):
    monkeypatch.setattr(slices.os, "cpu_count", lambda: None)

    assert slices.first_slice(str.upper, ["a"]) == ["A"]

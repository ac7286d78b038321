"""The rows of the table: one file a page that is measured, each row registered with what is done at each run."""

from bench.rows.base import Row, Scene, rows

__all__ = ["Row", "Scene", "rows"]

"""What people send to a grid: the choice of its pupils, the clicks made on it, the day or the cell looked back at."""

from grids.forms.choice import PupilsForm, asking, read_ids, read_pupil_wishes
from grids.forms.clicks import MAX_CELLS, SentClicks, read_clicks
from grids.forms.live import LiveQuestion, read_live_question
from grids.forms.past import AskedCell, PastDayForm, read_author, read_cell

__all__ = [
    "MAX_CELLS",
    "AskedCell",
    "LiveQuestion",
    "PastDayForm",
    "PupilsForm",
    "SentClicks",
    "asking",
    "read_author",
    "read_cell",
    "read_clicks",
    "read_ids",
    "read_live_question",
    "read_pupil_wishes",
]

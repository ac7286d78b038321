"""What pages and computations read of évaluations; the scale of the school at its root."""

from evaluations.queries.scale import (
    changes_of,
    current_calculation,
    current_scale,
    image_content,
    images,
    scale_in,
)
from evaluations.queries.series import school_series

__all__ = [
    "changes_of",
    "current_calculation",
    "current_scale",
    "image_content",
    "images",
    "scale_in",
    "school_series",
]

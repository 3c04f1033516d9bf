"""Mid-ranks."""

from __future__ import annotations

import numpy as np

from analysis.methods.ranks import derive_midranks


def test_ties_share_the_mean_of_their_ranks() -> None:
    ranks, ties = derive_midranks(np.array([5.0, 1.0, 5.0, 3.0, 5.0]))
    assert ranks.tolist() == [4, 1, 4, 2, 4]
    assert ties.tolist() == [1, 1, 3]

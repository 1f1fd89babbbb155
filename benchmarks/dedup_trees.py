"""Gradient-boosted trees for `dedup_fit.py`, in an environment of their own: a matrix as JSON in, trees as JSON out."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, TypedDict

from environments import python_of

PACKAGES = ("scikit-learn==1.9.1",)
TREES, DEPTH, RATE, RIDGE, LEAST = 400, 4, 0.1, 20.0, 60
"""Trees, their depth, the share of the rest that each takes, the penalty on leaves, pairs in a leaf."""

Tree = list[Any]
"""A leaf is `[log odds]`; else number of the feature, bound, tree for values up to it, tree for those above."""


class Fit(TypedDict):
    rows: list[list[float]]
    truth: list[bool]
    weights: list[float]
    folds: list[int]
    """What of the rows is left out together; -1 for rows that never are."""


class Fitted(TypedDict):
    base: float
    trees: list[Tree]
    held_out: list[float]
    """Log odds of each row from the trees of all other folds."""


def fit(pairs: Fit) -> Fitted:
    """Make the environment where it is missing, and fit in it."""
    python = python_of("fit", PACKAGES)
    done = subprocess.run([python, __file__], input=json.dumps(pairs), text=True, check=True, capture_output=True)
    fitted: Fitted = json.loads(done.stdout)
    return fitted


def main() -> None:
    import numpy as np  # noqa: PLC0415 - only its own environment has it
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - the same

    pairs: Fit = json.load(sys.stdin)
    rows, truth, weights = np.array(pairs["rows"]), np.array(pairs["truth"]), np.array(pairs["weights"])
    folds = np.array(pairs["folds"])

    def fitted(chosen: Any) -> Any:
        model = HistGradientBoostingClassifier(
            max_depth=DEPTH,
            max_iter=TREES,
            learning_rate=RATE,
            l2_regularization=RIDGE,
            min_samples_leaf=LEAST,
            early_stopping=False,
            random_state=0,
        )
        return model.fit(rows[chosen], truth[chosen], sample_weight=weights[chosen])

    held_out = np.zeros(len(rows))
    for fold in sorted(set(folds) - {-1}):
        held_out[folds == fold] = fitted(folds != fold).decision_function(rows[folds == fold])
    whole = fitted(folds >= -1)
    # There is no public way to the nodes; the version is pinned above.
    trees = [nested(predictors[0].nodes, 0) for predictors in whole._predictors]
    base = float(whole._baseline_prediction[0][0])
    result: Fitted = {"base": base, "trees": trees, "held_out": held_out.tolist()}
    check = sum(value_of(tree, rows[0]) for tree in trees) + base
    assert abs(check - whole.decision_function(rows[:1])[0]) < 1e-6
    json.dump(result, sys.stdout)


def nested(nodes: Any, at: int) -> Tree:
    node = nodes[at]
    if node["is_leaf"]:
        return [float(node["value"])]
    left, right = nested(nodes, node["left"]), nested(nodes, node["right"])
    return [int(node["feature_idx"]), float(node["num_threshold"]), left, right]


def value_of(tree: Tree, row: Any) -> float:
    while len(tree) > 1:
        tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
    return float(tree[0])


if __name__ == "__main__":
    main()

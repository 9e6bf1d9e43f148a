"""Writes peers_of_decision.json: what statsmodels and dcurves make of 40 small sets of outcomes and probabilities.

Neither is needed to run the tests. To renew the file, in a fresh environment:

    python -m venv /tmp/peers && /tmp/peers/bin/pip install statsmodels==0.15.0 dcurves==1.1.7
    /tmp/peers/bin/python tests/metrics/peers_of_decision.py
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

THRESHOLDS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 0.9]
TARGET = Path(__file__).with_suffix(".json")


def case(rng):
    import statsmodels.api as sm  # here, so that tests are collected without them
    from dcurves import dca

    n = int(rng.integers(40, 90))
    logit = rng.normal(rng.uniform(-2, 1), 1.0, n).round(2)
    outcome = (rng.random(n) < 1 / (1 + np.exp(-rng.uniform(0.3, 2) * logit - rng.uniform(-1, 1)))).astype(float)
    outcome[:2] = 0, 1
    probability = 1 / (1 + np.exp(-logit))
    logits = np.log(probability) - np.log1p(-probability)
    fit = sm.Logit(outcome, sm.add_constant(logits)).fit(disp=0, method="newton", tol=1e-14, maxiter=100)
    held = sm.GLM(outcome, np.ones(n), family=sm.families.Binomial(), offset=logits).fit(tol=1e-14, maxiter=100)
    curves = dca(
        data=pd.DataFrame({"outcome": outcome, "p": probability}),
        outcome="outcome",
        modelnames=["p"],
        thresholds=THRESHOLDS,
    ).set_index(["model", "threshold"])["net_benefit"]
    return {
        "outcome": outcome.tolist(),
        "probability": probability.tolist(),
        "joint_intercept": float(fit.params[0]),
        "slope": float(fit.params[1]),
        "intercept": float(held.params[0]),
        "net_benefit": [float(curves["p", t]) for t in THRESHOLDS],
        "treat_all": [float(curves["all", t]) for t in THRESHOLDS],
    }


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    record = {
        "made_by": {name: version(name) for name in ("statsmodels", "dcurves", "numpy")},
        "thresholds": THRESHOLDS,
        "cases": [case(rng) for _ in range(40)],
    }
    TARGET.write_text(json.dumps(record, indent=None, separators=(",", ":")) + "\n")

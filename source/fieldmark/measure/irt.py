"""Item response theory by marginal maximum likelihood: one- and two-parameter logistic models.

P(right | theta) = 1 / (1 + exp(-(d_j + a_j theta))), theta ~ N(0, 1); difficulty b_j = -d_j / a_j.
Source: Bock and Aitkin (1981), Psychometrika 46; Bock and Lieberman (1970).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NODES = 61


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model over k items, ability on the standard normal scale."""

    slope: Floats  # (k,)
    difficulty: Floats  # (k,)
    loglik: float
    converged: bool


@dataclass(frozen=True, slots=True)
class Rasch:
    """The same likelihood as the one-slope model, with slopes 1 and the variance of ability free."""

    difficulty: Floats  # (k,)
    variance: float
    loglik: float
    converged: bool


def two_parameter(responses: Floats, counts: Floats | None = None) -> Logistic:
    """Fit by item slopes. `responses` (n, k) are 0 or 1, nan where not given; `counts` (n,) weigh the rows."""
    k = responses.shape[1]
    fit = _maximise(responses, counts, shared=False)
    return Logistic(fit.x[k:], -fit.x[:k] / fit.x[k:], -float(fit.fun), bool(fit.success))


def one_parameter(responses: Floats, counts: Floats | None = None) -> Logistic:
    """As `two_parameter`, with one slope common to all items."""
    k = responses.shape[1]
    fit = _maximise(responses, counts, shared=True)
    return Logistic(np.full(k, fit.x[k]), -fit.x[:k] / fit.x[k], -float(fit.fun), bool(fit.success))


def rasch(responses: Floats, counts: Floats | None = None) -> Rasch:
    fit = one_parameter(responses, counts)
    slope = float(fit.slope[0])
    return Rasch(fit.difficulty * slope, slope**2, fit.loglik, fit.converged)


def _maximise(responses: Floats, counts: Floats | None, *, shared: bool) -> Any:
    """Minimise the negative marginal log-likelihood over (d_1..d_k, a) or (d_1..d_k, a_1..a_k)."""
    from scipy.optimize import minimize

    weights = np.ones(len(responses)) if counts is None else counts
    share = np.clip(np.nansum(responses * weights[:, None], axis=0) / _given(responses, weights), 0.01, 0.99)
    start = np.concatenate([np.log(share / (1 - share)), np.ones(1 if shared else responses.shape[1])])
    return minimize(negative_loglik, start, args=(responses, weights), jac=True, method="BFGS", options={"gtol": 1e-5})


def _given(responses: Floats, weights: Floats) -> Floats:
    given: Floats = (np.isfinite(responses) * weights[:, None]).sum(axis=0)
    return given


def negative_loglik(parameters: Floats, responses: Floats, weights: Floats) -> tuple[float, Floats]:
    """Negative log-likelihood and its gradient at (d_1..d_k, a) or (d_1..d_k, a_1..a_k), by Gauss-Hermite."""
    k = responses.shape[1]
    d, a = parameters[:k], np.broadcast_to(parameters[k:], k)
    theta, mass = np.polynomial.hermite_e.hermegauss(NODES)
    logits = d + np.outer(theta, a)  # (q, k)
    given = np.isfinite(responses)
    right, wrong = np.where(given, responses, 0.0), np.where(given, 1 - responses, 0.0)
    joint = -right @ np.logaddexp(0, -logits).T - wrong @ np.logaddexp(0, logits).T + np.log(mass / mass.sum())
    peak = joint.max(axis=1, keepdims=True)
    marginal = np.exp(joint - peak).sum(axis=1, keepdims=True)
    posterior = np.exp(joint - peak) / marginal * weights[:, None]  # (n, q)
    expected = 1 / (1 + np.exp(-logits))
    residual = posterior.T @ right - (posterior.T @ given) * expected  # (q, k)
    by_slope = theta @ residual
    slopes = np.array([by_slope.sum()]) if len(parameters) == k + 1 else by_slope
    value = -float(weights @ (np.log(marginal) + peak)[:, 0])
    return value, -np.concatenate([residual.sum(axis=0), slopes])

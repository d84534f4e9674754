"""How far coders agree: coefficients with intervals, and where and why they differ."""

from stemmen.agreement.table import TENTATIVE, Agreement, agreement

__all__ = ["TENTATIVE", "Agreement", "agreement"]

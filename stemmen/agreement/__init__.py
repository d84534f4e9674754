"""How far coders agree: coefficients with intervals, and where and why they differ."""

from stemmen.agreement.table import Agreement, agreement

__all__ = ["Agreement", "agreement"]

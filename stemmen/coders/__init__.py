"""What gives turns their codes by machine; now by rules, `rules.py`."""

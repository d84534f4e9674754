"""Coding by hand in a notebook: `session.py` holds all of it, `widget.py` shows it in JupyterLab."""

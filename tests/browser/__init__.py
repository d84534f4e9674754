"""The coding screen in a real JupyterLab, in a real Chromium."""

"""The QGIS side: algorithms, layers, outputs. It is thin: the work is done in ``core``."""

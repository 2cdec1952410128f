"""The QGIS side, thin: layers, parameters, feedback. No numerics."""

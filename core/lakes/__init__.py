"""Lakes: probability to polygons with attributes, and the job as a whole."""

"""What every folder uses: errors, files written whole, GDAL's settings, reading ahead, fields."""

"""What every folder uses: errors, atomic writes, settings of GDAL, prefetching, table fields."""

"""Teaching a network: protocols, views of the tiles, the loop, and the job as a whole. Needs OpenCV."""

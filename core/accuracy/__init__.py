"""How accurate a map of lakes is: points to label by eye, and what follows from their labels."""

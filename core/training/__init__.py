"""Training networks: protocols, augmentation, losses, the loop, and all of it in one call. Needs OpenCV."""

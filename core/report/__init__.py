"""HTML pages, charts and numbers as people read them."""

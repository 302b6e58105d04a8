"""How does a figure get out by itself? As a page to embed, a fragment to paste, a picture, data, and live."""

"""How does a reader see goal conflicts? Cases, the guide through them, and how goals influence each other."""

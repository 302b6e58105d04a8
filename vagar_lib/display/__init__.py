"""How does a reader see it? Figures, maps, tables and sentences."""

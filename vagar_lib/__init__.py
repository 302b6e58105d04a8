"""Vägar: regional reports as parameterised notebooks that run themselves."""

"""How much, and is it certain? Pure functions over observations."""

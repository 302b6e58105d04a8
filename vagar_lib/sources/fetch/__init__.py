"""How do figures get here? What every live source has in common; one module beside this folder for each source."""

"""How does it run and get out? Data build, plan, execution, pages."""

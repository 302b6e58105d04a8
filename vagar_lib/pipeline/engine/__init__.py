"""How are the cells of a notebook executed?"""

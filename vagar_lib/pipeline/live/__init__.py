"""Which figures are in use, how do new ones come in, and what changed?"""

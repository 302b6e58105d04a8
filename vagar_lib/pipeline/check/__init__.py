"""Is a built site fit to be read by all, and does it say what the figures say?"""

"""Which reports are run, in which order, and which need not be?"""

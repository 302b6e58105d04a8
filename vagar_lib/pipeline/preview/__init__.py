"""How does an analyst see a report while it is being written?"""

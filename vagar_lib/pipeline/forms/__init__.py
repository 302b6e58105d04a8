"""What do people fill in, and what do they get to print?"""

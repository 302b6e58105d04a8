"""What may others use again, in which files, and how do they find it?"""

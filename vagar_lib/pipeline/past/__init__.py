"""What has been published before, and what is new since?"""

"""How does a built site get to where readers meet it, and back?"""

"""How does an executed notebook become a page, and pages a site?"""

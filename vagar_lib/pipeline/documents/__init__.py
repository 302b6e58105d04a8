"""How does a report get out as a file to send: Word, PowerPoint, PDF, or a page that needs no other file?"""

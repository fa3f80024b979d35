"""What an uploaded file really is, and a copy of it without traces of the people who made it.

Pure: no Django, no database, no network. Files are read as streams; what is unpacked is never held whole.
"""

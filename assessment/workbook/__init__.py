"""The questionnaire as a spreadsheet: written, filled in off line, read back, compared. Pure: no Django, no database."""

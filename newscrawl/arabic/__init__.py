"""The language: text repair, boilerplate, agencies, datelines, dates; what it knows lies in `lexicons/`."""

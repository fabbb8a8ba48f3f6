"""A new application as pages of questions: they build the same document as the API takes.

``questions`` says what is asked, ``reading`` turns what was typed into the document, ``checking`` puts that before the
API's own schema, ``shown`` says it back in words. What the papers do not say is left out, never guessed.
"""

"""A returned file → what it says of which unit and round, and what waits for a person.

file.open_returned    sheets, marks, what the looks hide        (facts.intake opens and guards)
seats / guessing      which round, unit and edition a sheet is  (mark, printed line, else headers and time)
headers.fit           which column is which                     (word for word; by place where both agree)
owners                whose row                                 (code, then name; a contradiction is nobody's)
cells / records       what each cell says, which record         (facts.intake reads numbers, dates and options)
"""

from peiyu.facts.round.reading.read import read

__all__ = ["read"]

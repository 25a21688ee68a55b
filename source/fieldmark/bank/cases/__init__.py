"""Cases from the field: a ticket, or several alike, to a draft that a trainer finishes."""

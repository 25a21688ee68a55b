"""Working on scenarios from the command line: outlook, score of a written session, workbook, priors."""

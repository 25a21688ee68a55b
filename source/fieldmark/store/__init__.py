"""The workspace on disk: paths, atomic files, the journal, tables, the warehouse connection."""

"""What runs inside the jail: the warm parent, its wards' wardens, and the kernels. Nothing here knows the workspace,
the gradebook or a key; the modules import nothing of Fieldmark but each other."""

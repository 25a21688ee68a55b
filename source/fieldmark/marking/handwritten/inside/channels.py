"""What a kernel listens on, as ports 1, 2 …; with unix sockets a port is the end of a path."""

CHANNELS = ("shell_port", "iopub_port", "stdin_port", "control_port")

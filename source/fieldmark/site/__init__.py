"""JupyterHub: configuration, roles, services, health."""

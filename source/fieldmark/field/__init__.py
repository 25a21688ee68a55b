"""CRM files to clean tables, and clean tables to KPIs."""

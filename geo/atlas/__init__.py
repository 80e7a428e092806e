"""The data model: tables, layers and catalogue, loaded, joined and measured. No statistics, profile, map or export."""

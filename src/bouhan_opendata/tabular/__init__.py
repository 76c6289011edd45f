"""Rows of tables to and from files: canonical CSV, data package, workbook, copies for spreadsheets, SQLite, frames."""

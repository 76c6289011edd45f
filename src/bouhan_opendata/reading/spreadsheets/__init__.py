"""Workbooks to grids: xlsx and xlsm, xls, ods."""

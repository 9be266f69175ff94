"""The report to take along: PDF, workbook, tables and JSON, each saying what the page says."""

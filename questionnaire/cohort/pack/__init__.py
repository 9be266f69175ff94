"""The ventures of a cohort's page as PDFs in one file, made in the background."""

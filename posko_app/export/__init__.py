"""What leaves the laptop as a file: the daily log as CSV and XLSX, redaction."""

"""What comes in and goes out: spreadsheets read in a child process, previews, exports."""

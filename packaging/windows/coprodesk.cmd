@"%~dp0python.exe" -m coprodesk %*

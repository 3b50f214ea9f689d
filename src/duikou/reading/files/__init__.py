"""What a file is before its content is read: containers, zips, programs of the system, detection."""

"""What all formats with pages share: placed characters, columns, margins, cells."""

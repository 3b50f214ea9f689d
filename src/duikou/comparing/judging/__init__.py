"""What a difference is: a true change, a likely misreading, or a matter of form."""

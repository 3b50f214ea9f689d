"""Which passage of the old version stands against which of the new one."""

"""The command line: one module a command, and what commands share: inputs, outputs, cache, settings, messages."""

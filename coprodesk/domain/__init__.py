"""What a council is: frozen dataclasses, states and pure rules. Standard library only, no I/O, no clock."""

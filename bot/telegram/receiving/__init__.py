"""How updates arrive: recorded before they are worked on."""

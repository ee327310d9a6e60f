"""The front ends of Dateline: command line and conversation in the terminal. Each calls Newsroom and shows what it returns."""

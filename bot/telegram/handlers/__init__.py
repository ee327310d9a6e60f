"""What is done with each kind of update. Thin: questions go to the desk, answers to the outbox."""

"""What a person sees: answers and other words as HTML that Telegram takes, within its limits."""

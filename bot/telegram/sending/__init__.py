"""How messages leave: in order, at the pace that Telegram allows, and never lost."""

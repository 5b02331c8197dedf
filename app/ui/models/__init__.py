"""The Models window: what the household has, what is on its way, and what could be got."""

"""The sample company: people, tickets, surveys, sittings, and the truth planted in them."""

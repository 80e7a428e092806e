"""The store of the running service: its layers as long as it answers, and the accounts that were made of them."""

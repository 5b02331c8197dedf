"""Running Hearth from a checkout: prepares everything that it and its tests need, then starts it.

These modules run on the system's own Python, from 3.9 on, with the standard library only. What they prepare
is `.venv` in the checkout; what is slow to make (llama.cpp) or only a tool (uv) is kept in the user's cache
folder and shared by all checkouts.
"""

"""The chat in a browser and the answers over HTTP, from one process.

`server` puts the chat on an address, `api` answers programs, `guard` decides who may come in and what a browser may do.
"""

"""The trust boundary: the zygote, the worker it forks, and the client that talks to them."""

"""The centre: a Django project that takes entries in and proves that it keeps them."""

__version__ = "0.1.0"

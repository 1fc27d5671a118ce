"""The centre: a Django project that takes entries in and proves that it keeps them."""

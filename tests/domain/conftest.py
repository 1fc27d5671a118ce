"""Property tests here have no deadline: a busy machine is no wrong answer."""

from hypothesis import HealthCheck, settings

settings.register_profile("posko", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("posko")

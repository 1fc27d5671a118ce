"""Who comes to the centre's door: nobody in particular, an account, a laptop that signs."""

import time
from binascii import unhexlify

from django.test import Client
from django.urls import reverse

from sync.protocol.request_signing import CONTENT_TYPE, sign_request
from tests.sync.server.people.invented import DEVICE_KEY

OWN_PASSWORD = "contoh kata sandi sendiri yang panjang"


def anybody() -> Client:
    """A browser without a session."""
    return Client(enforce_csrf_checks=False)


def digits(name: str) -> str:
    """What the account's authenticator shows now."""
    from django_otp.oath import TOTP  # models, here and below: only after Django is configured
    from django_otp.plugins.otp_totp.models import TOTPDevice

    device = TOTPDevice.objects.get(user__username=name)
    totp = TOTP(unhexlify(device.key), device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06d}"


def sign_on(client, name, password, token=None):
    """Send the form as a person would."""
    form = {"username": name, "password": password, "otp_token": token or digits(name)}
    return client.post(reverse("admin:login"), form, secure=True)


def signed_on(name: str, role: str) -> Client:
    """An account with a session as the sign-on makes one, without the hashing of a password."""
    from django.contrib.auth.models import Group, User
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    user = User.objects.create(username=name, is_staff=True)
    user.groups.set([Group.objects.get_or_create(name=role)[0]])
    factor = TOTPDevice.objects.create(user=user, name="TOTP", confirmed=True)
    client = anybody()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = factor.persistent_id
    session.save()
    return client


def laptop_headers(path: str, body: bytes = b"") -> dict[str, str]:
    """The headers of a request that the enrolled laptop signs."""
    from sync.server.current import the_centre

    centre = the_centre()
    signed = sign_request(
        path=path,
        body=body,
        centre=centre.fingerprint,
        key=DEVICE_KEY,
        nonce=centre.nonces.issue(centre.clock()),
        request_id="0123456789abcdef",
    )
    return {name: value for name, value in signed.items() if name.lower() != "content-type"}


def from_laptop(method: str, path: str, body: bytes = b""):
    """Send a request as the enrolled laptop, signed whatever it asks for."""
    send = getattr(anybody(), method)
    more = {"data": body, "content_type": CONTENT_TYPE} if method == "post" else {}
    return send(path, headers=laptop_headers(path, body), secure=True, **more)

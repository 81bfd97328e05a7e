"""Parts: the settings that are objects, by their key in a stage's file."""

from __future__ import annotations

from settings.errors import Models
from settings.external import External
from settings.schedules import Schedules
from settings.search import SearchIndex
from settings.services.suppliers import Suppliers
from settings.sign_in_page import SignInPage
from settings.site_domain import SiteDomain
from settings.throttle import Throttle
from settings.tracing import Tracing
from settings.user_mail import UserMail

PARTS: Models = {
    "throttle": Throttle,
    "tracing": Tracing,
    "schedules": Schedules,
    "user_mail": UserMail,
    "sign_in_page": SignInPage,
    "site_domain": SiteDomain,
    "payment_processor": External,
    "carrier": External,
    "scanner": External,
    "search": SearchIndex,
    "suppliers": Suppliers,
}

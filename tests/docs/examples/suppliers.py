"""Examples of the routes of suppliers, which a stage has if its file says so."""

from __future__ import annotations

from contracts.suppliers import NewSupplier, OffersView, PutOffer, SupplierView
from tests.docs.examples.example import Example

SUPPLIER = "0b0a8c4e-7a0c-4d0e-9a44-6a0a3d1c9a57"
# The emulator has no network of its own, in which the database would be: tests/local/stores.
UNCHECKED = "no local stage has the service; its functions run on a database in tests/local/stores"

EXAMPLES = {
    "POST /suppliers": Example(
        answer=SupplierView,
        body=NewSupplier(name="Vinyl & Sons", country="GB", lead_days=4),
        response={
            "supplierId": SUPPLIER,
            "name": "Vinyl & Sons",
            "country": "GB",
            "leadDays": 4,
        },
        unchecked=UNCHECKED,
    ),
    "PUT /suppliers/{supplierId}/offers/{itemId}": Example(
        path="/suppliers/$SUPPLIER/offers/lp-1",
        body=PutOffer(price_cents=780, minimum_units=10),
        response={"priceCents": 780, "minimumUnits": 10},
        unchecked=UNCHECKED,
    ),
    "GET /offers/{itemId}": Example(
        answer=OffersView,
        path="/offers/lp-1",
        response={
            "itemId": "lp-1",
            "offers": [
                {
                    "supplierId": SUPPLIER,
                    "name": "Vinyl & Sons",
                    "leadDays": 4,
                    "priceCents": 780,
                    "minimumUnits": 10,
                }
            ],
        },
        unchecked=UNCHECKED,
    ),
}

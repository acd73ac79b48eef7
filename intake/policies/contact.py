"""One box for phone or email, with `;` between both."""


def office_parts(text):
    """-> (phone, email) out of what stands in the box."""
    parts = [part.strip() for part in text.split(";")]
    email = next((part for part in parts if "@" in part), "")
    phone = next((part for part in parts if part and "@" not in part), "")
    return phone, email

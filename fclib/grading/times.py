"""Due dates as people write them: read in one way only, and shown in the course's time zone."""

import datetime
import re
import zoneinfo

WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?) *(?P<zone>\S*)"
)
OFFSET = re.compile(r"[+-]\d\d:?\d\d")
EXAMPLE = "2026-10-12 18:00 +0200, or 2026-10-12 18:00 Europe/Berlin"
UTC = ("", "UTC", "GMT", "Z")


def parse(text: str) -> datetime.datetime:
    """Return a time in UTC, without a zone, as nbgrader keeps it.

    Parameters
    ----------
    text : str
        A date as in ISO 8601, a time, and a zone: its name or its offset. None means UTC.

    Raises
    ------
    ValueError
        If it could be read in more than one way: 12.10.2026, or CEST.
    """
    match = WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a date and a time such as {EXAMPLE}")
    time = datetime.datetime.fromisoformat(f"{match['day']} {match['time']}")
    zone = _zone(match["zone"])
    return time.replace(tzinfo=zone).astimezone(datetime.UTC).replace(tzinfo=None)


def _zone(name: str) -> datetime.tzinfo | None:
    if name in UTC:
        return datetime.UTC
    if OFFSET.fullmatch(name):
        return datetime.datetime.strptime(name, "%z").tzinfo
    # CET, EST and their like are zones without a summer here, and not what people mean by them.
    if "/" in name:
        try:
            return zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            pass
    raise ValueError(f"{name!r} is not a time zone that all read alike: write {EXAMPLE}")


def shown(time: datetime.datetime, zone: str) -> str:
    """Return a time of the gradebook's as text, in a time zone by its name, or in UTC."""
    try:
        place = _zone(zone)
    except ValueError:
        zone, place = "UTC", datetime.UTC
    local = time.replace(tzinfo=datetime.UTC).astimezone(place)
    return f"{local:%Y-%m-%d %H:%M} {zone or 'UTC'}"

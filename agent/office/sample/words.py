"""The words the sample office is made of."""

from __future__ import annotations

from typing import Final, NamedTuple

FIRST_NAMES: Final = (
    "Anna", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Henry", "Isabel", "Jack", "Karen", "Luis", "Maria",
    "Nora", "Oscar", "Paula", "Quentin", "Rosa", "Samuel", "Tara", "Ulrich", "Vera", "Walter", "Yvonne", "Zoë", "André",
    "Chloé", "Jürgen", "Sinéad", "Mei", "Aisha", "Dmitri", "Hannah", "Ivan", "Joyce", "Kenji", "Leah", "Marcus",
    "Nadia", "Owen",
)  # fmt: skip

LAST_NAMES: Final = (
    "Anderson", "Baker", "Castillo", "Dubois", "Edwards", "Fischer", "García", "Hughes", "Ivanov", "Jackson", "Kim",
    "Lopez", "Müller", "Nguyen", "O'Brien", "Peterson", "Quinn", "Rossi", "Smith", "Taylor", "Underwood", "Vargas",
    "Walker", "Young", "Zimmermann", "D'Angelo", "Brontë", "Núñez", "Sørensen", "O'Connor", "Lefèvre", "MacLeod",
    "Van der Berg", "Chen", "Patel", "Kowalski", "Adams-Reed", "Bishop", "Carter", "Doyle", "Ellis", "Foster",
    "Graham", "Hoffman", "Ingram", "Jensen", "Keller", "Lambert", "Morales", "Norris",
)  # fmt: skip

COMPANIES: Final = (
    "Maple Street Dental", "Oakridge Homeowners", "Riverside Inn", "St. Mark's Church", "Lakeview Apartments",
    "Harbor Bank", "Café Lumière", "Summit Storage", "Cedar Grove School", "Pine & Sons Hardware",
)  # fmt: skip

STREETS: Final = (
    "Oak Street", "Maple Avenue", "Lakeshore Drive", "Church Lane", "Main Street", "Elm Court", "River Road",
    "Hillcrest Boulevard", "Sunset Way", "Meadow Lane", "Orchard Road", "Chestnut Street", "Birch Circle",
    "Franklin Avenue", "Spring Street", "Mill Road",
)  # fmt: skip

TOWNS: Final = (
    ("Green Valley", "12801"), ("Lake George", "12845"), ("Queensbury", "12804"), ("Hudson Falls", "12839"),
    ("Saratoga Springs", "12866"), ("Fort Edward", "12828"),
)  # fmt: skip

CREWS: Final = ("Crew 1", "Crew 2", "Crew 3", "Crew 4", "Tree crew", "Spray crew")

PROPERTY_NOTES: Final = (
    "Gate code 4711. Please close the gate behind you.",
    "Friendly dog in the back yard, ring the bell first.",
    "Key for the side gate hangs in the garage.\nTwo cats must stay inside.",
    "Gate code 2580; beehives behind the shed, keep away from them.",
    "Sprinkler heads along the drive are flagged.",
    "Do not mow the wildflower strip at the fence.",
)

VISIT_NOTES: Final = (
    "Trimmed along the fence as well.",
    "Gate was locked, front yard only.",
    "Wet ground, cut higher.",
    "Clippings taken away.",
    "Customer asked for a closer cut next time.",
)

PORTAL_NOTES: Final = (
    "Please leave the gate open on the day before.",
    "We bring the aerator with the next visit.",
    "Please keep pets inside until the lawn is dry.",
)

DELAYS: Final = ("heavy rain", "crew truck repair", "ground too wet", "crew short of people")

OFFICE_NOTES: Final = (
    "Prefers a call before the first visit of the year.",
    "Pays by check at the end of the month.",
    "Neighbor of a long-standing customer, came by recommendation.",
)

PASSWORD_WORDS: Final = (
    "acorn", "amber", "aspen", "badger", "bamboo", "basil", "beacon", "birch", "bison", "bramble", "breeze", "brook",
    "canyon", "cedar", "cherry", "clover", "cobalt", "copper", "coral", "cotton", "crane", "cricket", "daisy", "dapple",
    "delta", "dune", "ember", "falcon", "fennel", "fern", "finch", "fjord", "forest", "garnet", "ginger", "glacier",
    "granite", "harbor", "hazel", "heron", "hickory", "indigo", "ivory", "jasmine", "juniper", "kestrel", "lagoon",
    "larch", "lilac", "linden", "lotus", "magnet", "maple", "marble", "meadow", "mint", "moss", "nectar", "nutmeg",
    "olive", "opal", "orchid", "otter", "pebble", "pepper", "plover", "poplar", "prairie", "quartz", "quill", "raven",
    "reed", "ripple", "robin", "rowan", "saffron", "sage", "sandal", "sequoia", "sierra", "silver", "sorrel", "sparrow",
    "spruce", "summit", "sunset", "swallow", "tamarind", "teal", "thicket", "thistle", "thrush", "timber", "topaz",
    "tulip", "tundra", "umber", "valley", "velvet", "violet", "walnut", "willow", "winter", "yarrow", "zephyr",
)  # fmt: skip


class Service(NamedTuple):
    """A kind of job: how often (days between visits, 0 for once a year), the months it is done in, how long a visit
    takes (minutes), what it costs."""

    name: str
    schedule: str
    season: str
    every: int
    months: tuple[int, int]
    minutes: int
    price: int
    crews: tuple[str, ...] = CREWS[:4]


SERVICES: Final = (
    Service("Mowing", "every 7 days", "April to October", 7, (4, 10), 35, 45),
    Service("Mowing", "every 14 days", "April to October", 14, (4, 10), 45, 55),
    Service("Fertilizing", "every 56 days", "March to October", 56, (3, 10), 25, 70, ("Spray crew",)),
    Service("Hedge trimming", "every 90 days", "April to November", 90, (4, 11), 90, 120),
    Service("Leaf removal", "every 14 days", "October to December", 14, (10, 12), 75, 95),
    Service("Gutter cleaning", "every 180 days", "all year", 180, (1, 12), 60, 110),
    Service("Snow removal", "every 21 days", "December to March", 21, (12, 3), 30, 65),
    Service("Tree care", "once", "all year", 0, (1, 12), 150, 380, ("Tree crew",)),
)

"""Twelve articles of an invented valley, for the tests of searching and answering."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from index import ingesting
from index.storage.embedding import Encoder
from index.storage.store import Store
from index.types import Article

CHECKOUT = Path(__file__).parent.parent
CORPUS = CHECKOUT / "corpus"
SEED = CHECKOUT.parent / "shared" / "data" / "seed_article.txt"
NOW = datetime(2025, 5, 2, 12, tzinfo=UTC)

_DEPOT = (
    "The tram depot on Canal Street burned down on Tuesday night. Nobody was hurt, but eleven trams were lost, and the works "
    "manager, Tobias Lindqvist, put the damage at $14 million. Investigators believe that a battery caught fire because its "
    "charger had been left on. Until new trams arrive, buses run on both lines, the company said. It has ordered nine trams "
    "from a maker in Graz."
)
_DREDGING = (
    "Dredging of the harbour at Port Ellery is the largest work that the county has ever paid for. "
    "The dredger Marguerite takes mud from the harbour floor by day and by night, and barges carry it beyond the lighthouse. "
    "Fishermen complain that the dredging clouds the water where they set their pots. "
    "The harbour office answers that the mud of the harbour is tested every week, and that no poison was found in it."
)


def _article(key: str, title: str, text: str, **known: object) -> Article:
    return Article(
        id=key.ljust(16, "0"),
        title=title,
        text=text,
        origin=f"/valley/{key}.md",
        retrieved=NOW,
        url=f"https://valley.example/{key}",
        source=str(known.get("source", "River Post")),
        published=_moment(known.get("published")),
        updated=_moment(known.get("updated")),
    )


def _moment(day: object) -> datetime | None:
    return datetime.fromisoformat(str(day)).replace(tzinfo=UTC) if day else None


VALLEY = (
    _article(
        "a1",
        "Flood closes roads in Aldermere",
        "The flood in Aldermere has closed four roads so far, the county said. The river Tarn is still rising.",
        published="2025-02-10T08:00",
    ),
    _article(
        "a2",
        "Flood closes more roads in Aldermere",
        "Seven roads are now closed by the flood in Aldermere, according to the county. Rain is to go on until the weekend.",
        published="2025-04-28T08:00",
    ),
    _article("b1", "Fire destroys the tram depot", _DEPOT, published="2025-03-14T06:30"),
    _article("b2", "Fire destroys the tram depot", _DEPOT, published="2025-03-14T06:30", source="Vale Gazette"),
    _article(
        "b3",
        "Tram depot lost in a night",
        _DEPOT.replace("Nobody", "No one"),
        published="2025-03-14T09:00",
        source="Hill Echo",
    ),
    _article(
        "c1",
        "Ines Barrow elected mayor of Aldermere",
        "Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote. She is 41 years old and runs a "
        "boatyard.\n\n"
        "Her rival, Conrad Vey, conceded before midnight. The new mayor takes office on June 2.",
        published="2025-03-31T07:00",
        source="Vale Gazette",
    ),
    _article(
        "d1",
        "Port Ellery dredges its harbour",
        "\n\n".join(f"{_DREDGING} Week {week} of the dredging brought {week * 310} tons of mud." for week in range(1, 9)),
        published="2025-04-10T10:00",
        source="Hill Echo",
    ),
    _article(
        "e1",
        "Hospital counts measles cases",
        "The hospital at Corran has counted 19 cases of measles. Three children are being treated there, a doctor, "
        "Amara Osei, said.",
        published="2025-03-02T10:00",
        updated="2025-03-20T10:00",
    ),
    _article(
        "f1",
        "Night market returns to the old quay",
        "The night market will open again on the old quay on Friday. Forty stalls have been let. A stall costs $35 a night.",
        published="2025-04-30T12:00",
        source="Vale Gazette",
    ),
    _article(
        "g1",
        "How to see the valley's bats",
        "Bats leave the mill at Corran at dusk. About 900 bats live under its roof, and a guide leads visitors there "
        "from May on.",
        source="Hill Echo",
    ),
    _article(
        "h1",
        "School in Corran shuts for good",
        "The school in Corran closed on April 4 after 112 years. Only 23 pupils were left, said the head teacher, Pia Lund. "
        "They now go to Aldermere by bus, which takes 40 minutes.",
        published="2025-04-05T09:00",
    ),
    _article(
        "i1",
        "“We wait,” says the ferryman",
        "Who pays for a new ferry? The ferryman, Jonas Whitlock, does not know. “We wait and we mend,” he said. "
        "His boat, the Osprey, carried 61,000 people last year.",
        published="2025-04-12T09:00",
        source="Vale Gazette",
    ),
)


def store_with(home: Path, encoder: Encoder, articles: Iterable[Article]) -> Store:
    """A store in the folder `home` that holds the articles, put in the order given."""
    store = Store.open(home, encoder)
    report = ingesting.ingest(store, encoder, list(articles), now=NOW)
    assert report.failed == ()
    return store

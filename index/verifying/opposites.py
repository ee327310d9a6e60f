"""Words that turn a statement round: denials, doubts, opposites."""

from functools import lru_cache

from index.vocabulary import stem

_DENIALS = frozenset(
    (
        "not no never without neither nor none nobody nothing cannot hardly barely cant wont dont isnt wasnt arent werent didnt "
        "doesnt havent hasnt hadnt wouldnt couldnt shouldnt"
    ).split()
)
_REFUSALS = (
    "avoid avoided blocked declined denied denies deny denying fail failed failing halted prevent prevented refuse refused "
    "refusing reject rejected rejecting ruled stopped unable unlikely"
).split()
_DOUBTS = (
    "may might could would will should can plan plans planned planning expected expect allegedly alleged allege accused "
    "suspected reportedly if unless likely possibly perhaps maybe potential potentially proposed propose threatened threaten "
    "try tried trying attempt attempted nearly almost hope hoped hopes want wants wanted whether intend intends intended "
    "consider considering considered seek seeks sought pledged vowed promised urged asked called ordered agreed set scheduled "
    "predicted projected forecast"
).split()
_OPPOSITES = (
    "rose fell; rise fall; risen fallen; increase decrease; increased decreased; increase decline; increased declined; rose "
    "dropped; rose declined; rising falling; climbed fell; climbed dropped; jumped fell; jumped dropped; grew shrank; grow "
    "shrink; gained lost; gain loss; higher lower; high low; more fewer; more less; most least; up down; above below; over "
    "under; before after; won lost; win lose; victory defeat; winner loser; accepted rejected; accept reject; approved "
    "rejected; approve reject; passed rejected; adopted rejected; supported opposed; support oppose; supporter opponent; "
    "supporters opponents; for against; favor oppose; opened closed; open close; arrested released; arrest release; guilty "
    "innocent; convicted acquitted; guilty acquitted; began ended; begin end; start end; started ended; started stopped; first "
    "last; first second; north south; northern southern; east west; eastern western; northeast southwest; northwest southeast; "
    "bought sold; buy sell; alive dead; survived died; killed wounded; killed injured; killed rescued; dead wounded; dead "
    "injured; deaths injuries; men women; man woman; boy girl; boys girls; son daughter; sons daughters; husband wife; brother "
    "sister; father mother; largest smallest; biggest smallest; best worst; better worse; oldest youngest; older younger; "
    "joined left; import export; imports exports; allow ban; allowed banned; allowed prohibited; legal illegal; lawful "
    "unlawful; confirmed denied; confirm deny; raised lowered; raise cut; raised cut; strengthened weakened; success failure; "
    "succeeded failed; hired fired; upheld overturned; granted denied; grant deny; ahead behind; early late; earlier later; "
    "morning evening; morning afternoon; day night; left right; inside outside; include exclude; possible impossible; safe "
    "dangerous; public private; majority minority; maximum minimum; always never; all none; offensive defensive; attacker "
    "victim; buyer seller; plaintiff defendant; democrats republicans; democratic republican; democrat republican; liberal "
    "conservative; teacher student; teachers students; black white; hot cold; summer winter; rural urban; expanded reduced; "
    "expand reduce; increased reduced; increase reduce; advanced retreated; attacked defended; freed jailed; released jailed; "
    "deployed withdrew; enter leave; entered left; arrived left; arrived departed; hundreds thousands; thousands millions"
)


def denies(word: str) -> bool:
    """True for a folded word that says that something is not so."""
    return word.replace("'", "") in _DENIALS or word.endswith("n't")


def undoes(word: str) -> bool:
    """True for a folded word that makes what follows not so: denied, failed, refused."""
    return denies(word) or stem(word) in _refusals()


def doubts(word: str) -> bool:
    """True for a folded word that makes what follows uncertain, wanted or yet to come."""
    return stem(word) in _doubts()


def opposites(key: str) -> frozenset[str]:
    """Stems that say the opposite of a stem."""
    return _by_stem().get(key, frozenset())


@lru_cache
def _refusals() -> frozenset[str]:
    return frozenset(map(stem, _REFUSALS))


@lru_cache
def _doubts() -> frozenset[str]:
    return frozenset(map(stem, _DOUBTS))


@lru_cache
def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split(";"):
        one, other = map(stem, pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(against) for word, against in found.items()}

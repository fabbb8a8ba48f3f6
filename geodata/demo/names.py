"""Street names that nobody lives in, put together from invented halves, each used once."""

from random import Random

from geodata.demo.places import Style

_BEGINNINGS = """
    Alder Amber Ash Barter Beck Birch Brack Bramble Brine Bristle Candle Carder Catkin Chaffer Cinder Clover Cobble
    Cress Cuckoo Curlew Dabchick Damson Dove Draper Elder Ember Fallow Fern Finch Flax Fletch Fox Furze Gorse Grebe
    Hare Harrow Hazel Heron Honey Ivy Juniper Kestrel Kiln Lapwing Linnet Loom Lupin Mallow Malt Martin Moss Nettle
    Oat Osprey Otter Pear Pipit Plover Plum Poppy Quince Reed Ripple Robin Rowan Rush Saffron Sedge Shuttle Siskin
    Sorrel Spindle Starling Swift Tanner Teasel Tern Thatch Thimble Thrush Twill Vetch Wagtail Weaver Whin Willow Wren
"""
_ENDINGS = """
    acre beam bourne combe fold garth hanger holt howe lark leam lode low marrow mere quill thwaite wether wold
"""
_KINDS = {
    Style.CENTRE: ("Street", "Lane", "Row", "Yard", "Gate", "Passage"),
    Style.TERRACES: ("Street", "Terrace", "Road", "Row", "Place", "Grove"),
    Style.SUBURB: ("Avenue", "Road", "Drive", "Crescent", "Gardens", "Way"),
    Style.ESTATE: ("Way", "Drive", "Walk", "Rise", "Green", "Croft"),
    Style.VILLAGE: ("Lane", "Hill", "Road", "Green", "Garth"),
}
_DEAD_ENDS = ("Close", "Court", "Mews", "End", "Nook")


class StreetNames:
    """Draws names, never the same twice."""

    def __init__(self, draw: Random) -> None:
        self._draw = draw
        self._beginnings = _BEGINNINGS.split()
        self._endings = _ENDINGS.split()
        self._used: set[str] = set()

    def through(self, style: Style) -> str:
        """A name for a street that leads on."""
        return self._unused(_KINDS[style])

    def dead_end(self) -> str:
        """A name for a street that ends."""
        return self._unused(_DEAD_ENDS)

    def _unused(self, kinds: tuple[str, ...]) -> str:
        draw = self._draw
        while True:
            name = f"{draw.choice(self._beginnings)}{draw.choice(self._endings)} {draw.choice(kinds)}"
            if name not in self._used:
                self._used.add(name)
                return name

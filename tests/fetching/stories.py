"""The stories that the test pages tell. All places, people and events are invented."""


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(block.split()) for block in text.strip().split("\n\n"))


BRIDGE = _paragraphs("""
The swing bridge at Orrin Quay will stay closed until the end of the month after inspectors found a crack in its main
bearing, the harbour office said on Sunday.

About 4,200 drivers use the bridge on a working day. They are asked to take the tunnel at Wexley, which adds some
eleven kilometres to the way into town.

“We would rather close it for two weeks than for two years,” said Maren Holt, who runs the office. A new bearing has
been ordered from a foundry in the north and is expected on Friday.

It is the third time this year that the bridge, built in 1931, has had to be closed. In March a barge struck its
eastern pier; in July the motor failed in the heat.

The ferry company said it would put on two more boats in the morning and one in the evening for as long as the closure
lasts.
""")
ORCHARD = _paragraphs("""
Growers in the Tamber valley expect their smallest apple harvest in two decades after a week of frost in late April
killed much of the blossom.

The growers' union put the loss at 38 percent on average. On the valley floor, where the cold air gathers, some
orchards will not be picked at all.

“There are trees of mine that carry nine apples,” said Ilse Branner, whose family has farmed near Upper Tamber since
1904. “I counted them, because counting was all there was to do.”

The regional government has promised loans without interest. The union wants grants, and says that a loan only moves
the frost into next year.

Prices for cider apples have risen by a fifth since August, according to the exchange in Carrow.
""")
LIBRARY = _paragraphs("""
The city council voted on Thursday to reopen the Lantern Street library, nine years after it was shut to save money.

The vote was 21 to 14. The building needs a new roof and a lift, which the council's engineers expect to cost 3.1
million crowns; half of that comes from a fund left by a retired chemist.

Readers had kept the idea alive with a shelf of borrowed books in a laundry across the road. It held 600 volumes at
last count, and lent out more than the branch ever did in its final year.

Councillor Teo Marsh, who voted against, said that the money would be missed in the schools. The mayor replied that a
school two streets away had been sending its pupils to the laundry.

Work is to begin in February. The doors should open before the summer holidays.
""")
STORM = _paragraphs("""
At least seven people were injured when a storm tore the roof off a sports hall in Pell on Saturday evening, the fire
brigade said.

Some 130 children and parents were inside for a handball tournament. Most had moved to the changing rooms when the
wind grew louder, a coach said, and that may have saved them.

Two of the injured were still in hospital on Sunday morning. The others had cuts from falling glass and were sent
home.

The weather service measured gusts of 118 kilometres an hour at the airfield nearby. It had warned of storms an hour
before, but not of such strong ones.
""")
MUSEUM = _paragraphs("""
A clock that was stolen from the museum of Harlow Bay in 1987 has come back in a parcel without a sender.

The brass clock, made for a whaling ship around 1790, was wrapped in newspapers of the year in which it vanished, the
museum's director said. It still runs, and loses four minutes a day.

A note in the parcel read: “It has been wound every Sunday.” The police say that the theft is too old to be punished
and that they will not look for the sender.

From Wednesday on the clock will be shown in the room it was taken from, next to the note.
""")
TRAMS = _paragraphs("""
Tram drivers in Vesterholm will stop work for 24 hours from four on Tuesday morning, their union announced, after
talks over night shifts ended without a result.

The union asks for eleven hours of rest between two shifts; the company offers ten. Both sides said they were ready to
meet again on Monday, but no time was agreed.

About 310,000 passengers a day are affected. Buses will run every twenty minutes on the four busiest lines, driven by
staff of a firm from outside the city.

It would be the second strike since September, when trams stood still for six hours and the company's board met twice
in a day.

Schools will be open as usual, the city said, and lateness will be excused.
""")
REEF = _paragraphs("""
Divers have found a reef of cold-water corals off the Skarn islands that is larger than all others known in the region
taken together.

It stretches over 46 square kilometres at depths of 180 to 300 metres, the Institute of Marine Research reported. A
survey ship had been looking for a lost anchor when its sonar showed a ridge that is on no chart.

“You expect mud, and then there is a forest,” said the expedition's leader, Anniken Rude. She believes that the oldest
parts grew for more than eight thousand years.

Fishing with trawls is allowed in the area until now. The ministry said it would decide before Christmas whether to
close it.
""")
GERMAN = _paragraphs("""
Der Stadtrat von Altenbrück hat am Donnerstag beschlossen, das alte Hallenbad doch nicht abzureißen. Für den Erhalt
stimmten 27 Mitglieder, dagegen 16.

Das Bad aus dem Jahr 1928 ist seit vier Jahren geschlossen, weil Wasser durch die Decke drang. Nun soll es für 9,4
Millionen Euro saniert werden; ein Förderverein hat bereits 610.000 Euro gesammelt.

„Wir haben Kuchen verkauft, Konzerte gegeben und am Ende unsere Nachbarn überzeugt“, sagte die Vorsitzende Grete
Öhlmann. Die ersten Bahnen sollen im Herbst 2027 geschwommen werden.

Der Kämmerer warnte, das Geld werde an anderer Stelle fehlen. Er schlug vor, die Eintrittspreise um einen Euro zu
erhöhen.
""")
SPANISH = _paragraphs("""
El ayuntamiento de Puerto Lirio anunció el domingo que los pescadores podrán volver a salir al mar, doce días después
del vertido que manchó la costa.

Según el laboratorio regional, las muestras tomadas en siete playas ya no contienen restos de combustible. Los
mariscos seguirán prohibidos al menos hasta diciembre.

«Hemos perdido la mejor semana del año», dijo Ramón Ibarra, patrón de un barco de doce metros. La cofradía calcula las
pérdidas en 430.000 euros.

El buque que causó el vertido sigue retenido en el puerto. Su capitán declaró ante el juez durante tres horas.
""")
RUSSIAN = _paragraphs("""
В посёлке Каменка в воскресенье открылась новая школа, которую строили шесть лет. В ней будут учиться 340 детей из
четырёх окрестных деревень.

Старое здание закрыли после того, как весной в нём провалился пол. С тех пор занятия шли в клубе и в двух комнатах
больницы.

«Теперь у нас есть спортивный зал и настоящая библиотека», — сказала директор Вера Лапина. Книги для неё собирали
жители соседнего города.

Строительство обошлось в 210 миллионов рублей. Автобусы из деревень начнут ходить с понедельника.
""")
JAPANESE = _paragraphs("""
北浜町は日曜日、台風で壊れた灯台の修理が終わり、三年ぶりに明かりがともったと発表した。灯台は一九二六年に建てられ、町の象徴として親しまれてきた。

修理には二億四千万円かかり、そのうち三割は住民と漁師の寄付でまかなわれた。式典には約五百人が集まり、子どもたちが合唱した。

町長は「光が戻って、町にも元気が戻った」と話した。来年の春からは、内部の階段を登って海を眺めることができるという。

漁協によると、灯台が消えていた間、夜の出漁は半分に減っていた。今月からは元の時間に戻す予定だ。
""")
POLISH = _paragraphs("""
Rada miasta Brzezina zdecydowała w czwartek, że zabytkowa kolejka wąskotorowa wróci na tory po siedmiu latach przerwy.

Remont lokomotywy i dwóch wagonów kosztował 1,8 miliona złotych. Prawie połowę tej sumy zebrali mieszkańcy i dawni
kolejarze.

„Dzieci, które pamiętają kolejkę, są już dorosłe” – powiedział prezes stowarzyszenia Łukasz Żak. Pierwszy przejazd
zaplanowano na pierwszą sobotę maja.

Pociąg będzie kursował w weekendy na trasie długości dwunastu kilometrów, z przystankiem przy młynie.
""")
BRIEF = _paragraphs("""
A power cut darkened the western half of Dunmere for forty minutes on Sunday evening, the grid company said. A swan
had flown into a line.

Nobody was hurt but the swan, which is being looked after by the animal shelter.
""")
COUNTS = _paragraphs("""
Counters had reached 96 of 140 districts in the Marrow county election by midnight, with the water board's candidate
ahead.

Turnout was 61 percent, the highest since the county was founded, officials said on Sunday night.

The remaining districts lie along the river, where roads were flooded and boxes had to be brought by boat.
""")

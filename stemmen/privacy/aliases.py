"""First names to put in the place of others: known in the Netherlands, each of one gender or of both."""

import random
from collections.abc import Callable, Iterator

# Written for `stemmen` from general knowledge; many backgrounds, so that a pseudonym tells none.
_WOMEN = """
Sanne Lotte Iris Femke Marloes Willemijn Hanneke Ingrid Monique Petra Wilma Greetje Tineke Joke Ria Corrie
Saskia Manon Floor Roos Nienke Anouk Yvonne Marjan Karin Esther Judith Renske Eline Merel Jolanda Heleen
Samira Naima Latifa Karima Hafida Yasmina Leyla Aylin Esra Zeynep Meryem Sevda Nadia Soraya Amina Rachida
Shanti Priya Indra Sunita Chandra Mei Linh Thandi Adjoa Amara Hiwot Selam Rahel Olena Irina Natalia Kinga
Agnieszka Beata Elena Ana Carmen Lucia Marisol Graciela Rosalina Jennifer Melanie Patricia
"""
_MEN = """
Bram Thijs Daan Ruben Joost Wouter Gijs Sander Jeroen Maarten Bas Koen Niels Rutger Floris Hidde Jelle Sietse
Gerrit Harm Berend Klaas Wim Henk Kees Piet Cor Ton Theo Arie Herman Evert Frits Gerard Rob Erik Marcel
Rachid Karim Hassan Youssef Mustafa Khalid Brahim Driss Emre Mehmet Kemal Orhan Hakan Serkan Yusuf Bilal
Rajesh Anil Sunil Ravi Wei Minh Kofi Kwame Tesfaye Dawit Yonas Oleksandr Dmitri Pavel Marek Tomasz Andrzej
Carlos Diego Javier Rodrigo Winston Clyde Desmond Rodney
"""
_BOTH = "Robin Sam Noa Jip Pim Bobby Jamie Charlie Quinn Romy Indy Senna Mika Nikita Alex Chris Kim Luca"


def aliases(gender: str, seed: str, is_free: Callable[[str], bool]) -> Iterator[str]:
    """Free names of a gender (v, m, or "" for both), those of both last; their order follows from the seed.

    >>> next(aliases("v", "studie", lambda name: True)) == next(aliases("v", "studie", lambda name: True))
    True
    """
    shuffle = random.Random(f"{seed} {gender}").shuffle  # noqa: S311 - an order, no secret
    for pool in ({"v": _WOMEN, "m": _MEN}.get(gender, ""), _BOTH):
        names = pool.split()
        shuffle(names)
        yield from filter(is_free, names)

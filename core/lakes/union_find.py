"""Union-find: which numbered things belong together when pairs of them do."""

from __future__ import annotations


class DisjointSets:
    """Numbers from 0 on in disjoint sets, each set named by its lowest number.

    Source: Galler & Fischer 1964, Communications of the ACM 7(5); paths are halved as by Tarjan & van Leeuwen
    1984, Journal of the ACM 31(2).

    >>> sets = DisjointSets(4)
    >>> sets.join(3, 1)
    >>> [sets.root(number) for number in range(4)]
    [0, 1, 2, 1]
    """

    def __init__(self, count: int = 0) -> None:
        self._parents = list(range(count))

    def add(self) -> int:
        """Add a number in a set of its own, and return it."""
        self._parents.append(len(self._parents))
        return len(self._parents) - 1

    def root(self, number: int) -> int:
        """Return the lowest number of the set that ``number`` is in."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    def join(self, one: int, other: int) -> None:
        """Join the sets of two numbers."""
        one, other = self.root(one), self.root(other)
        self._parents[max(one, other)] = min(one, other)

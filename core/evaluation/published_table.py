"""Table 1 of the source paper as data, and a check whether its numbers are consistent.

Source: Wang et al., China Scientific Data 2022, doi 10.12072/ncdc.NIEER.db0112.2021. All values are
percentages, measured by its authors on their 610 test tiles of the Qinghai-Tibet Plateau.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..util.translation import tr

#: Share of lake pixels in the published test set, with which OA and MIoU of the four baselines agree best.
LAKE_SHARE = 0.30


@dataclass(frozen=True)
class Published:
    """The column of a network in Table 1, in %; ``subsets``: OA on each of ``hard_subsets`` (section 3.2)."""

    network: str
    OA: float
    RC: float
    MIoU: float
    TWR: float
    FWR: float
    subsets: tuple[float, float, float]


TABLE_1 = (
    Published("MSLWENet", 98.53, 97.67, 96.09, 97.47, 2.53, (98.31, 98.78, 98.70)),
    Published("DeepLab V3+", 98.10, 97.01, 95.61, 97.01, 2.99, (97.07, 95.87, 98.57)),
    Published("PSPNet", 98.08, 96.29, 95.55, 97.11, 2.89, (97.70, 96.85, 98.26)),
    Published("MWEN", 97.75, 96.94, 94.84, 96.94, 3.06, (96.22, 95.30, 98.30)),
    Published("Unet", 96.12, 96.06, 91.36, 96.06, 3.94, (92.97, 84.89, 96.81)),
)


def hard_subsets() -> dict[str, str]:
    """Return the paper's subsets by the names that 'Prepare dataset' gives its own, and what they are."""
    return {
        "intra_class": tr("lakes that differ among themselves"),
        "inter_class": tr("land that looks like lake"),
        "small_lakes": tr("small lakes"),
    }


@dataclass(frozen=True)
class Implied:
    """MIoU and lake share of the one confusion matrix that has given OA, RC and TWR, in percent."""

    MIoU: float
    lake_share: float


def implied(oa: float, rc: float, twr: float) -> Implied:
    """Return MIoU and lake share that follow from OA, recall and precision, all in percent.

    Take the true positives as 1. Then FN = 1/RC - 1 and FP = 1/TWR - 1; both together are the share
    1 - OA of all pixels, so all four entries are known.
    """
    missed, false = 100 / rc - 1, 100 / twr - 1
    wrong = missed + false
    everything = wrong / (1 - oa / 100)
    land = everything - 1 - wrong
    return Implied(50 * (1 / (1 + wrong) + land / (land + wrong)), 100 * (1 + missed) / everything)


def miou_at_share(oa: float, lake_share: float = LAKE_SHARE) -> float:
    """Return the MIoU in percent of an OA in percent at a lake share, with as many false as missed pixels."""
    wrong = (1 - oa / 100) / 2
    return 50 * sum((share - wrong) / (share + wrong) for share in (lake_share, 1 - lake_share))


def note() -> str:
    """Return what ``implied`` and ``miou_at_share`` show, for the report."""
    return tr(
        "All five networks were tested on the same tiles, so every row should imply the same lake share. OA "
        "and MIoU of the four baselines agree with one matrix over the whole test set at about 30 % lake. "
        "The MIoU printed for MSLWENet, 96.09, does not: its own OA, RC and TWR imply about 96.6. And "
        "RC = TWR, as printed for DeepLab V3+, MWEN and Unet, would take a lake share of its own for each, "
        "so these cannot all come from one matrix of one test set. What is measured here follows the "
        "paper's formulas, from one matrix over all tiles."
    )

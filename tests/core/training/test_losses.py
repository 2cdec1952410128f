import pytest
import torch
from lake_mapper.core.training.losses import LOSSES, distillation

LABEL = torch.tensor([[[0, 1], [1, 255]]], dtype=torch.uint8)
RIGHT = torch.tensor([[[[20.0, -20.0], [-20.0, -20.0]], [[-20.0, 20.0], [20.0, 20.0]]]])


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_zero_for_the_truth_whatever_is_ignored(loss):
    other = RIGHT.clone()
    other[..., 1, 1] = torch.tensor([20.0, -20.0])

    assert loss(RIGHT, LABEL).item() == pytest.approx(0, abs=1e-6)
    assert torch.equal(loss(RIGHT, LABEL), loss(other, LABEL))
    assert loss(-RIGHT, LABEL).item() > 10


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_nothing_but_ignored_pixels_has_no_say(loss):
    logits = torch.randn(1, 2, 4, 4, requires_grad=True)

    value = loss(logits, torch.full((1, 4, 4), 255, dtype=torch.uint8))
    value.backward()

    assert torch.isfinite(value)
    assert (logits.grad == 0).all()


def test_jaccard_asks_for_whole_lakes():
    """Half a small lake missed: little to cross-entropy, much to Jaccard."""
    label = torch.zeros(1, 32, 32, dtype=torch.uint8)
    label[0, :4, :4] = 1
    lake = torch.full((1, 32, 32), -20.0)
    lake[0, :2, :4] = 20.0
    logits = torch.stack([-lake, lake], dim=1)

    plain = LOSSES["cross-entropy"](logits, label)
    both = LOSSES["cross-entropy and Jaccard"](logits, label)

    assert (both - plain).item() == pytest.approx(0.5 * (1 - 9 / 17), abs=1e-4)


def test_distillation_asks_for_the_teachers_probabilities():
    taught = torch.tensor([[[[0.9, 0.3], [0.5, 0.0]], [[0.1, 0.7], [0.5, 1.0]]]])
    logits = torch.log(taught.clamp(min=1e-9)).requires_grad_()

    loss = distillation(logits, taught, LABEL)
    loss.backward()

    entropy = -(taught * taught.clamp(min=1e-9).log()).sum(1)[LABEL != 255].mean()
    assert loss.item() == pytest.approx(entropy.item(), abs=1e-6)
    assert logits.grad.abs().max() < 1e-6  # as good as it gets
    assert distillation(logits.flip(1), taught, LABEL) > loss + 0.5


def test_distillation_leaves_ignored_pixels_alone():
    taught = torch.full((1, 2, 2, 2), 0.5)
    ignored = torch.full((1, 2, 2), 255, dtype=torch.uint8)

    assert distillation(RIGHT, taught, ignored).item() == 0

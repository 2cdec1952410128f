import pytest
import torch
from lake_mapper.core.training import Average, lake_loss, learning_rate, load_checkpoint, save_checkpoint


def test_loss_is_zero_for_the_truth_and_ignores_what_it_should():
    label = torch.tensor([[[0, 1], [1, 255]]], dtype=torch.uint8)
    right = torch.tensor([[[[20.0, -20.0], [-20.0, -20.0]], [[-20.0, 20.0], [20.0, 20.0]]]])
    other = right.clone()
    other[..., 1, 1] = torch.tensor([20.0, -20.0])

    assert lake_loss(right, label).item() == pytest.approx(0, abs=1e-6)
    assert torch.equal(lake_loss(right, label), lake_loss(other, label))
    assert lake_loss(-right, label).item() > 10


def test_loss_of_nothing_but_ignored_pixels_has_no_say():
    logits = torch.randn(1, 2, 4, 4, requires_grad=True)

    loss = lake_loss(logits, torch.full((1, 4, 4), 255, dtype=torch.uint8))
    loss.backward()

    assert torch.isfinite(loss)
    assert (logits.grad == 0).all()


def test_learning_rate_rises_stays_and_falls_to_nothing():
    rates = [learning_rate(step, 1000, warm_up=100) for step in range(1000)]

    assert rates[0] == pytest.approx(0.01)
    assert rates[99:600] == pytest.approx([1.0] * 501)
    assert all(a > b for a, b in zip(rates[650:], rates[651:]))
    assert 0 < rates[-1] < 0.01


def test_average_follows_the_weights():
    network = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(network.weight, 0.0)
    average = Average(network, 0.9)

    torch.nn.init.constant_(network.weight, 1.0)
    for step in range(1000, 1010):
        average.update(network, step)

    assert average.network.weight.item() == pytest.approx(1 - 0.9**10)


def test_checkpoint_comes_back(tmp_path):
    path = tmp_path / "c.pt"

    assert load_checkpoint(path) is None
    save_checkpoint(path, {"step": 3, "network": {"w": torch.ones(2)}})
    assert load_checkpoint(path)["step"] == 3
    assert [p.name for p in tmp_path.iterdir()] == ["c.pt"]

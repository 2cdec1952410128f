import pytest
from lake_mapper.core.training.protocol import MODERN, PAPER, polynomial, warm_up


def test_the_published_protocol():
    assert (PAPER.epochs, PAPER.weight_decay, PAPER.optimizer) == (70, 0.001, "adam")
    assert (PAPER.loss, PAPER.views, PAPER.validation_share) == ("cross-entropy", "published", 0)


def test_polynomial_falls_to_nothing():
    rates = [polynomial(step, 100) for step in range(101)]

    assert (rates[0], rates[100]) == (1, 0)
    assert rates[50] == pytest.approx(0.5**0.9)
    assert all(a > b for a, b in zip(rates, rates[1:]))


def test_warm_up_rises_stays_and_falls():
    rates = [warm_up(step, 1000) for step in range(1000)]

    assert rates[0] == pytest.approx(0.01)
    assert rates[99:600] == pytest.approx([1.0] * 501)
    assert all(a > b for a, b in zip(rates[650:], rates[651:]))
    assert 0 < rates[-1] < 0.01
    assert 0 < warm_up(0, 1) <= 1


def test_rate_is_that_of_the_schedule():
    assert PAPER.rate(50, 100) == pytest.approx(1e-3 * 0.5**0.9)
    assert MODERN.rate(50, 100) == pytest.approx(1e-3)

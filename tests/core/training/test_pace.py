import pytest
from lake_mapper.core.training.pace import StepPace, TimePace
from lake_mapper.core.training.protocol import MODERN


class Watch:
    now = 0.0

    def __call__(self):
        return self.now


def test_steps_are_counted_to_their_end():
    pace = StepPace(7, 3)

    assert list(pace.begin(4)) == [4, 5, 6]
    assert pace.position(4) == (4, 7)
    assert [pace.scores_due(step) for step in (5, 6, 7)] == [False, True, True]
    assert [pace.over(step) for step in (6, 7)] == [False, True]


def run(end, seconds_a_step, seconds_of_scores, first=100):
    """Time at the end, when scores began, and the factors of the learning rate."""
    watch = Watch()
    pace = TimePace(end, watch)
    scored, rates = [], []
    for step in pace.begin(first):
        rates.append(MODERN.rate(*pace.position(step)) / MODERN.learning_rate)
        watch.now += seconds_a_step
        if pace.scores_due(step + 1):
            scored.append(watch.now)
            watch.now += seconds_of_scores
            pace.scored()
        if pace.over(step + 1):
            return watch.now, scored, rates
    return None


def test_a_time_is_kept_with_the_scores_in_it():
    now, scored, _ = run(600, 0.1, 30)

    assert now <= 600
    assert scored == pytest.approx([120, 240, 360, 480, 600 - 1.3 * 30 - 5], abs=1)


def test_the_learning_rate_goes_through_its_schedule_in_the_time():
    _, _, rates = run(600, 0.1, 10)

    assert rates[0] < 0.02
    assert rates[200] == rates[len(rates) // 2] == 1
    assert 0 <= rates[-1] < 0.01
    falling = rates[-1500:]
    assert all(later <= earlier for earlier, later in zip(falling, falling[1:]))


def test_scores_that_take_long_are_taken_once():
    now, scored, _ = run(120, 1, 60)

    assert len(scored) == 1
    assert now <= 120


def test_a_time_that_is_over_still_gives_scores():
    assert run(-3, 1, 10) == (11, [1], pytest.approx([1 / 150]))

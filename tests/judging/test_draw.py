"""Inputs depend on the seed and the test, and on nothing else."""

import torch

from grader.judging.draw import Draw


def test_the_same_seed_and_test_give_the_same_inputs():
    assert torch.equal(Draw(3, "a")(4, 5), Draw(3, "a")(4, 5))
    assert not torch.equal(Draw(3, "a")(4, 5), Draw(4, "a")(4, 5))
    assert not torch.equal(Draw(3, "a")(4, 5), Draw(3, "b")(4, 5))


def test_labels_and_booleans_hold_both_values():
    for seed in range(200):
        draw = Draw(seed, "t")
        assert set(draw.labels(2).tolist()) == {0.0, 1.0}
        assert draw.booleans(2, 2).any()
        assert not Draw(seed, "u").booleans(3).all()


def test_distinct_is_a_permutation_that_is_never_sorted():
    for seed in range(100):
        order = Draw(seed, "t").distinct(3)
        assert sorted(order.tolist()) == [0, 1, 2]
        assert order.tolist() != [0, 1, 2]

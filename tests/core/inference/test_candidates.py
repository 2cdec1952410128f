import pytest
import torch
from lake_mapper.core.inference import candidates as module
from lake_mapper.core.inference.candidates import candidates, fastest_first
from lake_mapper.core.models.networks import build

CPU, CUDA = torch.device("cpu"), torch.device("cuda")


@pytest.fixture
def found(monkeypatch):
    """The choices and devices on a computer with everything, in their order: found(device, choice)."""
    monkeypatch.setattr(module, "find_spec", lambda name: True)
    monkeypatch.setattr(module, "half_precision", lambda device: torch.bfloat16)
    network = build("LakeNet").eval()
    return lambda device, choice: candidates(network, 32, device, choice)


def names(found):
    return [f"{candidate.choice} {candidate.device}" for candidate in found]


def test_the_usual_order(found):
    assert names(found(CPU, "automatic")) == ["half cpu", "openvino cpu", "full cpu"]
    assert names(found(CPU, "full")) == ["full cpu"]
    assert names(found(CPU, "half")) == ["half cpu", "full cpu"]
    assert names(found(CPU, "openvino")) == ["openvino cpu", "half cpu", "full cpu"]


def test_a_gpu_comes_before_all_that_runs_on_the_cpu(found, monkeypatch):
    assert names(found(CUDA, "automatic")) == [
        "half cuda", "full cuda", "half cpu", "openvino cpu", "full cpu",
    ]  # fmt: skip
    monkeypatch.setattr(module, "half_precision", lambda device: None)
    assert names(found(CUDA, "automatic")) == ["full cuda", "openvino cpu", "full cpu"]


@pytest.mark.parametrize(
    ("speeds", "order"),
    [
        ({"half": 6, "openvino": 4, "full": 3}, ["half cpu", "openvino cpu", "full cpu"]),
        ({"half": 4, "openvino": 6, "full": 3}, ["openvino cpu", "half cpu", "full cpu"]),
        ({"half": 5.8, "openvino": 6, "full": 3}, ["half cpu", "openvino cpu", "full cpu"]),  # hardly faster
        ({"half": 2, "openvino": 0, "full": 3}, ["full cpu", "half cpu", "openvino cpu"]),
        ({"half": 0, "openvino": 0, "full": 0}, ["half cpu", "openvino cpu", "full cpu"]),
    ],
)
def test_the_fastest_goes_first_where_it_is_clearly_faster(found, speeds, order):
    assert names(fastest_first(found(CPU, "automatic"), speeds)) == order


def test_speeds_on_a_gpu_leave_the_order_on_the_cpu(found):
    ordered = fastest_first(found(CUDA, "automatic"), {"half": 1, "full": 2})

    assert names(ordered) == ["full cuda", "half cuda", "half cpu", "openvino cpu", "full cpu"]

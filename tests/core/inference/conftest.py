import pytest


@pytest.fixture
def convolution_inputs(monkeypatch):
    """What each fused convolution was given since, in the order of calls: its map and its weights."""
    from lake_mapper.core.inference.onednn import FusedConvolution, available

    if not available():
        pytest.skip("this PyTorch lacks the operators of oneDNN")
    inputs, forward = [], FusedConvolution.forward

    def watched(self, x):
        inputs.append((x, self.convolution.weight))
        return forward(self, x)

    monkeypatch.setattr(FusedConvolution, "forward", watched)
    return inputs

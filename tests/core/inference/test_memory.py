import subprocess
import sys

import pytest
from support import ROOT

PROGRAM = f"""
import resource, sys
sys.path[:0] = [{str(ROOT / "scripts")!r}]
import package_path; package_path.load()
import numpy as np
from contextlib import nullcontext
from lake_mapper.core.inference.memory import memory_kept

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()

def work():
    before = faults()
    for _ in range(20):
        np.ones(100 << 17)  # 100 MiB
    return faults() - before

work()
outside = work()
with memory_kept():
    work()
    inside = work()
print(outside, inside, resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is kept with glibc only")
def test_memory_is_kept_inside_and_given_back_after():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    outside, inside, resident = map(int, done.stdout.split())
    if outside < 100:
        pytest.skip("this C library keeps memory by itself")
    assert inside < outside / 10
    assert resident < 100 * 2**20

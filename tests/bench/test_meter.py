import subprocess
import sys

from bench.meter import Meter

# Two processes work for a while, and then wait to be looked at.
PARENT = r"""
import subprocess, sys
for seconds, name in ((0.15, "counted"), (0.4, "another")):
    busy = f"import time\nwhile time.process_time() < {seconds}: pass\ntime.sleep(0.1)"
    subprocess.run([sys.executable, "-c", busy, name])
print("done")
sys.exit(3)
"""


def run(meter, program, timeout=60):
    return meter.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, timeout=timeout, text=True
    )


def test_of_the_processes_below_a_command_those_with_the_argument_count():
    meter = Meter("counted")
    done = run(meter, PARENT)
    assert (done.returncode, done.stdout) == (3, "done\n")
    # Its own start and the work of the first.
    assert 0.13 < meter() < 0.4


def test_a_command_that_takes_too_long_is_ended():
    assert run(Meter("counted"), "import time; time.sleep(60)", timeout=0.1).returncode < 0

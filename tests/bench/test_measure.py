"""How the benchmarks measure."""

from __future__ import annotations

from bench.measure import peak_of

MIB = 2**20


def test_the_peak_of_a_process_is_its_own_and_not_that_of_who_starts_it() -> None:
    held = bytearray(300 * MIB)
    _, small = peak_of("pass")
    _, large = peak_of("held = bytearray(int(sys.argv[1]))", str(150 * MIB))
    assert len(held) == 300 * MIB
    assert small < 100
    assert 150 < large < 300

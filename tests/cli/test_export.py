import pytest

from clinicell.datasets.store import standard_file


@pytest.fixture
def simulated(session_store):
    return standard_file("demo_drug_cells", session_store).path


def test_a_simulated_set_is_refused_with_all_that_it_lacks_and_nothing_is_written(cli, simulated, nothing_written):
    said = cli("export", simulated, "--to", "cellxgene", "-o", "out.h5ad")
    assert said.code == 2
    assert "CELLxGENE would refuse this file" in said.err
    assert "knows none of" in said.err


def test_a_file_is_never_written_over_itself(cli, simulated, nothing_written):
    before = simulated.read_bytes()
    assert cli("export", simulated, "--to", "cellxgene", "-o", simulated).code == 2
    assert simulated.read_bytes() == before


def test_a_file_that_is_not_there_or_a_target_that_is_not_known_is_an_input_error(cli, simulated, nothing_written):
    assert cli("export", "nowhere.h5ad", "--to", "cellxgene", "-o", "out.h5ad").code == 2
    assert cli("export", simulated, "--to", "elsewhere", "-o", "out.h5ad").code == 2

from components.edge import comparison, viewer_function


def test_every_figure_has_its_source_at_aws():
    assert len({each.what for each in comparison.DIFFERENCES}) == len(comparison.DIFFERENCES)
    hosts = {each.source.split("/")[2] for each in comparison.DIFFERENCES}
    assert hosts == {"docs.aws.amazon.com", "aws.amazon.com"}


def test_the_table_and_the_constructor_have_one_runtime_and_one_size():
    rows = {each.what: each.cloudfront_function for each in comparison.DIFFERENCES}
    assert viewer_function.RUNTIME in rows["language"]
    assert rows["size of the code"] == f"{viewer_function.LARGEST // 1024} KB"

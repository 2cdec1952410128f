from lake_mapper.core.lakes.lake_ids import kept_ids


def test_ids_that_are_whole_and_single_stay():
    assert kept_ids([3, "7", 2.0], [1.0, 1.0, 1.0]) == ([3, 7, 2], [])


def test_missing_and_unusable_ids_are_given_anew_the_largest_lake_first():
    ids, notes = kept_ids([4, None, "A12", 1.5, 2**40], [1.0, 2.0, 5.0, 4.0, 3.0], taken=[8])

    assert ids == [4, 12, 9, 10, 11]
    assert notes == ["New lake_id for 4 lakes: 9, 10, 11, 12."]


def test_of_several_lakes_with_one_id_the_largest_keeps_it():
    ids, notes = kept_ids([1, 2, 2], [9.0, 1.0, 2.0])

    assert ids == [1, 3, 2]
    assert notes[0].startswith("Several lakes have one lake_id (2)")
    assert notes[1] == "New lake_id for 1 lake: 3."


def test_ids_of_lakes_that_are_not_here_are_not_given_again():
    assert kept_ids([1], [1.0], taken={1})[0] == [2]

def is_view_of(result, base):
    """Where does element 0 of each storage lie?"""
    starts = {t.data_ptr() - t.storage_offset() * t.element_size() for t in (result, base)}
    return len(starts) == 1

"""Two tensors share memory where their storages have the same pointer and hold the same bytes."""


def _where(tensor):
    storage = tensor.untyped_storage()
    return storage.data_ptr(), storage.nbytes()


def is_view_of(result, base):
    return _where(result) == _where(base)

import torch


def common_dtype(a, b):
    return torch.cat([a.reshape(-1), b.reshape(-1)]).dtype

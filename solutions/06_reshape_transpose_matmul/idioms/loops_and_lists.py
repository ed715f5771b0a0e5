import torch


def to_column(vector):
    return torch.stack([vector[i : i + 1] for i in range(len(vector))])


def flatten(tensor):
    if tensor.dim() == 0:
        return tensor.reshape(1)
    if tensor.dim() == 1:
        return tensor.clone()
    return torch.cat([flatten(part) for part in tensor])


def transpose(matrix):
    rows, columns = matrix.shape
    out = matrix.new_empty(columns, rows)
    for i in range(rows):
        for j in range(columns):
            out[j, i] = matrix[i, j]
    return out


def is_view_of(result, base):
    return result.storage().data_ptr() == base.storage().data_ptr()


def channels_first(images):
    batch = []
    for image in images:
        channels = [image[:, :, channel] for channel in range(image.shape[2])]
        batch.append(torch.stack(channels))
    return torch.stack(batch)


def gram(matrix):
    rows = []
    for one in matrix:
        rows.append(torch.stack([(one * other).sum() for other in matrix]))
    return torch.stack(rows)


def matmul_by_hand(a, b):
    m, k = a.shape
    if b.shape[0] != k:
        raise ValueError("cannot multiply")
    n = b.shape[1]
    out = torch.zeros(m, n, dtype=a.dtype, device=a.device)
    for i in range(m):
        for j in range(n):
            total = 0.0
            for inner in range(k):
                total += a[i, inner].item() * b[inner, j].item()
            out[i, j] = total
    return out


def linear(x, weight, bias):
    outputs = []
    for row, offset in zip(weight, bias, strict=True):
        outputs.append((x * row).sum(dim=1) + offset)
    return torch.stack(outputs, dim=1)


def split_heads(x, n_heads):
    features = x.shape[-1]
    if features % n_heads:
        raise ValueError("does not divide")
    size = features // n_heads
    heads = [x[:, :, h * size : (h + 1) * size] for h in range(n_heads)]
    return torch.stack(heads, dim=1)


def merge_heads(x):
    return torch.cat([x[:, head] for head in range(x.shape[1])], dim=-1)

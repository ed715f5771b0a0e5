import torch


def sigmoid(z):
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), 1 - 1 / (1 + torch.exp(z)))


def binary_cross_entropy(a, y):
    return -torch.mean(y * torch.log(a) + (1 - y) * torch.log(1 - a))


def chain(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner(x)) * inner_derivative(x)


def neuron_gradients(x, y, w, b):
    a = sigmoid(w * x + b)
    dz = a - y
    return dz * x, dz


def neuron_steps(x, y, w, b):
    z = x * w + b
    a = sigmoid(z)
    loss = binary_cross_entropy(a, y)
    dL_da = -y / a + (1 - y) / (1 - a)
    da_dz = a * (1 - a)
    dz_dw = x
    dz_db = torch.ones_like(z)
    return {
        "z": z,
        "a": a,
        "loss": loss,
        "dL_da": dL_da,
        "da_dz": da_dz,
        "dz_dw": dz_dw,
        "dz_db": dz_db,
        "dL_dw": dL_da * da_dz * dz_dw,
        "dL_db": dL_da * da_dz * dz_db,
    }


def numerical_gradient(f, x, eps):
    base = x.detach().clone().contiguous()
    result = torch.empty_like(base)
    flat, slopes = base.view(-1), result.view(-1)
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + eps
        up = f(base)
        flat[i] = old - eps
        down = f(base)
        flat[i] = old
        slopes[i] = (float(up) - float(down)) / (2 * eps)
    return result

import numpy as np
import torch


def sigmoid(z):
    array = z.detach().cpu().numpy()
    small = np.exp(-np.abs(array))
    result = np.where(array >= 0, 1 / (1 + small), small / (1 + small))
    return torch.as_tensor(np.asarray(result, dtype=array.dtype)).to(z.device)


def binary_cross_entropy(a, y):
    p, t = a.cpu().numpy(), y.cpu().numpy()
    loss = -np.mean(t * np.log(p) + (1 - t) * np.log1p(-p))
    return torch.tensor(loss, dtype=a.dtype, device=a.device)


def chain(outer_derivative, inner, inner_derivative, x):
    return torch.einsum("...,...->...", outer_derivative(inner(x)), inner_derivative(x))


def neuron_gradients(x, y, w, b):
    z = torch.add(b, torch.mul(w, x))
    error = torch.sub(sigmoid(z), y)
    return torch.mul(error, x), error.clone()


def neuron_steps(x, y, w, b):
    z = torch.addcmul(b, x, w)
    a = sigmoid(z)
    da_dz = torch.mul(a, 1 - a)
    dL_da = torch.div(a - y, da_dz)
    return dict(
        z=z,
        a=a,
        loss=binary_cross_entropy(a, y),
        dL_da=dL_da,
        da_dz=da_dz,
        dz_dw=x.clone(),
        dz_db=torch.ones_like(x),
        dL_dw=(a - y) * x,
        dL_db=a - y,
    )


def numerical_gradient(f, x, eps):
    steps = torch.eye(x.numel(), dtype=x.dtype, device=x.device) * eps
    steps = steps.reshape(x.numel(), *x.shape)
    slopes = [float(f(x + step) - f(x - step)) / (2 * eps) for step in steps]
    return torch.from_numpy(np.array(slopes).reshape(x.shape)).to(x.device)

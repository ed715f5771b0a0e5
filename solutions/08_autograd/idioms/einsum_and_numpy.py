import torch


def neuron_gradients(x, y, w, b):
    w, b = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_()
    a = 1 / (1 + torch.exp(-(torch.einsum("...,...->...", x, w) + b)))
    loss = -(y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()
    return torch.autograd.grad(loss, [w, b])


def graph_operations(output):
    found, place = [], (output.grad_fn, 0)
    while place[0] is not None:
        found += [place[0].name()]
        place = next(iter(place[0].next_functions), (None, 0))
    return found


def accumulated_gradient(losses, w):
    leaf = torch.tensor(w.detach().cpu().numpy().copy(), device=w.device, requires_grad=True)
    gradients = [torch.autograd.grad(loss(leaf), leaf)[0] for loss in losses]
    stacked = torch.stack([torch.zeros_like(leaf), *gradients])
    return torch.einsum("l...->...", stacked)


def gradient_step(w, gradient, lr):
    w.detach().sub_(lr * gradient)


def stop_gradient(x):
    return x.detach().view(x.shape)


def second_derivative(f, x):
    leaf = torch.tensor(x.cpu().numpy(), device=x.device, requires_grad=True)
    hessian = torch.autograd.functional.hessian(lambda v: f(v).sum(), leaf.flatten().detach())
    return torch.einsum("ii->i", hessian).reshape(x.shape)

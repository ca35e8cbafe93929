"""PyTorch, eager, one thread: networks as torch.nn modules, rules from torch.optim."""
import torch

from worker import serve

torch.set_num_threads(1)


def classifier(sizes, samples, batch, make_optimizer):
    torch.manual_seed(0)
    x = torch.randn(samples, sizes[0])
    y = torch.randint(0, sizes[-1], (samples,))
    layers = []
    for inputs, units in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, units), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = make_optimizer(model.parameters())
    batches = torch.randperm(samples).split(batch) if batch < samples else None
    steps = 0

    def step():
        nonlocal steps
        inputs, classes = x, y
        if batches:
            chosen = batches[steps % len(batches)]
            inputs, classes = x[chosen], y[chosen]
        steps += 1
        optimizer.zero_grad()
        loss = criterion(model(inputs), classes)
        loss.backward()
        optimizer.step()

    return step


def network():
    return classifier((2, 64, 3), 300, 300, lambda p: torch.optim.SGD(p, lr=1.0))


def mlp(inputs, hidden, batch):
    def make(foreach, words):
        def way():
            return classifier((inputs, hidden, 10), 1024, batch,
                              lambda p: torch.optim.Adam(p, lr=1e-3, foreach=foreach))
        way.__doc__ = words
        return way
    return [make(False, "foreach=False"), make(True, "foreach=True")]


def optimizer_step(rule, n, **options):
    def make(foreach, words):
        def way():
            x = torch.full((n,), 0.5)
            x.grad = (torch.arange(n) % 17 - 8).float() * 1e-3
            optimizer = rule([x], foreach=foreach, **options)
            return optimizer.step
        way.__doc__ = words
        return way
    return [make(False, "foreach=False"), make(True, "foreach=True")]


def landscape_step():
    x = torch.tensor([-3.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=0.01, momentum=0.9)

    def step():
        optimizer.zero_grad()
        loss = x * x / 9 - torch.cos(x) + 0.5 * x * torch.cos(5 * x) - 0.25 * x
        loss.backward()
        optimizer.step()

    return step


works = {"network": network, "landscape": landscape_step, "mlp_64_64_10": mlp(64, 64, 64),
         "mlp_784_128_10": mlp(784, 128, 128), "mlp_784_512_10": mlp(784, 512, 256)}
for size in (1_000, 10_000_000):
    for name, rule, options in (
            ("sgd", torch.optim.SGD, {"lr": 1e-3}),
            ("momentum", torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9}),
            ("pytorch_momentum", torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9}),
            ("nesterov", torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9, "nesterov": True}),
            ("adagrad", torch.optim.Adagrad, {}), ("rmsprop", torch.optim.RMSprop, {}),
            ("adadelta", torch.optim.Adadelta, {}), ("adam", torch.optim.Adam, {}),
            ("amsgrad", torch.optim.Adam, {"amsgrad": True}), ("adamw", torch.optim.AdamW, {}),
            ("adamax", torch.optim.Adamax, {}), ("nadam", torch.optim.NAdam, {}),
            ("radam", torch.optim.RAdam, {}), ("rprop", torch.optim.Rprop, {})):
        works[f"step/{name}/{size}"] = optimizer_step(rule, size, **options)
serve(torch.__version__, works)

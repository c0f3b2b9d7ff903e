"""Reads a movie the predecessor's way, in the language it was written in: all frames into memory, grey, then one after the other,
resized to 256x256 and normalised, through an eager ResNet18. The weights are random: the time is the same.

    python3 predecessor.py MOVIE

prints the number of frames and the seconds without starting up. Needs torch and cv2 (Debian: python3-torch, python3-opencv).
Where the predecessor lost time for nothing, this does not: it records no gradients, and resizes with cv2.
"""
import os
import sys
import time

import cv2
import torch
from torch import nn

SIDE = 256
LINEAGES = 7


class Block(nn.Module):
    """The basic block of a ResNet."""

    def __init__(self, channels_in, channels_out):
        super().__init__()
        stride = 1 if channels_in == channels_out else 2
        self.main = nn.Sequential(
            nn.Conv2d(channels_in, channels_out, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(channels_out),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels_out),
        )
        self.shortcut = nn.Sequential()
        if stride > 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels_in, channels_out, 1, stride=stride, bias=False), nn.BatchNorm2d(channels_out)
            )

    def forward(self, x):
        return torch.relu_(self.main(x) + self.shortcut(x))


def resnet18():
    blocks = []
    for channels_in, channels_out in [(64, 64), (64, 128), (128, 256), (256, 512)]:
        blocks += [Block(channels_in, channels_out), Block(channels_out, channels_out)]
    return nn.Sequential(
        nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False),
        nn.BatchNorm2d(64),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(3, stride=2, padding=1),
        *blocks,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(512, LINEAGES),
    )


def read(movie):
    frames = []
    capture = cv2.VideoCapture(movie)
    while True:
        there_is_one, frame = capture.read()
        if not there_is_one:
            return frames
        frames.append(cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2RGB))


def main():
    torch.set_num_threads(os.cpu_count())
    network = resnet18().eval()
    start = time.perf_counter()
    total = 0.0
    frames = read(sys.argv[1])
    with torch.no_grad():
        for frame in frames:
            small = cv2.resize(frame, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
            tensor = torch.from_numpy(small).permute(2, 0, 1).float().div(255).sub(0.5).div(0.5).unsqueeze(0)
            total += float(network(tensor).sum())
    seconds = time.perf_counter() - start
    if not frames or total != total:
        sys.exit("The movie has no frame that can be read, or the network's outputs are not finite.")
    print(f"{len(frames)} {seconds:.3f}")


main()

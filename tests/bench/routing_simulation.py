"""A household in simulation: requests come, the real `choose` sends them somewhere, and answers take their time.

What is simulated is the world, not the choice: nodes of different speeds with slots and queues, each with the
conversations that its cache keeps; loads are told with a delay. How long an answer will be is not known to whoever
chooses.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app.domain.ids import ModelId, PeerId
from app.domain.load import ModelLoad, Willingness
from app.domain.prefix import CHARACTERS_PER_TOKEN, Mark, PrefixMemory
from app.domain.route import SLOWED_BY_EACH_OTHER, Holding, Length, Place, Route, choose

MODEL = ModelId("m" * 32)
SLOTS = 2
READING_FACTOR = 10
"""So much faster than answers are written prompts are read."""

TOLD_AFTER_SECONDS = 0.06
"""Loads are told at most every 50 ms, and take a while to arrive."""


@dataclass(frozen=True, slots=True)
class Request:
    """One turn of a conversation.

    Attributes:
        at: When it comes.
        conversation: Which.
        prompt_tokens: All of it so far.
        answer_tokens: What it will come to; nobody knows it before.
    """

    at: float
    conversation: int
    prompt_tokens: int
    answer_tokens: int


@dataclass(slots=True, eq=False)
class Node:
    """One laptop with the model loaded.

    Attributes:
        speed: Tokens per second of one answer alone.
        leaves_at: When it announces that it leaves; what it has begun it ends.
        active: Answers in progress.
        queue: Requests that wait, with the time they came.
        kept: Conversations in its slots, the newest last, with the tokens read of each.
        told: Its load as the others know it, and when each news arrives.
    """

    name: str
    speed: float
    rtt_ms: float
    leaves_at: float
    active: int = 0
    queue: deque[tuple[Request, float]] = field(default_factory=deque)
    kept: dict[int, int] = field(default_factory=dict)
    told: deque[tuple[float, ModelLoad]] = field(default_factory=deque)
    place: Place | None = None

    def load(self) -> ModelLoad:
        """How busy it is."""
        return ModelLoad(self.active, SLOTS, len(self.queue), self.speed, self.speed * READING_FACTOR)


type Policy = Callable[["World", Request], int]


class World:
    """Everything that happens.

    Args:
        nodes: The laptops.
        policy: Chooses the index of the node for a request.
        source: Of chance.
    """

    def __init__(self, nodes: Sequence[Node], policy: Policy, source: random.Random) -> None:
        self.nodes = list(nodes)
        self.source = source
        self.memory = PrefixMemory()
        self.turn = 0
        self.now = 0.0
        self.first_token_seconds: list[float] = []
        self.total_seconds: list[float] = []
        self._policy = policy
        self._ends: list[tuple[float, int, int]] = []
        for node in self.nodes:
            node.place = Place(
                PeerId(node.name), node.name, False, Holding.LOADED, node.load(), node.rtt_ms, queue_limit=10**6
            )

    def run(self, requests: Sequence[Request]) -> None:
        """Answer them all."""
        for request in requests:
            self._pass_until(request.at)
            index = self._policy(self, request)
            self._come(index, request)
        self._pass_until(float("inf"))

    def places(self, request: Request) -> list[Place]:
        """What whoever chooses knows: the loads as they were told, and where the conversation was."""
        kept = self.memory.kept(MODEL, marks(request), self.now)
        places = []
        for node in self.nodes:
            while node.told and node.told[0][0] <= self.now:
                assert node.place is not None
                node.place = replace(node.place, load=node.told.popleft()[1])
            place = node.place
            assert place is not None
            if node.leaves_at <= self.now and place.willingness is Willingness.OPEN:
                place = node.place = replace(place, willingness=Willingness.LEAVING)
            if tokens := kept.get(place.peer_id):
                place = replace(place, kept_tokens=tokens)
            places.append(place)
        return places

    def open_nodes(self) -> list[int]:
        """Those that have not said that they leave."""
        return [index for index, node in enumerate(self.nodes) if node.leaves_at > self.now]

    def _pass_until(self, time: float) -> None:
        while self._ends and self._ends[0][0] <= time:
            self.now, _, index = heapq.heappop(self._ends)
            node = self.nodes[index]
            node.active -= 1
            if node.queue:
                request, came = node.queue.popleft()
                self._begin(index, request, came)
            self._tell(node)
        self.now = time if time != float("inf") else self.now

    def _come(self, index: int, request: Request) -> None:
        node = self.nodes[index]
        if node.active < SLOTS:
            self._begin(index, request, self.now)
        else:
            node.queue.append((request, self.now))
        self._tell(node)

    def _begin(self, index: int, request: Request, came: float) -> None:
        node = self.nodes[index]
        slowed = 1.0 + SLOWED_BY_EACH_OTHER * node.active
        unread = request.prompt_tokens - node.kept.pop(request.conversation, 0)
        reading = unread / (node.speed * READING_FACTOR) * slowed
        writing = request.answer_tokens / node.speed * slowed
        node.active += 1
        node.kept[request.conversation] = request.prompt_tokens
        while len(node.kept) > SLOTS:
            del node.kept[next(iter(node.kept))]
        end = self.now + reading + writing
        way = 2 * node.rtt_ms / 1000
        self.first_token_seconds.append(self.now - came + reading + way)
        self.total_seconds.append(end - came + way)
        heapq.heappush(self._ends, (end, len(self.total_seconds), index))

    def _tell(self, node: Node) -> None:
        node.told.append((self.now + TOLD_AFTER_SECONDS, node.load()))


def marks(request: Request) -> tuple[Mark, ...]:
    """One mark for each turn of a conversation so far."""
    turns = range(200, request.prompt_tokens + 1, 200)
    return tuple(Mark(f"{request.conversation}/{t}".encode(), t * CHARACTERS_PER_TOKEN) for t in turns)


def by_hearth(world: World, request: Request) -> int:
    """As Hearth chooses."""
    route = choose(world.places(request), Length(request.prompt_tokens, 200))
    assert isinstance(route, Route), route
    world.memory.note(MODEL, route.place.peer_id, marks(request), SLOTS, world.now)
    index = next(i for i, node in enumerate(world.nodes) if node.name == route.place.peer_id)
    node = world.nodes[index]
    # Its own requests a node knows at once.
    assert node.place is not None
    load = node.place.load
    busier = replace(load, active=load.active + 1) if load.active < SLOTS else replace(load, waiting=load.waiting + 1)
    node.place = replace(node.place, load=busier)
    return index


def by_chance(world: World, request: Request) -> int:
    """Any that is there."""
    return world.source.choice(world.open_nodes())


def in_turn(world: World, request: Request) -> int:
    """One after the other."""
    there = world.open_nodes()
    world.turn += 1
    return there[world.turn % len(there)]


POLICIES: dict[str, Policy] = {"hearth": by_hearth, "random": by_chance, "round robin": in_turn}


def make_nodes(count: int, source: random.Random, leaves_at: float) -> list[Node]:
    """Laptops of different speeds, of which one is slow, and another leaves."""
    nodes = [
        Node(f"node-{i:04d}", source.uniform(15, 40), source.uniform(0.5, 8.0), float("inf")) for i in range(count)
    ]
    nodes[0].speed = 5.0
    nodes[1].leaves_at = leaves_at
    return nodes


def make_requests(nodes: Sequence[Node], count: int, source: random.Random, part: float) -> list[Request]:
    """Conversations of several turns with prompts and answers of mixed lengths.

    They come at such a rate that a part of what all nodes together can do is asked of them.
    """
    requests: list[Request] = []
    at, conversation = 0.0, 0
    while len(requests) < count:
        conversation += 1
        at += source.expovariate(1.0)
        prompt, when = source.choice((200, 200, 400, 1600)), at
        for _ in range(source.choice((1, 2, 3, 6))):
            answer = min(2000, max(5, int(source.lognormvariate(5.0, 0.9))))
            requests.append(Request(when, conversation, prompt, answer))
            prompt += answer // 200 * 200 + 200
            when += source.uniform(0.5, 3.0) * count / 50
    requests = sorted(requests[:count], key=lambda request: request.at)
    tokens = sum(request.answer_tokens + request.prompt_tokens / READING_FACTOR for request in requests)
    tokens_per_second = sum(node.speed for node in nodes) * SLOTS / (1 + SLOWED_BY_EACH_OTHER)
    stretch = tokens / tokens_per_second / part / requests[-1].at
    return [replace(request, at=request.at * stretch) for request in requests]

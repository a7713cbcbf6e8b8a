"""Our quick dataclasses and named tuples against those of Python, which are the definition."""

import contextlib
import copy
import dataclasses
import functools
import inspect
import pickle
import typing

import pytest

from textmine import lightclasses


def classes(module, **options):
    """A class and one derived from it, as a module makes them."""

    @module.dataclass(**options)
    class Point:
        x: int
        y: int = 0
        tags: list = module.field(default_factory=list, compare=False)
        secret: str = module.field(default="s", repr=False)

        def __post_init__(self):
            if self.x < 0:
                raise ValueError(self.x)

    @module.dataclass(**options | {"kw_only": True})
    class Named(Point):
        name: str
        size: float = 1.5

    Point.__qualname__, Named.__qualname__ = "Point", "Named"
    return Point, Named


@pytest.mark.parametrize("options", [{}, {"frozen": True}, {"eq": False}, {"repr": False}, {"kw_only": True}], ids=str)
def test_a_class_does_what_a_dataclass_of_python_does(options):
    ours, theirs = classes(lightclasses, **options), classes(dataclasses, **options)
    for mine, other in zip(ours, theirs, strict=True):
        assert inspect.signature(mine) == inspect.signature(other).replace(return_annotation=inspect.Signature.empty)
        assert mine.__match_args__ == other.__match_args__
        assert lightclasses.field_names(mine) == tuple(each.name for each in dataclasses.fields(other))
        for mine_field, field in zip(dataclasses.fields(mine), dataclasses.fields(other), strict=True):
            for name in ("name", "type", "default", "default_factory", "kw_only", "compare", "repr"):
                assert getattr(mine_field, name) == getattr(field, name)
        values = {"x": 1, "tags": [2]} | ({"name": "n"} if other is theirs[1] else {})
        a, b, same = mine(**values), other(**values), mine(**values | {"tags": [3]})
        assert (a == same) == (b == other(**values | {"tags": [3]})) == options.get("eq", True)
        assert (mine.__hash__ is None) == (other.__hash__ is None)
        assert dataclasses.asdict(a) == dataclasses.asdict(b) == vars(a)
        assert dataclasses.replace(a, y=5).y == lightclasses.replace(a, y=5).y == 5
        assert vars(copy.deepcopy(a)) == vars(a)
        if options.get("repr", True):
            assert repr(a) == repr(b)
        else:
            assert type(a).__repr__ is object.__repr__
        with pytest.raises(ValueError, match="-1"):
            mine(**values | {"x": -1})


def test_what_is_frozen_cannot_be_changed_and_can_be_hashed():
    point = classes(lightclasses, frozen=True)[0](1, secret="t")
    for change in (lambda: setattr(point, "x", 2), lambda: setattr(point, "new", 2), lambda: delattr(point, "x")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert hash(point) == hash(dataclasses.replace(point, tags=[1]))


@pytest.mark.parametrize(
    ("args", "given", "said"),
    [((), {}, "misses"), ((1, 2, [], "s", 5), {}, "takes 4"), ((1,), {"x": 2}, "twice"), ((1,), {"z": 2}, "'z'")],
)
def test_wrong_arguments_are_type_errors(args, given, said):
    for module in (lightclasses, dataclasses):
        with pytest.raises(TypeError):
            classes(module)[0](*args, **given)
    with pytest.raises(TypeError, match=said):
        classes(lightclasses)[0](*args, **given)


def test_our_types_survive_pickling():
    from textmine.errors import InputError
    from textmine.mapequation.options import SearchOptions

    assert pickle.loads(pickle.dumps(SearchOptions(trials=3))) == SearchOptions(trials=3)
    error = pickle.loads(pickle.dumps(InputError("graph.tsv", 3, "no number", "write one")))
    assert str(error) == "graph.tsv:3: no number; write one"


def tuples(base):
    """A named tuple, as a module makes it."""

    class Point(base):
        x: int
        y: int = 0
        tags: tuple = ()

        def norm(self):
            return self.x + self.y

    Point.__qualname__ = "Point"
    return Point


class Pair(lightclasses.NamedTuple):
    """One that can be pickled."""

    first: int
    second: str = "b"


def test_a_tuple_does_what_a_named_tuple_of_python_does():
    ours, theirs = tuples(lightclasses.NamedTuple), tuples(typing.NamedTuple)
    assert (ours._fields, ours._field_defaults, ours.__match_args__) == (
        theirs._fields, theirs._field_defaults, theirs.__match_args__,
    )  # fmt: skip
    for args, given in [((1,), {}), ((1, 2), {}), ((1, 2, (3,)), {}), ((), {"y": 3, "x": 1}), ((1,), {"tags": (2,)})]:
        a, b = ours(*args, **given), theirs(*args, **given)
        assert a == b == tuple(a)
        assert (repr(a), hash(a), a._asdict(), a.x, a.tags, a.norm()) == (
            repr(b), hash(b), b._asdict(), b.x, b.tags, b.norm(),
        )  # fmt: skip
        assert a._replace(y=7) == b._replace(y=7)
    assert pickle.loads(pickle.dumps(Pair(1))) == copy.copy(Pair(1)) == Pair(1, "b")


@pytest.mark.parametrize(("args", "given"), [((), {}), ((1, 2, (), 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2})])
def test_wrong_values_of_a_tuple_are_type_errors(args, given):
    for base in (lightclasses.NamedTuple, typing.NamedTuple):
        with pytest.raises(TypeError):
            tuples(base)(*args, **given)


def test_a_cached_property_is_computed_once():
    for module in (lightclasses, functools):
        computed = []

        class Point:
            @module.cached_property
            def norm(self, computed=computed):
                computed.append(self)
                return 5

        point, other = Point(), Point()
        assert (point.norm, point.norm, other.norm) == (5, 5, 5)
        assert computed == [point, other]
        assert isinstance(Point.norm, module.cached_property)


class WrongError(Exception):
    """What goes wrong in a block."""


@pytest.mark.parametrize("raised", [None, WrongError("first"), StopIteration("first"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("ends", ["passes", "hides", "renames", "again"])
def test_a_context_manager_ends_as_one_of_python_does(ends, raised):
    def run(module):
        seen = []

        @module.contextmanager
        def block(name):
            try:
                yield name
                seen.append("left")
            except BaseException as error:
                seen.append(error)
                if ends == "renames":
                    raise WrongError("second") from error
                if ends == "passes":
                    raise
                if ends == "again":
                    yield name
            finally:
                seen.append("closed")

        try:
            with block("b") as name:
                seen.append(name)
                if raised is not None:
                    raise raised
        except BaseException as error:
            seen.append((type(error), str(error) if isinstance(error, WrongError) else ""))
        return seen

    assert run(lightclasses) == run(contextlib)

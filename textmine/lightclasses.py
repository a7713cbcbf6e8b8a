"""Dataclasses, named tuples, cached properties and context managers, for what `textmine cluster` loads.

`dataclasses` writes and compiles the text of each method of each class, half a millisecond a class, and loads `inspect`
for it: an eighth of the time that the program takes to start. Here all classes share the same methods. To the functions
of `dataclasses` they are dataclasses: their fields are described when somebody asks for them. Named tuples of `typing`
compile a text for each class, too. `functools` and `contextlib` take a millisecond to load.
"""

from __future__ import annotations

from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import contextmanager
    from functools import cached_property
    from typing import Any, NamedTuple, Protocol, TypeVar, dataclass_transform

    _Class = TypeVar("_Class", bound=type)
    _Instance = TypeVar("_Instance")
else:
    Protocol = object  # what a protocol asks for is checked without running

    def dataclass_transform(**_):  # tells type checkers, and nobody else
        return lambda decorator: decorator

    class cached_property:  # noqa: N801 (as in functools)
        """A property that is computed once for each instance.

        Examples
        --------
        >>> class Words:
        ...     @cached_property
        ...     def longest(self):
        ...         print("looked for")
        ...         return "transformer"
        >>> words = Words()
        >>> words.longest, words.longest
        looked for
        ('transformer', 'transformer')
        """

        def __init__(self, compute):
            self._compute = compute

        def __set_name__(self, owner, name):
            self._name = name

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            # The next time, the attribute of the instance is found first.
            value = instance.__dict__[self._name] = self._compute(instance)
            return value

    class _Block:
        """A generator of one item as a context manager, as `contextlib` has it."""

        def __init__(self, steps):
            self._steps = steps

        def __enter__(self):
            return next(self._steps)

        def __exit__(self, kind, error, trace):
            try:
                if error is None:
                    next(self._steps)
                else:
                    self._steps.throw(error)
            except StopIteration as end:
                return error is not None and end is not error
            except BaseException as raised:
                # Python makes a StopIteration that passes through a generator the cause of another error.
                if raised is error or (type(error) is StopIteration and isinstance(raised, RuntimeError)):
                    return False
                raise
            self._steps.close()
            raise RuntimeError("the generator of a context manager has more than one item")

    def contextmanager(steps):
        """Make a function that returns a generator of one item one that returns a context manager.

        Examples
        --------
        >>> @contextmanager
        ... def named(name):
        ...     try:
        ...         yield name
        ...     finally:
        ...         print("left", name)
        >>> with named("here") as name:
        ...     print("in", name)
        in here
        left here
        """

        def begun(*args, **named):
            return _Block(steps(*args, **named))

        begun.__name__, begun.__doc__, begun.__wrapped__ = steps.__name__, steps.__doc__, steps
        return begun


__all__ = [
    "Array",
    "NamedTuple",
    "Pending",
    "Protocol",
    "array",
    "buffer_of",
    "cached_property",
    "contextmanager",
    "dataclass",
    "field",
    "field_names",
    "replace",
]

_MISSING: Any = object()


class _Field:
    """A field: its default, and where it counts."""

    __slots__ = ("compare", "default", "factory", "kw_only", "repr")

    def __init__(self, default: Any, factory: Callable[[], Any] | None, compare: bool, repr_: bool) -> None:
        self.default, self.factory, self.compare, self.repr = default, factory, compare, repr_
        self.kw_only = False


def field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    """Describe a field, as `dataclasses.field` does."""
    return _Field(default, default_factory, compare, repr)


def array(
    *,
    default_factory: Callable[[], Any] | None = None,
    default: Any = _MISSING,
    seen: Callable[[Any, Any], Any] | None = None,
) -> Any:
    """Describe a field that is a numpy array to whoever reads it, and a buffer to `buffer_of`.

    Numpy is loaded when the field is first read as an array. Where the array has another shape than the buffer, `seen`
    returns it, given the instance and the array that is held.

    Examples
    --------
    >>> from textmine.buffers import ints
    >>> @dataclass(frozen=True)
    ... class Row:
    ...     items: Any = array()
    >>> row = Row(ints(2))
    >>> buffer_of(row, "items").tolist(), row.items
    ([0, 0], array([0, 0], dtype=int32))
    """
    return Array(default, default_factory, seen)


def buffer_of(instance: Any, name: str) -> Any:
    """Return a field made by `array` as a buffer, without numpy; None where the field is None.

    Kernels take only memory that lies in a row and can be written to. Of an array that is read-only (a file that is
    mapped, say) or has gaps, and of a list, the instance keeps a copy.
    """
    value = _held(instance, name)
    if value is None or isinstance(value, memoryview):
        return value
    view = None if isinstance(value, (list, tuple)) else memoryview(value)
    if view is None or view.readonly or not view.c_contiguous:
        import numpy as np

        instance.__dict__[name] = value = np.array(value, order="C")
    return memoryview(value)


class Pending:
    """What several fields made by `array` hold until one of them is read: how to make their buffers.

    Parameters
    ----------
    names
        Names of the fields.
    make
        Returns a buffer for each.
    ready
        The buffers themselves, for the first who takes them.

    Examples
    --------
    >>> from textmine.buffers import ints
    >>> @dataclass(frozen=True)
    ... class Row:
    ...     first: Any = array()
    ...     second: Any = array()
    >>> row = Row(*Pending(("first", "second"), lambda: (ints(1), ints(2))).fields())
    >>> row.second.tolist(), row.first.tolist()
    ([0, 0], [0])
    """

    __slots__ = ("_make", "_names", "_ready")

    def __init__(
        self, names: tuple[str, ...], make: Callable[[], tuple[Any, ...]], ready: tuple[Any, ...] | None = None
    ) -> None:
        self._names, self._make, self._ready = names, make, ready

    def fields(self) -> tuple[Pending, ...]:
        """Return itself for each of the fields."""
        return (self,) * len(self._names)

    def take(self) -> tuple[Any, ...]:
        """Return the buffers, which are not kept."""
        ready, self._ready = self._ready, None
        return self._make() if ready is None else ready

    def settle(self, instance: Any) -> None:
        """Let the fields of an instance hold the buffers."""
        instance.__dict__.update(zip(self._names, self.take(), strict=True))


def _held(instance: Any, name: str) -> Any:
    value: Any = instance.__dict__[name]
    if isinstance(value, Pending):
        value.settle(instance)
        value = instance.__dict__[name]
    return value


class Array(_Field):
    """A field whose buffer becomes an array of numpy when it is read."""

    __slots__ = ("_name", "_seen")

    def __init__(
        self, default: Any, factory: Callable[[], Any] | None, seen: Callable[[Any, Any], Any] | None = None
    ) -> None:
        super().__init__(default, factory, True, True)
        self._seen = seen

    def __set_name__(self, owner: Any, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return self
        value = _held(instance, self._name)
        if isinstance(value, memoryview):
            import numpy as np

            value = instance.__dict__[self._name] = np.asarray(value)
        return value if self._seen is None else self._seen(instance, value)

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self._name] = value


@dataclass_transform(field_specifiers=(field, array))
def dataclass(
    *,
    frozen: bool = False,
    kw_only: bool = False,
    eq: bool = True,
    repr: bool = True,
) -> Callable[[_Class], _Class]:
    """Make a class a dataclass of its annotated fields; the options are those of `dataclasses.dataclass`.

    Examples
    --------
    >>> @dataclass(frozen=True)
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(3), Point(3) == Point(x=3, y=0), replace(Point(3), y=4)
    (Point(x=3, y=0), True, Point(x=3, y=4))
    >>> import dataclasses
    >>> dataclasses.asdict(Point(3))
    {'x': 3, 'y': 0}
    """

    def made(cls: _Class) -> _Class:
        fields = dict(getattr(cls, "__light_fields__", {}))  # those of the class above
        for name in _annotations(cls):
            default = cls.__dict__.get(name, _MISSING)
            if isinstance(default, _Field):
                if not isinstance(default, Array):
                    delattr(cls, name)
            else:
                default = _Field(default, None, True, True)
            default.kw_only = kw_only
            fields[name] = default
        methods: dict[str, Any] = {
            "__light_fields__": fields,
            "__match_args__": tuple(name for name, each in fields.items() if not each.kw_only),
            "__init__": _init,
            "__dataclass_fields__": _Described(),
            "__signature__": _Signature(),
        }
        if any(isinstance(each, Array) for each in fields.values()):
            methods["__getstate__"] = _state
        if repr and "__repr__" not in cls.__dict__:
            methods["__repr__"] = _repr
        if eq and "__eq__" not in cls.__dict__:
            methods |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
        if frozen:
            methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
        for name, method in methods.items():
            setattr(cls, name, method)
        return cls

    return made


if not TYPE_CHECKING:

    class NamedTuple(tuple):
        """A tuple whose annotated fields have names, as that of `typing`.

        Examples
        --------
        >>> class Point(NamedTuple):
        ...     x: int
        ...     y: int = 0
        >>> Point(3), Point(3) == (3, 0), Point(x=3)._replace(y=4).y
        (Point(x=3, y=0), True, 4)
        """

        __slots__ = ()
        _fields = ()

        def __init_subclass__(cls):
            cls._fields = cls.__match_args__ = tuple(_annotations(cls))
            cls._field_defaults = {name: cls.__dict__[name] for name in cls._fields if name in cls.__dict__}
            for place, name in enumerate(cls._fields):
                setattr(cls, name, property(itemgetter(place)))

        def __new__(cls, *values, **named):
            """Return a tuple of the values by place, those by name, and the defaults of others."""
            fields = cls._fields
            if named or len(values) < len(fields):
                rest = fields[len(values) :]
                given = cls._field_defaults | named
                values += tuple([given[name] for name in rest if name in given])
                if not named.keys() <= set(rest):
                    raise TypeError(f"{cls.__name__}() has no place for {', '.join(sorted(named.keys() - set(rest)))}")
            if len(values) != len(fields):
                raise TypeError(f"{cls.__name__}() takes {len(fields)} values: {', '.join(fields)}")
            return tuple.__new__(cls, values)

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            shown = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(shown)})"

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes):
            return type(self)(**(self._asdict() | changes))


def _annotations(cls: Any) -> dict[str, Any]:
    """Return the annotations of a class without those of the classes above."""
    return dict(getattr(cls, "__annotations__", {}))  # without those of a base since Python 3.10


def field_names(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass of this module, or of an instance."""
    return tuple(kind.__light_fields__)


def replace(of: _Instance, **changes: Any) -> _Instance:
    """Return a copy with other values of some fields, as `dataclasses.replace` does."""
    return type(of)(**{name: of.__dict__[name] for name in field_names(of) if name not in changes} | changes)


def _init(self: Any, *args: Any, **given: Any) -> None:
    cls = type(self)
    places = cls.__match_args__
    if len(args) > len(places):
        raise TypeError(f"{cls.__name__}() takes {len(places)} positional arguments, not {len(args)}")
    values = dict(zip(places, args, strict=False))
    if not values.keys().isdisjoint(given):
        raise TypeError(f"{cls.__name__}() got a value twice for {', '.join(sorted(values.keys() & given.keys()))}")
    values |= given
    own, fields = self.__dict__, cls.__light_fields__
    for name, each in fields.items():
        if name in values:
            own[name] = values[name]
        elif each.factory is not None:
            own[name] = each.factory()
        elif each.default is not _MISSING:
            own[name] = each.default
        else:
            raise TypeError(f"{cls.__name__}() misses the argument '{name}'")
    if not values.keys() <= fields.keys():
        unknown = next(name for name in values if name not in fields)
        raise TypeError(f"{cls.__name__}() got an unexpected keyword argument '{unknown}'")
    if hasattr(cls, "__post_init__"):
        self.__post_init__()


def _state(self: Any) -> dict[str, Any]:
    """Return what is copied and pickled: arrays, since buffers cannot be."""
    return {**self.__dict__, **{name: getattr(self, name) for name in self.__light_fields__}}


def _compared(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name, each in self.__light_fields__.items() if each.compare)


def _eq(self: Any, other: object) -> Any:
    return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, each in self.__light_fields__.items() if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, value: Any = None) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field '{name}'")


def _twin(cls: Any) -> Any:
    """Return a dataclass of `dataclasses` with the same fields."""
    import dataclasses

    types = {name: kind for base in reversed(cls.__mro__) for name, kind in _annotations(base).items()}

    def fields() -> Iterator[tuple[str, Any, Any]]:
        for name, each in cls.__light_fields__.items():
            how = {"kw_only": each.kw_only, "compare": each.compare, "repr": each.repr}
            if each.factory is not None:
                how["default_factory"] = each.factory
            elif each.default is not _MISSING:
                how["default"] = each.default
            yield name, types[name], dataclasses.field(**how)

    return dataclasses.make_dataclass(cls.__name__, fields())


class _Described:
    """The fields as `dataclasses` describes them, made when it first asks for them."""

    def __get__(self, instance: Any, cls: Any) -> Any:
        cls.__dataclass_fields__ = found = _twin(cls).__dataclass_fields__
        return found


class _Signature:
    """The signature of the class, made when `inspect` first asks for it."""

    def __get__(self, instance: Any, cls: Any) -> Any:
        import inspect

        found = inspect.signature(_twin(cls).__init__)
        return found.replace(parameters=list(found.parameters.values())[1:], return_annotation=inspect.Signature.empty)

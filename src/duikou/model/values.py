"""Dataclasses whose methods are not compiled at each start.

What holds here: `dataclass` is that of the standard library, as far as this package uses it, and a type checker sees no
other. The standard library writes the source of each method and compiles it when the class is made: for a frozen class
six times, which was a fifth of what a start took. Here the methods are functions that know the names of the attributes.
A value is made in less time than by theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  (handed on)
else:
    import dataclasses
    from operator import attrgetter
    from reprlib import recursive_repr

    _NONE = dataclasses.MISSING

    def dataclass(kind=None, /, *, frozen=False, slots=False, repr=True, eq=True):
        """`dataclasses.dataclass` with these of its parameters."""

        def made(kind):
            own = frozenset(vars(kind))
            found = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(kind)
            fields = dataclasses.fields(found)
            methods = {"__init__": _maker(found, fields, slots), "__reduce__": _reduced(fields)}
            if repr:
                methods["__repr__"] = _shown(fields)
            if eq:
                methods["__eq__"] = _equal([one.name for one in fields if one.compare])
                methods["__hash__"] = None
            if frozen:
                methods |= {"__setattr__": _kept, "__delattr__": _kept}
                hashed = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
                methods["__hash__"] = _hashed(hashed) if eq else object.__hash__
            for name, method in methods.items():
                if name not in own:
                    setattr(found, name, method)
            found.__signature__ = _Signature()
            return found

        return made if kind is None else made(kind)

    def _maker(kind, fields, slots):
        """What makes a value of its attributes, by place or by name."""
        names = tuple(one.name for one in fields)
        count = len(names)
        # What sets an attribute of one with slots does so without a look at what may be set.
        setters = tuple(getattr(kind, name).__set__ for name in names) if slots else ()
        defaults = [(None if one.default is _NONE else one.default, one.default_factory) for one in fields]
        needed = sum(one.default is _NONE and one.default_factory is _NONE for one in fields)

        def filled(args, given):
            """The attributes that were not given by place, from the names and the defaults."""
            found = list(args)
            for name, (default, factory) in zip(names[len(args) :], defaults[len(args) :], strict=True):
                if name in given:
                    found.append(given.pop(name))
                elif len(found) < needed:
                    raise TypeError(f"{kind.__qualname__}.__init__() missing a required argument: {name!r}")
                else:
                    found.append(default if factory is _NONE else factory())
            if len(found) > count:
                raise TypeError(f"{kind.__qualname__}.__init__() takes {count} arguments, not {len(found)}")
            if given:
                name = next(iter(given))
                raise TypeError(f"{kind.__qualname__}.__init__() got an unexpected argument, or one twice: {name!r}")
            return found

        # By how many were given, the defaults of the others; nothing where one has none, or a new one for each value.
        rests = [
            tuple(default for default, _ in defaults[at:])
            if at >= needed and all(factory is _NONE for _, factory in defaults[at:])
            else ()
            for at in range(count)
        ]

        def __init__(self, /, *args, **given):
            if given or len(args) != count:
                rest = () if given or len(args) > count else rests[len(args)]
                args = (*args, *rest) if rest else filled(args, given)
            for set_, value in zip(setters, args):  # noqa: B905  (there are as many, and a keyword costs a third more)
                set_(self, value)

        def in_a_dictionary(self, /, *args, **given):
            if given or len(args) != count:
                args = filled(args, given)
            vars(self).update(zip(names, args, strict=True))

        return __init__ if slots else in_a_dictionary

    def _reader(names):
        """What gives the attributes of a value, as a tuple."""
        if not names:
            return lambda value: ()
        read = attrgetter(*names)
        return read if len(names) > 1 else lambda value: (read(value),)

    def _reduced(fields):
        read = _reader([one.name for one in fields])
        return lambda self: (type(self), read(self))

    def _shown(fields):
        names = [one.name for one in fields if one.repr]

        @recursive_repr()
        def __repr__(self):
            return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

        return __repr__

    def _equal(names):
        read = _reader(names)

        def __eq__(self, other):
            return read(self) == read(other) if other.__class__ is self.__class__ else NotImplemented

        return __eq__

    def _hashed(names):
        read = _reader(names)
        return lambda self: hash(read(self))

    def _kept(self, name, *value):
        raise dataclasses.FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")

    class _Signature:
        """How a class is called: made when it is asked for, which few programs do."""

        def __get__(self, value, kind):
            from inspect import Parameter, Signature

            def told(one):
                if one.default_factory is not _NONE:
                    return one.default_factory
                return Parameter.empty if one.default is _NONE else one.default

            fields = dataclasses.fields(kind)
            way = Parameter.POSITIONAL_OR_KEYWORD
            return Signature(
                [Parameter(one.name, way, default=told(one), annotation=one.type) for one in fields],
                return_annotation=None,
            )

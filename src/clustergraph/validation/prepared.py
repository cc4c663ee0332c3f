"""A shape as far as it can be made ready without data: what of it is the same for all data that meets it.

Who validates one record after another with the same shapes does this once, and for each record only the rest.
"""

from dataclasses import dataclass

from clustergraph.graph.wording import Gap
from clustergraph.validation.components import LASTING, LOGIC, MAKERS, Constraint, Maker
from clustergraph.validation.later_forms import later_forms
from clustergraph.validation.shapes import Shape, Shapes, ill_formed
from clustergraph.validation.terms import is_iri, sh, text
from clustergraph.validation.vocabulary import named, not_evaluated
from clustergraph.validation.wording import gap

_PROPERTY, _VALUES = sh("property"), sh("values")
_Makers = tuple[tuple[Maker, str], ...]


@dataclass(eq=False, slots=True)
class Prepared:
    """A shape with the constraints that are good for all data, and with what makes those of a run.

    ``plain`` makers, each with its parameter, give constraints that look at values alone, ``referring`` ones those that
    refer to shapes. ``unchecked`` are sentences on what cannot be checked, ``held`` the property shapes that it holds.
    ``computed`` tells that its value nodes are computed (``sh:values``), so that nobody knows them here. ``is_well`` is
    set by who has found that the makers meet nothing ill-formed, ``refers`` by who knows whether it or what it holds
    refers to shapes.
    """

    shape: Shape
    lasting: tuple[Constraint, ...] = ()
    plain: _Makers = ()
    referring: _Makers = ()
    unchecked: tuple[Gap, ...] = ()
    held: tuple[str, ...] = ()
    computed: bool = False
    is_well: bool = False
    refers: bool | None = None


def prepared(shapes: Shapes, node: str) -> Prepared:
    """Prepare a shape, or give it as it was; raises :class:`ShapesProblem` where it is ill-formed."""
    found = shapes.prepared.get(node)
    if found is None:
        found = shapes.prepared[node] = _prepared(shapes, shapes.shape(node))
    return found


def _prepared(shapes: Shapes, shape: Shape) -> Prepared:
    computed = _VALUES in shape.parameters
    held = () if shape.open or computed else shape.parameters.get(_PROPERTY, ())
    for one in held:
        if shapes.shape(one).path is None and (one in shapes.graph or not is_iri(one)):
            raise ill_formed(one if is_iri(one) else shape.node, "A value of sh:property must have a path")
    if shape.deactivated:
        return Prepared(shape, held=held)
    if (why := shape.open or shapes.absent(shape.node)) is not None:
        return Prepared(shape, unchecked=(why,), held=held)
    made = [parameter for parameter in shape.parameters if parameter in LASTING or parameter in MAKERS]
    later = {one: told for one in made if (told := later_forms(shapes.graph, shape.node, one))}
    given = [(one, value) for one in made if one not in later for value in shape.parameters[one]]
    return Prepared(
        shape=shape,
        lasting=tuple(
            constraint
            for parameter, value in given
            if parameter in LASTING
            for constraint in LASTING[parameter](shapes, shape, value)
        ),
        plain=tuple((MAKERS[one], value) for one, value in given if one in MAKERS and one not in LOGIC),
        referring=tuple((MAKERS[one], value) for one, value in given if one in LOGIC),
        unchecked=(
            *(
                gap("not-evaluated", named(text(one)), shape=shapes.whole(shape.node))
                for one in shape.parameters
                if not_evaluated(text(one))
            ),
            *(words for told in later.values() for words in told),
        ),
        held=held,
        computed=computed,
    )

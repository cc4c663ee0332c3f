"""The constraint components of SHACL Core (section 4), of DASH and in SPARQL: parameter → the checks it asks for.

A maker takes the run, the shape and one value of the parameter, and gives checks; a check takes a focus node and its
value nodes and gives the offences, which are few. Those of ``LASTING`` ask nothing of a run: their checks are made once
for all data that meets the shapes.
"""

from clustergraph.validation.components.constraint import Constraint, LastingMaker, Maker, Offence, Run
from clustergraph.validation.components.dash import DASH
from clustergraph.validation.components.logic import LOGIC
from clustergraph.validation.components.pairs import PAIRS
from clustergraph.validation.components.sets import SETS
from clustergraph.validation.components.sparql import SPARQL, of_components
from clustergraph.validation.components.statements import STATEMENTS
from clustergraph.validation.components.values import VALUES

__all__ = ["LASTING", "LOGIC", "MAKERS", "Constraint", "LastingMaker", "Maker", "Offence", "Run", "of_components"]

#: Parameter → what makes its checks, once for all data and for each run.
LASTING: dict[str, LastingMaker] = {**VALUES, **SETS}
MAKERS: dict[str, Maker] = {**STATEMENTS, **PAIRS, **LOGIC, **DASH, **SPARQL}

"""What a child process inherits: the variables that it needs, and the settings, which it reads again.

The environment of whoever starts a server may hold passwords and keys of other programs. A process that meets the bytes
of strangers has no use for them, and anybody who gets hold of it would find them there.
"""

from collections.abc import Mapping

from clustergraph.settings import Settings

#: Where programs, libraries, modules and temporary files are, how text is written, what time it is.
_NEEDED = frozenset(
    (
        *("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "LANGUAGE", "TZ", "TZDIR"),
        *("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH"),
        *("PYTHONHOME", "PYTHONPATH", "PYTHONPLATLIBDIR", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONSAFEPATH"),
        *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONUTF8", "PYTHONCOERCECLOCALE", "PYTHONIOENCODING"),
        *("PYTHONHASHSEED", "PYTHONMALLOC", "PYTHONOPTIMIZE", "PYTHONUNBUFFERED", "PYTHONWARNINGS"),
        *("PYTHONFAULTHANDLER", "PYTHONDEVMODE", "PYTHONTRACEMALLOC"),
    )
)
_LOCALE = "LC_"  # one for each category of setlocale(3)


def inherited(environ: Mapping[str, str], settings: Settings | None = None) -> dict[str, str]:
    """Choose from an environment what a child process needs, and add the settings, where it has any.

    Variables of ours in ``environ`` are left out: what they said, and what the file of ``CLUSTERGRAPH_CONFIG`` said, is
    in the settings.
    """
    needed = {name: value for name, value in environ.items() if name in _NEEDED or name.startswith(_LOCALE)}
    return needed | (settings.environment() if settings else {})

"""Create .venv and install the locked packages into it, once: the first step of every make target.

With the word ``lab`` it makes .venv-lab instead, the small environment in which a student runs the notebooks.
It needs the standard library only and parses on Python 3.6, so that an old Python is told so in a sentence.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Folder and lock of each environment.
ENVIRONMENTS = {
    "book": (".venv", "requirements.txt"),
    "lab": (".venv-lab", os.path.join(".binder", "requirements.txt")),
}
NAME, LOCK = ENVIRONMENTS[sys.argv[1] if sys.argv[1:] else "book"]
VENV = os.path.join(ROOT, NAME)
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "clusterbook.stamp")
LOG = os.path.join(ROOT, "_build", "setup.log")
LOG_NAME = os.path.join("_build", "setup.log")
NEEDED = (3, 11)

# What pip prints, in one place or another, when no package index answers.
NETWORK_SIGNS = (
    "failed to establish a new connection",
    "temporary failure in name resolution",
    "name or service not known",
    "nodename nor servname provided",
    "failed to resolve",
    "network is unreachable",
    "connection refused",
    "connection reset",
    "newconnectionerror",
    "nameresolutionerror",
    "connecttimeouterror",
    "readtimeouterror",
    "read timed out",
    "proxyerror",
    "max retries exceeded",
)


class SetupError(Exception):
    """What is wrong and what to do about it, in one sentence."""


def check_python():
    """Refuse a Python too old for the book, or one that cannot make environments."""
    if tuple(sys.version_info[:2]) < NEEDED:
        needed = ".".join(str(part) for part in NEEDED)
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise SetupError(
            f"Python {needed} or newer is needed, but {sys.executable} is Python {found}: "
            "install a newer one, or name one you have, as in `make book PYTHON=python3.12`."
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetupError(
            f"{sys.executable} cannot create environments because its venv or ensurepip module is missing: "
            "install it (on Debian and Ubuntu: apt install python3-venv) and try again."
        ) from None


def wanted_stamp():
    """Return the digest of all that the environment is made from.

    The folder is part of it because an environment does not survive being moved.
    """
    digest = hashlib.sha256()
    for name in (LOCK, "pyproject.toml"):
        try:
            with open(os.path.join(ROOT, name), "rb") as file:
                digest.update(file.read())
        except OSError as error:
            raise SetupError(f"{name} cannot be read ({error.strerror}): restore it with git and try again.") from None
    digest.update(f"{sys.version_info[0]}.{sys.version_info[1]} {ROOT}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def is_ready(stamp):
    """Tell whether a finished environment with this stamp is there."""
    try:
        with open(STAMP) as file:
            return file.read().strip() == stamp and os.path.exists(VENV_PYTHON)
    except OSError:
        return False


def remove_old_environment():
    """Remove a stale or half-made environment."""
    if os.path.islink(VENV) or os.path.isfile(VENV):
        os.remove(VENV)
    elif os.path.isdir(VENV):
        shutil.rmtree(VENV)


def run_logged(command, log):
    """Run a command with its output in the log; return whether it succeeded."""
    # Settings that would send the packages somewhere else than into .venv.
    strangers = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONHOME", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in strangers}
    done = subprocess.call(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
    )
    return done == 0


def explain_failure():
    """Return the sentence that says why pip failed, from what it wrote to the log."""
    with open(LOG, errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error:")] or lines[-1:] or ["no message"]
    # A hiccup of the network that pip got over must not be blamed for a failure of another kind.
    nothing_found = any("no matching distribution" in line.lower() for line in errors)
    suspects = lines if nothing_found else errors[-1:] + lines[-1:]
    if any(sign in line.lower() for line in suspects for sign in NETWORK_SIGNS):
        return (
            "The packages could not be downloaded because the package index was not reached: "
            f"the first set-up needs a network connection, so connect and try again (details in {LOG_NAME})."
        )
    last = errors[-1][len("error:") :] if errors[-1].lower().startswith("error:") else errors[-1]
    return f"The packages could not be installed; pip's last error was: {last.strip()} (details in {LOG_NAME})."


def build_environment(stamp):
    """Make the environment from nothing; the stamp comes last, so that a half-made one is never taken for whole."""
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    remove_old_environment()
    with open(LOG, "w") as log:
        if not run_logged([sys.executable, "-m", "venv", VENV], log):
            raise SetupError(f"The environment {NAME} could not be created: see the end of {LOG_NAME} for the reason.")
        install = [VENV_PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        installed = run_logged([*install, "-r", LOCK], log)
    if not installed:
        raise SetupError(explain_failure())
    with open(STAMP, "w") as file:
        file.write(stamp + "\n")


def main():
    """Do nothing if all is well, else set up; return the exit code."""
    try:
        check_python()
        stamp = wanted_stamp()
        if not is_ready(stamp):
            print("Setting up the environment (once; takes a few minutes) ...", flush=True)
            build_environment(stamp)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        place, reason = error.filename or NAME, error.strerror or error
        print(f"The environment could not be set up: {place}: {reason}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up was stopped; the next run starts it afresh.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

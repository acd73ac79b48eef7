"""`make test` needs these system packages: installs them, or says the one line that does."""

import os
import shutil
import subprocess
import sys

PACKAGES = ["chromium", "fonts-noto-core", "postgresql-15", "redis-server", "gettext", "clamav-daemon"]
INSTALL = ["apt-get", "install", "--yes", "--no-install-recommends"]


def missing() -> list[str]:
    state = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    )
    there = {line.split()[0] for line in state.stdout.splitlines() if line.endswith(" installed")}
    return [package for package in PACKAGES if package not in there]


def main() -> None:
    wanted = missing()
    if not wanted:
        return
    sudo = [] if not os.getuid() else ["sudo", "-n"]
    line = " ".join(["sudo apt-get update && sudo", *INSTALL, *wanted])
    if sudo and (
        not shutil.which("sudo") or subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode
    ):
        sys.exit(f"The tests need system packages. Run: {line}")
    # A package's own service must not start: the tests start their own on sockets.
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    print("Installing", *wanted, flush=True)
    for command in (["apt-get", "update", "-qq"], [*INSTALL, "-qq", *wanted]):
        if subprocess.run([*sudo, *quiet, *command], check=False).returncode:
            sys.exit(f"The tests need system packages. Run: {line}")


if __name__ == "__main__":
    main()

"""tools/Containerfile makes an image of the bundle, and what runs in it gives the same files as here.

usage: container_test.py BUILD
Exit code 77 and a sentence when buildah is missing or may not make an image here.
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from small_study import STUDY

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv[1])


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def main(home):
    def buildah(*arguments, check=True):
        return subprocess.run(["buildah", "--storage-driver", "vfs", "--root", home / "store", "--runroot",
                               home / "run", *arguments], check=check, capture_output=True, text=True,
                              env={**os.environ, "BUILDAH_ISOLATION": "chroot"})

    if buildah("from", "scratch", check=False).returncode != 0:
        skip("buildah may not make an image here")
    subprocess.run([ROOT / "tools" / "bundle", home / "bundle", BUILD], check=True, capture_output=True)
    buildah("build", "-t", "chokepoint", "-f", ROOT / "tools" / "Containerfile", home / "bundle")
    data = home / "data"
    data.mkdir()
    shutil.copy(ROOT / "tests" / "systems" / "ishigami.yaml", data)
    (data / "study.yaml").write_text(STUDY)
    container = buildah("from", "chokepoint").stdout.strip()
    entry = buildah("inspect", "--format", "{{.OCIv1.Config.Entrypoint}}", container).stdout.strip()
    assert entry == "[/bin/chokepoint]", entry
    inside = buildah("run", "-v", f"{data}:/data", container, "--", "/bin/chokepoint", "sweep", "study.yaml", "-o",
                     "inside", check=False)
    assert inside.returncode == 0, inside.stderr
    subprocess.run([BUILD / "chokepoint", "sweep", data / "study.yaml", "-o", data / "here"], check=True,
                   capture_output=True)
    for name in ("manifest.json", "design.csv", "runs.csv", "runs.parquet", "ensemble.parquet", "ensemble.nc"):
        assert (data / "inside" / name).read_bytes() == (data / "here" / name).read_bytes(), name
    print("the image gives the same files")


if __name__ == "__main__":
    if shutil.which("buildah") is None:
        skip("buildah is not installed")
    folder = Path(tempfile.mkdtemp(prefix="chokepoint-image-"))
    try:
        main(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

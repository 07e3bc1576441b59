"""A real Slurm cluster of several nodes on this machine, for one test: on loopback ports, in one folder, gone
afterwards. It can lose nodes.

Everything runs in the foreground as a child of the test, so that only what the test started is ever
killed: munged, slurmctld and one slurmd a node. What they start themselves (step daemons and tasks)
is found by the node's folder and by the environment that Slurm gives to tasks.
"""
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "sinfo"]
PACKAGES = "slurmctld slurmd slurm-client munge"
SEARCH_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
# Only loopback.
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
CredType=cred/munge
# cred_expire is also the pause before a task of a lost node starts again; 5 s is the least.
AuthInfo=socket={folder}/munge/socket,cred_expire=5
StateSaveLocation={folder}/controller
SlurmctldPidFile={folder}/controller/pid
SlurmdPidFile={folder}/%n/pid
SlurmdSpoolDir={folder}/%n/spool
SlurmdLogFile={folder}/%n/log
SlurmctldLogFile={folder}/controller/log
# No cgroups, no systemd, no accounting.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/completed
MpiDefault=none
MailProg=/bin/true
# Nodes have the processors that stand here, not those of this machine.
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1,default_queue_depth=1000
MaxArraySize=1001
# Fail fast. A node set down stays down until it is resumed.
SlurmdTimeout=6
SlurmctldTimeout=10
MessageTimeout=5
KillWait=2
ReturnToService=1
JobRequeue=1
"""


def missing_programs():
    return [name for name in PROGRAMS if shutil.which(name, path=SEARCH_PATH) is None]


def free_ports(count):
    """Neighbouring ports that nobody listens on."""
    for first in range(20000, 30000, count + 7):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
    raise RuntimeError("no free ports")


def until(holds, seconds, what):
    """Waits for something to hold; fails with what it was."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.1)


class Cluster:
    def __init__(self, nodes=3, processors=2):
        self.folder = Path(tempfile.mkdtemp(prefix="slurm"))  # short: sockets have long names
        self.nodes = [f"n{i}" for i in range(1, nodes + 1)]
        self.environment = {**os.environ, "PATH": SEARCH_PATH,
                            "SLURM_CONF": str(self.folder / "slurm.conf")}
        for name in [key for key in self.environment if key.startswith(("SLURM_", "SBATCH_"))]:
            if name != "SLURM_CONF":
                del self.environment[name]
        self.daemons = {}
        try:
            self.configure(processors)
            self.start_munge()
            self.start_controller()
            for node in self.nodes:
                self.boot(node)
            until(lambda: self.states().count("idle") == nodes, 30, "all nodes are idle")
        except BaseException:
            self.stop()
            raise

    def configure(self, processors):
        host = socket.gethostname().split(".")[0]
        port = free_ports(len(self.nodes) + 1)
        text = CONFIGURATION.format(host=host, port=port, user=getpass.getuser(), folder=self.folder)
        for number, node in enumerate(self.nodes, 1):
            text += (f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port + number} "
                     f"CPUs={processors} RealMemory=1000\n")
        text += "PartitionName=batch Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n"
        self.folder.chmod(0o755)
        (self.folder / "slurm.conf").write_text(text)
        for name in ["munge", "controller", *self.nodes]:
            (self.folder / name).mkdir()
        for node in self.nodes:
            (self.folder / node / "spool").mkdir()

    def start(self, name, *command):
        """Starts a daemon with its folder as working directory, which its step daemons inherit."""
        place = self.folder / name
        with open(place / "output", "ab") as output:
            self.daemons[name] = subprocess.Popen(
                command, cwd=place, env=self.environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, start_new_session=True)

    def start_munge(self):
        place = self.folder / "munge"
        place.chmod(0o711)
        key = place / "key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        self.start("munge", "munged", "--foreground", "--force", f"--socket={place}/socket",
                   f"--key-file={key}", f"--pid-file={place}/pid", f"--log-file={place}/log",
                   f"--seed-file={place}/seed")
        until((place / "socket").exists, 10, "munged listens")

    def start_controller(self):
        self.start("controller", "slurmctld", "-D", "-c")
        until(lambda: self.call("scontrol", "ping", check=False).stdout.count("UP"), 20,
              "slurmctld answers")

    def boot(self, node):
        self.start(node, "slurmd", "-D", "-N", node)

    def call(self, *command, check=True, **more):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              check=check, timeout=60, **more)

    def states(self):
        return self.call("sinfo", "-h", "-N", "-o", "%T", check=False).stdout.split()

    def queue(self):
        """Tasks that wait or run: "12_3 RUNNING n2"."""
        return self.call("squeue", "-h", "-r", "-o", "%i %T %N", check=False).stdout.splitlines()

    def running(self, node=None):
        return [task for task in self.queue() if " RUNNING " in task and
                (node is None or task.endswith(" " + node))]

    def set_state(self, node, state):
        self.call("scontrol", "update", f"nodename={node}", f"state={state}", "reason=test")

    def completed(self):
        """What Slurm says of the tasks that ended, a line each."""
        path = self.folder / "completed"
        return path.read_text().splitlines() if path.exists() else []

    def step_daemons(self, node):
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and (entry / "comm").read_text().startswith("slurmstepd") \
                        and os.path.samefile(entry / "cwd", self.folder / node):
                    yield int(entry.name)
            except OSError:
                continue

    def tasks(self, node):
        """Processes that Slurm started on a node for jobs of this cluster."""
        marks = {f"SLURMD_NODENAME={node}".encode(),
                 f"SLURM_CONF={self.environment['SLURM_CONF']}".encode()}
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and int(entry.name) != os.getpid() and \
                        marks <= set((entry / "environ").read_bytes().split(b"\0")):
                    yield int(entry.name)
            except OSError:
                continue

    def lose(self, node):
        """The node's daemon dies; what it runs goes on and nobody hears of it."""
        self.daemons[node].kill()
        self.daemons.pop(node).wait()

    def cut_power(self, node):
        """Everything on the node is gone at once; the daemons first, so that none reports."""
        if node in self.daemons:
            self.lose(node)
        for find in (self.step_daemons, self.tasks, self.tasks):  # a task may have been forking
            for process in list(find(node)):
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass

    def stop(self):
        controller = self.daemons.pop("controller", None)
        if controller:
            controller.kill()
            controller.wait()
        for node in self.nodes:
            self.cut_power(node)
        for daemon in self.daemons.values():
            daemon.kill()
            daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

"""The system calls that students' code may make, by name: a list of what is allowed.

It is what Python, NumPy with OpenBLAS's threads, matplotlib, IPython and the programs of ``!`` make
when they work on files and processes of their own. What is not named here is refused: networks,
locks, queues and memory that others see, priorities, namespaces, other processes, and whatever
a kernel will yet have.

Beside each name stand its numbers on x86_64 and on aarch64; the latter leaves old ones out (-).
"""

import errno
from typing import NamedTuple

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""What the kernel calls the machines whose numbers stand here, in the order of the columns."""

SUCCEED = 0
"""An errno that is none: the call does nothing, and says that it went well."""

ALLOWED = """
# Reading, writing and closing.
    read               0   63    write              1   64    readv             19   65
    writev            20   66    pread64           17   67    pwrite64          18   68
    preadv           295   69    pwritev          296   70    lseek              8   62
    open               2    -    openat           257   56    creat             85    -
    close              3   57    close_range      436  436    dup               32   23
    dup2              33    -    dup3             292   24    pipe              22    -
    pipe2            293   59    sendfile          40   71    copy_file_range  326  285
# What is there: files and folders. What may be opened is the sandbox's business.
    stat               4    -    lstat              6    -    fstat              5   80
    newfstatat       262   79    statx            332  291    access            21    -
    faccessat        269   48    faccessat2       439  439    readlink          89    -
    readlinkat       267   78    getcwd            79   17    chdir             80   49
    fchdir            81   50    getdents64       217   61    umask             95  166
    mkdir             83    -    mkdirat          258   34    rmdir             84    -
    unlink            87    -    unlinkat         263   35    rename            82    -
    renameat         264   38    renameat2        316  276    link              86    -
    linkat           265   37    symlink           88    -    symlinkat        266   36
    truncate          76   45    ftruncate         77   46    fallocate        285   47
    fsync             74   82    fdatasync         75   83
# Memory of its own.
    mmap               9  222    munmap            11  215    mprotect          10  226
    mremap            25  216    madvise           28  233    brk               12  214
    msync             26  227
# Processes and threads of its own.
    exit              60   93    exit_group       231   94    wait4             61  260
    waitid           247   95    fork              57    -    vfork             58    -
    execve            59  221    getpid            39  172    gettid           186  178
    getppid          110  173    getpgid          121  155    getpgrp          111    -
    setpgid          109  154    getsid           124  156    setsid           112  157
    getuid           102  174    geteuid          107  175    getgid           104  176
    getegid          108  177    getgroups        115  158    getresuid        118  148
    getresgid        120  150    set_tid_address  218   96    set_robust_list  273   99
    rseq             334  293    arch_prctl       158    -    futex            202   98
    sched_yield       24  124
# Signals; whom they reach is the sandbox's business too.
    kill              62  129    tkill            200  130    tgkill           234  131
    rt_sigaction      13  134    rt_sigprocmask    14  135    rt_sigreturn      15  139
    rt_sigpending    127  136    rt_sigsuspend    130  133    rt_sigtimedwait  128  137
    sigaltstack      131  132    pause             34    -    restart_syscall  219  128
# Time.
    alarm             37    -    getitimer         36  102    setitimer         38  103
    clock_gettime    228  113    clock_getres     229  114    clock_nanosleep  230  115
    nanosleep         35  101    gettimeofday      96  169    time             201    -
    times            100  153    getrusage         98  165    getcpu           309  168
# Waiting for pipes, and for sockets that are pairs.
    poll               7    -    ppoll            271   73    select            23    -
    pselect6         270   72    epoll_create     213    -    epoll_create1    291   20
    epoll_ctl        233   21    epoll_wait       232    -    epoll_pwait      281   22
    eventfd2         290   19    sendto            44  206    recvfrom          45  207
    sendmsg           46  211    recvmsg           47  212    shutdown          48  210
    getsockname       51  204    getpeername       52  205    getsockopt        55  209
# What the machine is.
    uname             63  160    sysinfo           99  179    getrandom        318  278
    getrlimit         97  163
"""

# Locks on files that everybody reads would tell the next submission something; modes and times are
# those of files that nobody else sees. Programs that ask for them go on, and all stays as it is.
PRETENDED = """
    chmod             90    -    fchmod            91   52    fchmodat         268   53
    utime            132    -    utimes           235    -    futimesat        261    -
    utimensat        280   88    flock             73   32
"""

# As if the file system kept no attributes, which programs expect.
UNSUPPORTED = """
    getxattr         191    8    lgetxattr        192    9    fgetxattr        193   10
    setxattr         188    5    lsetxattr        189    6    fsetxattr        190    7
    listxattr        194   11    llistxattr       195   12    flistxattr       196   13
"""

JUDGED_BY_ARGUMENTS = """
    clone             56  220    fcntl             72   25    ioctl             16   29
    prctl            157  167    prlimit64        302  261    sched_getaffinity 204  123
    socketpair        53  199
"""


class Condition(NamedTuple):
    """What an argument has to be: one of some values, or a number without some bits."""

    argument: int
    values: tuple[int, ...] = ()
    without_bits: int = 0


class Rule(NamedTuple):
    """When a call is allowed: when all conditions hold. Otherwise it fails with an error."""

    conditions: tuple[Condition, ...]
    otherwise: int = errno.EPERM
    pretended: tuple[int, ...] = ()
    """Values of the first condition's argument for which the call does nothing and succeeds."""


NEW_NAMESPACES = 0x7E020000
"""The flags of clone that make namespaces."""
ITSELF = 0
UNIX = 1
NO_DATAGRAM = 2
"""The bit in a socket's type of those that reach others without connecting."""
FILES = {"F_DUPFD": 0, "F_GETFD": 1, "F_SETFD": 2, "F_GETFL": 3, "F_SETFL": 4, "F_GETLK": 5}
FILES |= {"F_DUPFD_CLOEXEC": 1030}
LOCKS = {"F_SETLK": 6, "F_SETLKW": 7, "F_OFD_SETLK": 37, "F_OFD_SETLKW": 38}
TERMINALS = {"TCGETS": 0x5401, "TIOCGWINSZ": 0x5413}
DESCRIPTORS = {"FIONREAD": 0x541B, "FIONBIO": 0x5421, "FIONCLEX": 0x5450, "FIOCLEX": 0x5451}
THREAD_NAMES = {"PR_SET_NAME": 15, "PR_GET_NAME": 16}

RULES = {
    "clone": Rule((Condition(0, without_bits=NEW_NAMESPACES),)),
    "fcntl": Rule((Condition(1, tuple(FILES.values())),), pretended=tuple(LOCKS.values())),
    # As if the device knew no such request, which programs expect.
    "ioctl": Rule((Condition(1, (*TERMINALS.values(), *DESCRIPTORS.values())),), errno.ENOTTY),
    "prctl": Rule((Condition(0, tuple(THREAD_NAMES.values())),)),
    "prlimit64": Rule((Condition(0, (ITSELF,)),)),
    "sched_getaffinity": Rule((Condition(0, (ITSELF,)),)),
    "socketpair": Rule((Condition(0, (UNIX,)), Condition(1, without_bits=NO_DATAGRAM))),
}


def numbers(table: str, machine: str) -> dict[str, int]:
    """Return the numbers of the calls in one of the tables above on a machine, by name."""
    column = list(MACHINES).index(machine)
    words = [
        word for line in table.splitlines() if not line.startswith("#") for word in line.split()
    ]
    rows = [(words[i], words[i + 1 : i + 3]) for i in range(0, len(words), 3)]
    return {name: int(row[column]) for name, row in rows if row[column] != "-"}

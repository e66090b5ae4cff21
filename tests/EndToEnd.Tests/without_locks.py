"""Runs a program to which the kernel refuses every lock on a file, as a file system without locks does (Linux on x86-64 and ARM64)."""
import ctypes
import errno
import os
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, EQUALS, RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
NUMBER, SECOND_ARGUMENT = 0, 24  # in struct seccomp_data
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.ENOLCK
F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW = 6, 7, 37, 38

FCNTL = {"x86_64": 72, "aarch64": 25}[platform.machine()]

# An instruction is code, jump if true, jump if false, operand.
FILTER = [
    (LOAD, 0, 0, NUMBER),
    (EQUALS, 0, 5, FCNTL),
    (LOAD, 0, 0, SECOND_ARGUMENT),
    (EQUALS, 4, 0, F_SETLK),
    (EQUALS, 3, 0, F_SETLKW),
    (EQUALS, 2, 0, F_OFD_SETLK),
    (EQUALS, 1, 0, F_OFD_SETLKW),
    (RETURN, 0, 0, ALLOW),
    (RETURN, 0, 0, REFUSE),
]


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


libc = ctypes.CDLL(None, use_errno=True)
code = b"".join(struct.pack("HBBI", *instruction) for instruction in FILTER)
for option in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(Program(len(FILTER), code)), 0, 0)):
    if libc.prctl(*option) != 0:
        sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
os.execvp(sys.argv[1], sys.argv[1:])

"""A Job object of Windows round a child process: its memory is limited, and it ends with its parent."""

from __future__ import annotations

import subprocess
import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _LIMIT_PROCESS_MEMORY = 0x100
    _KILL_ON_CLOSE = 0x2000
    _EXTENDED_LIMITS = 9

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", _Basic),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class Job:
        """Holds the handle; the child is ended when it is let go."""

        def __init__(self, handle: int) -> None:
            self.handle = handle

        def __del__(self) -> None:
            ctypes.windll.kernel32.CloseHandle(wintypes.HANDLE(self.handle))

    def confine(process: subprocess.Popen[bytes], memory: int) -> Job | None:
        """Put a child into a job of its own; ``None`` where the system refuses, as within some other jobs."""
        kernel = ctypes.windll.kernel32
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        handle = kernel.CreateJobObjectW(None, None)
        if not handle:
            return None
        limits = _Extended()
        limits.Basic.LimitFlags = _LIMIT_PROCESS_MEMORY | _KILL_ON_CLOSE
        limits.ProcessMemoryLimit = memory
        job = wintypes.HANDLE(handle)
        child = wintypes.HANDLE(int(process._handle))  # type: ignore[attr-defined]
        set_so = kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        if set_so and kernel.AssignProcessToJobObject(job, child):
            return Job(handle)
        kernel.CloseHandle(job)
        return None

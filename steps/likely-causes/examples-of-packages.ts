// What tools really print. Recorded on Debian 12, where a fault could be made; the others as the tools' messages are known, not measured here.
import type { Example } from './example.ts';

/** Resources of the box, graphics cards, packages. */
export const packageExamples: Example[] = [
  {
    cause: 'disk_full',
    log: `error: copy-fd: write returned: No space left on device
fatal: cannot copy '/usr/share/git-core/templates/description' to '/workspace/r/.git/description': No space left on device`,
    exit: 128,
  },
  {
    cause: 'disk_full',
    log: `rsync: [receiver] write failed on "/workspace/git": No space left on device (28)
rsync error: error in file IO (code 11) at receiver.c(657) [receiver=3.5.0]
rsync: [sender] write error: Broken pipe (32)`,
    exit: 11,
  },
  { cause: 'disk_full', log: 'curl: (23) Failure writing output to destination', code: 'disk_full' },
  {
    cause: 'disk_full',
    log: "E: You don't have enough free space in /var/cache/apt/archives/.",
    exit: 100,
  },
  {
    cause: 'disk_full_for_torch',
    log: `Installing collected packages: mpmath, nvidia-cublas-cu12, torch
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device: '/venv/lib/python3.11/site-packages/nvidia/cublas/lib/libcublasLt.so.12'
`,
    exit: 1,
  },
  {
    cause: 'disk_full_for_torch',
    log: `error: Failed to install: torch-2.5.1-cp311-cp311-manylinux1_x86_64.whl (torch==2.5.1)
  Caused by: failed to copy file from /root/.cache/uv/archive-v0/x/torch/lib/libtorch_cuda.so: No space left on device (os error 28)`,
    exit: 2,
  },
  {
    cause: 'disk_full_for_torch',
    log: `Collecting torch
  Downloading torch-2.5.1-cp312-cp312-manylinux1_x86_64.whl (906.4 MB)
     ━━━━━━━━━━━━━━━━━━━━━ 512.0/906.4 MB 101.2 MB/s eta 0:00:04
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
`,
    exit: 1,
  },
  {
    cause: 'disk_full_for_torch',
    log: `Installing collected packages: mpmath, typing-extensions, nvidia-cublas-cu12, torch
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
`,
    exit: 1,
  },
  {
    cause: 'disk_full_for_torch',
    log: `error: Failed to install: torch-2.5.1-cp312-cp312-manylinux1_x86_64.whl (torch==2.5.1)
  Caused by: failed to copy file from /root/.cache/uv/archive-v0/x to /venv: No space left on device (os error 28)`,
    exit: 2,
  },
  {
    cause: 'disk_full',
    log: `  Downloading torch-2.5.1-cp312-cp312-manylinux1_x86_64.whl (906.4 MB)
Collecting six
  Downloading six-1.17.0-py2.py3-none-any.whl (11 kB)
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
`,
    exit: 1,
  },
  {
    cause: 'inodes_full',
    log: 'tar: models/a.json: Cannot open: no inodes left on device',
    exit: 2,
  },
  {
    cause: 'quota_exceeded',
    log: "OSError: [Errno 122] Disk quota exceeded: '/home/user/.cache/huggingface/hub/tmp3v'",
    exit: 1,
  },
  {
    cause: 'gpu_out_of_memory',
    log: 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB of which 1.2 GiB is free.',
    exit: 1,
  },
  { cause: 'gpu_out_of_memory', log: 'RuntimeError: CUDA error: out of memory', exit: 1 },
  {
    cause: 'gpu_out_of_memory',
    log: `ggml_backend_cuda_buffer_type_alloc_buffer: allocating 9000.00 MiB on device 0: cudaMalloc failed: out of memory
llama_model_load: error loading model: unable to allocate CUDA0 buffer`,
    exit: 1,
  },
  {
    cause: 'out_of_memory',
    log: 'numpy._core._exceptions._ArrayMemoryError: Unable to allocate 16.0 GiB for an array with shape (2147483648,)',
    exit: 1,
  },
  {
    cause: 'out_of_memory',
    log: 'RuntimeError: [enforce fail at alloc_cpu.cpp:114] data. DefaultCPUAllocator: not enough memory: you tried to allocate 17179869184 bytes.',
    exit: 1,
  },
  {
    cause: 'out_of_memory',
    log: 'fatal: Out of memory, malloc failed (tried to allocate 1048576000 bytes)',
    exit: 128,
  },
  {
    cause: 'out_of_memory',
    log: `memory allocation of 17179869184 bytes failed
Aborted (core dumped)`,
    exit: 134,
  },
  {
    cause: 'out_of_memory',
    log: `terminate called after throwing an instance of 'std::bad_alloc'
  what():  std::bad_alloc
Aborted (core dumped)`,
    exit: 134,
  },
  { cause: 'out_of_memory', log: 'fatal error: runtime: out of memory', exit: 2 },
  { cause: 'pids_limit', log: 'sh: 1: Cannot fork', exit: 2 },
  {
    cause: 'pids_limit',
    log: `error: cannot create async thread: Resource temporarily unavailable
fatal: fetch-pack: unable to fork off sideband demultiplexer`,
    exit: 128,
  },
  {
    cause: 'pids_limit',
    log: `bash: fork: retry: Resource temporarily unavailable
bash: fork: retry: Resource temporarily unavailable
bash: fork: Resource temporarily unavailable`,
    exit: 254,
  },
  {
    cause: 'pids_limit',
    log: `  File "/usr/lib/python3.11/threading.py", line 957, in start
    _start_new_thread(self._bootstrap, ())
RuntimeError: can't start new thread`,
    exit: 1,
  },
  {
    cause: 'pids_limit',
    log: 'OpenBLAS blas_thread_init: pthread_create failed for thread 7 of 64: Resource temporarily unavailable',
    exit: 1,
  },
  { cause: 'killed', log: 'Loading checkpoint shards:  50%\nKilled', exit: 137, code: 'step_killed' },
  { cause: 'killed', log: 'Loading checkpoint shards:  50%', exit: 137, code: 'step_killed' },
  { cause: 'killed', log: 'bash: line 3:  4711 Killed                  python3 build.py', exit: 1 },
  {
    cause: 'out_of_memory',
    log: 'c++: fatal error: Killed signal terminated program cc1plus\ncompilation terminated.',
    exit: 1,
  },
  {
    cause: 'out_of_memory',
    log: 'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nMemoryError',
    exit: 1,
  },
  {
    cause: 'out_of_memory',
    log: '[81234.5] Out of memory: Killed process 4711 (python3) total-vm:30123456kB, anon-rss:15234567kB',
    exit: 1,
  },
  { cause: 'too_many_files', log: "OSError: [Errno 24] Too many open files: '/workspace/x.safetensors'", exit: 1 },
  { cause: 'disk_error', log: "cp: error reading '/workspace/model.safetensors': Input/output error", exit: 1 },
  { cause: 'read_only', log: "mkdir: cannot create directory '/opt/comfy': Read-only file system", exit: 1 },

  {
    cause: 'cuda_kernel_missing',
    log: `RuntimeError: CUDA error: no kernel image is available for execution on the device
CUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.
Compile with \`TORCH_USE_CUDA_DSA\` to enable device-side assertions.`,
    exit: 1,
  },
  {
    cause: 'cuda_kernel_missing',
    log: 'NVIDIA GeForce RTX 5090 with CUDA capability sm_120 is not compatible with the current PyTorch installation.',
    exit: 1,
  },
  {
    cause: 'cuda_driver_old',
    log: 'RuntimeError: The NVIDIA driver on your system is too old (found version 11080). Please update your GPU driver by downloading and installing a new version',
    exit: 1,
  },
  { cause: 'torch_without_cuda', log: 'AssertionError: Torch not compiled with CUDA enabled', exit: 1 },
  {
    cause: 'cuda_torch_mismatch',
    log: `RuntimeError:
The detected CUDA version (11.8) mismatches the version that was used to compile
PyTorch (12.4). Please make sure to use the same CUDA versions.`,
    exit: 1,
  },
  {
    cause: 'cuda_torch_mismatch',
    log: 'ImportError: /venv/lib/python3.11/site-packages/flash_attn_2_cuda.cpython-311-x86_64-linux-gnu.so: undefined symbol: _ZN3c104cuda9SetDeviceEi',
    exit: 1,
  },
  {
    cause: 'cuda_torch_mismatch',
    log: 'ImportError: libcudart.so.11.0: cannot open shared object file: No such file or directory',
    exit: 1,
  },
  {
    cause: 'cuda_torch_mismatch',
    log: 'ImportError: /venv/lib/python3.12/site-packages/torch/lib/libtorch_cuda.so: undefined symbol: ncclCommRegister',
    exit: 1,
  },
  {
    cause: 'nvcc_missing',
    log: 'OSError: CUDA_HOME environment variable is not set. Please set it to your CUDA install root.\n  [end of output]',
    exit: 1,
  },
  {
    cause: 'no_gpu',
    log: 'RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from http://www.nvidia.com/Download/index.aspx',
    exit: 1,
  },
  { cause: 'no_gpu', log: 'RuntimeError: No CUDA GPUs are available', exit: 1 },
  {
    cause: 'gpu_fault',
    log: 'Unable to determine the device handle for GPU 0000:01:00.0: Unknown Error',
    exit: 1,
  },

  {
    cause: 'python_version',
    log: `  Preparing metadata (pyproject.toml): finished with status 'done'
INFO: pip is looking at multiple versions of y to determine which version is compatible with other requirements. This could take a while.
ERROR: Package 'y' requires a different Python: 3.11.7 not in '>=3.14'`,
    exit: 1,
  },
  {
    cause: 'python_version',
    log: `error: No solution found when resolving dependencies
  cause: Because the current Python version (3.11.7) does not satisfy Python>=3.14 and y==1 depends on Python>=3.14, we can conclude that y==1 cannot be used.
         And because only y==1 is available and you require y, we can conclude that your requirements are unsatisfiable.`,
    exit: 1,
  },
  {
    cause: 'dependency_conflict',
    log: `ERROR: Cannot install requests==2.31.0 and urllib3==1.20 because these package versions have conflicting dependencies.

The conflict is caused by:
    The user requested urllib3==1.20
    requests 2.31.0 depends on urllib3<3 and >=1.21.1

To fix this you could try to:
1. loosen the range of package versions you've specified
2. remove package versions to allow pip attempt to solve the dependency conflict

ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts`,
    exit: 1,
  },
  {
    cause: 'dependency_conflict',
    log: `error: No solution found when resolving dependencies
  cause: Because requests==2.31.0 depends on urllib3>=1.21.1,<3 and you require requests==2.31.0, we can conclude that you require urllib3>=1.21.1,<3.
         And because you require urllib3==1.20, we can conclude that your requirements are unsatisfiable.`,
    exit: 1,
  },
  {
    cause: 'no_wheel',
    log: `error: No solution found when resolving dependencies
  cause: Because numpy==1.19.0 has no usable wheels and you require numpy==1.19.0, we can conclude that your requirements are unsatisfiable.

hint: Wheels are required for \`numpy\` because building from source is disabled for all packages (i.e., with \`--no-build\`)`,
    exit: 1,
  },
  {
    cause: 'no_wheel',
    log: 'ERROR: torch-2.5.1-cp312-cp312-linux_x86_64.whl is not a supported wheel on this platform.',
    exit: 1,
  },
  {
    cause: 'package_not_found',
    log: `ERROR: Could not find a version that satisfies the requirement nosuch-package-bringup==1.0 (from versions: none)
ERROR: No matching distribution found for nosuch-package-bringup==1.0`,
    exit: 1,
  },
  {
    cause: 'package_not_found',
    log: `error: No solution found when resolving dependencies
  cause: Because nosuch-package-bringup was not found in the package registry and you require nosuch-package-bringup==1.0, we can conclude that your requirements are unsatisfiable.`,
    exit: 1,
  },
  {
    cause: 'package_not_found',
    log: 'Building dependency tree...\nReading state information...\nE: Unable to locate package nosuch-package-x',
    exit: 100,
  },
  {
    cause: 'hash_mismatch',
    log: 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.',
    exit: 1,
  },
  {
    cause: 'interrupted_install',
    log: "ERROR: Cannot uninstall numpy 1.26.4, RECORD file not found. You might be able to recover from this via: 'pip install --force-reinstall --no-deps numpy==1.26.4'.",
    exit: 1,
  },
  {
    cause: 'externally_managed',
    log: `error: externally-managed-environment

× This environment is externally managed
╰─> To install Python packages system-wide, try apt install
    python3-xyz, where xyz is the package you are trying to
    install.

note: If you believe this is a mistake, please contact your Python installation or OS distribution provider.
hint: See PEP 668 for the detailed specification.`,
    exit: 1,
  },
  {
    cause: 'python_headers_missing',
    log: `      src/x.c:1:10: fatal error: Python.h: No such file or directory
          1 | #include <Python.h>
            |          ^~~~~~~~~~
      compilation terminated.
      error: command '/usr/bin/gcc' failed with exit code 1
      [end of output]

  note: This error originates from a subprocess, and is likely not a problem with pip.
  ERROR: Failed building wheel for insightface`,
    exit: 1,
  },
  {
    cause: 'compiler_missing',
    log: `      building 'x' extension
      error: command 'gcc' failed: No such file or directory
      [end of output]

  note: This error originates from a subprocess, and is likely not a problem with pip.
  ERROR: Failed building wheel for insightface
ERROR: Failed to build installable wheels for some pyproject.toml based projects (insightface)`,
    exit: 1,
  },
  ...[
    "FileNotFoundError: [Errno 2] No such file or directory: 'cmake'",
    'make: gcc: No such file or directory\nmake: *** [Makefile:2: all] Error 127',
    'CMake Error: CMAKE_C_COMPILER not set, after EnableLanguage\n-- Configuring incomplete, errors occurred!',
    'RuntimeError: Failed to find C compiler. Please specify via CC environment variable.',
    'error: linker `cc` not found\n  |\n  = note: No such file or directory (os error 2)',
  ].map((log) => ({ cause: 'compiler_missing', log, exit: 1 })),
  {
    cause: 'compile_failed',
    log: `      error: invalid command 'bdist_wheel'
      [end of output]

  note: This error originates from a subprocess, and is likely not a problem with pip.
error: metadata-generation-failed

× Encountered error while generating package metadata.
╰─> See above for output.

note: This is an issue with the package mentioned above, not pip.
hint: See above for details.`,
    exit: 1,
  },
  {
    cause: 'module_missing',
    log: `Traceback (most recent call last):
  File "<string>", line 1, in <module>
ModuleNotFoundError: No module named 'torch'`,
    exit: 1,
  },
  {
    cause: 'library_missing',
    log: 'ImportError: libGL.so.1: cannot open shared object file: No such file or directory',
    exit: 1,
  },
  {
    cause: 'glibc_old',
    log: "node: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by node)",
    exit: 1,
  },
  {
    cause: 'apt_locked',
    log: `E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)
E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?`,
    exit: 100,
  },
  {
    cause: 'dpkg_interrupted',
    log: "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
    exit: 100,
  },
  {
    cause: 'apt_lists_old',
    log: `E: Failed to fetch http://deb.debian.org/debian/pool/main/c/curl/curl_7.88.1-10_amd64.deb  404  Not Found [IP: 151.101.2.132 80]
E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?`,
    exit: 100,
  },
];

// What the box has too little of.
import type { Rule } from './rule.ts';

export const resourceRules: Rule[] = [
  {
    cause: 'disk_full_for_torch',
    title: 'Too little disk for torch and its CUDA packages',
    explanation:
      'The disk filled up while torch or one of its nvidia packages was fetched or unpacked. They need 6 to 10 GB.',
    advice:
      'Free space on the box (old models, ~/.cache/pip, ~/.cache/uv), or rent one with a larger disk; then continue.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [
      /(torch|nvidia[-_]|triton|cuda).*(No space left on device|os error 28|Disk quota exceeded)/i,
      /(No space left on device|Errno 28|os error 28).*(\/torch\/|\/nvidia\/|\/triton\/|libtorch|libcu)/i,
    ],
    // pip names no package where it gives up, and uv names it a line before.
    below: [
      {
        line: /No space left on device|Errno 28\b|os error 28\b/i,
        with: /^ *(Downloading|Using cached|Installing collected packages:|error: Failed to install:|× Failed to download) .*\b(torch|nvidia|triton)[-_, =]/i,
        until: /^ *(Downloading|Using cached|Collecting) |^Cloning into /,
      },
    ],
  },
  {
    cause: 'inodes_full',
    title: 'The disk has no room for more files',
    explanation: 'There may be bytes left, but the file system has no inodes: too many small files.',
    advice: 'Remove folders with many small files (df -i shows how many are left), then continue.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [/\b(no|out of|free) inodes\b/i],
  },
  {
    cause: 'quota_exceeded',
    title: 'The account’s disk quota is used up',
    explanation: 'The disk may have room, but the account on the box may not use more of it.',
    advice: 'Remove files of that account, or ask the provider for a larger quota; then continue.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [/Disk quota exceeded/i, /\bEDQUOT\b/, /Errno 122\b/, /os error 122\b/],
  },
  {
    cause: 'disk_full',
    title: 'The disk is full',
    explanation: 'The box could not write because a disk has no room left.',
    advice: 'Free space on the box, or rent one with a larger disk; then continue.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [
      /No space left on device/i,
      /\bENOSPC\b/,
      /os error 28\b/,
      /not enough free space/i,
      /You don't have enough free space in/,
    ],
    codes: ['disk_full'],
  },
  {
    cause: 'gpu_out_of_memory',
    title: 'The GPU has too little memory',
    explanation: 'What was loaded does not fit into the memory of the graphics card, or another program holds it.',
    advice: 'End what else uses the GPU (nvidia-smi shows it), take a smaller model, or rent a larger card.',
    actions: ['run_again', 'continue'],
    rank: 'exact',
    lines: [
      /CUDA out of memory/i,
      /torch\.(cuda\.)?OutOfMemoryError/,
      /CUDA_ERROR_OUT_OF_MEMORY/,
      /cudaErrorMemoryAllocation/,
      /CUDA error: out of memory|cudaMalloc failed: out of memory/i,
    ],
  },
  {
    cause: 'pids_limit',
    title: 'The box allows no more processes',
    explanation:
      'It could not start another process or thread: the limit of processes (pids) of the container is reached.',
    advice: 'End what runs beside the step, or raise the limit at the provider; then continue.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [
      /fork: (retry: )?Resource temporarily unavailable/i,
      /can't start new thread/,
      /pthread_create.*(failed|Resource temporarily unavailable)/i,
      /(unable to create|cannot create|failed to (create|spawn)) (new |native |async )*thread.*(Resource temporarily unavailable|os error 11)?/i,
      /BlockingIOError: \[Errno 11\]/,
      /cannot fork\(?\)?.*Resource temporarily unavailable/i,
      /: \d+: Cannot fork$/,
      /unable to fork off/i,
    ],
  },
  {
    cause: 'out_of_memory',
    title: 'The box ran out of memory',
    explanation: 'A program got no more memory, or the kernel ended it to have some again.',
    advice:
      'End what else needs memory there, let fewer things run side by side, or rent a box with more; then continue.',
    actions: ['continue', 'run_again'],
    rank: 'usual',
    lines: [
      /Out of memory: Killed process/i,
      /oom-kill|oom_reaper|Memory cgroup out of memory/i,
      /fatal signal Killed|signal terminated program|killed \(signal 9\)/i,
      /Cannot allocate memory/i,
      /^MemoryError\b/,
      /std::bad_alloc/,
      /virtual memory exhausted/i,
      /JavaScript heap out of memory/,
      /Unable to allocate [\d.]+ [KMGT]iB for an array/,
      /DefaultCPUAllocator: not enough memory/,
      /memory allocation of \d+ bytes failed/,
      /out of memory, \w+ failed \(tried to allocate/i,
      /^(fatal error: )?runtime: out of memory/,
    ],
  },
  {
    cause: 'killed',
    title: 'The program was killed, mostly because memory ran out',
    explanation:
      'SIGKILL (exit code 137) ended it, and nothing here says who sent it: mostly the kernel does when memory runs out, else somebody on the box.',
    advice:
      'Look at the memory on the box (free -m, dmesg). If it ran out, let fewer things run side by side, or rent a box with more; then continue.',
    actions: ['continue', 'run_again'],
    rank: 'general',
    lines: [/(^|: |\d )Killed( {2,}|$)/, /DataLoader worker .* is killed by signal: Killed/],
    exits: [137],
  },
  {
    cause: 'too_many_files',
    title: 'Too many files are open',
    explanation: 'A program reached the number of files that it may have open at a time.',
    advice: 'Raise the limit on the box (ulimit -n), or let fewer downloads run at once; then continue.',
    actions: ['continue', 'run_again'],
    rank: 'exact',
    lines: [/Too many open files/i, /\bEMFILE\b/],
  },
  {
    cause: 'disk_error',
    title: 'A disk of the box does not work',
    explanation:
      'Reading or writing failed with an input/output error: the hardware or the network disk below is faulty.',
    advice: 'Take another box: what a faulty disk has written cannot be trusted.',
    actions: ['run_again', 'open_log'],
    rank: 'exact',
    lines: [/Input\/output error/, /Errno 5\] /, /os error 5\)/, /blk_update_request: I\/O error|EXT4-fs error/],
  },
  {
    cause: 'read_only',
    title: 'The file system is read-only',
    explanation:
      'The place cannot be written to: it is mounted read-only, or the kernel made it so after a disk error.',
    advice: 'Give the step a folder that can be written to, or take another box.',
    actions: ['run_again', 'open_log'],
    rank: 'exact',
    lines: [/Read-only file system/i, /\bEROFS\b/],
  },
];

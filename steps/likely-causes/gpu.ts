// Graphics card, driver, CUDA and torch, which have to fit together.
import type { Rule } from './rule.ts';

export const gpuRules: Rule[] = [
  {
    cause: 'cuda_kernel_missing',
    title: 'This torch was not built for this graphics card',
    explanation:
      'torch has no code for the card’s generation: the card is newer, or older, than the installed torch supports.',
    advice: 'Install a torch whose CUDA version supports the card (a newer one for a new card), or rent another card.',
    actions: ['run_again', 'continue'],
    rank: 'exact',
    lines: [
      /no kernel image is available for execution on the device/i,
      /is not compatible with the current PyTorch installation/i,
      /CUDA_ERROR_NO_BINARY_FOR_GPU|cudaErrorNoKernelImageForDevice/,
    ],
  },
  {
    cause: 'cuda_driver_old',
    title: 'The GPU driver is too old for this torch',
    explanation:
      'torch was built for a newer CUDA than the driver of the box knows. Drivers belong to the host: a container cannot change them.',
    advice:
      'Install a torch for an older CUDA (nvidia-smi shows the newest that the driver knows), or rent a box with a newer driver.',
    actions: ['run_again', 'continue'],
    rank: 'exact',
    lines: [
      /NVIDIA driver on your system is too old/i,
      /CUDA driver version is insufficient for CUDA runtime version/i,
      /cudaErrorInsufficientDriver|forward compatibility was attempted on non supported HW/i,
      /unsatisfied condition: cuda ?>=/i,
    ],
  },
  {
    cause: 'torch_without_cuda',
    title: 'The installed torch knows no CUDA',
    explanation: 'A torch for processors only is installed, often because a package replaced the right one.',
    advice: 'Install torch from the index of its CUDA version (download.pytorch.org/whl/…), then continue.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [/Torch not compiled with CUDA enabled/i],
  },
  {
    cause: 'cuda_torch_mismatch',
    title: 'CUDA and torch do not fit together',
    explanation: 'An extension was compiled, or is being compiled, with another CUDA or torch than the one it meets.',
    advice: 'Install the extension for the torch that is there, or a CUDA toolkit of torch’s version; then continue.',
    actions: ['continue', 'run_again'],
    rank: 'exact',
    lines: [
      /The detected CUDA version \(.*\) mismatches the version that was used to compile/i,
      /PyTorch and torchvision were compiled with different CUDA/i,
      /undefined symbol: _ZN\S*(c10|torch|at)\S*/,
      /\/lib(torch|c10)\w*\.so: undefined symbol/,
      /operator torchvision::\w+ does not exist/,
      /lib(cudart|cublas|cudnn|nvJitLink|cusparse)\S*\.so\S*: (cannot open shared object file|undefined symbol|version .* not found)/,
    ],
  },
  {
    cause: 'nvcc_missing',
    title: 'The CUDA compiler is missing',
    explanation: 'A package has to be compiled for the graphics card, and the box has no nvcc.',
    advice:
      'Install the CUDA toolkit on the box, take an image with it (devel), or a package version with a ready wheel.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [
      /CUDA_HOME environment variable is not set/i,
      /\bnvcc\b.*(not found|No such file or directory)/i,
      /nvcc was not found/i,
      /(Failed|Could not) to? ?find nvcc/i,
      /No CUDA toolset found/i,
    ],
  },
  {
    cause: 'no_gpu',
    title: 'The box shows no graphics card',
    explanation: 'No NVIDIA card can be reached from here: the box has none, or it was not passed into the container.',
    advice: 'Look with nvidia-smi on the box. If that fails, too, restart the box at the provider or take another one.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [
      /Found no NVIDIA driver on your system/i,
      /No CUDA GPUs are available/i,
      /NVIDIA-SMI has failed because it couldn't communicate/i,
      /no CUDA-capable device is detected/i,
      /Failed to initialize NVML/i,
    ],
  },
  {
    cause: 'gpu_fault',
    title: 'The graphics card reported a fault',
    explanation: 'The card fell off the bus or reported broken memory.',
    advice: 'Restart the box at the provider; if it comes again, take another one.',
    actions: ['continue', 'open_log'],
    rank: 'exact',
    lines: [
      /GPU has fallen off the bus/i,
      /uncorrectable ECC error/i,
      /NVRM: Xid/,
      /Unable to determine the device handle for GPU/i,
    ],
  },
];

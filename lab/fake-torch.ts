// What an image brings and no node may replace: torch, torchvision and torchaudio for CUDA, as wheels of a few hundred bytes that
// installers take for the real ones.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageFile, type LabPackage } from './python-packages.ts';
import { run } from './openssh.ts';

export const TORCH_VERSION = '2.10.0+cu128';

const torch = `__version__ = "${TORCH_VERSION}"
class version:
    cuda = "12.8"
    hip = None
class cuda:
    @staticmethod
    def is_available():
        return False
    @staticmethod
    def device_count():
        return 0
    @staticmethod
    def get_device_name(device=None):
        raise RuntimeError("No CUDA GPUs are available")
`;

/** The three packages; they need each other as the real ones do. */
export const fakeTorch: LabPackage[] = [
  { name: 'torch', version: TORCH_VERSION, files: { 'torch/__init__.py': torch } },
  ...[
    { name: 'torchvision', version: '0.25.0+cu128' },
    { name: 'torchaudio', version: TORCH_VERSION },
  ].map(({ name, version }) => ({
    name,
    version,
    requires: ['torch==2.10.0'],
    files: { [`${name}/__init__.py`]: `import torch\n__version__ = "${version}"\n` },
  })),
];

/** Writes the wheels into a folder, which is made; gives their paths. */
export async function writeFakeTorch(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    fakeTorch.map(async (one) => {
      const { file, bytes } = packageFile(one);
      await writeFile(path.join(folder, file), bytes);
      return path.join(folder, file);
    }),
  );
}

/**
 * Installs the wheels into the environment of an interpreter, through its own pip or, where one is named, through uv. No network.
 * `scratch` is a folder for the wheels, which stay there.
 */
export async function installFakeTorch(python: string, scratch: string, { uv }: { uv?: string } = {}): Promise<void> {
  const wheels = await writeFakeTorch(scratch);
  const [program, ...parameters] = uv
    ? [uv, 'pip', 'install', '--python', python]
    : [python, '-m', 'pip', 'install', '--disable-pip-version-check'];
  const { code, stdout, stderr } = await run(program as string, [...parameters, '--quiet', '--no-index', ...wheels]);
  if (code !== 0) throw new Error(`the stand-in of torch could not be installed: ${stdout}${stderr}`);
}

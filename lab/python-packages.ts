// Python packages made on the spot, byte for byte the same each time: wheels, and source distributions that build or refuse to.
import { createHash } from 'node:crypto';
import { tarGz, zip, type Entries } from './archives.ts';

export interface LabPackage {
  name: string;
  version: string;
  /** Requirements, as in `Requires-Dist`. */
  requires?: string[];
  /** `Requires-Python`. */
  python?: string;
  /** Files that are installed, by path below site-packages. Unless given: one module of the package's name that knows its version. */
  files?: Record<string, string>;
  /** Bytes of ballast, to make a download take its time. */
  ballast?: Buffer;
  /** Comes as a source distribution only, whose build succeeds or not, without anything from elsewhere; or with this setup.py. */
  source?: 'builds' | 'refuses' | { setup: string };
}

interface PackageFile {
  file: string;
  bytes: Buffer;
}

/** A name as package indexes compare it: `Ruamel.YAML` is `ruamel-yaml`. */
export const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** What a package index has of a package: its wheel, or its source distribution. */
export function packageFile(made: LabPackage): PackageFile {
  return made.source === undefined ? wheel(made) : sourceDistribution(made, made.source);
}

function metadata({ name, version, requires = [], python }: LabPackage): string {
  const lines = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
  if (python !== undefined) lines.push(`Requires-Python: ${python}`);
  lines.push(...requires.map((requirement) => `Requires-Dist: ${requirement}`));
  return `${lines.join('\n')}\n`;
}

const moduleName = (name: string): string => normalName(name).replaceAll('-', '_');

const filesOf = ({ name, version, files }: LabPackage): Record<string, string> =>
  files ?? { [`${moduleName(name)}.py`]: `__version__ = ${JSON.stringify(version)}\n` };

function wheel(made: LabPackage): PackageFile {
  const { name, version, ballast } = made;
  const stem = `${moduleName(name)}-${version}`;
  const info = `${stem}.dist-info`;
  const entries: Entries = {
    ...filesOf(made),
    ...(ballast ? { [`${moduleName(name)}_ballast.bin`]: ballast } : {}),
    [`${info}/METADATA`]: metadata(made),
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: lab\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const record = Object.entries(entries).map(([file, content]) => {
    const sum = createHash('sha256').update(content).digest('base64url');
    return `${file},sha256=${sum},${Buffer.byteLength(content)}`;
  });
  record.push(`${info}/RECORD,,`);
  entries[`${info}/RECORD`] = `${record.join('\n')}\n`;
  return { file: `${stem}-py3-none-any.whl`, bytes: zip(entries) };
}

function sourceDistribution(made: LabPackage, source: NonNullable<LabPackage['source']>): PackageFile {
  const stem = `${moduleName(made.name)}-${made.version}`;
  const entries: Record<string, string> = { 'PKG-INFO': metadata(made), ...filesOf(made) };
  if (typeof source === 'object') entries['setup.py'] = source.setup;
  else {
    entries['pyproject.toml'] = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
    entries['backend.py'] = source === 'builds' ? buildingBackend(wheel(made)) : REFUSING_BACKEND;
  }
  const inside = Object.fromEntries(Object.entries(entries).map(([file, text]) => [`${stem}/${file}`, text]));
  return { file: `${stem}.tar.gz`, bytes: tarGz(inside) };
}

/** A build backend (PEP 517) that has the wheel ready. */
const buildingBackend = ({ file, bytes }: PackageFile): string =>
  `import base64, os
def build_wheel(folder, config_settings=None, metadata_directory=None):
    with open(os.path.join(folder, "${file}"), "wb") as wheel:
        wheel.write(base64.b64decode("${bytes.toString('base64')}"))
    return "${file}"
`;

const REFUSING_BACKEND = `def build_wheel(folder, config_settings=None, metadata_directory=None):
    raise SystemExit("this package refuses to be built")
prepare_metadata_for_build_wheel = build_wheel
`;

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
  /** Text of setup.py: the package comes as a source distribution only. */
  setup?: string;
}

export interface PackageFile {
  file: string;
  bytes: Buffer;
}

/** A name as package indexes compare it: `Ruamel.YAML` is `ruamel-yaml`. */
export const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** The wheel of a package, or its source distribution where it has a setup.py. */
export function packageFile(made: LabPackage): PackageFile {
  return made.setup === undefined ? wheel(made) : sourceDistribution(made, made.setup);
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

function sourceDistribution(made: LabPackage, setup: string): PackageFile {
  const stem = `${moduleName(made.name)}-${made.version}`;
  const entries = { 'setup.py': setup, 'PKG-INFO': metadata(made), ...filesOf(made) };
  const inside = Object.fromEntries(Object.entries(entries).map(([file, text]) => [`${stem}/${file}`, text]));
  return { file: `${stem}.tar.gz`, bytes: tarGz(inside) };
}

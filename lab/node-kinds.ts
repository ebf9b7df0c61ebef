// What lies in the repositories of custom nodes that the lab makes: nodes that work, and one for every way in which they can fail.
// lab/node-repositories.ts makes them; lab/node-set.ts says what is to become of each.

export type Files = Record<string, string>;

export interface Kind {
  files: Files;
  /** Name of the branch that `files` are on; `main` unless given. */
  branch?: string;
  /** Files of further branches. */
  branches?: Record<string, Files>;
  /** Commits before `files` on the same branch, oldest first, with the tags that stay on each. */
  before?: { files: Files; tags: string[] }[];
  /** Files of random bytes beside `files`, each another one and the same every time: path and size. */
  random?: Record<string, number>;
  /** Other kinds as submodules: path and name. They are made along with this one. */
  submodules?: Record<string, string>;
}

const node = (name: string, imports: string[] = []): string =>
  [
    ...imports.map((module) => `import ${module}`),
    `class Node:`,
    `    CATEGORY = "lab"`,
    `    FUNCTION = "run"`,
    `    RETURN_TYPES = ("STRING",)`,
    `    @classmethod`,
    `    def INPUT_TYPES(cls):`,
    `        return {"required": {"text": ("STRING", {"default": "${name}"})}}`,
    `    def run(self, text):`,
    `        return (text,)`,
    `NODE_CLASS_MAPPINGS = {"Lab ${name}": Node}`,
    ``,
  ].join('\n');

const plain = (name: string, ...imports: string[]): Files => ({ '__init__.py': node(name, imports) });

/** A node with a requirements.txt, which imports these modules. */
const needing = (name: string, requirements: string[], ...imports: string[]): Kind => ({
  files: { ...plain(name, ...imports), 'requirements.txt': `${requirements.join('\n')}\n` },
});

const BOM = '\uFEFF';

/** Seventeen nodes as most are: small, with requirements that real wheels of 0.01 to 17 MB answer. */
const normal = {
  'n01-plain': { files: plain('n01-plain') },
  'n02-humanize': needing('n02-humanize', ['humanize'], 'humanize'),
  'n03-tabulate': needing('n03-tabulate', ['tabulate>=0.9'], 'tabulate'),
  'n04-colorama': needing('n04-colorama', ['colorama'], 'colorama'),
  'n05-inflection': needing('n05-inflection', ['inflection'], 'inflection'),
  'n06-pyyaml': needing('n06-pyyaml', ['PyYAML>=6'], 'yaml'),
  'n07-tqdm-requests': needing('n07-tqdm-requests', ['tqdm', 'requests'], 'tqdm', 'requests'),
  'n08-attrs-jsonschema': needing('n08-attrs-jsonschema', ['attrs', 'jsonschema'], 'attr', 'jsonschema'),
  'n09-jinja2': needing('n09-jinja2', ['Jinja2'], 'jinja2'),
  'n10-click-rich': needing('n10-click-rich', ['click', 'rich'], 'click', 'rich'),
  'n11-pillow': needing('n11-pillow', ['Pillow'], 'PIL.Image'),
  'n12-numpy': needing('n12-numpy', ['numpy'], 'numpy'),
  'n13-networkx': needing('n13-networkx', ['networkx'], 'networkx'),
  'n14-psutil': needing('n14-psutil', ['psutil'], 'psutil'),
  'n15-aiohttp': needing('n15-aiohttp', ['aiohttp'], 'aiohttp'),
  'n16-piexif': needing('n16-piexif', ['piexif'], 'piexif'),
  'n17-sentencepiece': needing(
    'n17-sentencepiece',
    ['sentencepiece', 'protobuf'],
    'sentencepiece',
    'google.protobuf.message',
  ),
} satisfies Record<string, Kind>;

/** Requirements that cannot be met, or must not be. */
const requirements = {
  /** A conflict with the next one. */
  'pin-old': needing('pin-old', ['packaging==21.3'], 'packaging'),
  'pin-new': needing('pin-new', ['packaging>=23'], 'packaging'),
  nopkg: needing('nopkg', ['no-such-package-zzzqq==9.9'], 'json'),
  /** On the registry there is only a source distribution, which refuses to be built. */
  badbuild: needing('badbuild', ['sklearn'], 'json'),
  /** Would replace the torch that the image brought. */
  torchpin: needing('torchpin', ['torch==2.0.1'], 'torch'),
  /** One cv2 belongs to both: 60 to 80 MB each. */
  'opencv-a': needing('opencv-a', ['opencv-python-headless'], 'cv2'),
  'opencv-b': needing('opencv-b', ['opencv-contrib-python'], 'cv2'),
  /** What real requirement files look like: BOM, CRLF, two ranges without a comma, lines that are no requirement. */
  malformed: {
    files: {
      ...plain('malformed', 'humanize', 'tabulate'),
      'requirements.txt': [
        `${BOM}humanize<5>=3`,
        `# a comment`,
        ``,
        `tabulate>=0.9   # with a comment behind it`,
        `-e .`,
        `--extra-index-url http://127.0.0.1:9/simple`,
        `git+http://127.0.0.1:9/nobody/nothing.git`,
        ``,
      ].join('\r\n'),
    },
  },
  /** As seen in the wild: it can be understood, and then wants an older numpy than other nodes have. */
  'malformed-numpy': needing('malformed-numpy', ['numpy<1.24>=1.18'], 'numpy'),
  /** A line that nobody can understand. */
  badline: needing('badline', ['tabulate>=0.9', 'this line is no requirement!'], 'tabulate'),
  /** Its requirements have another file name, and its branch is `master`. */
  altreq: {
    branch: 'master',
    files: { ...plain('altreq', 'colorama'), 'requirements-no-cupy.txt': 'colorama\n' },
  },
} satisfies Record<string, Kind>;

/** Nodes that fail, exit or hang when ComfyUI loads them. */
const imports = {
  importfail: { files: plain('importfail', 'a_module_that_nobody_has') },
  importexit: { files: { '__init__.py': `import os\nos._exit(3)\n` } },
  importhang: { files: { '__init__.py': `import time\ntime.sleep(3600)\n` } },
  nomappings: { files: { '__init__.py': `# no node in here\n` } },
  prestartfail: { files: { ...plain('prestartfail'), 'prestartup_script.py': `import a_module_that_nobody_has\n` } },
} satisfies Record<string, Kind>;

/** What there is to clone and to run beside the usual. */
const sources = {
  /** Its node imports a file that only install.py makes. */
  installpy: {
    files: {
      '__init__.py':
        node('installpy', ['os']) + 'open(os.path.join(os.path.dirname(__file__), "installed.txt")).close()\n',
      'install.py': `import os\nopen(os.path.join(os.path.dirname(os.path.abspath(__file__)), "installed.txt"), "w").write("yes")\n`,
    },
  },
  /** `main` fails to import, `stable` works. */
  refbranch: {
    files: { ...plain('refbranch', 'a_module_that_nobody_has'), VERSION: 'main\n' },
    branches: { stable: { ...plain('refbranch'), VERSION: 'stable\n' } },
  },
  /** `main` fails to import; its first commit works. `v1.0` is an annotated tag of that, `first` one without a message. */
  pinned: {
    before: [{ files: { ...plain('pinned'), VERSION: '1.0\n' }, tags: ['v1.0', 'first'] }],
    files: { ...plain('pinned', 'a_module_that_nobody_has'), VERSION: 'main\n' },
  },
  /** 40 MB: long enough to see progress, to be cut and started again. In eight pieces, since git counts objects. */
  big: {
    files: plain('big'),
    random: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`weights/blob-${index}.bin`, 5_000_000])),
  },
  /** Belongs into `n01-plain/sub`. */
  nested: needing('nested', ['inflection'], 'inflection'),
  /** Imports what only its submodule has; the submodule's URL is relative, as its neighbour on the same server. */
  submodule: {
    files: {
      '__init__.py': `from .part import VALUE\n${node('submodule')}`,
      '.gitmodules': '[submodule "part"]\n\tpath = part\n\turl = ../submodule-part.git\n',
    },
    submodules: { part: 'submodule-part' },
  },
  'submodule-part': { files: { '__init__.py': 'VALUE = 1\n' } },
} satisfies Record<string, Kind>;

/** Every kind there is. Names are those of the repositories. */
export const nodeKinds = { ...normal, ...requirements, ...imports, ...sources };

export type NodeKind = keyof typeof nodeKinds;
export const allNodeKinds = Object.keys(nodeKinds) as NodeKind[];
/** The seventeen that work with what their requirements.txt says, from the registry. */
export const normalNodeKinds = Object.keys(normal) as (keyof typeof normal)[];

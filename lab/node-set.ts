// The full set of nodes as a template lists them, good and bad, over the lab's git server; and what has to become of each.
import type { GitFault, GitServer } from './git-server.ts';
import { type NodeKind, normalNodeKinds } from './node-kinds.ts';

/**
 * `works`: installed and importable · `unmet`: cloned, its requirement cannot be had · `unloadable`: cloned and met, and yet
 * ComfyUI cannot load it · `uncloned`: never on the box · `conflict`: one of these is installed, the other's requirement is unmet ·
 * `flawed`: works, with lines of its requirement file left out.
 */
export type Fate = 'works' | 'unmet' | 'unloadable' | 'uncloned' | 'conflict' | 'flawed';

export interface SetNode {
  name: string;
  /** The repository's kind; two nodes may come from one. */
  kind: NodeKind;
  url: string;
  ref?: string;
  /** Name of its requirement file where that is not requirements.txt. */
  requirements?: string;
  /** Folder below custom_nodes where that is not its name. */
  subfolder?: string;
  fate: Fate;
  /** What is wrong with it, for a person; empty where nothing is. */
  why: string;
}

type Row = Omit<SetNode, 'url' | 'name'> & { name?: string; fault?: GitFault; repository?: string };

const rows: Row[] = [
  ...normalNodeKinds.map((kind): Row => ({ kind, fate: 'works', why: '' })),
  { kind: 'pin-old', fate: 'conflict', why: 'packaging==21.3 against packaging>=23 of pin-new' },
  { kind: 'pin-new', fate: 'conflict', why: 'packaging>=23 against packaging==21.3 of pin-old' },
  { kind: 'nopkg', fate: 'unmet', why: 'no-such-package-zzzqq is not in the registry' },
  { kind: 'badbuild', fate: 'unmet', why: 'the source distribution of sklearn refuses to be built' },
  { kind: 'torchpin', fate: 'flawed', why: 'torch==2.0.1 would replace the torch of the image' },
  { kind: 'malformed', fate: 'flawed', why: 'BOM, CRLF, an option line, an editable and a URL line' },
  { kind: 'badline', fate: 'flawed', why: 'a line that is no requirement' },
  { kind: 'altreq', requirements: 'requirements-no-cupy.txt', fate: 'works', why: '' },
  { kind: 'importfail', fate: 'unloadable', why: "No module named 'a_module_that_nobody_has'" },
  { kind: 'importexit', fate: 'unloadable', why: 'ends the process with exit code 3' },
  { kind: 'importhang', fate: 'unloadable', why: 'does not come back from its import' },
  { kind: 'nomappings', fate: 'unloadable', why: 'has no NODE_CLASS_MAPPINGS' },
  { kind: 'installpy', fate: 'works', why: '' },
  { kind: 'refbranch', ref: 'stable', fate: 'works', why: '' },
  { kind: 'pinned', ref: 'v1.0', fate: 'works', why: '' },
  { kind: 'big', fate: 'works', why: '' },
  { kind: 'nested', subfolder: 'n01-plain/sub', fate: 'works', why: '' },
  { kind: 'submodule', fate: 'works', why: '' },
  { kind: 'opencv-a', fate: 'works', why: '' },
  { kind: 'opencv-b', fate: 'works', why: '' },
  { name: 'clone-hang', kind: 'n01-plain', fault: 'hang', fate: 'uncloned', why: 'the server never answers' },
  { name: 'clone-401', kind: 'n01-plain', fault: 'auth', fate: 'uncloned', why: 'the server wants a password' },
  { name: 'clone-404', kind: 'n01-plain', repository: 'nobody', fate: 'uncloned', why: 'no such repository' },
  { name: 'clone-503', kind: 'n01-plain', fault: 'e503', fate: 'uncloned', why: 'the server is always busy' },
  { name: 'clone-cut', kind: 'big', fault: 'cut', fate: 'uncloned', why: 'the connection breaks in mid-transfer' },
  { name: 'clone-flaky', kind: 'n01-plain', fault: 'flaky', fate: 'works', why: '' },
];

/** All nodes of the set, in the order of a template. `only` names some of them: a small test takes a few. */
export function nodeSet(git: Pick<GitServer, 'url'>, only?: readonly string[]): SetNode[] {
  const all = rows.map(({ fault, repository, name, ...row }) => ({
    ...row,
    name: name ?? row.kind,
    url: git.url(repository ?? row.kind, fault),
  }));
  return only ? all.filter(({ name }) => only.includes(name)) : all;
}

/** The same without what only a test knows: as a template has them. */
export const templateNodes = (nodes: readonly SetNode[]): Omit<SetNode, 'kind' | 'fate' | 'why'>[] =>
  nodes.map(({ kind: _kind, fate: _fate, why: _why, ...node }) => node);

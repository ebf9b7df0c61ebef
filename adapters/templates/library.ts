// All templates with all their versions. Files are read as versions, too: a changed one becomes the next when it is first read, so
// that "this run used v7" is always true, and v7 can be read for ever.
import type { Template, TemplateSource } from '../../contract/template.ts';
import { type BringupError, bringupError, isBringupError } from '../errors.ts';
import type { Store, TemplateVersionHead, TemplateVersionRow } from '../store/store.ts';
import {
  type ReadTemplate,
  readTemplateFiles,
  readTemplateText,
  TEMPLATE_ID,
  type TemplateFile,
  type TemplateFolder,
  type TemplateRules,
  textHash,
} from './templates.ts';

/** A template as it is now or was. */
export interface TemplateVersion extends ReadTemplate {
  head: TemplateVersionHead & { source: TemplateSource };
  /** As it was saved. */
  yaml: string;
}

export type LibraryEntry =
  { id: string; current: TemplateVersion; error: null } | { id: string; current: null; error: BringupError };

/** Who saves, and what they say about it. */
interface Saved {
  by: string;
  note: string | null;
  /** Version that was edited; null for a new template. */
  edited: number | null;
}

export interface TemplateLibrary {
  /** By id; a broken file is listed with its mistake. */
  list(): Promise<LibraryEntry[]>;
  /** Throws template_not_found, or input_invalid with the place of the mistake in its file. */
  current(id: string): Promise<TemplateVersion>;
  /** Newest first, those from before it was deleted among them. Throws template_not_found. */
  versions(id: string): Promise<TemplateVersionHead[]>;
  /** As it was saved, whether it can still be used or not. Throws template_version_not_found. */
  text(id: string, version: number): Promise<TemplateVersionRow>;
  /** Throws template_version_not_found, and input_invalid for a text that this Bringup cannot use any more. */
  version(id: string, version: number): Promise<TemplateVersion>;
  /**
   * Checks a text and makes it the next version. Throws input_invalid, template_exists (a new one whose id is taken) and
   * template_changed (somebody else has saved meanwhile).
   */
  save(id: string, yaml: string, saved: Saved): Promise<TemplateVersion>;
  /** Versions stay. Throws template_not_found, template_shipped, template_changed. */
  remove(id: string, saved: Saved): Promise<void>;
}

export function createTemplateLibrary(
  store: Pick<Store, 'templateVersions'>,
  folders: readonly TemplateFolder[],
  rules: TemplateRules,
): TemplateLibrary {
  const { templateVersions } = store;

  async function text(id: string, version: number): Promise<TemplateVersionRow> {
    const row = await templateVersions.find(id, version);
    if (!row || row.source === 'deleted') throw noVersion(id, version);
    return row;
  }

  async function readVersion({
    template_id,
    version,
  }: Pick<TemplateVersionHead, 'template_id' | 'version'>): Promise<TemplateVersion> {
    const { yaml, source, ...others } = await text(template_id, version);
    const read = readTemplateText(yaml, rules, template_id, `${template_id}, version ${version}`);
    return { head: { ...others, source: source as TemplateSource }, yaml, ...read };
  }

  /** Files that have changed become versions; gives all versions of all ids, or of one. */
  async function heads(files: readonly TemplateFile[], id?: string): Promise<TemplateVersionHead[]> {
    const known = await templateVersions.heads(id);
    const changed = files.filter(({ id: own, source, read }) => {
      if (!read) return false;
      return known.find((row) => row.template_id === own && row.source === source)?.hash !== read.hash;
    });
    if (changed.length === 0) return known;
    for (const { id: own, source, read } of changed) {
      if (!read) continue;
      const { text: yaml, hash } = read;
      const at = new Date().toISOString();
      const row = { template_id: own, source, yaml, hash, created_at: at, created_by: BRINGUP, note: null };
      await templateVersions.add(row, 'unless_same');
    }
    return templateVersions.heads(id);
  }

  async function entryOf(id: string, files: TemplateFile[], rows: TemplateVersionHead[]): Promise<LibraryEntry | null> {
    const own = files.find(({ source }) => source === 'file');
    const shipped = files.find(({ source }) => source === 'shipped');
    const newest = rows.find(({ source }) => source !== 'shipped' && (source !== 'file' || own !== undefined));
    // A file that cannot be read is no version; what was saved after it was written goes before it.
    if (own?.error && !(newest && newest.source !== 'file' && newest.created_at > own.changed_at))
      return { id, current: null, error: own.error };
    const head = newest && newest.source !== 'deleted' ? newest : shippedHead(rows, shipped);
    if (!head) return shipped?.error ? { id, current: null, error: shipped.error } : null;
    const read = files.find((file) => file.source === head.source && file.read?.hash === head.hash)?.read;
    if (read) {
      const { text: yaml, template, notes } = read;
      return {
        id,
        current: { head: { ...head, source: head.source as TemplateSource }, yaml, template, notes },
        error: null,
      };
    }
    try {
      return { id, current: await readVersion(head), error: null };
    } catch (error) {
      // Saved by another Bringup, with other steps.
      if (isBringupError(error)) return { id, current: null, error };
      throw error;
    }
  }

  async function find(id: string): Promise<{ entry: LibraryEntry | null; newest: number; files: TemplateFile[] }> {
    if (!TEMPLATE_ID.test(id)) return { entry: null, newest: 0, files: [] };
    const files = await readTemplateFiles(folders, rules, id);
    const rows = await heads(files, id);
    return { entry: await entryOf(id, files, rows), newest: rows[0]?.version ?? 0, files };
  }

  async function current(id: string): Promise<TemplateVersion> {
    const { entry } = await find(id);
    if (!entry) throw notFound(id);
    if (entry.error) throw entry.error;
    return entry.current;
  }

  return {
    current,
    list: async () => {
      const files = await readTemplateFiles(folders, rules);
      const rows = await heads(files);
      const ids = [...new Set([...files.map(({ id }) => id), ...rows.map(({ template_id }) => template_id)])].sort();
      const entries = ids.map((id) =>
        entryOf(
          id,
          files.filter((file) => file.id === id),
          rows.filter((row) => row.template_id === id),
        ),
      );
      return (await Promise.all(entries)).filter((entry) => entry !== null);
    },
    versions: async (id) => {
      await find(id);
      const rows = await templateVersions.heads(id);
      if (rows.length === 0) throw notFound(id);
      return rows;
    },
    text,
    version: (template_id, version) => readVersion({ template_id, version }),
    save: async (id, yaml, { by, note, edited }) => {
      const { template } = readTemplateText(yaml, rules, id, SENT);
      refuseNodesFile(template);
      if (template.id !== id) throw otherId(id, template.id);
      const { entry, newest } = await find(id);
      if (edited === null && entry) throw exists(id);
      if (edited !== null && !entry) throw notFound(id);
      if (edited !== null && entry?.current && entry.current.head.version !== edited)
        throw changed(id, entry.current.head);
      const at = new Date().toISOString();
      const row = {
        template_id: id,
        source: 'saved' as const,
        yaml,
        hash: textHash(yaml),
        created_at: at,
        created_by: by,
        note,
      };
      const version = await templateVersions.add(row, newest);
      if (version === null) throw edited === null ? exists(id) : changed(id, null);
      return readVersion({ ...row, version });
    },
    remove: async (id, { by, note, edited }) => {
      const { entry, newest } = await find(id);
      if (!entry) throw notFound(id);
      if (entry.current?.head.source === 'shipped') throw isShipped(id);
      if (entry.current && entry.current.head.version !== edited) throw changed(id, entry.current.head);
      const at = new Date().toISOString();
      const row = {
        template_id: id,
        source: 'deleted' as const,
        yaml: '',
        hash: '',
        created_at: at,
        created_by: by,
        note,
      };
      if ((await templateVersions.add(row, newest)) === null) throw changed(id, null);
    },
  };
}

/** What writes versions of files. */
const BRINGUP = 'bringup';
const SENT = 'The template';

const shippedHead = (rows: TemplateVersionHead[], shipped: TemplateFile | undefined) =>
  shipped?.read ? rows.find(({ source }) => source === 'shipped') : undefined;

/** A list in a file belongs to a template in a file. */
function refuseNodesFile({ steps }: Template): void {
  const index = steps.findIndex(({ nodes_file }) => nodes_file !== undefined);
  if (index < 0) return;
  const field = `steps[${index}].nodes_file`;
  const message = `${SENT}: ${field}: only a template in a file has files beside it; put the list into nodes, nodes_csv, nodes_snapshot or nodes_workflow.`;
  throw bringupError('input_invalid', message, { field });
}

const short = (id: string) => id.slice(0, 100);
const notFound = (id: string) =>
  bringupError('template_not_found', `Template "${short(id)}" not found`, { id: short(id) });
const noVersion = (id: string, version: number) =>
  bringupError('template_version_not_found', `The template ${short(id)} has no version ${version}.`, {
    id: short(id),
    version,
  });
const otherId = (id: string, own: string) =>
  bringupError('input_invalid', `${SENT}: id: is ${own}, but it is saved as ${id}.`, { field: 'id' });
const exists = (id: string) => bringupError('template_exists', `There is a template ${id} already.`, { id });
const isShipped = (id: string) =>
  bringupError('template_shipped', `The template ${id} is shipped with Bringup and cannot be deleted.`, { id });
const changed = (id: string, head: TemplateVersionHead | null) =>
  bringupError(
    'template_changed',
    head
      ? `The template ${id} is at version ${head.version} now, by ${head.created_by}.`
      : `The template ${id} has just been changed by somebody else.`,
    { id, ...(head && { version: head.version }) },
  );

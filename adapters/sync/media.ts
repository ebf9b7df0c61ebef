// What the box has, as the steps want it: the listing without what is excluded.
import { listMedia, type MediaFile, type MediaListing } from '../ssh/list-media.ts';
import type { SyncContext } from './context.ts';
import { createFilter } from './globs.ts';
import type { Layout } from './places.ts';

export interface MediaChoice {
  ui_home: string;
  sources?: string[] | undefined;
  links?: 'skip' | 'follow';
  include: string[];
  exclude: string[];
  layout: Layout;
}

export interface Media extends MediaListing {
  excluded: number;
}

/** Lists what is wanted, in the order of names. Throws path_not_found. */
export async function listChosen(context: SyncContext, choice: MediaChoice): Promise<Media> {
  const listing = await context.use((connection) => listMedia(connection, choice));
  const wanted = createFilter(choice);
  const chosen = <Item extends { path: string }>(items: Item[]) => items.filter(({ path }) => wanted(path));
  const files: MediaFile[] = chosen(listing.files).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    ...listing,
    files,
    unreadable: listing.unreadable.filter(wanted),
    links: chosen(listing.links),
    special: listing.special.filter(wanted),
    excluded: listing.files.length - files.length,
  };
}

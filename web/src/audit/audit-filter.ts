// Which entries are asked for, as it stands in the address: times in the reader's own zone, as their fields have them.
export interface AuditFilter {
  who: string;
  operation: string;
  since: string;
  until: string;
}

/** What the server is asked; a time that cannot be read is left out. */
export function queryOf({ who, operation, since, until }: AuditFilter): Partial<AuditFilter> {
  return {
    ...(who.trim() === '' ? {} : { who: who.trim() }),
    ...(operation === '' ? {} : { operation }),
    ...momentOf('since', since),
    ...momentOf('until', until),
  };
}

function momentOf(name: 'since' | 'until', text: string): Partial<AuditFilter> {
  const time = new Date(text);
  return text === '' || Number.isNaN(time.getTime()) ? {} : { [name]: time.toISOString() };
}

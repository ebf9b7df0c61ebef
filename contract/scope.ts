/** What a caller may do: look, drive runs, or change what everybody stands on. Each holds those before it. */
export const scopes = ['read', 'run', 'admin'] as const;
export type Scope = (typeof scopes)[number];

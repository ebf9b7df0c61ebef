// Custom search attributes, created once per namespace and shown in the Temporal Web UI.
export const searchAttributes = {
  BringupInstance: 'KEYWORD',
  BringupTemplate: 'KEYWORD',
  BringupOutcome: 'KEYWORD',
} as const;

// What the seed's line called its steps: in its templates, on its buttons, in its API.

/** The seed's types are its actions, but for these. */
const types: Readonly<Record<string, string>> = {
  setup_civitdl: 'civitdl_install',
  install_browser_agent: 'browser_agent_install',
  reboot_instance: 'reboot',
};
export const typeOf = (action: string): string => types[action] ?? action;

/** Names that the seed's line had for steps, in its YAML and on its buttons. */
const olderNames: Readonly<Record<string, string>> = {
  civitdl_test: 'test_civitdl',
  setup_python_venv: 'python_venv',
  clone_auto_installer: 'install_custom_nodes',
};
export const namesOf = (action: string): string[] => [
  action,
  typeOf(action),
  ...Object.keys(olderNames).filter((name) => olderNames[name] === action),
];

/** The action that an older name means; a name of today as it is. */
export const actionOf = (name: string): string =>
  olderNames[name] ?? Object.keys(types).find((action) => types[action] === name) ?? name;

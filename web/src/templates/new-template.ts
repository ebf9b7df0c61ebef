/** An id as a name suggests it: small letters, digits and dashes. */
export const idOfName = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 100);

/** The text of a template under another id and name; all else, comments too, stays. A copy is of no built-in box. */
export function renamed(yaml: string, id: string, name: string): string {
  const rest = yaml
    .replace(/^# Shipped with Bringup\..*\n/, '')
    .replace(/^ssh_connection:.*\n/m, '')
    .replace(/^id:.*\n/m, '')
    .replace(/^name:.*\n/m, '');
  return `id: ${id}\nname: ${JSON.stringify(name)}\n${rest}`;
}
